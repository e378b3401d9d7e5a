package samlcfg

import (
	"slices"
	"strings"
)

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

// signInNames are the names under which each cloud signs people in, the one of
// today's documentation first. Source: the known clouds of Microsoft's own
// sign-in libraries (MSAL), and older metadata documents.
func signInNames() [][]string {
	return [][]string{
		{"login.microsoftonline.com", "login.windows.net", "login.microsoft.com"},
		{"login.microsoftonline.us", "login.usgovcloudapi.net"},
		{"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"},
	}
}

// sameSignIn tells whether two hosts sign people in to the same cloud.
func sameSignIn(one, other string) bool {
	return slices.ContainsFunc(signInNames(), func(names []string) bool {
		return slices.Contains(names, strings.ToLower(one)) && slices.Contains(names, strings.ToLower(other))
	})
}

// LoginHosts lists where Microsoft's clouds sign people in, the usual one first.
func LoginHosts() []string {
	var hosts []string
	for _, names := range signInNames() {
		hosts = append(hosts, names[0])
	}
	return hosts
}
