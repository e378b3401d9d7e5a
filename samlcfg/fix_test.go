package samlcfg

import "testing"

func TestWhoAndWhatAnErrorNames(t *testing.T) {
	for text, want := range map[string]struct{ person, subdomain string }{
		"AADSTS50105: The signed in user 'ann@contoso.com' is blocked":                                                         {"ann@contoso.com", ""},
		"AADSTS50105: The signed in user '{EmailHidden}' is blocked":                                                           {"", ""},
		"AADSTS50105: The signed in user 'ann' is blocked":                                                                     {"", ""},
		"AADSTS50105: The signed in user 'a@b@c' is blocked":                                                                   {"", ""},
		"AADSTS50011: The reply URL 'https://us.backup.autotask.net/singlesignon/saml/sso' specified in the request":           {"", "us"},
		"AADSTS700016: Application with identifier 'https://eu.backup.autotask.net/singlesignon/saml/metadata/' was not found": {"", "eu"},
		"AADSTS50011: The reply URL 'https://us.backup.autotask.net.evil.example/x' specified":                                 {"", ""},
		"AADSTS50011: The reply URL 'https://x.example/acs' and https://us.backup.autotask.net/singlesignon/saml/SSO":          {"", "us"},
	} {
		reports := FindSignInErrors(text)
		if len(reports) != 1 {
			t.Fatalf("%s: %d reports", text, len(reports))
		}
		portal, found := reports[0].Portal()
		if reports[0].Person() != want.person || portal.Subdomain != want.subdomain || found != (want.subdomain != "") {
			t.Errorf("%s: %q, %+v", text, reports[0].Person(), portal)
		}
	}
}

func TestRepairsOfFindings(t *testing.T) {
	for code, want := range map[string]Fix{"response-audience": FixMendAddress, "response-certificate-expired": FixActivateCertificate,
		"verify-enabled": FixEnableApp, "verify-assignment": FixAssignUser, "response-user-differs": FixNone, "response-signature-altered": FixNone} {
		if got := (Finding{Code: code, Severity: Warn}).Fix(); got != want {
			t.Errorf("%s: %q", code, got)
		}
		if got := (Finding{Code: code}).Fix(); got != FixNone {
			t.Errorf("%s holds and is mended by %q", code, got)
		}
	}
	finding := Finding{Got: "https://eu.backup.autotask.net/x", Expected: UsualPortal("us").Identifier}
	if portal, found := finding.Portal(); !found || portal.Subdomain != "us" {
		t.Errorf("%+v", portal)
	}
}
