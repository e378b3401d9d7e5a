package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// TestLookSaysWhatTheVerbsSay compares one request with the verbs, one by one.
func TestLookSaysWhatTheVerbsSay(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	sent := 0
	deps := testDeps(t)
	deps.Exchange = func(e Exchange) {
		if strings.HasPrefix(e.Path, "/v1.0/") {
			sent++
			if e.RequestID == "" || e.ClientRequestID == "" {
				t.Errorf("no ids: %+v", e)
			}
		}
	}
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), ShowCode: func(Code) {}}, deps)
	ctx := context.Background()
	const name = "Autotask Endpoint Backup"
	self, err := client.Look(ctx, Question{Self: true, Gallery: name})
	if err != nil || sent != 1 {
		t.Fatalf("%d requests, %v", sent, err)
	}
	tenant, _ := client.Tenant(ctx)
	account, _ := client.Me(ctx)
	roles, _ := client.Roles(ctx)
	gallery, _ := client.GalleryApps(ctx, name)
	grant, _ := client.Grant(ctx)
	mustBe(t, self, Sight{Grant: grant, Tenant: tenant, Account: account, Roles: roles, RolesKnown: true, Gallery: gallery})

	application, principal, err := client.AddFromGallery(ctx, gallery[0].ID, name)
	if err != nil {
		t.Fatal(err)
	}
	const identifier = "https://us.backup.autotask.net/singlesignon/saml/metadata"
	for _, err := range []error{client.SetSignOnMode(ctx, principal.ObjectID, "saml"),
		client.SetAddresses(ctx, application.ObjectID, []string{identifier}, []string{"https://us.backup.autotask.net/singlesignon/saml/SSO"})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := client.AddSigningCertificate(ctx, principal.ObjectID, CertificateRequest{Subject: "CN=Practice", End: time.Now().AddDate(1, 0, 0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Assign(ctx, principal.ObjectID, account.ID, principal.Roles[0].ID); err != nil {
		t.Fatal(err)
	}
	before := sent
	sight, err := client.Look(ctx, Question{TemplateID: gallery[0].ID, Identifier: identifier, ObjectID: application.ObjectID,
		AppID: application.AppID, UPN: account.UPN})
	if err != nil || sent != before+1 {
		t.Fatalf("%d requests, %v", sent-before, err)
	}
	fromTemplate, _ := client.ApplicationsFromTemplate(ctx, gallery[0].ID)
	withIdentifier, _ := client.ApplicationsWithIdentifier(ctx, identifier)
	read, _ := client.Application(ctx, application.ObjectID)
	half, _ := client.ServicePrincipal(ctx, application.AppID)
	assignments, _ := client.Assignments(ctx, principal.ObjectID)
	user, _ := client.User(ctx, account.UPN)
	mustBe(t, sight, Sight{FromTemplate: fromTemplate, WithIdentifier: withIdentifier, Application: &read, Principal: &half,
		Assignments: assignments, User: &user})
	if len(half.Certificates) != 1 || len(assignments) != 1 || len(withIdentifier) != 1 {
		t.Errorf("%+v %+v %+v", half, assignments, withIdentifier)
	}

	nothing, err := client.Look(ctx, Question{ObjectID: someID, AppID: someApp, UPN: "nobody@" + tenant.DefaultDomain(), Identifier: "urn:o'reilly & sons"})
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, nothing, Sight{})
}

// TestRemovalsOnThePracticeTenant takes back what the verbs make.
func TestRemovalsOnThePracticeTenant(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), ShowCode: func(Code) {}}, testDeps(t))
	ctx := context.Background()
	gallery, err := client.GalleryApps(ctx, "Autotask Endpoint Backup")
	if err != nil {
		t.Fatal(err)
	}
	application, principal, err := client.AddFromGallery(ctx, gallery[0].ID, "Autotask Endpoint Backup")
	if err != nil {
		t.Fatal(err)
	}
	upn := "B.Simon@" + info.TenantDomain
	user, err := client.CreateUser(ctx, NewUser{UPN: upn, Name: "B.Simon", MailNickname: "B.Simon", Password: NewSecret("Canary-password-1")})
	if err != nil {
		t.Fatal(err)
	}
	assignment, err := client.Assign(ctx, principal.ObjectID, user.ID, principal.Roles[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := client.AddSigningCertificate(ctx, principal.ObjectID, CertificateRequest{Subject: "CN=Practice", End: time.Now().AddDate(1, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{client.ActivateCertificate(ctx, principal.ObjectID, certificate.Thumbprint), client.ActivateCertificate(ctx, principal.ObjectID, ""),
		client.SetSignOnMode(ctx, principal.ObjectID, "saml"), client.SetSignOnMode(ctx, principal.ObjectID, ""),
		client.Unassign(ctx, principal.ObjectID, assignment.ID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	sight, err := client.Look(ctx, Question{AppID: application.AppID})
	if err != nil || sight.Principal.ActiveThumbprint != "" || sight.Principal.SignOnMode != "" || len(sight.Assignments) != 0 {
		t.Errorf("%+v, %v", sight.Principal, err)
	}
	for _, err := range []error{client.DeleteUser(ctx, user.ID), client.DeleteServicePrincipal(ctx, principal.ObjectID), client.DeleteApplication(ctx, application.ObjectID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if sight, err = client.Look(ctx, Question{ObjectID: application.ObjectID, AppID: application.AppID, UPN: upn}); err != nil {
		t.Fatal(err)
	}
	mustBe(t, sight, Sight{})
	if gone := failureOf(t, client.DeleteApplication(ctx, application.ObjectID)); gone.Status != http.StatusNotFound {
		t.Errorf("twice: %v", gone)
	}
}

// parts answers a batch part by part; nil leaves a part out.
func parts(by func(round int, url string) (status int, header, body string)) http.HandlerFunc {
	round := 0
	return func(w http.ResponseWriter, r *http.Request) {
		round++
		var sent struct{ Requests []batchPart }
		_ = json.NewDecoder(r.Body).Decode(&sent)
		var lines []string
		for _, one := range sent.Requests {
			status, header, body := by(round, one.URL)
			if status != 0 {
				lines = append([]string{`{"id":"` + one.ID + `","status":` + jsonNumber(status) + `,"headers":{` + header + `},"body":` + body + `}`}, lines...)
			}
		}
		answers(200, `{"responses":[`+strings.Join(lines, ",")+`]}`)(w, r)
	}
}

func jsonNumber(n int) string {
	text, _ := json.Marshal(n)
	return string(text)
}

const person = `{"id":"0a0a0a0a-0000-4000-8000-000000000003","userPrincipalName":"ada@contoso.example","accountEnabled":true}`

func TestLookAsksAgainOnlyForWhatWasTurnedAway(t *testing.T) {
	var rounds [][]string
	b := newBench(t, parts(func(round int, url string) (int, string, string) {
		for len(rounds) < round {
			rounds = append(rounds, nil)
		}
		rounds[round-1] = append(rounds[round-1], url[:strings.IndexAny(url, "?")])
		switch {
		case strings.HasPrefix(url, "/users/"):
			return 200, "", person
		case round == 1:
			return 429, `"Retry-After":"7"`, `{"error":{"code":"TooManyRequests","message":"slow down"}}`
		}
		return 200, "", `{"value":[]}`
	}))
	sight, err := b.client.Look(context.Background(), Question{TemplateID: someID, UPN: "ada@contoso.example"})
	if err != nil || sight.User == nil {
		t.Fatalf("%+v, %v", sight, err)
	}
	mustBe(t, rounds, [][]string{{"/applications", "/users/ada@contoso.example"}, {"/applications"}})
	if !slices.Equal(b.pauses, []time.Duration{7 * time.Second}) || !slices.Equal(b.waits, []string{"throttled"}) {
		t.Errorf("pauses %v, waits %v", b.pauses, b.waits)
	}
}

func TestLookKeepsPartsApart(t *testing.T) {
	cases := map[string]struct {
		status       int
		body         string
		wantStatus   int
		wantPart     string
		wantNoUserIs bool
	}{
		"refused":    {403, `{"error":{"code":"Authorization_RequestDenied","message":"no"}}`, 403, "applications", false},
		"down":       {503, `{"error":{"code":"UnknownError"}}`, 503, "applications", false},
		"page":       {502, `"<html>proxy</html>"`, 502, "applications", false},
		"unreadable": {200, `[1]`, 200, "applications", false},
		"left out":   {0, ``, 200, "applications", false},
		"not found":  {404, `{"error":{"code":"Request_ResourceNotFound"}}`, 404, "applications", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, parts(func(_ int, url string) (int, string, string) {
				if strings.HasPrefix(url, "/users/") {
					return 200, "", person
				}
				return c.status, "", c.body
			}))
			sight, err := b.client.Look(context.Background(), Question{TemplateID: someID, UPN: "ada@contoso.example"})
			got := failureOf(t, err)
			if got.Status != c.wantStatus || PartOf(err) != c.wantPart || got.Unsure || sight.User == nil {
				t.Errorf("%+v of %q, user %v", got, PartOf(err), sight.User)
			}
		})
	}
	if PartOf(errors.New("x")) != "" || PartOf(&Error{Call: "GET /me"}) != "me" || PartOf(&Error{Call: "GET /servicePrincipals(appId='{appId}')"}) != "servicePrincipals" {
		t.Error("parts are named wrongly")
	}
}

func TestLookFollowsPages(t *testing.T) {
	batch := parts(func(int, string) (int, string, string) {
		return 200, "", `{"value":[],"@odata.nextLink":"https://elsewhere.example/v1.0/applications?$skiptoken=x"}`
	})
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			batch(w, r)
			return
		}
		answers(200, `{"value":[{"id":"`+someID+`","appId":"`+someApp+`"}]}`)(w, r)
	})
	sight, err := b.client.Look(context.Background(), Question{TemplateID: someID})
	if err != nil || len(sight.FromTemplate) != 1 || len(b.sent()) != 2 {
		t.Errorf("%+v, %v, sent %v", sight, err, b.sent())
	}
}

func TestLookEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	b := newBench(t, parts(func(int, string) (int, string, string) {
		return 429, "", `{"error":{"code":"TooManyRequests"}}`
	}))
	b.onPause = cancel
	_, err := b.client.Look(ctx, Question{TemplateID: someID})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}
