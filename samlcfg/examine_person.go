package samlcfg

import (
	"net/url"
	"slices"
	"strings"
)

// The forms of a NameID that say how the person is named (saml-core-2.0-os, 8.3).
const (
	formatEmail       = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
	formatUnspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
	formatTransient   = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"

	guestMark = "#EXT#"
)

// usual holds a response against what responses of Entra for Autotask look like,
// where nobody said what to expect.
func (e *examination) usual() {
	if e.want.EntraID == "" && !entraLike(e.reading.Person.Issuer) {
		e.add("response-issuer-foreign", Warn, e.reading.Person.Issuer, "https://sts.windows.net/…/")
	}
	if e.want.ReplyURL == "" && e.reading.Recipient != "" && !portalLike(e.reading.Recipient) {
		e.add("response-other-portal", Warn, e.reading.Recipient, UsualPortal("…").ReplyURL)
	}
	if e.want.Identifier == "" && len(e.reading.Audiences) > 0 {
		e.usualForm("response-unusual-audience", e.reading.Audiences[0], func(p Portal) string { return p.Identifier })
	}
	if e.want.ReplyURL == "" && !e.has("response-other-portal") {
		e.usualForm("response-unusual-address", e.reading.Recipient, func(p Portal) string { return p.ReplyURL })
	}
	if signer := e.reading.Signer; signer != nil && e.want.Now.After(signer.NotAfter) {
		e.add("response-certificate-expired", Warn, Thumbprint(signer), signer.NotAfter.UTC().Format("2006-01-02T15:04:05Z"))
	}
}

// usualForm names an address of a portal that is written in another way than usual:
// a slash at the end, other capitals.
func (e *examination) usualForm(code, address string, of func(Portal) string) {
	if usual, found := usualAddresses(address); found && of(usual) != address {
		e.add(code, Warn, address, of(usual))
	}
}

// entraLike tells whether an issuer has the form of Entra's, in any cloud.
func entraLike(issuer string) bool {
	parsed, err := url.Parse(issuer)
	if err != nil || parsed.Scheme != "https" || len(parsed.Path) != len("/"+zeroGUID+"/") {
		return false
	}
	return slices.Contains([]string{"sts.windows.net", "sts.chinacloudapi.cn", "sts.microsoftonline.de",
		"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}, parsed.Host)
}

const zeroGUID = "00000000-0000-0000-0000-000000000000"

func portalLike(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && subdomainOf(parsed.Hostname()) != ""
}

// named judges by which name the portal will know the person.
func (e *examination) named() {
	person := e.reading.Person
	if person.NameID == "" {
		return // that is a finding already
	}
	mailLike := strings.Contains(strings.Trim(person.NameID, "@"), "@")
	switch {
	case !mailLike || person.NameIDFormat == formatTransient:
		e.add("response-name-id-opaque", Fail, person.NameID, e.user)
	case strings.Contains(person.NameID, guestMark):
		e.add("response-name-id-guest", Warn, person.NameID, e.user)
	case person.NameIDFormat != "" && person.NameIDFormat != formatEmail && person.NameIDFormat != formatUnspecified:
		e.add("response-name-id-format", Warn, person.NameIDFormat, formatEmail)
	default:
		e.add("response-name-id-format", Pass, person.NameIDFormat, formatEmail)
	}
	if e.user != "" {
		e.sameUser(person.NameID)
	}
	mail := person.Values(claimsSOAP + "emailaddress")
	if mailLike && len(mail) == 1 && !strings.EqualFold(mail[0], person.NameID) {
		e.add("response-email-differs", Note, mail[0], person.NameID)
	}
}

func (e *examination) sameUser(name string) {
	switch {
	case name == e.user:
		e.add("response-user", Pass, name, e.user)
	case strings.EqualFold(name, e.user):
		e.add("response-user-case", Warn, name, e.user)
	default:
		e.add("response-user-differs", Warn, name, e.user)
	}
}
