package samlcfg

import "strings"

// The beginnings of the names that Entra gives to claims.
const (
	claimsSOAP   = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
	claimsEntra  = "http://schemas.microsoft.com/identity/claims/"
	claimsOld    = "http://schemas.microsoft.com/ws/2008/06/identity/claims/"
	claimsOther  = "http://schemas.microsoft.com/claims/"
	methodsStart = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/"
)

// Meaning names a claim of Entra's by what it says; empty for a claim that
// somebody added. Its words live under the translation key "claim.<meaning>".
func (a Attribute) Meaning() string {
	switch a.Name {
	case claimsSOAP + "name":
		return "name"
	case claimsSOAP + "upn":
		return "upn"
	case claimsSOAP + "emailaddress":
		return "email"
	case claimsSOAP + "givenname":
		return "given-name"
	case claimsSOAP + "surname":
		return "surname"
	case claimsSOAP + "nameidentifier":
		return "name-identifier"
	case claimsEntra + "displayname":
		return "display-name"
	case claimsEntra + "tenantid":
		return "tenant-id"
	case claimsEntra + "objectidentifier":
		return "object-id"
	case claimsEntra + "identityprovider":
		return "identity-provider"
	case claimsOther + "authnmethodsreferences":
		return "methods"
	case claimsOld + "groups":
		return "groups"
	case claimsOld + "role":
		return "role"
	}
	return ""
}

// Shown returns the values for a line of text: on one line each, bounded, and
// methods of sign-in without their long beginnings.
func (a Attribute) Shown() []string {
	shown := make([]string, 0, len(a.Values))
	for _, value := range a.Values {
		if a.Meaning() == "methods" {
			value = strings.TrimPrefix(strings.TrimPrefix(value, methodsStart), claimsOther)
		}
		shown = append(shown, printableValue(value))
	}
	return shown
}
