package graph

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// bodyBench answers every request alike and keeps the last body.
func bodyBench(t *testing.T, status int, answer string) (*bench, func() map[string]any) {
	t.Helper()
	var body []byte
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		answers(status, answer)(w, r)
	})
	return b, func() map[string]any {
		t.Helper()
		var sent map[string]any
		if err := json.Unmarshal(body, &sent); err != nil {
			t.Fatalf("body %q: %v", body, err)
		}
		delete(sent, "@odata.type")
		return sent
	}
}

func mustBe(t *testing.T, got, want any) {
	t.Helper()
	if difference := cmp.Diff(want, got); difference != "" {
		t.Errorf("(-want +got)\n%s", difference)
	}
}

func TestTenant(t *testing.T) {
	b := newBench(t, answers(200, `{"value":[{"id":"0A0A0A0A-0000-4000-8000-00000000000F","displayName":"Contoso","verifiedDomains":[
		{"name":"contoso.onmicrosoft.com","isInitial":true,"isDefault":false,"type":"Managed","capabilities":"Email"},
		{"name":"contoso.com","isDefault":true,"type":"Federated"}]}]}`))
	tenant, err := b.client.Tenant(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, tenant, Tenant{ID: "0a0a0a0a-0000-4000-8000-00000000000f", Name: "Contoso", Domains: []Domain{
		{Name: "contoso.onmicrosoft.com", Initial: true, Managed: true}, {Name: "contoso.com", Default: true}}})
	if tenant.DefaultDomain() != "contoso.onmicrosoft.com" {
		t.Errorf("default domain %q", tenant.DefaultDomain())
	}
	b.mustSend("GET /organization?$select=id,displayName,verifiedDomains")

	empty := newBench(t, answers(200, `{"value":[]}`))
	if _, err := empty.client.Tenant(context.Background()); err == nil {
		t.Error("no organization is no tenant")
	}
}

func TestMe(t *testing.T) {
	b := newBench(t, answers(200, `{"id":"1","userPrincipalName":"admin@contoso.com","displayName":"Ada","mail":null}`))
	me, err := b.client.Me(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, me, Account{ID: "1", UPN: "admin@contoso.com", Name: "Ada"})
	b.mustSend("GET /me?$select=id,userPrincipalName,displayName,mail,accountEnabled,userType,createdDateTime")
}

func TestGalleryApps(t *testing.T) {
	b := newBench(t, answers(200, `{"value":[{"id":"t1","displayName":"O'Neil's App","publisher":"P","supportedSingleSignOnModes":["saml","external"],"isEntraIntegrated":true}]}`))
	apps, err := b.client.GalleryApps(context.Background(), "O'Neil's App & more")
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, apps, []GalleryApp{{ID: "t1", Name: "O'Neil's App", Publisher: "P", Modes: []string{"saml", "external"}}})
	query, err := url.ParseQuery(strings.SplitN(b.exchanges[0].Path, "?", 2)[1])
	if err != nil || query.Get("$filter") != "displayName eq 'O''Neil''s App & more'" {
		t.Errorf("query %v, %v", query, err)
	}
}

func TestApplications(t *testing.T) {
	created := `"createdDateTime":"2026-11-23T10:00:00Z"`
	b := newBench(t, answers(200, `{"value":[{"id":"o","appId":"a","applicationTemplateId":"t","displayName":"n",`+created+
		`,"identifierUris":["https://i"],"web":{"redirectUris":["https://r"]}},{"id":"p","appId":"b","web":null}]}`))
	want := []Application{{ObjectID: "o", AppID: "a", TemplateID: "t", Name: "n", Created: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC),
		Identifiers: []string{"https://i"}, ReplyURLs: []string{"https://r"}}, {ObjectID: "p", AppID: "b"}}
	got, err := b.client.ApplicationsFromTemplate(context.Background(), "t")
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, got, want)
	if got, err = b.client.ApplicationsWithIdentifier(context.Background(), "https://x/'quoted'?a=b&c"); err != nil {
		t.Fatal(err)
	}
	mustBe(t, got, want)
	for i, filter := range []string{"applicationTemplateId eq 't'", "identifierUris/any(x:x eq 'https://x/''quoted''?a=b&c')"} {
		query, err := url.ParseQuery(strings.SplitN(b.exchanges[i].Path, "?", 2)[1])
		if err != nil || query.Get("$filter") != filter || !strings.Contains(query.Get("$select"), "identifierUris") {
			t.Errorf("query %v, %v", query, err)
		}
	}
}

func TestServicePrincipal(t *testing.T) {
	older, newer := []byte("older certificate"), []byte("newer certificate")
	sum := func(der []byte) string { s := sha1.Sum(der); return strings.ToUpper(hex.EncodeToString(s[:])) }
	encode := base64.StdEncoding.EncodeToString
	identifier := sha1.Sum([]byte("without key"))
	b := newBench(t, answers(200, `{"id":"`+someID+`","appId":"`+someApp+`","displayName":"AEB","accountEnabled":true,"appRoleAssignmentRequired":true,
		"preferredSingleSignOnMode":"saml","preferredTokenSigningKeyThumbprint":"abcdef","notificationEmailAddresses":["a@b"],
		"replyUrls":["https://r"],"servicePrincipalNames":["n"],
		"appRoles":[{"id":"`+someRole+`","displayName":"User","isEnabled":true,"allowedMemberTypes":["User"]},
			{"id":"`+someUser+`","displayName":"App only","isEnabled":false,"allowedMemberTypes":["Application"]}],
		"keyCredentials":[
			{"keyId":"`+someRole+`","usage":"Verify","type":"AsymmetricX509Cert","key":"`+encode(older)+`","startDateTime":"2024-01-01T00:00:00Z","endDateTime":"2027-01-01T00:00:00Z"},
			{"keyId":"`+someRole+`","usage":"Sign","key":null,"endDateTime":"2030-01-01T00:00:00Z"},
			{"keyId":"`+someUser+`","usage":"Verify","key":"`+encode(newer)+`","startDateTime":"2026-01-01T00:00:00Z","endDateTime":"2029-01-01T00:00:00Z"},
			{"keyId":null,"usage":"verify","key":null,"customKeyIdentifier":"`+encode(identifier[:])+`","endDateTime":"2026-01-01T00:00:00Z"}]}`))
	got, err := b.client.ServicePrincipal(context.Background(), someApp)
	if err != nil {
		t.Fatal(err)
	}
	day := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	mustBe(t, got, ServicePrincipal{ObjectID: someID, AppID: someApp, Name: "AEB", Enabled: true, AssignmentRequired: true, SignOnMode: "saml",
		ActiveThumbprint: "ABCDEF", Notify: []string{"a@b"}, ReplyURLs: []string{"https://r"}, Names: []string{"n"},
		Roles: []AppRole{{ID: someRole, Name: "User", Enabled: true, ForUsers: true}, {ID: someUser, Name: "App only"}},
		Certificates: []SigningCertificate{
			{KeyID: someUser, Thumbprint: sum(newer), DER: newer, NotBefore: day(2026), NotAfter: day(2029)},
			{KeyID: someRole, Thumbprint: sum(older), DER: older, NotBefore: day(2024), NotAfter: day(2027)},
			{Thumbprint: sum([]byte("without key")), NotAfter: day(2026)}}})
	if path := b.exchanges[0].Path; !strings.HasPrefix(path, "/v1.0/servicePrincipals(appId='"+someApp+"')?$select=") || !strings.Contains(path, "keyCredentials") {
		t.Errorf("path %s", path)
	}
}

func TestThumbprintOf(t *testing.T) {
	digits := strings.Repeat("ab", 20)
	tests := []struct {
		der, identifier string
		want            string
	}{
		{"", digits, strings.ToUpper(digits)},
		{"", strings.Repeat("zz", 20), ""},
		{"", "short", ""},
		{"", "", ""},
		{"der", "ignored", fmt.Sprintf("%X", sha1.Sum([]byte("der")))},
	}
	for _, test := range tests {
		if got := thumbprintOf([]byte(test.der), []byte(test.identifier)); got != test.want {
			t.Errorf("%q %q: got %q, want %q", test.der, test.identifier, got, test.want)
		}
	}
}

func TestPrincipalWrites(t *testing.T) {
	tests := []struct {
		name string
		call func(*Client) error
		want map[string]any
	}{
		{"mode", func(c *Client) error { return c.SetSignOnMode(context.Background(), someID, "saml") },
			map[string]any{"preferredSingleSignOnMode": "saml"}},
		{"no mode", func(c *Client) error { return c.SetSignOnMode(context.Background(), someID, "") },
			map[string]any{"preferredSingleSignOnMode": nil}},
		{"activate", func(c *Client) error { return c.ActivateCertificate(context.Background(), someID, "abcd") },
			map[string]any{"preferredTokenSigningKeyThumbprint": "ABCD"}},
		{"notify", func(c *Client) error { return c.SetNotify(context.Background(), someID, []string{"a@b"}) },
			map[string]any{"notificationEmailAddresses": []any{"a@b"}}},
		{"notify nobody", func(c *Client) error { return c.SetNotify(context.Background(), someID, nil) },
			map[string]any{"notificationEmailAddresses": []any{}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b, sent := bodyBench(t, 204, "")
			if err := test.call(b.client); err != nil {
				t.Fatal(err)
			}
			mustBe(t, sent(), test.want)
			b.mustSend("PATCH /servicePrincipals/" + someID)
		})
	}
}

func TestSetAddressesSendsWholeLists(t *testing.T) {
	for _, c := range []struct {
		identifiers, replyURLs []string
		want                   map[string]any
	}{
		{[]string{}, []string{"https://r"}, map[string]any{"identifierUris": []any{}, "web": map[string]any{"redirectUris": []any{"https://r"}}}},
		{nil, []string{}, map[string]any{"web": map[string]any{"redirectUris": []any{}}}},
		{[]string{"https://i"}, nil, map[string]any{"identifierUris": []any{"https://i"}}},
	} {
		b, sent := bodyBench(t, 204, "")
		if err := b.client.SetAddresses(context.Background(), someID, c.identifiers, c.replyURLs); err != nil {
			t.Fatal(err)
		}
		got := sent()
		if web, is := got["web"].(map[string]any); is {
			delete(web, "@odata.type")
		}
		mustBe(t, got, c.want)
	}
}

func TestAddFromGallery(t *testing.T) {
	b, sent := bodyBench(t, 201, `{"application":{"id":"o","appId":"a","displayName":"n"},"servicePrincipal":{"id":"s","appId":"a"}}`)
	application, principal, err := b.client.AddFromGallery(context.Background(), "t", "My app")
	if err != nil || application.ObjectID != "o" || principal.ObjectID != "s" {
		t.Errorf("got %v %v %v", application, principal, err)
	}
	mustBe(t, sent(), map[string]any{"displayName": "My app"})
	b.mustSend("POST /applicationTemplates/t/instantiate")
	for _, body := range []string{`{}`, `{"application":{"id":"o","appId":"a"}}`, `{"application":{"id":"o"},"servicePrincipal":{"id":"s"}}`} {
		odd, _ := bodyBench(t, 201, body)
		if _, _, err := odd.client.AddFromGallery(context.Background(), "t", "n"); !failureOf(t, err).Unsure {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

func TestAddSigningCertificate(t *testing.T) {
	der := []byte("certificate")
	sum := sha1.Sum(der)
	b, sent := bodyBench(t, 200, `{"customKeyIdentifier":"`+base64.StdEncoding.EncodeToString(sum[:])+`","key":"`+base64.StdEncoding.EncodeToString(der)+
		`","keyId":"`+someRole+`","startDateTime":"2026-11-23T10:00:00Z","endDateTime":"2029-11-23T00:00:00Z","thumbprint":"`+hex.EncodeToString(sum[:])+`","usage":"Verify"}`)
	end := time.Date(2029, 11, 23, 1, 30, 15, 999, time.FixedZone("east", 3600+1800))
	got, err := b.client.AddSigningCertificate(context.Background(), someID, CertificateRequest{Subject: "CN=Sign", End: end})
	if err != nil {
		t.Fatal(err)
	}
	if got.Thumbprint != fmt.Sprintf("%X", sum) || string(got.DER) != string(der) || got.NotAfter.Year() != 2029 || got.KeyID != someRole {
		t.Errorf("got %+v", got)
	}
	mustBe(t, sent(), map[string]any{"displayName": "CN=Sign", "endDateTime": "2029-11-23T00:00:15Z"})
	b.mustSend("POST /servicePrincipals/" + someID + "/addTokenSigningCertificate")

	bare, _ := bodyBench(t, 200, `{"thumbprint":"abcdef"}`)
	if got, err := bare.client.AddSigningCertificate(context.Background(), someID, CertificateRequest{Subject: "CN=Sign", End: end}); err != nil || got.Thumbprint != "ABCDEF" {
		t.Errorf("got %+v, %v", got, err)
	}
	none, _ := bodyBench(t, 200, `{"usage":"Verify"}`)
	if _, err := none.client.AddSigningCertificate(context.Background(), someID, CertificateRequest{Subject: "CN=Sign", End: end}); !failureOf(t, err).Unsure {
		t.Errorf("got %v", err)
	}
	for _, subject := range []string{"", "Sign", "CN="} {
		if _, err := none.client.AddSigningCertificate(context.Background(), someID, CertificateRequest{Subject: subject, End: end}); err == nil || failureOf(t, err).Unsure {
			t.Errorf("%q: got %v", subject, err)
		}
	}
}

func TestUser(t *testing.T) {
	b := newBench(t, answers(200, `{"id":"1","userPrincipalName":"B.Simon@contoso.com","displayName":"B.Simon","mail":"m","accountEnabled":true}`))
	got, err := b.client.User(context.Background(), "guest_fabrikam.com#EXT#@contoso.com")
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, got, User{ID: "1", UPN: "B.Simon@contoso.com", Name: "B.Simon", Mail: "m", Enabled: true})
	b.mustSend("GET /users/guest_fabrikam.com%23EXT%23%40contoso.com?$select=id,userPrincipalName,displayName,mail,accountEnabled,userType,createdDateTime")
}

func TestCreateUser(t *testing.T) {
	b, sent := bodyBench(t, 201, `{"id":"1","userPrincipalName":"B.Simon@contoso.com","displayName":"B.Simon"}`)
	got, err := b.client.CreateUser(context.Background(), NewUser{UPN: "B.Simon@contoso.com", Name: "B.Simon", GivenName: "B", Surname: "Simon",
		Mail: "B.Simon@contoso.com", MailNickname: "B.Simon", Password: NewSecret("pass")})
	if err != nil || got.ID != "1" || !got.Enabled {
		t.Errorf("got %+v, %v", got, err)
	}
	body := sent()
	profile := body["passwordProfile"].(map[string]any)
	delete(profile, "@odata.type")
	mustBe(t, body, map[string]any{"accountEnabled": true, "displayName": "B.Simon", "givenName": "B", "surname": "Simon", "mail": "B.Simon@contoso.com",
		"mailNickname": "B.Simon", "userPrincipalName": "B.Simon@contoso.com",
		"passwordProfile": map[string]any{"password": "pass", "forceChangePasswordNextSignIn": true}})

	if _, err := b.client.CreateUser(context.Background(), NewUser{UPN: "a@b", Name: "a", MailNickname: "a", Password: NewSecret("p")}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"givenName", "surname", "mail"} {
		if _, there := sent()[name]; there {
			t.Errorf("%s is sent empty", name)
		}
	}
}

func TestAssign(t *testing.T) {
	b, sent := bodyBench(t, 201, `{"id":"x","principalId":"`+someUser+`","principalDisplayName":"B","principalType":"User","appRoleId":"`+someRole+`","resourceId":"`+someID+`"}`)
	got, err := b.client.Assign(context.Background(), someID, someUser, someRole)
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, got, Assignment{ID: "x", PrincipalID: someUser, PrincipalName: "B", PrincipalType: "User", RoleID: someRole, ResourceID: someID})
	mustBe(t, sent(), map[string]any{"principalId": someUser, "resourceId": someID, "appRoleId": someRole})
	if _, err := b.client.Assign(context.Background(), someID, "B.Simon@contoso.com", someRole); err == nil || failureOf(t, err).Unsure {
		t.Errorf("got %v", err)
	}
}

func TestEmptyIdsAreRefused(t *testing.T) {
	b := newBench(t, answers(200, `{"value":[]}`))
	ctx := context.Background()
	calls := map[string]func() error{
		"application": func() error { _, err := b.client.Application(ctx, ""); return err },
		"principal":   func() error { _, err := b.client.ServicePrincipal(ctx, " "); return err },
		"user":        func() error { _, err := b.client.User(ctx, ""); return err },
		"mode":        func() error { return b.client.SetSignOnMode(ctx, "", "saml") },
		"addresses":   func() error { return b.client.SetAddresses(ctx, "", nil, nil) },
		"assignments": func() error { _, err := b.client.Assignments(ctx, ""); return err },
		"metadata":    func() error { _, err := b.client.Metadata(ctx, someID, ""); return err },
		"instantiate": func() error { _, _, err := b.client.AddFromGallery(ctx, "", "n"); return err },
		"certificate": func() error {
			_, err := b.client.AddSigningCertificate(ctx, "", CertificateRequest{Subject: "CN=x"})
			return err
		},
		"create": func() error { _, err := b.client.CreateUser(ctx, NewUser{UPN: "a"}); return err },
	}
	for name, call := range calls {
		if err := call(); err == nil || failureOf(t, err).Call == "" || failureOf(t, err).Unsure {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if len(b.sent()) != 0 {
		t.Errorf("sent %v", b.sent())
	}
}
