package samlcfg

// Portal is the Autotask side of the sign-on: the two addresses that Entra is
// given. The usual form follows from a subdomain (often a region such as "us"),
// the real values come from the Autotask support team, so both may differ.
type Portal struct {
	// Subdomain is the label before ".backup.autotask.net", lower case; empty
	// when the addresses were typed by hand and lie elsewhere.
	Subdomain string
	// Identifier is the Entity ID of the portal.
	Identifier string
	// ReplyURL is the Assertion Consumer Service URL. Its path is case-sensitive.
	ReplyURL string
}

// PortalProblemKind names why typed text is no portal address.
type PortalProblemKind string

// The ways in which typed text can fail to name a portal. Each has words under
// the translation keys "portal-problem.<kind>.what" and ".next".
const (
	PortalEmpty        PortalProblemKind = "empty"         // nothing typed
	PortalTooLong      PortalProblemKind = "too-long"      // longer than a DNS label or a URL may be
	PortalBadCharacter PortalProblemKind = "bad-character" // Got holds the character
	PortalHyphenEdge   PortalProblemKind = "hyphen-edge"   // begins or ends with a hyphen
	PortalOtherDomain  PortalProblemKind = "other-domain"  // a host that is not <label>.backup.autotask.net
	PortalNoSubdomain  PortalProblemKind = "no-subdomain"  // backup.autotask.net alone
	PortalNotHTTPS     PortalProblemKind = "not-https"     // an edited address that is not https
	PortalNotURL       PortalProblemKind = "not-url"       // an edited address that is no absolute URL
	PortalHasFragment  PortalProblemKind = "has-fragment"  // an edited address with # or user info
)

// PortalProblem says why typed text is refused; Suggestion is text that would be
// accepted, or empty.
type PortalProblem struct {
	Kind       PortalProblemKind
	Got        string
	Suggestion string
}
