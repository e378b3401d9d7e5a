package samlcfg

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestRequestSurvivesTheWayThroughABrowser(t *testing.T) {
	request := AuthnRequest{ID: "_a1", Issuer: `https://x.example/<&"'>`, Destination: "https://login.microsoftonline.com/t/saml2?slice=1", ReplyURL: "http://localhost:1/a?b=c&d", IssuedAt: testNow().In(time.FixedZone("x", 3600))}
	address, err := request.RedirectURL("relay & state", "ann+x@contoso.com")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := parsed.Query()
	if query.Get("RelayState") != "relay & state" || query.Get("login_hint") != "ann+x@contoso.com" || query.Get("slice") != "1" || parsed.Path != "/t/saml2" {
		t.Errorf("%s", address)
	}
	packed, err := base64.StdEncoding.DecodeString(query.Get("SAMLRequest"))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		t.Fatal(err)
	}
	root := parse(t, string(raw))
	for name, want := range map[string]string{"ID": "_a1", "Version": "2.0", "IssueInstant": "2026-11-23T10:00:00.000Z", "Destination": request.Destination,
		"AssertionConsumerServiceURL": request.ReplyURL, "ProtocolBinding": bindingPost} {
		if got := attribute(root, name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if issuer := onlyChild(root, namespaceAssertion, "Issuer"); leafText(issuer) != request.Issuer || len(root.ChildElements()) != 1 || !is(root, namespaceProtocol, "AuthnRequest") {
		t.Errorf("%s", raw)
	}
	// What decodes responses knows it for what it is.
	if _, _, err := DecodeResponse([]byte(query.Get("SAMLRequest"))); err == nil || err.(*DecodeProblem).Kind != DecodeRequest {
		t.Errorf("%v", err)
	}
}

func TestRequestsThatCannotBeSent(t *testing.T) {
	if _, err := (AuthnRequest{Destination: "https://x.example/"}).RedirectURL(strings.Repeat("r", LongestRelayState+1), ""); err == nil {
		t.Error("a RelayState that is too long")
	}
	if _, err := (AuthnRequest{Destination: "https://x.example/%zz"}).RedirectURL("", ""); err == nil {
		t.Error("a Login URL that is none")
	}
	address, err := (AuthnRequest{Destination: "https://x.example/"}).RedirectURL("", "")
	if err != nil || strings.Contains(address, "login_hint") {
		t.Errorf("%s, %v", address, err)
	}
}
