package practice

import (
	"crypto/x509"
	"testing"
	"time"
)

func TestCertificatesSayPractice(t *testing.T) {
	tt := startTenant(t, Options{})
	t2 := tt.s.tenant
	fallback, err := t2.fallback()
	if err != nil {
		t.Fatal(err)
	}
	own, err := t2.newSigningKey("CN=Autotask Endpoint Backup, SSO", tt.now(), tt.now().AddDate(3, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		key    signingKey
		common string
	}{{fallback, "Microsoft Azure Federated SSO Certificate"}, {own, "Autotask Endpoint Backup, SSO"}} {
		certificate, err := x509.ParseCertificate(c.key.der)
		if err != nil {
			t.Fatal(err)
		}
		if certificate.Subject.CommonName != c.common || certificate.Subject.Organization[0] != "PRACTICE" || certificate.Issuer.String() != certificate.Subject.String() {
			t.Errorf("subject %s, issuer %s", certificate.Subject, certificate.Issuer)
		}
		if err := certificate.CheckSignature(certificate.SignatureAlgorithm, certificate.RawTBSCertificate, certificate.Signature); err != nil || certificate.SignatureAlgorithm != x509.SHA256WithRSA {
			t.Errorf("signature %s: %v", certificate.SignatureAlgorithm, err)
		}
		if !certificate.NotAfter.Equal(c.key.notAfter) || certificate.NotAfter.Sub(certificate.NotBefore) < 3*365*24*time.Hour {
			t.Errorf("valid from %s to %s", certificate.NotBefore, certificate.NotAfter)
		}
	}
	again, err := t2.fallback()
	if err != nil || again.thumbprint != fallback.thumbprint {
		t.Errorf("another fallback: %v", err)
	}
}

// An expired active certificate makes way for a newer one, as in Entra.
func TestActiveKeyAfterExpiry(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	path := "/servicePrincipals/" + made.spID
	short := tt.want(200, "POST", path+"/addTokenSigningCertificate", `{"displayName":"CN=Short","endDateTime":"2026-11-24T10:00:00Z"}`).text("thumbprint")
	long := tt.want(200, "POST", path+"/addTokenSigningCertificate", `{"displayName":"CN=Long"}`).text("thumbprint")
	tt.want(204, "PATCH", path, `{"preferredTokenSigningKeyThumbprint":"`+short+`"}`)
	active := func() string {
		p, _ := tt.s.tenant.principalByAppID(made.appID)
		key, err := tt.s.tenant.activeKey(p)
		if err != nil {
			t.Fatal(err)
		}
		return key.thumbprint
	}
	if got := active(); got != short {
		t.Errorf("before expiry %s signs, want %s", got, short)
	}
	tt.pass(24 * time.Hour)
	if got := active(); got != long {
		t.Errorf("after expiry %s signs, want %s", got, long)
	}
	tt.pass(4 * 365 * 24 * time.Hour)
	if got := active(); got != short {
		t.Errorf("when all have expired %s signs, want the active one %s", got, short)
	}
}
