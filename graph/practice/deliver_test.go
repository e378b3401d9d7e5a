package practice

import (
	"strings"
	"testing"
)

func TestDeliverGivesThePortalsOwnReason(t *testing.T) {
	server, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	err = Deliver(t.Context(), nil, server.Info().Portal, []byte("no zip at all"))
	if err == nil || !strings.Contains(err.Error(), "refused the bundle: ") {
		t.Fatalf("got %v, want the portal's reason", err)
	}
	if err := Deliver(t.Context(), nil, "https://us.backup.autotask.net/portal", nil); err == nil || !strings.Contains(err.Error(), "practice tenant's address") {
		t.Fatalf("got %v, want a refusal to leave loopback", err)
	}
}
