package practice

import (
	"crypto/x509"
	"sort"
	"strings"
	"sync"
	"time"
)

// portal stands in for the Autotask side. It knows only what support loaded from
// bundles: without one it trusts nobody.
type portal struct {
	mu    sync.Mutex
	sites map[string]*site                   // by host
	note  func(host string, kept storedSite) // of each change, for a state file; nil: none
	seen  *shelf[bool]                       // assertion ids that were used
	ends  *shelf[*rejection]                 // why sign-ins failed, for the practice-only page
}

// site is one portal as configured from a bundle.
type site struct {
	host        string
	identifier  string
	replyURL    string
	issuer      string // Microsoft Entra Identifier
	certificate *x509.Certificate
	inUse       *x509.Certificate // signs until certificate is activated; nil outside renewals
	thumbprint  string
	tenantName  string
	loaded      time.Time
	users       map[string]*portalUser // by lower-case login name
	bundle      []byte                 // as loaded
}

// portalUser is an account on the Autotask side. Its login name must equal the
// NameID that Entra sends.
type portalUser struct {
	Name       string     `json:"name"`
	Login      string     `json:"login"`
	Active     bool       `json:"active"`
	LastSignIn *time.Time `json:"last_sign_in,omitempty"`
}

// Bounds of what the stand-in keeps.
const (
	maxSites = 100
	maxUsers = 500 // of one site
	maxEnds  = 500
)

func newPortal(now func() time.Time) *portal {
	return &portal{sites: map[string]*site{}, seen: newShelf[bool](maxTokens, now), ends: newShelf[*rejection](maxEnds, now)}
}

// siteView is a site as pages and JSON show it: a copy.
type siteView struct {
	Host       string       `json:"host"`
	Identifier string       `json:"identifier"`
	ReplyURL   string       `json:"reply_url"`
	Issuer     string       `json:"entra_identifier"`
	Thumbprint string       `json:"thumbprint"`
	NotAfter   time.Time    `json:"not_after"`
	Tenant     string       `json:"tenant"`
	Loaded     time.Time    `json:"loaded"`
	Users      []portalUser `json:"users"`
}

func (s *site) view() siteView {
	view := siteView{Host: s.host, Identifier: s.identifier, ReplyURL: s.replyURL, Issuer: s.issuer,
		Thumbprint: s.thumbprint, NotAfter: s.certificate.NotAfter.UTC(), Tenant: s.tenantName, Loaded: s.loaded.UTC(),
		Users: []portalUser{}}
	for _, user := range s.users {
		view.Users = append(view.Users, *user)
	}
	sort.Slice(view.Users, func(i, j int) bool { return view.Users[i].Login < view.Users[j].Login })
	return view
}

func (p *portal) views() []siteView {
	p.mu.Lock()
	defer p.mu.Unlock()
	views := []siteView{}
	for _, known := range p.sites {
		views = append(views, known.view())
	}
	sort.Slice(views, func(i, j int) bool { return views[i].Host < views[j].Host })
	return views
}

// rules returns what a sign-in at host is checked against: a copy without users.
func (p *portal) rules(host string) (site, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.sites[host]
	if !ok {
		return site{}, false
	}
	copied := *known
	copied.users = nil
	return copied, true
}

// setUser adds a user, or changes whether one is active. It reports whether the
// site is there and has room.
func (p *portal) setUser(host, login, name string, active bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.sites[host]
	if !ok || !known.setUser(login, name, active) {
		return false
	}
	p.noteSite(known)
	return true
}

func (s *site) setUser(login, name string, active bool) bool {
	key := strings.ToLower(login)
	if user, there := s.users[key]; there {
		user.Active = active
		if name != "" {
			user.Name = name
		}
		return true
	}
	if len(s.users) >= maxUsers {
		return false
	}
	s.users[key] = &portalUser{Name: name, Login: login, Active: active}
	return true
}

// admit looks up who signs in, uses the assertion up and notes the moment; it
// fails when support has not created or not activated that user.
func (p *portal) admit(host string, read accepted, now time.Time) (portalUser, *rejection) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known, ok := p.sites[host]
	if !ok {
		return portalUser{}, reject("not-configured", host, "")
	}
	user, ok := known.users[strings.ToLower(read.login)]
	switch {
	case !ok:
		return portalUser{}, reject("user-unknown", read.login, "")
	case !user.Active:
		return portalUser{}, reject("user-inactive", read.login, "")
	case !p.seen.claim(read.assertion, true, read.until.Sub(now)+clockSkew):
		return portalUser{}, reject("replayed", read.assertion, "")
	}
	at := now.UTC()
	user.LastSignIn = &at
	return *user, nil
}

// noteSite hands a changed site to whoever keeps them; mu is held.
func (p *portal) noteSite(s *site) {
	if p.note != nil {
		p.note(s.host, s.stored())
	}
}
