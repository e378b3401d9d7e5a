package network

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"
	"unicode"
)

// Cause names what stands between this computer and an answer.
type Cause string

// The causes.
const (
	Offline          Cause = "offline"           // no way to any network, or its name server is silent
	NameUnknown      Cause = "name-unknown"      // the name server knows no such name
	Refused          Cause = "refused"           // the computer there takes no connection
	NoAnswer         Cause = "no-answer"         // silence until the time was over
	Broken           Cause = "broken"            // the connection ended in the middle
	ProxyUnreachable Cause = "proxy-unreachable" // the proxy itself cannot be reached
	ProxyPassword    Cause = "proxy-password"    // it wants user name and password
	ProxyScheme      Cause = "proxy-scheme"      // it wants a proof that only the system can give
	ProxyRefused     Cause = "proxy-refused"     // it does not connect to that host
	Untrusted        Cause = "untrusted"         // nobody who is trusted vouches for the certificate
	WrongName        Cause = "wrong-name"        // the certificate is somebody else's
	ClockWrong       Cause = "clock-wrong"       // the certificate is not valid at this computer's time
	NotTLS           Cause = "not-tls"           // plain text came where TLS was due
	TLSFailed        Cause = "tls-failed"        // the two could not agree
)

// Trouble is why no answer came. Only what Cause speaks of is set.
type Trouble struct {
	Cause   Cause
	Host    string   // that was to be reached, as far as the error knows it
	Proxy   string   // host and port
	Status  int      // of a proxy's refusal
	Schemes []string // by which a proxy lets itself be asked
	Issuer  string   // who signed the certificate
	Names   []string // that the certificate is for
	From    time.Time
	Until   time.Time // validity of the certificate
}

// Passing reports whether the same may work in a moment.
func (t Trouble) Passing() bool {
	switch t.Cause {
	case Offline, Refused, NoAnswer, Broken, ProxyUnreachable:
		return true
	}
	return false
}

// AtOnce reports whether the failure came before the other side could be reached at
// all, so that waiting longer teaches nothing.
func (t Trouble) AtOnce() bool {
	switch t.Cause {
	case Offline, NameUnknown, Refused, ProxyUnreachable:
		return true
	}
	return false
}

// Diagnose names the trouble in an error of a transport; false when the error is of
// another kind, a cancelled context for one.
func Diagnose(err error) (Trouble, bool) {
	if err == nil || errors.Is(err, context.Canceled) {
		return Trouble{}, false
	}
	found := Trouble{Host: hostIn(err)}
	for _, look := range []func(error, *Trouble) bool{atProxy, atCertificate, atTLS, atName, atConnection} {
		if look(err, &found) {
			return found, true
		}
	}
	return Trouble{}, false
}

func hostIn(err error) string {
	var address *url.Error
	if errors.As(err, &address) {
		if parsed, parseErr := url.Parse(address.URL); parseErr == nil {
			return parsed.Hostname()
		}
	}
	return ""
}

func atProxy(err error, found *Trouble) bool {
	var answered *ProxyError
	if errors.As(err, &answered) {
		found.Proxy, found.Status, found.Schemes = answered.Proxy, answered.Status, answered.Schemes
		if host, _, splitErr := net.SplitHostPort(answered.Host); splitErr == nil {
			found.Host = host
		}
		switch {
		case answered.WantsPassword():
			found.Cause = ProxyPassword
		case answered.Status == http.StatusProxyAuthRequired:
			found.Cause = ProxyScheme
		default:
			found.Cause = ProxyRefused
		}
		return true
	}
	var connecting *net.OpError
	if !errors.As(err, &connecting) || connecting.Op != "proxyconnect" {
		return false
	}
	found.Cause = ProxyUnreachable
	var lookup *net.DNSError
	var dial *net.OpError
	switch {
	case errors.As(connecting.Err, &lookup):
		found.Proxy = lookup.Name
	case errors.As(connecting.Err, &dial) && dial.Addr != nil:
		found.Proxy = dial.Addr.String()
	}
	return true
}

func atCertificate(err error, found *Trouble) bool {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var verification *tls.CertificateVerificationError
	var leaf *x509.Certificate
	if errors.As(err, &verification) && len(verification.UnverifiedCertificates) > 0 {
		leaf = verification.UnverifiedCertificates[0]
	}
	switch {
	case errors.As(err, &name):
		found.Cause, leaf = WrongName, name.Certificate
		found.Host = name.Host
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		// The one that is out of its time, which may be an authority above the leaf.
		found.Cause, leaf = ClockWrong, invalid.Cert
	case errors.As(err, &unknown):
		found.Cause = Untrusted
		if leaf == nil {
			leaf = unknown.Cert
		}
	case errors.As(err, &invalid), verification != nil:
		found.Cause = Untrusted
	default:
		return false
	}
	if leaf != nil {
		found.Issuer, found.Names = plain(issuerOf(leaf)), namesOf(leaf)
		found.From, found.Until = leaf.NotBefore, leaf.NotAfter
	}
	return true
}

func issuerOf(certificate *x509.Certificate) string {
	name := certificate.Issuer
	if name.CommonName != "" && len(name.Organization) > 0 && name.Organization[0] != name.CommonName {
		return name.CommonName + " (" + name.Organization[0] + ")"
	}
	if name.CommonName != "" {
		return name.CommonName
	}
	return name.String()
}

// namesOf lists a few of the names that a certificate is for.
func namesOf(certificate *x509.Certificate) []string {
	names := append([]string{}, certificate.DNSNames...)
	for _, address := range certificate.IPAddresses {
		names = append(names, address.String())
	}
	if len(names) == 0 && certificate.Subject.CommonName != "" {
		names = append(names, certificate.Subject.CommonName)
	}
	const most = 3
	names = names[:min(len(names), most)]
	for at := range names {
		names[at] = plain(names[at])
	}
	return names
}

func atTLS(err error, found *Trouble) bool {
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		found.Cause = NotTLS
	case errors.As(err, &alert), strings.Contains(err.Error(), "remote error: tls:"):
		found.Cause = TLSFailed
	default:
		return false
	}
	return true
}

func atName(err error, found *Trouble) bool {
	var lookup *net.DNSError
	if !errors.As(err, &lookup) {
		return false
	}
	found.Host, found.Cause = lookup.Name, Offline
	if lookup.IsNotFound {
		found.Cause = NameUnknown
	}
	return true
}

func atConnection(err error, found *Trouble) bool {
	var network net.Error
	var operation *net.OpError
	var code syscall.Errno
	switch {
	case errors.As(err, &code) && refusedCode(code):
		found.Cause = Refused
	case errors.As(err, &code) && unreachableCode(code):
		found.Cause = Offline
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		found.Cause = NoAnswer
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &code), errors.As(err, &operation), errors.As(err, &network):
		found.Cause = Broken
	default:
		return false
	}
	return true
}

// Detail is one line about a failure for those who look after networks: addresses,
// names of certificates and the system's own words, never a password.
func Detail(err error) string {
	var answered *ProxyError
	var verification *tls.CertificateVerificationError
	var operation *net.OpError
	var lookup *net.DNSError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &answered):
		return answered.Error()
	case errors.As(err, &verification):
		return plain(verification.Error())
	case errors.As(err, &operation):
		return plain(operation.Error())
	case errors.As(err, &lookup):
		return plain(lookup.Error())
	case errors.As(err, &record):
		return plain(record.Error())
	}
	return ""
}

// plain keeps what a stranger's certificate may say to one short printable line.
func plain(text string) string {
	const most = 400
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
