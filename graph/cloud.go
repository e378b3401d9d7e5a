package graph

import (
	"net/url"
	"strings"
)

// Cloud is where a tenant lives: the hosts of one Microsoft cloud, or of a
// practice tenant.
type Cloud struct {
	Name   string // "global", "us-gov", "us-gov-dod", "china" or "practice"
	Login  string // authority base without a trailing slash, e.g. https://login.microsoftonline.com
	Graph  string // base without version or trailing slash, e.g. https://graph.microsoft.com
	MyApps string // base of My Apps without a trailing slash, e.g. https://myapps.microsoft.com
	Admin  string // the admin centre, e.g. https://entra.microsoft.com
	Issuer string // host of the SAML issuer, e.g. sts.windows.net
	// SigningCertificates says whether Graph there can make SAML signing
	// certificates (addTokenSigningCertificate is missing in national clouds).
	SigningCertificates bool
	// Practises says that the hosts are a practice tenant's on this computer,
	// whatever cloud it plays.
	Practises bool
}

// SignOnPage is the admin centre's page about an enterprise app's SAML settings,
// certificates among them.
func (c Cloud) SignOnPage(principalID, appID string) string {
	return c.appPage("SignOn", principalID, appID) + "/preferredSingleSignOnMode/saml/servicePrincipalType/Application/fromNav/"
}

// PeoplePage is the admin centre's page about who may use an enterprise app.
func (c Cloud) PeoplePage(principalID, appID string) string {
	return c.appPage("Users", principalID, appID)
}

// EligibleRolesPage is the admin centre's page where people activate the roles that
// they are eligible for.
func (c Cloud) EligibleRolesPage() string {
	return strings.TrimRight(c.Admin, "/") + "/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles"
}

func (c Cloud) appPage(page, principalID, appID string) string {
	return strings.TrimRight(c.Admin, "/") + "/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/" + page +
		"/objectId/" + url.PathEscape(principalID) + "/appId/" + url.PathEscape(appID)
}
