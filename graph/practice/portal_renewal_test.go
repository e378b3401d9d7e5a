package practice

import (
	"net/http"
	"testing"

	"backupsso/samlcfg/bundle"
)

// TestRenewalKeepsSignOnAlive: between loading a renewal's bundle and activating
// its certificate, and after it, everybody gets in.
func TestRenewalKeepsSignOnAlive(t *testing.T) {
	s := startSetUp(t, Options{})
	if status, answer := s.load(t, s.bundle(t, nil)); status != http.StatusOK {
		t.Fatalf("status %d, %v", status, answer)
	}
	next := newKey(t, s.Server, "CN=next")
	both := func(active signingKey) {
		s.change(t, func(sp *principal) {
			sp.keys, sp.activeThumbprint = []signingKey{s.sp.keys[0], next}, active.thumbprint
		})
	}
	both(s.sp.keys[0])
	renewal := s.bundle(t, func(c *bundle.Contents) {
		c.ActiveCertificate = c.Certificate
		c.Certificate, c.Thumbprint, c.NotAfter = next.der, next.thumbprint, next.notAfter
	})
	if status, answer := s.load(t, renewal); status != http.StatusOK {
		t.Fatalf("status %d, %v", status, answer)
	}
	s.signedInVisitor(t).submit().shows("Britta Simon is signed in") // before the new one is activated
	both(next)
	s.signedInVisitor(t).submit().shows("Britta Simon is signed in")
}
