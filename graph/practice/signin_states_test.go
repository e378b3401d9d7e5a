package practice

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// wellKnownSimon is B.Simon after the first sign-in.
func (s setUp) wellKnownSimon(t *testing.T) {
	t.Helper()
	if !s.tenant.changeUser(s.simon.id, func(u *user) { u.mustChange = false }) {
		t.Fatal("B.Simon is gone")
	}
}

func TestSecondStep(t *testing.T) {
	s := startSetUp(t, Options{Faults: []string{secondStep}})
	v := newVisitor(t).open(s.userAccessURL()).press(simonUPN, nil)
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("Approve sign-in request", "type the number")
	v.press("Yes", url.Values{"typed": {"1"}}).shows("That is another number", "AADSTS500121")
	v.press("No, it’s not me", nil).shows("You denied the request", "AADSTS500121")
	v.press("Yes", url.Values{"typed": {numberOn(t, v)}}).shows("Update your password")
	v.press("Sign in", url.Values{"password": {firstWord}, "new": {secondWord}, "again": {secondWord}}).shows("Signing in to")
	root, raw := responseIn(t, v)
	xmlsecVerifies(t, raw, s.sp.keys[0].der, "Assertion")
	if got := authnMethods(t, v); !slices.Equal(got, []string{
		"http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password", multipleAuthn}) {
		t.Errorf("methods %v", got)
	}
	if got := valueAt(root, "./Assertion/AuthnStatement/AuthnContext/AuthnContextClassRef"); got != contextPassword {
		t.Errorf("context %q", got)
	}
	// The browser remembers the second proof, until it signs out.
	v.open(s.userAccessURL()).shows("Signing in to")
	if got := authnMethods(t, v); !slices.Contains(got, multipleAuthn) {
		t.Errorf("the second time: %v", got)
	}
	v.open(s.Info().Login + "/common/oauth2/v2.0/logout")
	v.open(s.userAccessURL()).press(simonUPN, nil).press("Sign in", url.Values{"password": {secondWord}}).shows("Approve sign-in request")
	v.press("I can’t use", nil).shows("Pick an account")
}

func numberOn(t *testing.T, v *visitor) string {
	t.Helper()
	_, rest, _ := strings.Cut(v.text, "type the number shown here to sign in. ")
	number, _, _ := strings.Cut(rest, " ")
	if len(number) != 2 {
		t.Fatalf("no number on the page: %s", v.text)
	}
	return number
}

func authnMethods(t *testing.T, v *visitor) []string {
	t.Helper()
	root, _ := responseIn(t, v)
	var methods []string
	for _, value := range root.FindElements("./Assertion/AttributeStatement/Attribute[@Name='http://schemas.microsoft.com/claims/authnmethodsreferences']/AttributeValue") {
		methods = append(methods, value.Text())
	}
	return methods
}

func TestSecondStepForOneOnly(t *testing.T) {
	s := startSetUp(t, Options{Faults: []string{secondStep + ":scope=" + strings.ToLower(simonUPN)}})
	newVisitor(t).open(s.Info().MyApps).press("ada@", nil).shows("No app is assigned")
	v := newVisitor(t).open(s.Info().MyApps).press(simonUPN, nil).press("Sign in", url.Values{"password": {firstWord}})
	v.shows("Approve sign-in request").press("Yes", url.Values{"typed": {numberOn(t, v)}}).shows("Update your password")
}

// Programs that cannot show the page hear that it is missing; those that can get
// tokens that name the second proof.
func TestSecondStepForPrograms(t *testing.T) {
	s := startSetUp(t, Options{})
	s.login.consents.give(graphTools, "", []string{"User.Read"})
	code, _ := codeFor(t, s.Server, nil)
	redeem := url.Values{"client_id": {graphTools}, "grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {landing}, "code_verifier": {verifier}}
	_, before := ask(t, s.Server, "token", redeem)
	if got := claimsOf(t, before["access_token"].(string))["amr"]; len(got.([]any)) != 1 {
		t.Fatalf("amr %v before", got)
	}
	v := newVisitor(t).open(s.Info().MyApps).press("ada@", nil).shows("My Apps")
	s.goesWrong(t, secondStep)

	query := url.Values{"client_id": {graphTools}, "response_type": {"code"}, "redirect_uri": {landing}, "scope": {"openid"}, "prompt": {"none"}, "response_mode": {"form_post"}}
	v.open(s.Info().Login + "/common/oauth2/v2.0/authorize?" + query.Encode())
	if got := v.forms[0].values; got.Get("error") != "interaction_required" || !strings.HasPrefix(got.Get("error_description"), "AADSTS50076: ") {
		t.Errorf("silent: %v", got)
	}
	_, answer := ask(t, s.Server, "token", url.Values{"client_id": {graphTools}, "grant_type": {"refresh_token"}, "refresh_token": {before["refresh_token"].(string)}, "scope": {"openid User.Read"}})
	refusedWith(t, answer, 50076, "invalid_grant")
	v.open(s.Info().Login + "/common/saml2?SAMLRequest=" + url.QueryEscape(redirectBinding(t, authnMessage(identifier, `IsPassive="true"`, ""))))
	root, _ := responseIn(t, v)
	if got := valueAt(root, "./samlp:Status/samlp:StatusCode/samlp:StatusCode/@Value"); got != "urn:oasis:names:tc:SAML:2.0:status:NoPassive" {
		t.Errorf("passive: %q", got)
	}

	query.Del("prompt")
	v.open(s.Info().Login + "/common/oauth2/v2.0/authorize?" + query.Encode()).shows("Approve sign-in request")
	v.press("Yes", url.Values{"typed": {numberOn(t, v)}})
	redeem.Set("code", v.forms[0].values.Get("code"))
	redeem.Del("code_verifier")
	_, after := ask(t, s.Server, "token", redeem)
	if got := claimsOf(t, after["access_token"].(string))["amr"].([]any); len(got) != 2 || got[1] != "mfa" {
		t.Errorf("amr %v after", got)
	}
}

func TestSlipsNameTheirNumber(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s := startSetUp(t, Options{Now: func() time.Time { return now }})
	v := newVisitor(t).open(s.Info().MyApps)
	v.press("Next", url.Values{"username": {"nobody@" + defaultDomain}}).shows("AADSTS50034")
	v.press("Next", url.Values{"username": {simonUPN}})
	for range maxMisses {
		v.press("Sign in", url.Values{"password": {"guess"}}).shows("AADSTS50126")
	}
	// The right password does not help while the account is locked.
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("AADSTS50053")
	newVisitor(t).open(s.Info().MyApps).press(simonUPN, nil).press("Sign in", url.Values{"password": {firstWord}}).shows("AADSTS50053")
	now = now.Add(restAfter + time.Second)
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("Update your password", "expired")
	v.press("Sign in", url.Values{"password": {"guess"}, "new": {secondWord}, "again": {secondWord}}).shows("AADSTS50126")
}

func TestPasswordGrant(t *testing.T) {
	s := startSetUp(t, Options{})
	s.wellKnownSimon(t)
	s.login.consents.give(graphTools, "", []string{"User.Read"})
	good := func() url.Values {
		return url.Values{"client_id": {graphTools}, "grant_type": {"password"}, "username": {simonUPN}, "password": {firstWord}, "scope": {"openid offline_access User.Read"}}
	}
	status, answer := ask(t, s.Server, "token", good())
	if status != http.StatusOK || answer["refresh_token"] == nil || claimsOf(t, answer["access_token"].(string))["upn"] != simonUPN {
		t.Fatalf("%d %v", status, answer)
	}
	change := func(change func(*user)) func(url.Values) {
		return func(url.Values) { s.tenant.changeUser(s.simon.id, change) }
	}
	for _, c := range []struct {
		number float64
		oauth  string
		edit   func(url.Values)
	}{
		{900144, "invalid_request", func(f url.Values) { f.Del("username") }},
		{900144, "invalid_request", func(f url.Values) { f.Del("password") }},
		{50034, "invalid_grant", func(f url.Values) { f.Set("username", "nobody@"+defaultDomain) }},
		{50034, "invalid_grant", func(f url.Values) { f.Set("username", "someone@outlook.com") }},
		{50126, "invalid_grant", func(f url.Values) { f.Set("password", "guess") }},
		{65001, "invalid_grant", func(f url.Values) { f.Set("scope", "Application.ReadWrite.All") }},
		{65002, "invalid_client", func(f url.Values) {
			f.Set("client_id", azureCLI)
			f.Set("scope", "Policy.Read.All")
		}},
		{7000218, "invalid_client", func(f url.Values) { f.Set("client_id", s.app.appID) }},
		{50055, "invalid_grant", change(func(u *user) { u.mustChange = true })},
		{50057, "invalid_grant", change(func(u *user) { u.enabled = false })},
		{50053, "invalid_grant", func(f url.Values) {
			for range maxMisses {
				wrong := good()
				wrong.Set("password", "guess")
				ask(t, s.Server, "token", wrong)
			}
		}},
	} {
		form := good()
		c.edit(form)
		_, answer := ask(t, s.Server, "token", form)
		refusedWith(t, answer, c.number, c.oauth)
		s.tenant.changeUser(s.simon.id, func(u *user) { u.mustChange, u.enabled = false, true })
	}
	s.login.misses.drop(s.simon.id)
	s.goesWrong(t, secondStep)
	_, answer = ask(t, s.Server, "token", good())
	refusedWith(t, answer, 50076, "invalid_grant")
}

// An admin may disable the client that people sign in with, or demand assignment.
func TestDisabledOrAssignedClient(t *testing.T) {
	server := startForLogin(t, Options{})
	server.login.consents.give(graphTools, "", []string{"User.Read"})
	tools, ok := server.tenant.principalByAppID(graphTools)
	if !ok {
		t.Fatal("no service principal for the client")
	}
	put := func(change func(*principal)) {
		changed, now := *tools, server.tenant.now()
		change(&changed)
		server.tenant.mu.Lock()
		server.tenant.principals.put(changed.id, &changed, now, now)
		server.tenant.mu.Unlock()
	}
	authorize := server.Info().Login + "/common/oauth2/v2.0/authorize?response_type=code&response_mode=form_post&scope=openid&client_id=" + graphTools + "&redirect_uri=" + landing
	ropc := url.Values{"client_id": {graphTools}, "grant_type": {"password"}, "username": {server.Info().Accounts[0].UPN}, "password": {server.Info().Accounts[0].Password}, "scope": {"openid"}}

	put(func(p *principal) { p.enabled = false })
	newVisitor(t).open(authorize).shows("AADSTS7000112: ")
	for _, endpoint := range []string{"token", "devicecode"} {
		_, answer := ask(t, server, endpoint, ropc)
		refusedWith(t, answer, 7000112, "unauthorized_client")
	}
	put(func(p *principal) { p.assignmentRequired = true })
	newVisitor(t).open(authorize).press("ada@", nil).shows("AADSTS50105: ", "Microsoft Graph Command Line Tools")
	_, answer := ask(t, server, "token", ropc)
	refusedWith(t, answer, 50105, "invalid_grant")
	v := newVisitor(t).open(server.Info().MyApps).press("ada@", nil)
	if v.open(authorize + "&prompt=none"); !strings.HasPrefix(v.forms[0].values.Get("error_description"), "AADSTS50105: ") {
		t.Errorf("silent: %v", v.forms[0].values)
	}
	put(func(*principal) {})
	if v.open(authorize); v.forms[0].values.Get("code") == "" {
		t.Errorf("afterwards: %s", v.text)
	}
}

func TestConsentStates(t *testing.T) {
	server := startForLogin(t, Options{})
	authorize := server.Info().Login + "/common/oauth2/v2.0/authorize?response_type=code&response_mode=form_post&state=s&client_id=" + graphTools +
		"&redirect_uri=" + landing + "&scope=User.Read+Application.ReadWrite.All"
	told := func(v *visitor, oauth, number string) {
		t.Helper()
		got := v.forms[0].values
		if got.Get("error") != oauth || !strings.HasPrefix(got.Get("error_description"), number+": ") || got.Get("state") != "s" {
			t.Errorf("the app is told %v, want %s %s", got, oauth, number)
		}
	}
	grace := newVisitor(t).open(authorize).press("grace@", nil).shows("Need admin approval", "AADSTS90094", "Correlation ID", "Timestamp")
	told(grace.press("Return to the application", nil), "access_denied", "AADSTS65004")
	told(grace.open(authorize+"&prompt=none"), "consent_required", "AADSTS65001")
	ada := newVisitor(t).open(authorize).press("ada@", nil).shows("Permissions requested", "Application.ReadWrite.All", "User.Read")
	told(ada.press("Cancel", nil), "access_denied", "AADSTS65004")
	ada.open(authorize).shows("Permissions requested").press("Accept", nil)
	if ada.forms[0].values.Get("code") == "" {
		t.Fatalf("no code: %s", ada.text)
	}
	// What one admin allows herself does not serve another user.
	told(grace.open(authorize+"&prompt=none"), "consent_required", "AADSTS65001")
	ada.open(authorize+"&prompt=consent").shows("Permissions requested").press("Accept", url.Values{"everyone": {"yes"}})
	if grace.open(authorize + "&prompt=none"); grace.forms[0].values.Get("code") == "" {
		t.Errorf("after approval: %v", grace.forms[0].values)
	}
}

func TestErrorPageHasEntrasForm(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s := startSetUp(t, Options{Now: func() time.Time { return now }})
	const correlation = "11111111-2222-4333-8444-555555555555"
	for path, number := range map[string]string{
		"/common/saml2":                         "750054",
		"/fabrikam.example/saml2?SAMLRequest=x": "90002",
		"/signin/" + s.login.guid():             "700016",
		"/common/oauth2/v2.0/authorize":         "900144",
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.Info().Login+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("client-request-id", correlation)
		v := newVisitor(t)
		v.read(v.client.Do(request))
		v.shows("Sorry, but we’re having trouble signing you in.", "AADSTS"+number+": ", "Error code "+number+" ", "Request Id ",
			"Correlation Id "+correlation, "Timestamp 2026-11-23T10:00:00Z", "Message AADSTS"+number+": ")
		if v.status != http.StatusBadRequest {
			t.Errorf("%s: status %d", path, v.status)
		}
	}
}

func TestSigningKeyInEveryState(t *testing.T) {
	s := startSetUp(t, Options{})
	own := s.sp.keys[0]
	fallback, err := s.tenant.fallback()
	if err != nil {
		t.Fatal(err)
	}
	s.change(t, func(sp *principal) { sp.keys, sp.activeThumbprint = nil, "" })
	_, raw := responseIn(t, s.signedInVisitor(t))
	xmlsecVerifies(t, raw, fallback.der, "Assertion")
	s.change(t, func(sp *principal) { sp.activeThumbprint = "" })
	_, raw = responseIn(t, s.signedInVisitor(t))
	xmlsecVerifies(t, raw, own.der, "Assertion")
	s.change(t, func(sp *principal) { sp.keys = nil })
	s.signedInVisitor(t).shows("AADSTS50003: ")
	s.change(t, func(sp *principal) { sp.enabled = false })
	login := s.Info().Login + "/common/saml2?SAMLRequest=" + url.QueryEscape(redirectBinding(t, authnMessage(identifier, "", "")))
	newVisitor(t).open(login).shows("AADSTS7000112: ")
}

// A Reply URL serves sign-in only after it was mirrored to the service principal.
func TestReplyURLReachesSignInLate(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml","appRoleAssignmentRequired":false}`)
	tt.s.tenant.faults.disarm("")
	if err := tt.s.tenant.faults.arm([]string{"lag:after=30s,replicas=1"}); err != nil {
		t.Fatal(err)
	}
	tt.want(204, "PATCH", "/applications/"+made.id, `{"identifierUris":["`+identifier+`"],"web":{"redirectUris":["`+replyURL+`"]}}`)
	message := authnMessage(identifier, `AssertionConsumerServiceURL="`+replyURL+`"`, "")
	begin := func() *visitor {
		return newVisitor(t).post(tt.s.Info().Login+"/common/saml2", url.Values{"SAMLRequest": {base64.StdEncoding.EncodeToString([]byte(message))}})
	}
	begin().shows("AADSTS700016: ")
	tt.pass(31 * time.Second)
	v := begin().shows("Pick an account").press("ada@", nil).shows("Signing in to")
	root, _ := responseIn(t, v)
	if got := root.SelectAttrValue("Destination", ""); got != replyURL {
		t.Errorf("destination %q", got)
	}
	tt.want(204, "PATCH", "/applications/"+made.id, `{"web":{"redirectUris":["`+replyURL+`2"]}}`)
	begin().shows("Pick an account")
	tt.pass(31 * time.Second)
	begin().shows("AADSTS50011: ")
}
