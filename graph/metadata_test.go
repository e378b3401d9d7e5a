package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestMetadata(t *testing.T) {
	document := "\xef\xbb\xbf<?xml version=\"1.0\"?>\r\n<EntityDescriptor/>\n"
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("metadata needs no token")
		}
		w.Header().Set("Content-Type", "application/samlmetadata+xml")
		_, _ = io.WriteString(w, document)
	})
	got, err := b.client.Metadata(context.Background(), someID, someApp)
	if err != nil || string(got) != document {
		t.Errorf("got %q, %v", got, err)
	}
	want := b.server.URL + "/" + someID + "/federationmetadata/2007-06/federationmetadata.xml?appid=" + someApp
	if address := b.client.MetadataURL(someID, someApp); address != want {
		t.Errorf("got %s", address)
	}
	if strings.Contains(b.client.MetadataURL("a/../b?c", "x&y"), "/../") || strings.Contains(b.client.MetadataURL("a", "x&y"), "x&y") {
		t.Error("ids must not change the address")
	}
	if len(b.credential.asked) != 0 {
		t.Error("asked for a token")
	}
	if e := b.exchanges[0]; e.Write() || e.Host == "" || !strings.Contains(e.Path, "appid=") {
		t.Errorf("got %+v", e)
	}
}

func TestMetadataFailures(t *testing.T) {
	tests := []struct {
		name    string
		handler http.HandlerFunc
		check   func(*Error) bool
	}{
		{"not found", answers(404, `{"error":"invalid_request","error_description":"AADSTS90002: Tenant not found."}`),
			func(e *Error) bool { return e.Status == 404 && e.Code == "invalid_request" }},
		{"web page", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>hotel</html>") },
			func(e *Error) bool { return e.ProxyPage && e.Status == 200 }},
		{"empty", answers(200, ``), func(e *Error) bool { return strings.Contains(e.Error(), "empty") }},
		{"huge", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(strings.Repeat("x", maxMetadata+1)))
		}, func(e *Error) bool { return errors.Is(e, ErrTooLarge) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, test.handler)
			_, err := b.client.Metadata(context.Background(), someID, someApp)
			if got := failureOf(t, err); !test.check(got) || got.Unsure {
				t.Errorf("got %+v", got)
			}
		})
	}
	full := newBench(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(strings.Repeat("x", maxMetadata))) })
	if got, err := full.client.Metadata(context.Background(), someID, someApp); err != nil || len(got) != maxMetadata {
		t.Errorf("got %d, %v", len(got), err)
	}
}
