package samlcfg

import "strings"

// The parts of the usual addresses. The path's capitals matter to Entra and to
// the portal.
const (
	PortalDomain   = "backup.autotask.net"
	identifierPath = "/singlesignon/saml/metadata"
	replyPath      = "/singlesignon/saml/SSO"
)

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
	PortalEncodedName  PortalProblemKind = "encoded-name"  // a name in another script, encoded: xn--…
	PortalHyphenEdge   PortalProblemKind = "hyphen-edge"   // begins or ends with a hyphen
	PortalOtherDomain  PortalProblemKind = "other-domain"  // a host that is not <label>.backup.autotask.net
	PortalOtherEnding  PortalProblemKind = "other-ending"  // <label>.backup.autotask.<something else>; Got holds the ending with its dot
	PortalNoSubdomain  PortalProblemKind = "no-subdomain"  // backup.autotask.net alone
	PortalNotHTTPS     PortalProblemKind = "not-https"     // an edited address that is not https
	PortalNotURL       PortalProblemKind = "not-url"       // an edited address that is no absolute URL
	PortalHasFragment  PortalProblemKind = "has-fragment"  // an edited address with # or user info
)

// PortalField names the edited address that a PortalProblem is about.
type PortalField string

// The fields of a portal; the empty field means the text typed as a whole.
const (
	FieldIdentifier PortalField = "identifier"
	FieldReplyURL   PortalField = "reply-url"
)

// PortalProblem says why typed text is refused; Suggestion is text that would be
// accepted, or empty.
type PortalProblem struct {
	Kind       PortalProblemKind
	Got        string // printable, at most 80 characters
	Suggestion string
	Field      PortalField // which of the two edited addresses; empty for ParsePortal
}

// Error returns kind, text and suggestion for logs; people read the words under
// "portal-problem.<kind>".
func (p *PortalProblem) Error() string {
	text := "portal address refused: " + string(p.Kind)
	if p.Field != "" {
		text += " in " + string(p.Field)
	}
	if p.Got != "" {
		text += " (" + p.Got + ")"
	}
	if p.Suggestion != "" {
		text += ", perhaps " + p.Suggestion
	}
	return text
}

// UsualPortal returns the addresses that follow from a subdomain. It checks
// nothing: ParsePortal does.
func UsualPortal(subdomain string) Portal {
	base := "https://" + subdomain + "." + PortalDomain
	return Portal{Subdomain: subdomain, Identifier: base + identifierPath, ReplyURL: base + replyPath}
}

// Usual reports whether both addresses are those that follow from the subdomain.
func (p Portal) Usual() bool {
	return p.Subdomain != "" && p == UsualPortal(p.Subdomain)
}

// subdomainOf returns the label before ".backup.autotask.net" when host has that
// form, or "".
func subdomainOf(host string) string {
	label, found := strings.CutSuffix(strings.ToLower(host), "."+PortalDomain)
	if !found || checkLabel(label) != nil {
		return ""
	}
	return label
}
