package setup

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
)

const (
	fakeTenantID = "11111111-2222-3333-4444-555555555555"
	guidPrefix   = "00000000-0000-4000-8000-"
	templateID   = "template-1"
	roleUserID   = "role-user"
)

// fakeTenant is a tenant in memory, as far as a Directory shows it. Faults are
// put in front of single calls.
type fakeTenant struct {
	mu         sync.Mutex
	t          *testing.T
	clock      *fakeClock
	gallery    []graph.GalleryApp
	apps       []*graph.Application
	principals map[string]*graph.ServicePrincipal // by app id
	users      map[string]*graph.User             // by lower-case UPN
	assigned   map[string][]graph.Assignment      // by principal id
	keys       map[string]*rsa.PrivateKey         // by thumbprint
	roles      []graph.Role
	tenant     graph.Tenant
	passwords  map[string]string
	fallback   graph.SigningCertificate // the tenant's own, in the metadata of apps without any
	lag        time.Duration
	shown      map[string]time.Time // when an id becomes visible

	people fakePeople

	calls  []string
	before map[string][]fault // by verb, one used up per call
	ids    int
}

// fault is one failing call; effect says whether the tenant acts all the same.
type fault struct {
	err    error
	effect bool
}

func newFakeTenant(t *testing.T) *fakeTenant {
	return &fakeTenant{
		t: t, clock: &fakeClock{now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)},
		gallery: []graph.GalleryApp{
			{ID: "other", Name: "Autotask Workplace", Modes: []string{"saml"}},
			{ID: templateID, Name: AppName, Modes: []string{"saml", "external"}},
		},
		principals: map[string]*graph.ServicePrincipal{}, users: map[string]*graph.User{},
		assigned: map[string][]graph.Assignment{}, keys: map[string]*rsa.PrivateKey{}, passwords: map[string]string{},
		shown: map[string]time.Time{}, before: map[string][]fault{},
		roles: []graph.Role{{TemplateID: cloudAppAdmin().templateID}, {TemplateID: userAdmin().templateID}},
		tenant: graph.Tenant{ID: fakeTenantID, Name: "Contoso", Domains: []graph.Domain{
			{Name: "contoso.example", Default: true, Managed: true}, {Name: "legal.example"}}},
	}
}

// fakeClock moves only when someone sleeps.
type fakeClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, pause time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(pause)
	c.mu.Unlock()
	return ctx.Err()
}

func (f *fakeTenant) config() Config {
	return Config{Cloud: graph.Practice("http://127.0.0.1:1", "http://127.0.0.1:1", "http://127.0.0.1:1/myapps"),
		Practice: true, Deps: graph.Deps{Now: f.clock.Now, Sleep: f.clock.Sleep}, Rand: rand.Reader, Pace: DefaultPace()}
}

// flow returns a flow that is signed in.
func (f *fakeTenant) flow() *Flow {
	f.t.Helper()
	flow := WithDirectory(f.config(), f)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		f.t.Fatal(err)
	}
	return flow
}

func wish() Wish {
	return Wish{Portal: samlcfg.UsualPortal("us"), TestUser: TestUser{Create: true}, Language: "en"}
}

// call notes a call and gives the fault that waits for it.
func (f *fakeTenant) call(verb string) fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, verb)
	if waiting := f.before[verb]; len(waiting) > 0 {
		f.before[verb] = waiting[1:]
		return waiting[0]
	}
	return fault{effect: true}
}

func (f *fakeTenant) fail(verb string, faults ...fault) {
	f.before[verb] = append(f.before[verb], faults...)
}

func (f *fakeTenant) count(verb string) int {
	n := 0
	for _, call := range f.calls {
		if call == verb {
			n++
		}
	}
	return n
}

func (f *fakeTenant) writes() int {
	n := 0
	for _, verb := range []string{"AddFromGallery", "SetSignOnMode", "SetAddresses", "AddSigningCertificate",
		"ActivateCertificate", "SetNotify", "CreateUser", "Assign"} {
		n += f.count(verb)
	}
	return n
}

func (f *fakeTenant) id() string {
	f.ids++
	id := fmt.Sprintf("%s%012x", guidPrefix, f.ids)
	f.shown[id] = f.clock.Now().Add(f.lag)
	return id
}

func (f *fakeTenant) visible(id string) bool { return !f.clock.Now().Before(f.shown[id]) }

func refused(status int, code, message string) *graph.Error {
	return &graph.Error{Call: "fake", Status: status, Code: code, Message: message, Unsure: status >= 500}
}

func missing() error {
	return refused(http.StatusNotFound, "Request_ResourceNotFound", "does not exist")
}

func (f *fakeTenant) GalleryApps(context.Context, string) ([]graph.GalleryApp, error) {
	return f.gallery, f.call("GalleryApps").err
}

func (f *fakeTenant) list(keep func(graph.Application) bool) []graph.Application {
	var found []graph.Application
	for _, app := range f.apps {
		if f.visible(app.ObjectID) && keep(*app) {
			found = append(found, *app)
		}
	}
	return found
}

func (f *fakeTenant) ApplicationsFromTemplate(_ context.Context, template string) ([]graph.Application, error) {
	if err := f.call("ApplicationsFromTemplate").err; err != nil {
		return nil, err
	}
	return f.list(func(a graph.Application) bool { return a.TemplateID == template }), nil
}

func (f *fakeTenant) ApplicationsWithIdentifier(_ context.Context, identifier string) ([]graph.Application, error) {
	if err := f.call("ApplicationsWithIdentifier").err; err != nil {
		return nil, err
	}
	return f.list(func(a graph.Application) bool { return slices.Contains(a.Identifiers, identifier) }), nil
}

func (f *fakeTenant) Application(_ context.Context, objectID string) (graph.Application, error) {
	if err := f.call("Application").err; err != nil {
		return graph.Application{}, err
	}
	for _, app := range f.apps {
		if app.ObjectID == objectID && f.visible(objectID) {
			return *app, nil
		}
	}
	return graph.Application{}, missing()
}

// addApp puts an application with its service principal into the tenant.
func (f *fakeTenant) addApp(template, name string) (*graph.Application, *graph.ServicePrincipal) {
	app := &graph.Application{ObjectID: f.id(), AppID: f.id(), TemplateID: template, Name: name,
		Created: f.clock.Now(), ReplyURLs: []string{"https://*.backup.autotask.net/singlesignon/saml/SSO"}}
	principal := &graph.ServicePrincipal{ObjectID: f.id(), AppID: app.AppID, Name: name, Enabled: true,
		AssignmentRequired: true, Roles: []graph.AppRole{{ID: "role-msiam", Name: "msiam_access", Enabled: true, ForUsers: true},
			{ID: roleUserID, Name: "User", Enabled: true, ForUsers: true}}}
	f.apps = append(f.apps, app)
	f.principals[app.AppID] = principal
	return app, principal
}

func (f *fakeTenant) AddFromGallery(_ context.Context, template, name string) (graph.Application, graph.ServicePrincipal, error) {
	fault := f.call("AddFromGallery")
	if !fault.effect {
		return graph.Application{}, graph.ServicePrincipal{}, fault.err
	}
	app, principal := f.addApp(template, name)
	if fault.err != nil {
		return graph.Application{}, graph.ServicePrincipal{}, fault.err
	}
	return *app, *principal, nil
}

func (f *fakeTenant) ServicePrincipal(_ context.Context, appID string) (graph.ServicePrincipal, error) {
	if err := f.call("ServicePrincipal").err; err != nil {
		return graph.ServicePrincipal{}, err
	}
	principal := f.principals[appID]
	if principal == nil || !f.visible(principal.ObjectID) {
		return graph.ServicePrincipal{}, missing()
	}
	seen := *principal
	seen.Certificates = nil
	for _, certificate := range principal.Certificates {
		if f.visible(certificate.Thumbprint) {
			seen.Certificates = append(seen.Certificates, certificate)
		}
	}
	return seen, nil
}

func (f *fakeTenant) byID(principalID string) *graph.ServicePrincipal {
	for _, principal := range f.principals {
		if principal.ObjectID == principalID {
			return principal
		}
	}
	f.t.Fatalf("no principal %s", principalID)
	return nil
}

// change lets a write happen unless a fault says otherwise.
func (f *fakeTenant) change(verb string, do func()) error {
	fault := f.call(verb)
	if fault.effect {
		do()
	}
	return fault.err
}

func (f *fakeTenant) SetSignOnMode(_ context.Context, id, mode string) error {
	return f.change("SetSignOnMode", func() { f.byID(id).SignOnMode = mode })
}

func (f *fakeTenant) SetAddresses(_ context.Context, id string, identifiers, replyURLs []string) error {
	return f.change("SetAddresses", func() {
		for _, app := range f.apps {
			if app.ObjectID == id {
				if identifiers != nil {
					app.Identifiers = slices.Clone(identifiers)
				}
				if replyURLs != nil {
					app.ReplyURLs = slices.Clone(replyURLs)
				}
			}
		}
	})
}

func (f *fakeTenant) SetReplyURLs(_ context.Context, id string, replyURLs []string, standard string) error {
	return f.change("SetReplyURLs", func() {
		for _, app := range f.apps {
			if app.ObjectID == id {
				app.ReplyURLs, app.DefaultReplyURL = slices.Clone(replyURLs), standard
			}
		}
	})
}

func (f *fakeTenant) SetEnabled(_ context.Context, id string, enabled bool) error {
	return f.change("SetEnabled", func() { f.byID(id).Enabled = enabled })
}

func (f *fakeTenant) AddSigningCertificate(_ context.Context, id string, request graph.CertificateRequest) (graph.SigningCertificate, error) {
	fault := f.call("AddSigningCertificate")
	if !fault.effect {
		return graph.SigningCertificate{}, fault.err
	}
	certificate := f.addCertificate(id, request.Subject, f.clock.Now(), request.End)
	if fault.err != nil {
		return graph.SigningCertificate{}, fault.err
	}
	return certificate, nil
}

func (f *fakeTenant) addCertificate(principalID, subject string, start, end time.Time) graph.SigningCertificate {
	f.ids++
	key := keys()[f.ids%len(keys())]
	template := &x509.Certificate{SerialNumber: big.NewInt(int64(f.ids)), NotBefore: start, NotAfter: end,
		Subject: pkix.Name{CommonName: strings.TrimPrefix(subject, "CN=")}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		f.t.Fatal(err)
	}
	sum := sha1.Sum(der)
	certificate := graph.SigningCertificate{KeyID: f.id(), Thumbprint: strings.ToUpper(hex.EncodeToString(sum[:])), DER: der,
		NotBefore: start.Truncate(time.Second), NotAfter: end.Truncate(time.Second)}
	f.shown[certificate.Thumbprint] = f.clock.Now().Add(f.lag)
	f.keys[certificate.Thumbprint] = key
	principal := f.byID(principalID)
	principal.Certificates = append([]graph.SigningCertificate{certificate}, principal.Certificates...)
	return certificate
}

func (f *fakeTenant) ActivateCertificate(_ context.Context, id, thumbprint string) error {
	return f.change("ActivateCertificate", func() { f.byID(id).ActiveThumbprint = thumbprint })
}

func (f *fakeTenant) SetNotify(_ context.Context, id string, addresses []string) error {
	return f.change("SetNotify", func() { f.byID(id).Notify = slices.Clone(addresses) })
}

func (f *fakeTenant) MetadataURL(tenantID, appID string) string {
	return "http://127.0.0.1:1/" + tenantID + "/federationmetadata/2007-06/federationmetadata.xml?appid=" + appID
}
