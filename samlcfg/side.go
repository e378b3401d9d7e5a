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
	SideComputer  Side = "computer"  // this computer
	SideMicrosoft Side = "microsoft" // the service itself
	SideMaker     Side = "maker"     // whoever made or sent the bundle
)

// Key is where the words are.
func (s Side) Key() string { return "side." + string(s) }

// Side returns who can act on a finding; SideNobody for one that passed.
func (f Finding) Side() Side {
	switch {
	case f.Severity != Pass && strings.HasPrefix(f.Code, "computer-"):
		return SideComputer
	case f.Severity == Pass:
		return SideNobody
	case strings.HasPrefix(f.Code, "response-"):
		return f.responseSide()
	case strings.HasPrefix(f.Code, "metadata-"):
		return f.metadataSide()
	case strings.HasPrefix(f.Code, "bundle-"):
		return SideMaker // whoever opens a bundle cannot mend it
	}
	return SideNobody
}

func (f Finding) responseSide() Side {
	switch f.Code {
	case "response-signature-other-key", "response-user-case", "response-time-early", "response-confirmation-time-early":
		return SidePortal
	case "response-readable", "response-signature-shape", "response-signature-altered", "response-signature-layout", "response-assertions",
		"response-answers-request", "response-answers-ours", "response-in-response-to", "response-confirmation-request", "response-time-ahead",
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

// metadataSide: what Entra is still spreading passes by itself, inactive keys
// matter to who loads the file, and for the rest the tenant's administrator gets
// a document that is right.
func (f Finding) metadataSide() Side {
	switch f.Code {
	case "metadata-active-listed", "metadata-next-listed", "metadata-signer-is-active":
		return SideMicrosoft
	case "metadata-other-keys":
		return SidePortal
	case "metadata-host-alias":
		return SideNobody
	}
	return SideEntra
}
