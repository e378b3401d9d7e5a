package practice

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// played is the Microsoft cloud that a practice tenant plays: what differs between
// the clouds and can be seen from outside. See
// learn.microsoft.com/entra/identity-platform/authentication-national-cloud.
type played struct {
	name        string // as --cloud takes it
	issuer      string // host of the Microsoft Entra Identifier
	instance    string // cloud_instance_name of the discovery document
	region, sub string // tenant_region_scope and tenant_region_sub_scope; empty: null
	national    bool   // no addTokenSigningCertificate, and a sign-in host of its own
}

func playable() []played {
	return []played{
		{name: "global", issuer: "sts.windows.net", instance: "microsoftonline.com", region: "WW"},
		{name: "us-gov", issuer: "sts.windows.net", instance: "microsoftonline.us", region: "USGov", sub: "DODCON", national: true},
		{name: "us-gov-dod", issuer: "sts.windows.net", instance: "microsoftonline.us", region: "USGov", sub: "DOD", national: true},
		{name: "china", issuer: "sts.chinacloudapi.cn", instance: "partner.microsoftonline.cn", region: "AS", national: true},
	}
}

// playedCloud finds the cloud of a name; "" is the global one.
func playedCloud(name string) (played, error) {
	var names []string
	for _, known := range playable() {
		if known.name == name || name == "" {
			return known, nil
		}
		names = append(names, known.name)
	}
	return played{}, errors.New("practice: a tenant can be in " + strings.Join(names, ", "))
}

// issuer is the Microsoft Entra Identifier. It has Entra's public form, so that
// other software meets what it will meet later; the tenant id is a random one.
func (t *tenant) issuer() string { return "https://" + t.plays.issuer + "/" + t.id + "/" }

// withoutCertificates is whether the cloud lacks the call that makes signing certificates.
func (t *tenant) withoutCertificates() bool {
	_, fault := t.faults.standing("national-cloud")
	return t.plays.national || fault
}

// globalBase is the address of the global sign-in host, beside the one of the
// national cloud that the tenant is in: the same server by another of its names.
// Empty for a tenant in the global cloud.
func (s *Server) globalBase() string {
	if !s.tenant.plays.national {
		return ""
	}
	own, err := url.Parse(s.base)
	if err != nil {
		return ""
	}
	other := "localhost"
	if own.Hostname() == other {
		other = "127.0.0.1"
	}
	return own.Scheme + "://" + net.JoinHostPort(other, own.Port())
}

// atGlobalHost reports whether a request came to the global sign-in host although
// the tenant is in a national cloud.
func (l *login) atGlobalHost(r *http.Request) bool {
	global, err := url.Parse(l.globalBase)
	return err == nil && l.globalBase != "" && strings.EqualFold(r.Host, global.Host)
}

// wrongCloud is what the global host tells whoever asks it for a sign-in to a tenant
// of a national cloud.
func wrongCloud() *refusal {
	return refuse(900439, "invalid_request", "USG client is not supported on the public endpoint. Send your login requests "+
		"to the endpoint of the cloud that the tenant is in.")
}

// signsIn reports whether an address below a tenant is about a sign-in.
func signsIn(rest string) bool {
	return strings.HasPrefix(rest, "oauth2/") || strings.HasSuffix(rest, "adminconsent")
}

// textOrNull is a text for JSON, null when it is empty.
func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
