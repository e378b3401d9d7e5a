package samlcfg

import "strings"

// Side says who can act on what is wrong.
type Side string

// The sides of a sign-on. SideNobody stands where nothing is wrong.
const (
	SideNobody    Side = ""
	SideEntra     Side = "entra"     // an administrator of the tenant, in Entra or with this tool
	SidePerson    Side = "person"    // who signs in
	SidePortal    Side = "portal"    // the Autotask support team
	SideTool      Side = "tool"      // this tool's own sign-in, not the sign-on to the portal
	SideSender    Side = "sender"    // whoever sent the SAML or OAuth request; the portal sends none
	SideMicrosoft Side = "microsoft" // the service itself
)

// Key is where the words are.
func (s Side) Key() string { return "side." + string(s) }

// Side returns who can act on a finding about a response; SideNobody for one that
// passed and for findings about anything else.
func (f Finding) Side() Side {
	if f.Severity == Pass || !strings.HasPrefix(f.Code, "response-") {
		return SideNobody
	}
	switch f.Code {
	case "response-signature-other-key", "response-user-case", "response-time-early", "response-confirmation-time-early":
		return SidePortal
	case "response-readable", "response-signature-shape", "response-signature-altered", "response-assertions",
		"response-answers-request", "response-in-response-to", "response-confirmation-request", "response-time-ahead",
		"response-time-late", "response-confirmation-time-late", "response-other-portal", "response-issuer-foreign",
		"response-issuers-differ", "response-addresses-differ", "response-user-differs":
		return SidePerson
	case "response-unchecked-certificate", "response-unchecked-issuer", "response-unchecked-audience",
		"response-unchecked-address", "response-unchecked-user", "response-time-over",
		"response-email-differs":
		return SideNobody
	}
	return SideEntra
}
