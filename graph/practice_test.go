package graph

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// sharedKey makes one RSA key for all practice tenants of this package.
var sharedKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func startPractice(t *testing.T, options practice.Options) (practice.Info, Cloud) {
	t.Helper()
	options.Key = sharedKey
	server, err := practice.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	info := server.Info()
	return info, Practice(info.Login, info.Graph, info.MyApps)
}

func allScopes() []string {
	return []string{ScopeApplications, ScopeAssignments, ScopeUsers, ScopeSelf}
}

func openPractice(t *testing.T, signIn SignIn, deps Deps) *Client {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	client, err := Open(ctx, signIn, deps)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// The whole set of verbs over the real SDK, real sign-in and a real server.
func TestEveryVerbOnThePracticeTenant(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	deps := testDeps(t)
	var mu sync.Mutex
	var exchanges []Exchange
	deps.Exchange = func(e Exchange) {
		mu.Lock()
		defer mu.Unlock()
		exchanges = append(exchanges, e)
	}
	var code Code
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(),
		ShowCode: func(shown Code) { code = shown }}, deps)
	if code.UserCode == "" || !strings.HasPrefix(code.URL, info.Login) || !code.Expires.After(time.Now()) {
		t.Errorf("code %+v", code)
	}
	ctx := context.Background()

	tenant, err := client.Tenant(ctx)
	if err != nil || tenant.ID != info.TenantID || tenant.DefaultDomain() != info.TenantDomain {
		t.Fatalf("tenant %+v, %v", tenant, err)
	}
	me, err := client.Me(ctx)
	if err != nil || !slices.ContainsFunc(info.Accounts, func(a practice.Account) bool { return a.UPN == me.UPN }) {
		t.Errorf("me %+v, %v", me, err)
	}
	roles, err := client.Roles(ctx)
	if err != nil || !slices.Contains(roles, Role{"158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"}) {
		t.Errorf("roles %+v, %v", roles, err)
	}

	gallery, err := client.GalleryApps(ctx, "Autotask Endpoint Backup")
	if err != nil || len(gallery) != 1 || !slices.Contains(gallery[0].Modes, "saml") {
		t.Fatalf("gallery %+v, %v", gallery, err)
	}
	if none, err := client.GalleryApps(ctx, "O'Reilly's & Sons"); err != nil || len(none) != 0 {
		t.Errorf("gallery %+v, %v", none, err)
	}
	template := gallery[0].ID
	if found, err := client.ApplicationsFromTemplate(ctx, template); err != nil || len(found) != 0 {
		t.Errorf("applications %+v, %v", found, err)
	}
	application, principal, err := client.AddFromGallery(ctx, template, "Autotask Endpoint Backup")
	if err != nil {
		t.Fatal(err)
	}
	if application.ObjectID == principal.ObjectID || application.AppID != principal.AppID || principal.SignOnMode != "" || !principal.AssignmentRequired || len(principal.Roles) == 0 {
		t.Errorf("application %+v\nprincipal %+v", application, principal)
	}
	if found, err := client.ApplicationsFromTemplate(ctx, template); err != nil || len(found) != 1 || found[0].ObjectID != application.ObjectID || found[0].Created.IsZero() {
		t.Errorf("applications %+v, %v", found, err)
	}

	const identifier, reply = "https://us.backup.autotask.net/singlesignon/saml/metadata", "https://us.backup.autotask.net/singlesignon/saml/SSO"
	refused := client.SetAddresses(ctx, application.ObjectID, []string{identifier}, []string{reply})
	if got := failureOf(t, refused); got.Code != "HostNameNotOnVerifiedDomain" || got.Status != 400 || got.RequestID == "" || got.Unsure {
		t.Errorf("before SAML mode: %+v", got)
	}
	if err := client.SetSignOnMode(ctx, principal.ObjectID, "saml"); err != nil {
		t.Fatal(err)
	}
	if err := client.SetAddresses(ctx, application.ObjectID, []string{identifier}, []string{reply}); err != nil {
		t.Fatal(err)
	}
	if got, err := client.Application(ctx, application.ObjectID); err != nil || !slices.Equal(got.Identifiers, []string{identifier}) || !slices.Equal(got.ReplyURLs, []string{reply}) {
		t.Errorf("application %+v, %v", got, err)
	}
	if found, err := client.ApplicationsWithIdentifier(ctx, identifier); err != nil || len(found) != 1 {
		t.Errorf("applications %+v, %v", found, err)
	}

	for _, standard := range []string{reply, ""} {
		both := []string{reply, "http://localhost:4711/acs"}
		if err := client.SetReplyURLs(ctx, application.ObjectID, both, standard); err != nil {
			t.Fatal(err)
		}
		if got, err := client.Application(ctx, application.ObjectID); err != nil || got.DefaultReplyURL != standard || !slices.Equal(got.ReplyURLs, both) || !slices.Equal(got.Identifiers, []string{identifier}) {
			t.Errorf("application %+v, %v", got, err)
		}
	}
	refused = client.SetReplyURLs(ctx, application.ObjectID, []string{reply}, "https://elsewhere.example/acs")
	if got := failureOf(t, refused); got.Status != 400 || got.Unsure {
		t.Errorf("a default that is not in the list: %+v", got)
	}
	for _, enabled := range []bool{false, true} {
		if err := client.SetEnabled(ctx, principal.ObjectID, enabled); err != nil {
			t.Fatal(err)
		}
		if got, err := client.ServicePrincipal(ctx, application.AppID); err != nil || got.Enabled != enabled {
			t.Errorf("service principal %+v, %v", got, err)
		}
	}

	certificate, err := client.AddSigningCertificate(ctx, principal.ObjectID, CertificateRequest{Subject: "CN=Practice", End: time.Now().AddDate(2, 0, 0)})
	if err != nil || fmt.Sprintf("%X", sha1.Sum(certificate.DER)) != certificate.Thumbprint {
		t.Fatalf("certificate %+v, %v", certificate, err)
	}
	if err := client.ActivateCertificate(ctx, principal.ObjectID, certificate.Thumbprint); err != nil {
		t.Fatal(err)
	}
	if err := client.SetNotify(ctx, principal.ObjectID, []string{me.UPN}); err != nil {
		t.Fatal(err)
	}
	read, err := client.ServicePrincipal(ctx, application.AppID)
	if err != nil || read.SignOnMode != "saml" || read.ActiveThumbprint != certificate.Thumbprint || !slices.Equal(read.Notify, []string{me.UPN}) ||
		len(read.Certificates) != 1 || !bytes.Equal(read.Certificates[0].DER, certificate.DER) || read.Certificates[0].Thumbprint != certificate.Thumbprint {
		t.Errorf("principal %+v, %v", read, err)
	}

	metadata, err := client.Metadata(ctx, tenant.ID, application.AppID)
	if err != nil || !bytes.HasPrefix(metadata, byteOrderMark) || !bytes.Contains(metadata, []byte("EntityDescriptor")) {
		t.Errorf("metadata %.80q, %v", metadata, err)
	}

	upn := "B.Simon@" + tenant.DefaultDomain()
	if _, err := client.User(ctx, upn); failureOf(t, err).Status != 404 || failureOf(t, err).Code != "Request_ResourceNotFound" {
		t.Errorf("got %v", err)
	}
	person := NewUser{UPN: upn, Name: "B.Simon", GivenName: "B", Surname: "Simon", Mail: upn, MailNickname: "B.Simon", Password: NewSecret("Canary-password-1")}
	user, err := client.CreateUser(ctx, person)
	if err != nil || user.UPN != upn {
		t.Fatalf("user %+v, %v", user, err)
	}
	if _, err := client.CreateUser(ctx, person); failureOf(t, err).Status != 400 || failureOf(t, err).Unsure {
		t.Errorf("twice: %v", err)
	}
	if got, err := client.User(ctx, upn); err != nil || got.ID != user.ID || !got.Enabled || got.Mail != upn {
		t.Errorf("user %+v, %v", got, err)
	}
	role := slices.IndexFunc(principal.Roles, func(r AppRole) bool { return r.Enabled && r.ForUsers })
	if role < 0 {
		t.Fatalf("roles %+v", principal.Roles)
	}
	assignment, err := client.Assign(ctx, principal.ObjectID, user.ID, principal.Roles[role].ID)
	if err != nil || assignment.PrincipalID != user.ID {
		t.Errorf("assignment %+v, %v", assignment, err)
	}
	if _, err := client.Assign(ctx, principal.ObjectID, user.ID, principal.Roles[role].ID); failureOf(t, err).Status != 400 {
		t.Errorf("twice: %v", err)
	}
	if list, err := client.Assignments(AsPoll(ctx), principal.ObjectID); err != nil || len(list) != 1 || list[0].ID != assignment.ID {
		t.Errorf("assignments %+v, %v", list, err)
	}

	mu.Lock()
	defer mu.Unlock()
	var reads, polls, writes int
	for _, e := range exchanges {
		switch {
		case e.Write():
			writes++
		case e.Poll:
			polls++
		default:
			reads++
		}
		if e.Status == 0 || e.Duration <= 0 || time.Since(e.ServerTime).Abs() > time.Minute || strings.Contains(fmt.Sprint(e), "anary") {
			t.Errorf("exchange %+v", e)
		}
	}
	if writes != 16 || polls != 1 || reads == 0 {
		t.Errorf("%d writes, %d polls, %d reads", writes, polls, reads)
	}
}

func TestRefusalsOfThePracticeTenant(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantDomain, Scopes: []string{ScopeSelf}, ShowCode: func(Code) {}}, testDeps(t))
	ctx := context.Background()
	if _, _, err := client.AddFromGallery(ctx, someID, "x"); failureOf(t, err).Status != 403 || failureOf(t, err).Code != "Authorization_RequestDenied" {
		t.Errorf("without the permission: %v", err)
	}
	_, err := Open(ctx, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: "nobody.example", Scopes: allScopes(), ShowCode: func(Code) {}}, testDeps(t))
	if got := signInFailure(t, err); got.Code != 90002 {
		t.Errorf("unknown tenant: %+v", got)
	}
	_, err = Open(ctx, SignIn{Way: DeviceCode, Cloud: cloud, ClientID: someApp, Scopes: allScopes(), ShowCode: func(Code) {}}, testDeps(t))
	if got := signInFailure(t, err); got.Code != 700016 || got.CorrelationID == "" || got.Time.IsZero() {
		t.Errorf("unknown client: %+v", got)
	}
}

func TestBrowserSignInOnThePracticeTenant(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	walk := newWalker(t, "Grace Hopper", "Accept")
	client := openPractice(t, SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf}, OpenURL: walk.open}, testDeps(t))
	me, err := client.Me(context.Background())
	if err != nil || me.Name != "Grace Hopper" {
		t.Errorf("got %+v, %v", me, err)
	}
	if walk.pages != 1 {
		t.Errorf("signed in %d times", walk.pages)
	}

	refusing := newWalker(t, "Grace Hopper", "Return to the application")
	_, err = Open(context.Background(), SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), OpenURL: refusing.open}, testDeps(t))
	if got := signInFailure(t, err); got.Code != 65004 {
		t.Errorf("got %+v", got)
	}
}
