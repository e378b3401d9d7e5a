package graph

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
}
