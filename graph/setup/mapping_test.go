package setup

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/network"
)

// TestMapping holds every failure that the layers below can hand up, as they
// wrap it, and what it becomes.
func TestMapping(t *testing.T) {
	wrapped := func(err error) error { return fmt.Errorf("setup: something: %w", err) }
	noAnswer := func(cause error) error { return &graph.Error{Call: "GET /organization", Err: cause} }
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	lookup := &net.DNSError{Err: "no such host", Name: "graph.microsoft.com", IsNotFound: true}
	inspected := &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{},
		UnverifiedCertificates: []*x509.Certificate{{Issuer: pkix.Name{CommonName: "Corp Proxy"}}}}
	detailed := func(status int, code, target string) error {
		return &graph.Error{Status: status, Code: "Request_BadRequest", Details: []graph.ErrorDetail{{Code: code, Target: target}}}
	}
	none := []graph.Role{}
	all := []graph.Role{{TemplateID: globalAdmin}}
	for _, c := range []struct {
		name  string
		step  Step
		err   error
		roles []graph.Role
		kind  Kind
		facts map[string]string
	}{
		{"offline", StepMode, noAnswer(&url.Error{Op: "Get", URL: "https://graph.microsoft.com/v1.0/me", Err: dial}), none, ConnectionRefused, map[string]string{"Host": "graph.microsoft.com"}},
		{"dial alone", StepMode, noAnswer(dial), none, ConnectionRefused, map[string]string{"Host": "graph.example"}},
		{"no DNS", StepSignIn, noAnswer(lookup), none, NameUnknown, map[string]string{"Host": "graph.microsoft.com"}},
		{"sign-in refused by the computer", StepSignIn, &graph.SignInError{Err: &graph.Error{Call: "GET login.example/organizations/v2.0", Err: dial}}, none, ConnectionRefused, map[string]string{"Host": "login.example"}},
		{"reset", StepMode, noAnswer(syscall.ECONNRESET), none, ConnectionBroken, nil},
		{"cut short", StepMode, noAnswer(io.ErrUnexpectedEOF), none, ConnectionBroken, nil},
		{"web page", StepMode, &graph.Error{Status: 200, ProxyPage: true}, none, ProxyPage, map[string]string{"Host": "graph.example"}},
		{"proxy wants a password", StepMode, &graph.Error{Status: 407}, none, ProxyPage, nil},
		{"plain http behind the port", StepMode, noAnswer(tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}), none, ProxyPage, nil},
		{"inspected TLS", StepMode, noAnswer(inspected), none, TLSUntrusted, map[string]string{"Issuer": "Corp Proxy"}},
		{"unknown authority", StepMode, noAnswer(x509.UnknownAuthorityError{}), none, TLSUntrusted, map[string]string{"Issuer": "?"}},
		{"wrong host name", StepMode, noAnswer(x509.HostnameError{Host: "x", Certificate: &x509.Certificate{DNSNames: []string{"hotel.example"}}}), none, TLSWrongName, map[string]string{"Names": "hotel.example"}},
		{"network is down", StepSignIn, &graph.SignInError{Err: noAnswer(&net.OpError{Op: "dial", Err: syscall.ENETUNREACH})}, none, NoNetwork, map[string]string{"Host": "graph.example"}},
		{"name server is silent", StepMode, noAnswer(&net.DNSError{Err: "timeout", Name: "graph.microsoft.com", IsTimeout: true}), none, NoNetwork, map[string]string{"Host": "graph.microsoft.com"}},
		{"silence", StepMode, noAnswer(os.ErrDeadlineExceeded), none, NoAnswer, nil},
		{"proxy is away", StepSignIn, &graph.SignInError{Err: &graph.Error{Call: "GET login.example/organizations/v2.0", Err: &net.OpError{Op: "proxyconnect", Err: &net.DNSError{Name: "proxy.example", IsNotFound: true}}}}, none,
			ProxyUnreachable, map[string]string{"Proxy": "proxy.example", "Host": "login.example"}},
		{"proxy asks who is there", StepMode, noAnswer(&network.ProxyError{Proxy: "proxy:8080", Host: "x:443", Status: 407, Schemes: []string{"NTLM", "Basic"}}), none, ProxyPassword, map[string]string{"Proxy": "proxy:8080"}},
		{"proxy wants Windows", StepMode, noAnswer(&network.ProxyError{Proxy: "proxy:8080", Status: 407, Schemes: []string{"Negotiate", "NTLM"}}), none, ProxyScheme, map[string]string{"Schemes": "Negotiate, NTLM"}},
		{"proxy forbids", StepMode, noAnswer(&network.ProxyError{Proxy: "proxy:8080", Status: 403}), none, ProxyRefused, map[string]string{"Proxy": "proxy:8080", "Status": "403", "Host": "graph.example"}},
		{"guest network", StepSignIn, &graph.SignInError{Err: &graph.Error{Call: "GET login.example/x", Status: 302, ProxyPage: true, Portal: "portal.hotel.example"}}, none,
			CaptivePortal, map[string]string{"Host": "login.example", "Portal": "portal.hotel.example"}},
		{"guest network by its number", StepMode, &graph.Error{Status: 511}, none, ProxyPage, nil},
		{"certificate is over", StepMode, noAnswer(x509.CertificateInvalidError{Reason: x509.Expired, Cert: &x509.Certificate{NotBefore: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), NotAfter: time.Date(2026, 2, 2, 3, 4, 5, 0, time.UTC)}}), none,
			ClockWrong, map[string]string{"Clock": "2030-01-01 00:00 UTC", "From": "2026-01-02 03:04 UTC", "Until": "2026-02-02 03:04 UTC"}},
		{"no common TLS", StepMode, noAnswer(tls.AlertError(40)), none, TLSFailed, nil},
		{"cancelled", StepMode, noAnswer(context.Canceled), none, Cancelled, nil},
		{"cancelled sign-in", StepSignIn, context.Canceled, none, SignInCancelled, nil},
		{"deadline of the caller", StepMode, noAnswer(&url.Error{Op: "Get", URL: "https://x", Err: context.DeadlineExceeded}), none, Cancelled, nil},
		{"sign-in closed", StepSignIn, &graph.SignInError{Cancelled: true}, none, SignInCancelled, nil},
		{"sign-in denied", StepSignIn, &graph.SignInError{Name: "access_denied"}, none, SignInCancelled, nil},
		{"sign-in refused", StepSignIn, wrapped(&graph.SignInError{Code: 53003, Name: "invalid_grant"}), none, AccessBlocked, map[string]string{"Code": "AADSTS53003"}},
		{"sign-in refused for another reason", StepSignIn, wrapped(&graph.SignInError{Code: 50057, Name: "invalid_grant"}), none, SignInRefused, map[string]string{"Code": "AADSTS50057"}},
		{"Microsoft's own client", StepSignIn, &graph.SignInError{Code: 65002}, none, ClientNotAllowed, map[string]string{"Client": "client-id"}},
		{"consent declined", StepSignIn, &graph.SignInError{Code: 65004, Name: "access_denied"}, none, ConsentDeclined, nil},
		{"client for some", StepSignIn, &graph.SignInError{Code: 50105}, none, ClientUnassigned, map[string]string{"Client": "client-id"}},
		{"client switched off", StepSignIn, &graph.SignInError{Code: 7000112}, none, ClientDisabled, map[string]string{"Client": "client-id"}},
		{"wrong cloud", StepSignIn, &graph.SignInError{Code: 900439}, none, WrongCloud, map[string]string{"Cloud": "us-gov"}},
		{"permission named by the server", StepVerify, &graph.Error{Status: 403, Permissions: []string{"AuditLog.Read.All"}}, all, ConsentMissing, map[string]string{"Scope": "AuditLog.Read.All"}},
		{"no such tenant", StepSignIn, wrapped(&graph.SignInError{Code: 90002, Name: "invalid_request"}), none, TenantUnknown, map[string]string{"Tenant": "nosuch.example"}},
		{"no tenant's name", StepSignIn, &graph.SignInError{Code: 900023}, none, TenantUnknown, map[string]string{"Tenant": "nosuch.example"}},
		{"no such client", StepSignIn, &graph.SignInError{Code: 700016, Name: "unauthorized_client"}, none, ClientUnknown, map[string]string{"Client": "client-id"}},
		{"sign-in refused without a code", StepSignIn, &graph.SignInError{Name: "invalid_client"}, none, SignInRefused, map[string]string{"Code": "invalid_client"}},
		{"sign-in refused without anything", StepSignIn, &graph.SignInError{}, none, SignInRefused, map[string]string{"Code": "-"}},
		{"device code ran out", StepSignIn, &graph.SignInError{Code: 70019, Expired: true}, none, SignInExpired, nil},
		{"session revoked later", StepMode, noAnswer(&graph.SignInError{Code: 70043, Expired: true}), none, SignInExpired, nil},
		{"token refused", StepMode, &graph.Error{Status: 401, Code: "InvalidAuthenticationToken"}, none, SignInExpired, nil},
		{"browser did not open", StepSignIn, &graph.SignInError{NotOpened: true, URL: "https://login"}, none, BrowserNotOpened, map[string]string{"URL": "https://login"}},
		{"sign-in without network", StepSignIn, &graph.SignInError{Err: noAnswer(lookup)}, none, NameUnknown, map[string]string{"Host": "graph.microsoft.com"}},
		{"sign-in behind a captive portal", StepSignIn, &graph.SignInError{Err: &graph.Error{Status: 200, ProxyPage: true}}, none, ProxyPage, nil},
		{"consent needed", StepSignIn, &graph.SignInError{Code: 65001}, none, ConsentMissing, map[string]string{"Scope": graph.ScopeApplications}},
		{"admin consent needed", StepSignIn, &graph.SignInError{Code: 90094}, none, ConsentByAdmin, nil},
		{"permission not granted", StepSignIn, &graph.SignInError{Declined: []string{"User.ReadWrite.All"}}, none, ConsentMissing, map[string]string{"Scope": "User.ReadWrite.All"}},
		{"no role", StepMode, &graph.Error{Status: 403, Code: "Authorization_RequestDenied"}, none, RoleMissing, map[string]string{"Role": "Cloud Application Administrator", "Account": "ada@contoso.example"}},
		{"no role for users", StepTestUser, &graph.Error{Status: 403}, []graph.Role{{TemplateID: cloudAppAdmin().templateID}}, RoleMissing, map[string]string{"Role": "User Administrator"}},
		{"role but no permission", StepAssignment, &graph.Error{Status: 403}, all, ConsentMissing, map[string]string{"Scope": graph.ScopeAssignments}},
		{"role but no permission for users", StepTestUser, &graph.Error{Status: 403}, all, ConsentMissing, map[string]string{"Scope": graph.ScopeUsers}},
		{"throttled", StepMode, &graph.Error{Status: 429, RetryAfter: 90500 * time.Millisecond}, none, Throttled, map[string]string{"Wait": "91"}},
		{"throttled without a time", StepMode, &graph.Error{Status: 429}, none, Throttled, map[string]string{"Wait": "1"}},
		{"down", StepMode, &graph.Error{Status: 503, Unsure: true}, none, ServiceDown, map[string]string{"Status": "503"}},
		{"domain rule", StepAddresses, &graph.Error{Status: 400, Code: "HostNameNotOnVerifiedDomain"}, none, DomainRule, nil},
		{"domain rule in the details", StepAddresses, detailed(400, "HostNameNotOnVerifiedDomain", "identifierUris"), none, DomainRule, nil},
		{"identifier taken", StepAddresses, detailed(400, "ObjectConflict", "identifierUris"), none, IdentifierTaken, nil},
		{"identifier taken, in words only", StepAddresses, &graph.Error{Status: 400, Message: "Another object with the same value for property identifierUris already exists."}, none, IdentifierTaken, nil},
		{"password refused", StepTestUser, &graph.Error{Status: 400, Message: "The specified password does not comply with password complexity requirements."}, none, PasswordRefused, nil},
		{"password refused by target", StepTestUser, detailed(400, "InvalidValue", "passwordProfile/password"), none, PasswordRefused, nil},
		{"address refused", StepTestUser, detailed(400, "InvalidValue", "userPrincipalName"), none, UserName, nil},
		{"known problem stays", StepMode, wrapped(&Problem{Kind: MetadataWrong}), none, MetadataWrong, nil},
		{"anything else", StepMode, errors.New("boom"), none, Unexpected, nil},
		{"odd answer", StepMode, &graph.Error{Status: 418}, none, Refused, map[string]string{"Status": "418", "Code": "-"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			flow := &Flow{config: Config{Cloud: graph.Cloud{Graph: "https://graph.example"}, ClientID: "client-id"}, askedTenant: "nosuch.example"}
			flow.config.Deps.Now = func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }
			flow.who = Who{Account: graph.Account{UPN: "ada@contoso.example"}, Roles: c.roles}
			problem := flow.problem(c.step, c.err)
			if problem.Kind != c.kind || problem.Step != c.step {
				t.Fatalf("got %s at %s, want %s", problem.Kind, problem.Step, c.kind)
			}
			for name, want := range c.facts {
				if problem.Facts[name] != want {
					t.Errorf("fact %s: got %q, want %q", name, problem.Facts[name], want)
				}
			}
			for _, name := range factsOf()[problem.Kind] {
				if _, there := problem.Facts[name]; !there && problem.Kind != DomainRule && problem.Kind != IdentifierTaken && problem.Kind != UserName {
					t.Errorf("fact %s is missing: %v", name, problem.Facts)
				}
			}
			if !errors.Is(problem, c.err) && problem.Kind != MetadataWrong {
				t.Error("the cause is lost")
			}
		})
	}
}

// TestUnnamedTenantAndClientAreNotBlamed: who named nothing has nothing to correct.
func TestUnnamedTenantAndClientAreNotBlamed(t *testing.T) {
	for _, code := range []int{90002, 900023, 700016} {
		if got := new(Flow).problem(StepSignIn, &graph.SignInError{Code: code}); got.Kind != SignInRefused {
			t.Errorf("%d became %s", code, got.Kind)
		}
	}
}

func TestDetailIsWhatSupportAsksFor(t *testing.T) {
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	got := detail(fmt.Errorf("x: %w", &graph.Error{Call: "PATCH /applications/{id}", Status: http.StatusBadRequest, Code: "Request_BadRequest",
		Message: "no", RequestID: "r", ClientRequestID: "c", Time: at}))
	if got != (Detail{Call: "PATCH /applications/{id}", Status: 400, Code: "Request_BadRequest", Message: "no", RequestID: "r", ClientRequestID: "c", Time: at}) {
		t.Errorf("got %+v", got)
	}
	proxy := &net.OpError{Op: "proxyconnect", Net: "tcp", Err: syscall.ECONNREFUSED}
	if got := detail(&graph.SignInError{Err: &graph.Error{Call: "GET login.example/x", Err: proxy}}); got.Message != proxy.Error() || got.Call != "GET login.example/x" {
		t.Errorf("got %+v", got)
	}
	signIn := detail(&graph.SignInError{Code: 50126, Name: "invalid_grant", Message: "wrong password", CorrelationID: "c", TraceID: "t", Time: at})
	if !strings.HasPrefix(signIn.Code, "AADSTS50126") || signIn.RequestID != "t" || signIn.ClientRequestID != "c" {
		t.Errorf("got %+v", signIn)
	}
}
