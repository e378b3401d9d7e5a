package samlcfg

import "strings"

// IssuerHost returns the host that names tenants in SAML in the Microsoft cloud
// whose people sign in at loginHost; false when no cloud signs people in there.
// Source: Microsoft's lists of national clouds' sign-in hosts, and the entityID
// in the metadata that they serve.
func IssuerHost(loginHost string) (host string, known bool) {
	switch strings.ToLower(loginHost) {
	case "login.microsoftonline.com", "login.microsoftonline.us":
		return "sts.windows.net", true
	case "login.partner.microsoftonline.cn":
		return "sts.chinacloudapi.cn", true
	}
	return "", false
}

// LoginHosts lists where Microsoft's clouds sign people in, the usual one first.
func LoginHosts() []string {
	return []string{"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}
}
