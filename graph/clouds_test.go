package graph

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestClouds(t *testing.T) {
	for _, cloud := range Clouds() {
		got, err := CloudNamed(strings.ToUpper(cloud.Name))
		if err != nil || got != cloud {
			t.Errorf("%s: got %v, %v", cloud.Name, got, err)
		}
		for what, address := range map[string]string{"login": cloud.Login, "graph": cloud.Graph, "my apps": cloud.MyApps, "admin": cloud.Admin} {
			if !strings.HasPrefix(address, "https://") || strings.HasSuffix(address, "/") {
				t.Errorf("%s %s: %q", cloud.Name, what, address)
			}
		}
		if cloud.SigningCertificates != (cloud.Name == "global") {
			t.Errorf("%s: signing certificates can be made in the global cloud only", cloud.Name)
		}
		client, err := New(&fakeCredential{}, cloud, "", []string{"x"}, Deps{})
		if err != nil || client.Cloud() != cloud {
			t.Errorf("%s: %v", cloud.Name, err)
		}
		if scope := cloud.ScopesOf([]string{ScopeSelf})[0]; scope != cloud.Graph+"/User.Read" {
			t.Errorf("%s: scope %s", cloud.Name, scope)
		}
	}
	if got, err := CloudNamed(""); err != nil || got.Name != "global" {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := CloudNamed("germany"); err == nil || !strings.Contains(err.Error(), "us-gov, us-gov-dod, china") {
		t.Errorf("got %v", err)
	}
}

func TestPracticeCloud(t *testing.T) {
	got := Practice("http://127.0.0.1:1/", "http://127.0.0.1:1/v1.0/", "http://127.0.0.1:1/myapps/")
	if got.Login != "http://127.0.0.1:1" || got.Graph != "http://127.0.0.1:1" || got.MyApps != "http://127.0.0.1:1/myapps" || !got.SigningCertificates {
		t.Errorf("got %+v", got)
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	plain := Global()
	plain.Graph = "http://graph.microsoft.com"
	named := Global()
	named.Login = "https://user:pw@login.microsoftonline.com"
	if _, err := New(nil, Global(), "", []string{"x"}, Deps{}); err == nil {
		t.Error("no credential")
	}
	if _, err := New(&fakeCredential{}, Global(), "", nil, Deps{}); err == nil {
		t.Error("no scopes")
	}
	for _, cloud := range []Cloud{{}, plain, named} {
		if _, err := New(&fakeCredential{}, cloud, "", []string{"x"}, Deps{}); err == nil {
			t.Errorf("%+v", cloud)
		}
	}
}

func TestOrigins(t *testing.T) {
	from, err := originOf("https://Graph.Microsoft.com")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{
		"https://graph.microsoft.com/v1.0":        true,
		"https://graph.microsoft.com:443/v1.0":    true,
		"https://GRAPH.microsoft.com/x":           true,
		"http://graph.microsoft.com/v1.0":         false,
		"https://graph.microsoft.com:444/":        false,
		"https://graph.microsoft.com.evil/":       false,
		"https://evil/graph.microsoft.com":        false,
		"https://graph.microsoft.com@evil/":       false,
		"https://user@graph.microsoft.com/":       false,
		"https://graph.microsoft.us/":             false,
		"//graph.microsoft.com/":                  false,
		"https://graph.microsoft.com./v1.0":       false,
		"https://graph.microsoft.com%2eevil/v1.0": false,
	}
	for address, want := range tests {
		parsed, err := url.Parse(address)
		if got := err == nil && from.holds(parsed); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (r roundTrip) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func TestLoopbackOnly(t *testing.T) {
	reached := ""
	guard := LoopbackOnly(roundTrip(func(r *http.Request) (*http.Response, error) {
		reached = r.URL.Host
		return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
	}))
	for host, allowed := range map[string]bool{"127.0.0.1:80": true, "localhost": true, "[::1]:9": true, "127.9.9.9": true,
		"graph.microsoft.com": false, "localhost.evil.example": false, "127.0.0.1.evil.example": false, "0.0.0.0": false, "10.0.0.1": false} {
		reached = ""
		closed := &closing{}
		request, err := http.NewRequest(http.MethodPost, "http://"+host+"/x", closed)
		if err != nil {
			t.Fatal(err)
		}
		_, err = guard.RoundTrip(request)
		if allowed != (err == nil) || allowed != (reached != "") || !allowed && (!errors.Is(err, ErrForeignHost) || !closed.done) {
			t.Errorf("%s: %v, reached %q", host, err, reached)
		}
	}
}

type closing struct{ done bool }

func (*closing) Read([]byte) (int, error) { return 0, io.EOF }
func (c *closing) Close() error           { c.done = true; return nil }
