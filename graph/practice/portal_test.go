package practice

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"backupsso/samlcfg/bundle"
)

const (
	portalHost = "us.backup.autotask.net"
	identifier = "https://us.backup.autotask.net/singlesignon/saml/metadata"
	replyURL   = "https://us.backup.autotask.net/singlesignon/saml/SSO"
	simonUPN   = "B.Simon@" + defaultDomain
	firstWord  = "First-Word-2026"
	secondWord = "Second-Word-2026"
)

// setUp is a tenant in which single sign-on was set up, but for the portal.
type setUp struct {
	*Server
	app   *application
	sp    *principal
	simon *user
}

func startSetUp(t *testing.T, options Options) setUp {
	t.Helper()
	server := startForLogin(t, options)
	key := newKey(t, server, "CN=Autotask Endpoint Backup single sign-on")
	app, sp := addApp(t, server, func(_ *application, sp *principal) {
		sp.keys, sp.activeThumbprint = []signingKey{key}, key.thumbprint
	})
	simon := addUser(t, server, func(u *user) { u.mustChange = true })
	assign(t, server, simon, sp)
	return setUp{server, app, sp, simon}
}

func addUser(t *testing.T, server *Server, change func(*user)) *user {
	t.Helper()
	u := &user{id: server.login.guid(), upn: simonUPN, name: "B.Simon", given: "B", surname: "Simon", mail: simonUPN,
		mailNickname: "B.Simon", password: firstWord, enabled: true, created: server.tenant.now()}
	change(u)
	server.tenant.mu.Lock()
	defer server.tenant.mu.Unlock()
	server.tenant.users.put(u.id, u, u.created, u.created)
	return u
}

func assign(t *testing.T, server *Server, u *user, sp *principal) {
	t.Helper()
	now := server.tenant.now()
	a := &assignment{id: server.login.guid(), principalID: u.id, principalName: u.name, principalType: "User",
		resourceID: sp.id, resourceName: sp.name, created: now}
	server.tenant.mu.Lock()
	defer server.tenant.mu.Unlock()
	server.tenant.assignments.put(a.id, a, now, now)
}

// change puts a changed copy of the service principal into the tenant.
func (s setUp) change(t *testing.T, change func(*principal)) {
	t.Helper()
	changed := *s.sp
	change(&changed)
	now := s.tenant.now()
	s.tenant.mu.Lock()
	defer s.tenant.mu.Unlock()
	s.tenant.principals.put(changed.id, &changed, now, now)
}

func (s setUp) bundle(t *testing.T, change func(*bundle.Contents)) []byte {
	t.Helper()
	login := s.Info().Login + "/" + s.Info().TenantID
	address := login + "/federationmetadata/2007-06/federationmetadata.xml?appid=" + s.app.appID
	key := s.sp.keys[0]
	contents := bundle.Contents{Practice: true, Created: s.tenant.now().UTC().Truncate(time.Second), Language: "en",
		TenantID: s.Info().TenantID, TenantName: s.tenant.name, TenantDomain: defaultDomain, AppName: s.app.name, AppID: s.app.appID,
		Identifier: identifier, ReplyURL: replyURL, LoginURL: login + "/saml2", LogoutURL: login + "/saml2",
		EntraID: "https://sts.windows.net/" + s.Info().TenantID + "/", MetadataURL: address,
		UserAccessURL: s.userAccessURL(), Metadata: fetchMetadata(t, address), Certificate: key.der, Thumbprint: key.thumbprint,
		NotAfter: key.notAfter, TestUserUPN: simonUPN, TestUserName: "B.Simon", PortalUser: "Britta Simon",
		ContactName: "Ada Lovelace", ContactUPN: "ada@" + defaultDomain}
	if change != nil {
		change(&contents)
	}
	made, err := bundle.Build(contents)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := made.Zip()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (s setUp) userAccessURL() string {
	return s.Info().MyApps + "/signin/Autotask%20Endpoint%20Backup/" + s.app.appID + "?tenantId=" + s.Info().TenantID
}

// load sends a bundle to support as a program does.
func (s setUp) load(t *testing.T, raw []byte) (int, map[string]any) {
	t.Helper()
	return s.exchange(t, "/portal/bundle", "application/zip", raw)
}

func (s setUp) exchange(t *testing.T, path, kind string, body []byte) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Info().Login+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatalf("status %d: %v", response.StatusCode, err)
	}
	return response.StatusCode, answer
}

func TestBrittaSimonSignsIn(t *testing.T) {
	s := startSetUp(t, Options{})
	if status, answer := s.load(t, s.bundle(t, nil)); status != http.StatusOK || answer["loaded"] != true {
		t.Fatalf("bundle: %d %v", status, answer)
	}
	for _, address := range []string{s.userAccessURL(), s.Info().Login + "/signin//" + s.app.appID,
		s.Info().Login + "/api/signin/" + s.app.appID + "?tenantId=" + defaultDomain} {
		v := newVisitor(t)
		v.open(address).shows("PRACTICE", "Pick an account", "to continue to Autotask Endpoint Backup")
		v.press(simonUPN, nil).shows("Enter password")
		if s.passwordOf(t) == firstWord {
			v.press("Sign in", url.Values{"password": {"guess"}}).shows("The password is wrong")
			v.press("Sign in", url.Values{"password": {firstWord}}).shows("Update your password")
			v.press("Sign in", url.Values{"password": {firstWord}, "new": {"short"}, "again": {"short"}}).shows("Choose 8 to 256")
			v.press("Sign in", url.Values{"password": {firstWord}, "new": {secondWord}, "again": {"other"}}).shows("differ")
			v.press("Sign in", url.Values{"password": {firstWord}, "new": {secondWord}, "again": {secondWord}})
		} else {
			v.press("Sign in", url.Values{"password": {secondWord}})
		}
		v.shows("Signing in to Autotask Endpoint Backup").submit()
		if v.status != http.StatusOK {
			v.open(v.at.Scheme + "://" + v.at.Host + "/portal/").shows("nothing")
		}
		v.shows("Britta Simon is signed in", "Britta Simon's account: "+simonUPN)
		// Signed in already: no page asks again.
		v.open(address).shows("Signing in to").submit()
		v.shows("Britta Simon is signed in")
		v.open(s.Info().MyApps).shows("My Apps", "Autotask Endpoint Backup")
	}
}

func (s setUp) passwordOf(t *testing.T) string {
	t.Helper()
	u, ok := s.tenant.userByID(s.simon.id)
	if !ok {
		t.Fatal("B.Simon is gone")
	}
	return u.password
}

// signedInVisitor is B.Simon's browser just before the post to the portal.
func (s setUp) signedInVisitor(t *testing.T) *visitor {
	t.Helper()
	if !s.tenant.changeUser(s.simon.id, func(u *user) { u.mustChange = false }) {
		t.Fatal("B.Simon is gone")
	}
	v := newVisitor(t)
	v.open(s.userAccessURL())
	v.press(simonUPN, nil).press("Sign in", url.Values{"password": {s.passwordOf(t)}})
	return v
}

func TestPortalNamesWhatIsWrong(t *testing.T) {
	other := startForLogin(t, Options{})
	newKey(t, other, "CN=takes the key that every tenant of these tests makes first")
	foreign := newKey(t, other, "CN=of somebody else")
	cases := []struct {
		name, reason string
		entra        func(*principal)       // changed after the bundle was made
		bundle       func(*bundle.Contents) // changed in the bundle
		users        func(s setUp)
		form         func(url.Values)
		action       func(string) string
	}{
		{name: "no bundle", reason: "not-configured", action: func(a string) string { return strings.Replace(a, "us.", "eu.", 1) }},
		{name: "reply url in lower case", reason: "path", action: func(a string) string { return strings.Replace(a, "SSO", "sso", 1) }},
		{name: "another Identifier in Entra", reason: "audience", entra: func(sp *principal) { sp.names = []string{sp.appID, identifier + "/"} }},
		{name: "another Reply URL in the bundle", reason: "path", bundle: func(c *bundle.Contents) { c.ReplyURL += "2" }},
		{name: "another certificate made active", reason: "other-certificate", entra: func(sp *principal) {
			sp.keys, sp.activeThumbprint = []signingKey{foreign}, foreign.thumbprint
		}},
		{name: "user not active", reason: "user-inactive", users: func(s setUp) { s.login.portal.setUser(portalHost, simonUPN, "", false) }},
		{name: "user unknown", reason: "user-unknown", bundle: func(c *bundle.Contents) { c.TestUserUPN = "britta@" + defaultDomain }},
		{name: "no response", reason: "not-readable", form: func(f url.Values) { f.Del("SAMLResponse") }},
		{name: "changed on the way", reason: "signature", form: editResponse(simonUPN+"</NameID>", "ada@"+defaultDomain+"</NameID>")},
		{name: "signature taken off", reason: "unsigned", form: editBetween("<Signature", "</Signature>")},
		{name: "sent to another address", reason: "destination", form: editResponse(`Destination="`+replyURL, `Destination="`+replyURL+"2")},
		{name: "answer to a request", reason: "in-response-to", form: editResponse(` Destination=`, ` InResponseTo="_x" Destination=`)},
		{name: "a second assertion", reason: "assertion-count", form: editResponse(`</samlp:Response>`, `<Assertion xmlns="urn:x"/></samlp:Response>`)},
		{name: "signed assertion hidden in another", reason: "assertion-count", form: wrapAssertion},
		{name: "signed assertion under another name", reason: "assertion-count", form: editResponse(`Assertion`, `Assertio`)},
		{name: "doctype", reason: "not-readable", form: editResponse(`<samlp:Response `, `<!DOCTYPE x><samlp:Response `)},
		{name: "another kind of message", reason: "not-readable", form: editResponse(`samlp:Response`, `samlp:LogoutResponse`)},
		{name: "failed status", reason: "status", form: editResponse(`status:Success`, `status:Requester`)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := startSetUp(t, Options{})
			if status, answer := s.load(t, s.bundle(t, c.bundle)); status != http.StatusOK {
				t.Fatal(answer)
			}
			if c.entra != nil {
				s.change(t, c.entra)
			}
			if c.users != nil {
				c.users(s)
			}
			v := s.signedInVisitor(t)
			form := v.forms[0]
			if c.form != nil {
				c.form(form.values)
			}
			if c.action != nil {
				form.action = c.action(form.action)
			}
			status, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode()))
			if status != http.StatusForbidden || answer["reason"] != c.reason {
				t.Fatalf("status %d, answer %v; want %s", status, answer, c.reason)
			}
			v.post(s.Info().Login+form.action, form.values).shows("Sign-in failed", "Contact your administrator")
			if strings.Contains(v.text, c.reason) {
				t.Error("the portal's own page tells the reason")
			}
			v.open(s.Info().Login+v.hrefOf("What went wrong")).shows("What went wrong", c.reason)
		})
	}
}

func editResponse(old, changed string) func(url.Values) {
	return func(form url.Values) {
		raw, _ := base64.StdEncoding.DecodeString(form.Get("SAMLResponse"))
		form.Set("SAMLResponse", base64.StdEncoding.EncodeToString(bytes.ReplaceAll(raw, []byte(old), []byte(changed))))
	}
}

// wrapAssertion puts the signed assertion inside the signature of a made-up one
// (signature wrapping).
func wrapAssertion(form url.Values) {
	raw, _ := base64.StdEncoding.DecodeString(form.Get("SAMLResponse"))
	from, to := bytes.Index(raw, []byte("<Assertion ")), bytes.Index(raw, []byte("</samlp:Response>"))
	signed := string(raw[from:to])
	cut := strings.Index(signed, "<Signature")
	end := strings.Index(signed, "</Signature>")
	rest := strings.Replace(signed[end+len("</Signature>"):], simonUPN, "ada@"+defaultDomain, 1)
	evil := strings.Replace(signed[:cut], ` ID="_`, ` ID="_evil`, 1) + signed[cut:end] + "<Object>" + signed + "</Object></Signature>" + rest
	form.Set("SAMLResponse", base64.StdEncoding.EncodeToString([]byte(string(raw[:from])+evil+string(raw[to:]))))
}

func TestCommentDoesNotCutAName(t *testing.T) {
	s := startSetUp(t, Options{})
	s.load(t, s.bundle(t, nil))
	form := s.signedInVisitor(t).forms[0]
	editResponse("B.Simon@contoso", "B.Simon@<!-- -->contoso")(form.values)
	_, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode()))
	if answer["name_id"] != simonUPN {
		t.Errorf("answer %v", answer)
	}
}

func editBetween(from, to string) func(url.Values) {
	return func(form url.Values) {
		raw, _ := base64.StdEncoding.DecodeString(form.Get("SAMLResponse"))
		a, b := bytes.Index(raw, []byte(from)), bytes.Index(raw, []byte(to))
		form.Set("SAMLResponse", base64.StdEncoding.EncodeToString(append(raw[:a:a], raw[b+len(to):]...)))
	}
}

func TestPortalTakesAResponseOnceAndInTime(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	clock := &now
	s := startSetUp(t, Options{Now: func() time.Time { return *clock }})
	s.load(t, s.bundle(t, nil))
	for _, c := range []struct {
		name   string
		later  time.Duration
		reason any
	}{
		{"a clock 5 minutes behind", -5 * time.Minute, nil},
		{"a clock 7 minutes behind", -7 * time.Minute, "time"},
		{"an hour later", 59 * time.Minute, nil},
		{"more than an hour later", 62 * time.Minute, "time"},
	} {
		now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
		form := s.signedInVisitor(t).forms[0]
		now = now.Add(c.later)
		if _, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode())); answer["reason"] != c.reason {
			t.Errorf("%s: %v, want %v", c.name, answer, c.reason)
		}
		if c.reason != nil {
			continue
		}
		if _, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode())); answer["reason"] != "replayed" {
			t.Errorf("%s, again: %v", c.name, answer)
		}
	}
	now = now.AddDate(3, 0, 1)
	form := s.signedInVisitor(t).forms[0]
	if _, answer := s.exchange(t, form.action, "application/x-www-form-urlencoded", []byte(form.values.Encode())); answer["reason"] != "certificate-expired" {
		t.Errorf("three years later: %v", answer)
	}
}

func TestBundleUpload(t *testing.T) {
	s := startSetUp(t, Options{})
	good := s.bundle(t, nil)
	var form bytes.Buffer
	writer := multipart.NewWriter(&form)
	part, err := writer.CreateFormFile("bundle", "us.zip")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(good); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	altered := bytes.ReplaceAll(good, []byte("PK\x01\x02"), []byte("PK\x01\x03"))
	cases := []struct {
		name, kind string
		body       []byte
		status     int
	}{
		{"form", writer.FormDataContentType(), form.Bytes(), http.StatusOK},
		{"plain body", "application/zip", good, http.StatusOK},
		{"as curl sends it", "application/x-www-form-urlencoded", good, http.StatusOK},
		{"nothing", "application/zip", nil, http.StatusBadRequest},
		{"no zip", "application/zip", []byte("hello"), http.StatusBadRequest},
		{"broken zip", "application/zip", altered, http.StatusBadRequest},
		{"form without a file", "multipart/form-data; boundary=x", []byte("--x--\r\n"), http.StatusBadRequest},
		{"too large", "application/zip", make([]byte, maxUpload+1), http.StatusBadRequest},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			status, answer := s.exchange(t, "/portal/bundle", c.kind, c.body)
			if status != c.status || answer["loaded"] != (c.status == http.StatusOK) {
				t.Fatalf("status %d, answer %v", status, answer)
			}
		})
	}
	v := newVisitor(t)
	v.open(s.Info().Portal).shows("Stand-in portal: support", portalHost, "Britta Simon", simonUPN, "Active")
	v.press("Deactivate", nil).shows("Not active")
	s.load(t, good)
	v.open(s.Info().Portal).shows("Active", "Deactivate")
	v.press("Add and activate", url.Values{"name": {"<b>x</b>"}, "login": {"x@" + defaultDomain}}).shows("<b>x</b>")
}
