package practice

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

// goesWrong makes every Response from here on go wrong in one way; none put all
// right.
func (s setUp) goesWrong(t *testing.T, specs ...string) {
	t.Helper()
	s.tenant.faults.disarm("")
	if err := s.tenant.faults.arm(specs); err != nil {
		t.Fatal(err)
	}
}

// Every scenario is a Response that was issued for real, and the portal refuses
// it for the one reason that the scenario is about.
func TestScenariosAreRefusedForTheirReason(t *testing.T) {
	for _, c := range []struct{ name, reason string }{
		{samlExpired, "time"},
		{samlClockSkew, "time"},
		{samlWrongAudience, "audience"},
		{samlWrongRecipient, "recipient"},
		{samlOtherCertificate, "other-certificate"},
		{samlUnsigned, "unsigned"},
		{samlWrapped, "assertion-count"},
		{samlExtraAssertion, "assertion-count"},
		{samlNoNameID, "no-name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startSetUp(t, Options{})
			if status, answer := s.load(t, s.bundle(t, nil)); status != http.StatusOK {
				t.Fatal(answer)
			}
			s.goesWrong(t, c.name)
			form := s.signedInVisitor(t).forms[0]
			status, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode()))
			if status != http.StatusForbidden || answer["reason"] != c.reason {
				t.Fatalf("status %d, answer %v; want %s", status, answer, c.reason)
			}
			// Once it is over, the same person signs in.
			s.goesWrong(t)
			form = s.signedInVisitor(t).forms[0]
			if _, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode())); answer["signed_in"] != true {
				t.Errorf("afterwards: %v", answer)
			}
		})
	}
	if got := len(samlScenarioNames()); got != 9 {
		t.Errorf("%d scenarios, 9 are tested", got)
	}
}

// What is signed stays signed: only the check that a scenario is about can tell.
func TestScenariosAreSignedAsTheyStand(t *testing.T) {
	s := startSetUp(t, Options{})
	for _, name := range []string{samlExpired, samlClockSkew, samlWrongAudience, samlWrongRecipient, samlNoNameID} {
		s.goesWrong(t, name)
		root, raw := responseIn(t, s.signedInVisitor(t))
		xmlsecVerifies(t, raw, s.sp.keys[0].der, "Assertion")
		if root.SelectAttrValue("Destination", "") != replyURL {
			t.Errorf("%s: the envelope is wrong too", name)
		}
	}
	s.goesWrong(t, samlWrapped)
	root, _ := responseIn(t, s.signedInVisitor(t))
	if got := valueAt(root, "./Assertion/Subject/NameID"); got != victim {
		t.Errorf("the wrapper names %q", got)
	}
	if got := valueAt(root, "./Assertion/Signature/Object/Assertion/Subject/NameID"); got != simonUPN {
		t.Errorf("the signed assertion names %q", got)
	}
	s.goesWrong(t, samlOtherCertificate)
	_, raw := responseIn(t, s.signedInVisitor(t))
	fallback, err := s.tenant.fallback()
	if err != nil {
		t.Fatal(err)
	}
	xmlsecVerifies(t, raw, fallback.der, "Assertion")
}

func TestOtherCertificateThanTheTenants(t *testing.T) {
	s := startSetUp(t, Options{})
	s.change(t, func(sp *principal) { sp.keys, sp.activeThumbprint = nil, "" })
	fallback, err := s.tenant.fallback()
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.login.signerFor(samlScenario{name: samlOtherCertificate}, fallback)
	if err != nil || other.thumbprint == fallback.thumbprint {
		t.Errorf("the same certificate: %v", err)
	}
}

// A skew that tolerances allow is no fault.
func TestSmallSkewIsTaken(t *testing.T) {
	s := startSetUp(t, Options{})
	s.load(t, s.bundle(t, nil))
	s.goesWrong(t, samlClockSkew+":by=3m")
	form := s.signedInVisitor(t).forms[0]
	if _, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode())); answer["signed_in"] != true {
		t.Errorf("3 minutes: %v", answer)
	}
}

func TestSigningOptions(t *testing.T) {
	s := startSetUp(t, Options{})
	s.load(t, s.bundle(t, nil))
	for _, c := range []struct {
		option string
		signed []string
	}{
		{"", []string{"Assertion"}},
		{samlSignResponse, []string{"Response"}},
		{samlSignBoth, []string{"Response", "Assertion"}},
	} {
		t.Run(c.option, func(t *testing.T) {
			if s.goesWrong(t); c.option != "" {
				s.goesWrong(t, c.option)
			}
			v := s.signedInVisitor(t)
			root, raw := responseIn(t, v)
			if got := signedElements(root); !slices.Equal(got, c.signed) {
				t.Fatalf("signed: %v", got)
			}
			if got := childNames(root)[1] == "Signature"; got != (c.option != "") {
				t.Errorf("the Response holds %v", childNames(root))
			}
			for _, element := range c.signed {
				xmlsecVerifiesIn(t, raw, s.sp.keys[0].der, element)
			}
			if v.submit().shows("Britta Simon is signed in"); v.status != http.StatusOK {
				t.Errorf("status %d", v.status)
			}
		})
	}
}

func signedElements(root *etree.Element) []string {
	var names []string
	for _, element := range []*etree.Element{root, root.SelectElement("Assertion")} {
		if element.SelectElement("Signature") != nil {
			names = append(names, element.Tag)
		}
	}
	return names
}

// xmlsecVerifiesIn checks the signature of the named element alone, which must
// not be the first one in the document.
func xmlsecVerifiesIn(t *testing.T, raw []byte, der []byte, element string) {
	t.Helper()
	document := etree.NewDocument()
	if err := document.ReadFromBytes(raw); err != nil {
		t.Fatal(err)
	}
	if element == "Response" {
		xmlsecVerifies(t, raw, der, "Response")
		return
	}
	// Exclusive canonicalization lets the assertion stand alone.
	alone := etree.NewDocument()
	alone.SetRoot(document.Root().SelectElement(element))
	raw, err := alone.WriteToBytes()
	if err != nil {
		t.Fatal(err)
	}
	xmlsecVerifies(t, raw, der, element)
}

func TestNameIDPolicyIsHonoured(t *testing.T) {
	s := startSetUp(t, Options{})
	login := s.Info().Login + "/" + s.Info().TenantID + "/saml2"
	for _, c := range []struct{ policy, format, value string }{
		{``, nameEmail, simonUPN},
		{`<samlp:NameIDPolicy AllowCreate="true"/>`, nameEmail, simonUPN},
		{`<samlp:NameIDPolicy Format="` + nameEmail + `"/>`, nameEmail, simonUPN},
		{`<samlp:NameIDPolicy Format="` + nameUnspecified + `"/>`, nameEmail, simonUPN},
		{`<samlp:NameIDPolicy Format="` + namePersistent + `" SPNameQualifier="q"/>`, namePersistent, simonUPN},
		{`<samlp:NameIDPolicy Format="` + nameTransient + `"/>`, nameTransient, ""},
	} {
		v := s.signedInVisitor(t)
		message := authnMessage(identifier, `Destination="`+login+`"`, c.policy)
		v.post(login, map[string][]string{"SAMLRequest": {base64.StdEncoding.EncodeToString([]byte(message))}})
		root, _ := responseIn(t, v)
		name := root.FindElement("./Assertion/Subject/NameID")
		if name.SelectAttrValue("Format", "") != c.format || c.value != "" && name.Text() != c.value {
			t.Errorf("%s: %s %q", c.policy, name.SelectAttrValue("Format", ""), name.Text())
		}
		if got := name.SelectAttrValue("SPNameQualifier", ""); (got == "q") != strings.Contains(c.policy, "SPNameQualifier") {
			t.Errorf("%s: qualifier %q", c.policy, got)
		}
		if c.format == nameTransient && (name.Text() == simonUPN || !strings.HasPrefix(name.Text(), "_")) {
			t.Errorf("transient name %q", name.Text())
		}
	}
}
