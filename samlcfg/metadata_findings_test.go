package samlcfg

import (
	"strings"
	"testing"

	dsig "github.com/russellhaering/goxmldsig"
)

func TestMetadataFindings(t *testing.T) {
	keys := testKeys()
	expired := newKey(2048, testNow().AddDate(-3, 0, 0), testNow().AddDate(0, 0, -1), 9)
	soon := newKey(2048, testNow().AddDate(-3, 0, 0), testNow().AddDate(0, 0, 20), 10)
	early := newKey(2048, testNow().AddDate(0, 0, 1), testNow().AddDate(3, 0, 0), 11)
	weak := newKey(1024, testNow().AddDate(-1, 0, 0), testNow().AddDate(1, 0, 0), 12)
	edited := func(old, replacement string) []byte {
		root := parse(t, strings.ReplaceAll(metadataText(keys[0]), old, replacement))
		signElement(t, root, keys[0], 0, "")
		return write(t, root)
	}
	sha1 := parse(t, metadataText(keys[0]))
	signElement(t, sha1, keys[0], 0, dsig.RSASHA1SignatureMethod)
	other := "99999999-2222-3333-4444-555555555555"
	for name, test := range map[string]struct {
		raw      []byte
		want     MetadataExpectation
		code     string
		severity Severity
		got      string
	}{
		"other tenant": {edited(testTenant, other), metadataExpectation(keys[0]), "metadata-tenant", Fail, other},
		"other issuer": {edited("https://sts.windows.net", "https://sts.chinacloudapi.cn"), metadataExpectation(keys[0]),
			"metadata-entity-id", Fail, "https://sts.chinacloudapi.cn/" + testTenant + "/"},
		"issuer by http": {edited("https://sts.windows.net", "http://sts.windows.net"), metadataExpectation(keys[0]),
			"metadata-entity-id", Fail, "http://sts.windows.net/" + testTenant + "/"},
		"other login host": {edited("https://login.microsoftonline.com", "https://login.microsoftonline.us"), metadataExpectation(keys[0]),
			"metadata-login-host", Fail, "https://login.microsoftonline.us/" + testTenant + "/saml2"},
		"other logout host": {edited("https://login.microsoftonline.com", "https://login.microsoftonline.us"), metadataExpectation(keys[0]),
			"metadata-logout-host", Fail, "https://login.microsoftonline.us/" + testTenant + "/saml2"},
		"host with user info": {edited("https://login.microsoftonline.com", "https://login.microsoftonline.com@evil.example"), metadataExpectation(keys[0]),
			"metadata-login-host", Fail, "https://login.microsoftonline.com@evil.example/" + testTenant + "/saml2"},
		"older name of the login host": {edited("https://login.microsoftonline.com", "https://login.windows.net"), metadataExpectation(keys[0]),
			"metadata-host-alias", Note, "https://login.windows.net/" + testTenant + "/saml2"},
		"name of another cloud's": {edited("https://login.microsoftonline.com", "https://login.chinacloudapi.cn"), metadataExpectation(keys[0]),
			"metadata-login-host", Fail, "https://login.chinacloudapi.cn/" + testTenant + "/saml2"},
		"no logout": {edited("SingleLogoutService", "OtherService"), metadataExpectation(keys[0]), "metadata-logout-host", Warn, ""},
		"valid until yesterday": {edited("entityID=", `validUntil="2026-11-22T00:00:00Z" entityID=`), metadataExpectation(keys[0]),
			"metadata-valid-until", Fail, "2026-11-22T00:00:00Z"},
		"valid until tomorrow": {edited("entityID=", `validUntil="2026-11-24T00:00:00Z" entityID=`), metadataExpectation(keys[0]),
			"metadata-valid-until", Pass, "2026-11-24T00:00:00Z"},
		"active not listed yet": {signedMetadata(t, keys[1], keys[1]), metadataExpectation(keys[0], keys[1]),
			"metadata-active-listed", Fail, Thumbprint(keys[1].certificate)},
		"signed by an inactive key": {signedMetadata(t, keys[1], keys[1], keys[0]), metadataExpectation(keys[0], keys[1]),
			"metadata-signer-is-active", Warn, Thumbprint(keys[1].certificate)},
		"new certificate not listed yet": {signedMetadata(t, keys[0], keys[0]), renewing(keys[0], keys[1]),
			"metadata-next-listed", Fail, Thumbprint(keys[0].certificate)},
		"new certificate listed": {signedMetadata(t, keys[0], keys[0], keys[1]), renewing(keys[0], keys[1]),
			"metadata-next-listed", Pass, Thumbprint(keys[0].certificate) + ", " + Thumbprint(keys[1].certificate)},
		"old one gone before its time": {signedMetadata(t, keys[1], keys[1]), renewing(keys[0], keys[1]),
			"metadata-active-listed", Fail, Thumbprint(keys[1].certificate)},
		"new certificate ended": {signedMetadata(t, keys[0], keys[0], expired), renewing(keys[0], expired),
			"metadata-expiry-over", Fail, "2026-11-22"},
		"several keys": {signedMetadata(t, keys[0], keys[2], keys[0], keys[1]), metadataExpectation(keys[0], keys[1]),
			"metadata-other-keys", Note, Thumbprint(keys[2].certificate) + ", " + Thumbprint(keys[1].certificate)},
		"expired":       {signedMetadata(t, expired, expired), metadataExpectation(expired), "metadata-expiry-over", Fail, "2026-11-22"},
		"expires soon":  {signedMetadata(t, soon, soon), metadataExpectation(soon), "metadata-expiry-soon", Warn, "2026-12-13"},
		"not valid yet": {signedMetadata(t, early, early), metadataExpectation(early), "metadata-expiry-early", Fail, "2026-11-24"},
		"weak key":      {signedMetadata(t, weak, weak), metadataExpectation(weak), "metadata-weak-key", Warn, "RSA 1024"},
		"SHA-1":         {write(t, sha1), metadataExpectation(keys[0]), "metadata-algorithm", Warn, "rsa-sha1, sha1"},
	} {
		metadata, findings := VerifyMetadata(test.raw, test.want)
		finding := find(t, findings, test.code)
		if finding.Severity != test.severity || finding.Got != test.got {
			t.Errorf("%s: got %+v", name, finding)
		}
		if metadata.SignedBy == nil {
			t.Errorf("%s: the signature itself was not accepted: %+v", name, findings)
		}
	}
}

// renewing is what a tenant says in the middle of a renewal.
func renewing(active, next testKey) MetadataExpectation {
	want := metadataExpectation(active, next)
	want.Next = Thumbprint(next.certificate)
	return want
}

func TestPracticeTenantsAreOnLoopback(t *testing.T) {
	key := testKeys()[0]
	host := "http://127.0.0.1:8080"
	text := strings.NewReplacer("https://login.microsoftonline.com", host, "https://sts.windows.net", host).Replace(metadataText(key))
	root := parse(t, text)
	signElement(t, root, key, 0, "")
	want := metadataExpectation(key)
	want.IssuerHost, want.LoginHost = "127.0.0.1:8080", "127.0.0.1:8080"
	if _, findings := VerifyMetadata(write(t, root), want); Worst(findings) != Pass {
		t.Errorf("%+v", findings)
	}
	want.LoginHost = "127.0.0.1:8081"
	if _, findings := VerifyMetadata(write(t, root), want); find(t, findings, "metadata-login-host").Severity != Fail {
		t.Error("another port passed for the practice tenant")
	}
}

func TestMetadataOfOtherKinds(t *testing.T) {
	key := testKeys()[0]
	text := metadataText(key)
	for name, document := range map[string]string{
		"web page":           "<html><body>Sign in to the proxy</body></html>",
		"several entities":   `<EntitiesDescriptor xmlns="` + namespaceMetadata + `">` + text + `</EntitiesDescriptor>`,
		"service provider":   strings.ReplaceAll(text, "IDPSSODescriptor", "SPSSODescriptor"),
		"two providers":      strings.Replace(text, "<IDPSSODescriptor", `<IDPSSODescriptor protocolSupportEnumeration="`+protocolSAML2+`"/><IDPSSODescriptor`, 1),
		"SAML 1.1 alone":     strings.ReplaceAll(text, `"`+protocolSAML2+`"`, `"urn:oasis:names:tc:SAML:1.1:protocol"`),
		"no entityID":        strings.ReplaceAll(text, "entityID=", "entityId2="),
		"no login":           strings.ReplaceAll(text, "SingleSignOnService", "Service"),
		"login by POST only": strings.ReplaceAll(text, bindingRedirect, "urn:x"),
		"no key":             strings.ReplaceAll(text, `use="signing"`, `use="encryption"`),
		"broken certificate": strings.ReplaceAll(text, key.base64(), "AAAA"),
		"not Base64":         strings.ReplaceAll(text, key.base64(), "%%%%"),
		"empty":              "",
	} {
		if _, err := ParseMetadata([]byte(document)); err == nil {
			t.Errorf("%s: was read", name)
		}
		metadata, findings := VerifyMetadata([]byte(document), metadataExpectation(key))
		if find(t, findings, "metadata-readable").Severity != Fail || metadata.EntityID != "" {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}

// TestFindingsNameASide: whoever reads that something is wrong reads who can act.
func TestFindingsNameASide(t *testing.T) {
	for code, want := range map[string]Side{"metadata-signature-altered": SideEntra, "metadata-expiry-over": SideEntra,
		"metadata-active-listed": SideMicrosoft, "metadata-other-keys": SidePortal, "bundle-checksums": SideMaker} {
		if got := (Finding{Code: code, Severity: Fail}).Side(); got != want {
			t.Errorf("%s: %q", code, got)
		}
		if got := (Finding{Code: code}).Side(); got != SideNobody {
			t.Errorf("%s holds, and %q has to act", code, got)
		}
	}
}
