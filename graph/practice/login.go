package practice

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Bounds of what a sign-in may keep and send.
const (
	maxForm     = 256 << 10 // bytes of a posted form; a SAML message is the largest
	maxSessions = 1000
	maxCodes    = 1000
	maxTokens   = 5000
)

// How long things last. Entra's own: codes 10 minutes, device codes 15, access
// tokens about an hour, refresh tokens 90 days.
const (
	codeLife    = 10 * time.Minute
	deviceLife  = 15 * time.Minute
	accessLife  = time.Hour
	refreshLife = 90 * 24 * time.Hour
	sessionLife = 24 * time.Hour
	flowLife    = time.Hour
)

// login is the sign-in half of a practice tenant: OpenID, SAML, My Apps and the
// stand-in portal. It reads the tenant and changes nothing in it but passwords.
type login struct {
	tenant *tenant
	now    func() time.Time
	rand   io.Reader
	ask    bool // device codes wait for a person
	named  []Account
	// globalBase is the sign-in host of the global cloud, for a tenant in another.
	globalBase string
	base       string // of this server
	looks      *looks
	portal     *portal
	signer     *tokenSigner
	sessions   *shelf[*session]
	flows      *shelf[*flow]
	codes      *shelf[*authCode]
	devices    *shelf[*device]
	renewals   *shelf[*renewal]
	access     *shelf[*access]
	misses     *shelf[int] // wrong passwords in a row, by user id
	consents   consents
}

func newLogin(tenant *tenant, options Options, named []Account) *login {
	now := options.Now
	return &login{
		tenant: tenant, now: now, rand: options.Rand, ask: options.Ask, named: named,
		looks:    sameLooks(),
		portal:   newPortal(now),
		signer:   &tokenSigner{newKey: tenant.newKey},
		sessions: newShelf[*session](maxSessions, now),
		flows:    newShelf[*flow](maxSessions, now),
		codes:    newShelf[*authCode](maxCodes, now),
		devices:  newShelf[*device](maxCodes, now),
		renewals: newShelf[*renewal](maxTokens, now),
		access:   newShelf[*access](maxTokens, now),
		misses:   newShelf[int](maxSessions, now),
		consents: consents{given: map[consentKey]map[string]bool{}},
	}
}

// loginRoutes adds the sign-in half to mux. Everything below a tenant goes
// through one door, because Entra ignores the case of those paths.
func (s *Server) loginRoutes(mux *http.ServeMux) {
	l := newLogin(s.tenant, s.options, s.info.Accounts)
	s.login = l
	l.base, l.globalBase = s.base, s.globalBase()
	l.recallConsents()
	l.recallPortal()
	guard := http.NewCrossOriginProtection()
	own := func(handle http.HandlerFunc) http.Handler { return guard.Handler(limited(handle)) }

	mux.Handle("/{tenant}/{rest...}", limited(l.tenantDoor))
	mux.Handle("GET /common/discovery/instance", limited(l.instanceDiscovery))
	mux.Handle("POST /flow", own(l.continueFlow))
	mux.Handle("GET /devicelogin", own(l.deviceLogin))
	mux.Handle("POST /devicelogin", own(l.deviceLogin))

	for _, address := range []string{"/signin/{app}", "/signin/{name}/{app}", "/api/signin/{app}",
		"/myapps/signin/{app}", "/myapps/signin/{name}/{app}", "/myapps/api/signin/{app}"} {
		mux.Handle("GET "+address, own(l.launch))
	}
	mux.Handle("GET /myapps", own(l.myApps))
	mux.Handle("GET /myapps/{$}", own(l.myApps))
	l.assetRoutes(mux)
	l.adminRoutes(mux)
	l.portalRoutes(mux, guard)
}

func limited(handle http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		handle(w, r)
	})
}

// door is one address below a tenant.
type door struct {
	method string // empty: any
	handle http.HandlerFunc
}

func (l *login) doors() map[string]door {
	return map[string]door{
		"v2.0/.well-known/openid-configuration": {"GET", l.openIDConfiguration},
		".well-known/openid-configuration":      {"GET", l.openIDConfiguration},
		"discovery/v2.0/keys":                   {"GET", l.signingKeys},
		"discovery/keys":                        {"GET", l.signingKeys},
		"discovery/instance":                    {"GET", l.instanceDiscovery},
		"oauth2/v2.0/authorize":                 {"", l.authorize},
		"oauth2/v2.0/token":                     {"POST", l.token},
		"v2.0/adminconsent":                     {"GET", l.adminConsent},
		"adminconsent":                          {"GET", l.adminConsent},
		"oauth2/v2.0/devicecode":                {"POST", l.deviceCode},
		"oauth2/v2.0/logout":                    {"", l.logout},
		"oauth2/logout":                         {"", l.logout},
		"saml2":                                 {"", l.saml2},
		"wsfed":                                 {"", l.logout},
		"federationmetadata/2007-06/federationmetadata.xml": {"GET", l.federationMetadata},
	}
}

// tenantDoor finds the tenant and the address below it; paths are taken in any
// case, as Entra takes them.
func (l *login) tenantDoor(w http.ResponseWriter, r *http.Request) {
	rest := strings.ToLower(strings.TrimSuffix(r.PathValue("rest"), "/"))
	at, ok := l.doors()[rest]
	if !ok {
		l.notFound(w, r)
		return
	}
	if at.method != "" && r.Method != at.method && (at.method != "GET" || r.Method != http.MethodHead) {
		w.Header().Set("Allow", at.method)
		l.refuseJSON(w, r, refuse(900561, "invalid_request",
			"The endpoint only accepts %s requests. Received a %s request.", at.method, r.Method).
			withStatus(http.StatusMethodNotAllowed))
		return
	}
	var cause *refusal
	if !l.knowsTenant(r.PathValue("tenant")) {
		cause = tenantNotFound(r.PathValue("tenant"))
	} else if signsIn(rest) && l.atGlobalHost(r) {
		cause = wrongCloud()
	}
	if cause != nil {
		if strings.HasPrefix(rest, "saml2") || strings.HasSuffix(rest, "authorize") || strings.HasSuffix(rest, "adminconsent") {
			l.refuseOnPage(w, r, cause)
			return
		}
		l.refuseJSON(w, r, cause)
		return
	}
	at.handle(w, r)
}

func tenantNotFound(name string) *refusal {
	return refuse(90002, "invalid_request", "Tenant '%s' not found. Check to make sure you have the correct tenant ID "+
		"and are signing into the correct cloud. Check with your subscription administrator, this may happen if "+
		"there are no active subscriptions for the tenant.", name)
}

// knowsTenant takes the tenant's GUID, any of its domains, and the words that
// mean "the account's own tenant".
func (l *login) knowsTenant(name string) bool {
	if meansOwnTenant(name) {
		return true
	}
	return strings.EqualFold(name, l.tenant.id) || l.ownsDomain(name)
}

// meansOwnTenant reports whether a name stands for the tenant of whoever signs in.
func meansOwnTenant(name string) bool {
	return strings.EqualFold(name, "common") || strings.EqualFold(name, "organizations")
}

func (l *login) ownsDomain(name string) bool {
	return slices.ContainsFunc(l.tenant.domains, func(own domain) bool { return strings.EqualFold(own.name, name) })
}

func (l *login) notFound(w http.ResponseWriter, r *http.Request) {
	if wantsJSON(r) {
		l.json(w, http.StatusNotFound, map[string]string{"error": "not_found"})
		return
	}
	l.page(w, http.StatusNotFound, "note.html", nil, map[string]any{
		"Title":   "Page not found",
		"Heading": "There is no page at this address",
		"Text":    []string{"The practice tenant does not know this address. Check it for typing mistakes."},
		"Links":   []link{{"/myapps", "My Apps"}, {"/portal/", "Stand-in portal"}},
	})
}

func wantsJSON(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// random returns n random bytes as URL-safe text.
func (l *login) random(n int) string {
	return base64.RawURLEncoding.EncodeToString(l.randomBytes(n))
}

func (l *login) randomBytes(n int) []byte {
	raw := make([]byte, n)
	if _, err := io.ReadFull(l.rand, raw); err != nil {
		// A source that ran dry must not give guessable codes.
		_, _ = rand.Read(raw)
	}
	return raw
}

func (l *login) guid() string {
	raw := l.randomBytes(16)
	raw[6], raw[8] = raw[6]&0x0f|0x40, raw[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:])
}

func isGUID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i, c := range []byte(text) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}
