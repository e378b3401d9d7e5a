package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestAssignmentsFollowPages(t *testing.T) {
	var b *bench
	page := func(n int, more bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			next := ""
			if more {
				next = fmt.Sprintf(`"@odata.nextLink":"%s/v1.0/servicePrincipals/%s/appRoleAssignedTo?$skiptoken=%d",`, b.server.URL, someID, n+1)
			}
			answers(200, fmt.Sprintf(`{%s"value":[{"id":"%d"},{"id":"%d"}]}`, next, 2*n, 2*n+1))(w, r)
		}
	}
	b = newBench(t, inTurn(page(0, true), page(1, true), answers(503, ""), page(2, false)))
	got, err := b.client.Assignments(context.Background(), someID)
	var ids []string
	for _, assignment := range got {
		ids = append(ids, assignment.ID)
	}
	if err != nil || !slices.Equal(ids, []string{"0", "1", "2", "3", "4", "5"}) {
		t.Errorf("got %v, %v", ids, err)
	}
	if first := b.sent()[0]; first != "GET /servicePrincipals/"+someID+"/appRoleAssignedTo?$top=999" {
		t.Errorf("sent %s", first)
	}
}

func TestListsThatDoNotEnd(t *testing.T) {
	link := func(to func() string) *bench {
		return newBench(t, func(w http.ResponseWriter, r *http.Request) {
			answers(200, `{"@odata.nextLink":"`+to()+`","value":[{"id":"1"}]}`)(w, r)
		})
	}
	t.Run("loop", func(t *testing.T) {
		var b *bench
		b = link(func() string { return b.server.URL + "/v1.0/applications?$skiptoken=same" })
		_, err := b.client.ApplicationsFromTemplate(context.Background(), "t")
		if err == nil || len(b.sent()) > 3 {
			t.Errorf("got %v after %d", err, len(b.sent()))
		}
	})
	t.Run("always another", func(t *testing.T) {
		var b *bench
		n := 0
		b = link(func() string { n++; return fmt.Sprintf("%s/v1.0/applications?$skiptoken=%d", b.server.URL, n) })
		_, err := b.client.ApplicationsFromTemplate(context.Background(), "t")
		if err == nil || len(b.sent()) > maxPages+1 {
			t.Errorf("got %v after %d", err, len(b.sent()))
		}
	})
	t.Run("elsewhere", func(t *testing.T) {
		b := link(func() string { return "https://evil.example/v1.0/applications?$skiptoken=1" })
		_, err := b.client.ApplicationsFromTemplate(context.Background(), "t")
		if !errors.Is(err, ErrForeignHost) || !strings.Contains(err.Error(), "evil.example") {
			t.Errorf("got %v", err)
		}
		if len(b.exchanges) != 1 {
			t.Errorf("sent %v", b.sent())
		}
	})
}
