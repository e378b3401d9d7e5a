package practice

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// ask posts a form to an endpoint below the tenant and reads the JSON answer.
func ask(t *testing.T, server *Server, endpoint string, form url.Values) (int, map[string]any) {
	t.Helper()
	response, err := http.PostForm(server.Info().Login+"/"+server.Info().TenantID+"/oauth2/v2.0/"+endpoint, form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, answer
}

// refusedWith checks the JSON form of an error.
func refusedWith(t *testing.T, answer map[string]any, number float64, oauth string) {
	t.Helper()
	codes, _ := answer["error_codes"].([]any)
	if len(codes) != 1 || codes[0] != number || answer["error"] != oauth {
		t.Fatalf("answer %v, want %v %s", answer, number, oauth)
	}
	text, _ := answer["error_description"].(string)
	for _, part := range []string{"AADSTS", " Trace ID: ", " Correlation ID: ", " Timestamp: "} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in %q", part, text)
		}
	}
	for _, name := range []string{"trace_id", "correlation_id"} {
		if id, _ := answer[name].(string); !isGUID(id) {
			t.Errorf("%s is %q", name, id)
		}
	}
	if at, _ := answer["timestamp"].(string); at == "" {
		t.Error("no timestamp")
	} else if _, err := time.Parse(entraTime, at); err != nil {
		t.Error(err)
	}
}

const (
	verifier = "0123456789012345678901234567890123456789012"
	landing  = "http://localhost:4321/done"
)

// codeFor signs ada in and returns the code that the app gets.
func codeFor(t *testing.T, server *Server, change func(url.Values)) (string, url.Values) {
	t.Helper()
	sum := sha256.Sum256([]byte(verifier))
	query := url.Values{"client_id": {graphTools}, "response_type": {"code"}, "redirect_uri": {landing}, "state": {"st&ate"},
		"scope": {"openid profile offline_access User.Read"}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "nonce": {"n1"}}
	if change != nil {
		change(query)
	}
	server.login.consents.give(graphTools, "", []string{"User.Read"})
	v := newVisitor(t)
	var last *http.Request
	v.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		last = r
		return http.ErrUseLastResponse
	}
	v.open(server.Info().Login + "/common/oauth2/v2.0/authorize?" + query.Encode())
	if last == nil {
		v.press("ada@", nil)
	}
	if last == nil {
		t.Fatalf("no redirect: %s", v.text)
	}
	values := last.URL.Query()
	if query.Get("response_mode") == "fragment" {
		if last.URL.RawQuery != "" {
			t.Errorf("query %q beside the fragment", last.URL.RawQuery)
		}
		var err error
		if values, err = url.ParseQuery(last.URL.EscapedFragment()); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.HasPrefix(last.URL.String(), landing) || values.Get("state") != query.Get("state") {
		t.Fatalf("redirected to %s", last.URL)
	}
	return values.Get("code"), values
}

func TestAuthorizationCode(t *testing.T) {
	server := startForLogin(t, Options{})
	redeem := func(code string, change func(url.Values)) (int, map[string]any) {
		form := url.Values{"client_id": {graphTools}, "grant_type": {"authorization_code"}, "code": {code},
			"redirect_uri": {landing}, "code_verifier": {verifier}, "client_info": {"1"}}
		if change != nil {
			change(form)
		}
		return ask(t, server, "token", form)
	}
	for _, mode := range []string{"query", "fragment", ""} {
		code, _ := codeFor(t, server, func(q url.Values) { q.Set("response_mode", mode) })
		status, answer := redeem(code, nil)
		if status != http.StatusOK || answer["scope"] != "openid profile User.Read" || answer["token_type"] != "Bearer" {
			t.Fatalf("mode %q: %d %v", mode, status, answer)
		}
		claims := claimsOf(t, answer["id_token"].(string))
		if claims["nonce"] != "n1" || claims["preferred_username"] != "ada@"+defaultDomain || claims["aud"] != graphTools {
			t.Errorf("id token: %v", claims)
		}
		_, again := redeem(code, nil)
		refusedWith(t, again, 54005, "invalid_grant")

		status, renewed := ask(t, server, "token", url.Values{"client_id": {graphTools}, "grant_type": {"refresh_token"},
			"refresh_token": {answer["refresh_token"].(string)}, "scope": {"User.Read"}})
		if status != http.StatusOK || renewed["access_token"] == answer["access_token"] {
			t.Errorf("refresh: %d %v", status, renewed)
		}
		_, more := ask(t, server, "token", url.Values{"client_id": {graphTools}, "grant_type": {"refresh_token"},
			"refresh_token": {answer["refresh_token"].(string)}, "scope": {"Application.ReadWrite.All"}})
		refusedWith(t, more, 65001, "invalid_grant")
	}
	code, _ := codeFor(t, server, nil)
	for _, c := range []struct {
		number float64
		oauth  string
		change func(url.Values)
	}{
		{501481, "invalid_grant", func(f url.Values) { f.Set("code_verifier", strings.ToUpper(verifier)+"x") }},
		{501481, "invalid_grant", func(f url.Values) { f.Del("code_verifier") }},
		{500112, "invalid_client", func(f url.Values) { f.Set("redirect_uri", landing+"/") }},
		{9002313, "invalid_grant", func(f url.Values) { f.Set("code", "made-up") }},
		{900144, "invalid_request", func(f url.Values) { f.Del("code") }},
		{900144, "invalid_request", func(f url.Values) { f.Del("grant_type") }},
		{70003, "unsupported_grant_type", func(f url.Values) { f.Set("grant_type", "urn:ietf:params:oauth:grant-type:saml2-bearer") }},
		{900144, "invalid_request", func(f url.Values) { f.Del("client_id") }},
		{700016, "unauthorized_client", func(f url.Values) { f.Set("client_id", server.login.guid()) }},
		{700005, "invalid_grant", func(f url.Values) { f.Set("client_id", azureCLI) }},
		{7000215, "invalid_client", func(f url.Values) { f.Set("client_secret", "guess") }},
	} {
		_, answer := redeem(code, c.change)
		refusedWith(t, answer, c.number, c.oauth)
	}
	if status, answer := redeem(code, nil); status != http.StatusOK {
		t.Fatalf("a code must survive wrong tries: %v", answer)
	}
}

func TestAuthorizeErrorsGoBackToTheApp(t *testing.T) {
	server := startForLogin(t, Options{})
	for want, change := range map[string]func(url.Values){
		"unsupported_response_type": func(q url.Values) { q.Set("response_type", "id_token") },
		"unsupported_response_mode": func(q url.Values) { q.Set("response_mode", "jwt") },
		"invalid_resource":          func(q url.Values) { q.Set("scope", "https://management.azure.com/.default") },
		"invalid_client":            func(q url.Values) { q.Set("scope", "Application.Wish.All") },
		"invalid_request":           func(q url.Values) { q.Set("code_challenge_method", "S512") },
		"login_required":            func(q url.Values) { q.Set("prompt", "none") },
	} {
		if code, values := codeFor(t, server, change); code != "" || values.Get("error") != want {
			t.Errorf("code %q, values %v, want %s", code, values, want)
		}
	}
	// The SDKs' default client may not ask for Graph writes.
	_, values := codeFor(t, server, func(q url.Values) { q.Set("client_id", azureCLI); q.Set("scope", "Policy.Read.All") })
	if !strings.HasPrefix(values.Get("error_description"), "AADSTS65002: ") {
		t.Errorf("values %v", values)
	}
}

func TestAuthorizeErrorsForThePerson(t *testing.T) {
	server := startForLogin(t, Options{})
	base := server.Info().Login + "/common/oauth2/v2.0/authorize?response_type=code&scope=openid&client_id="
	for query, want := range map[string]string{
		server.login.guid() + "&redirect_uri=" + landing: "AADSTS700016: ",
		graphTools: "AADSTS900144: ",
		graphTools + "&redirect_uri=https://evil.example/":                   "AADSTS50011: ",
		graphTools + "&redirect_uri=http://localhost@evil.example/":          "AADSTS50011: ",
		graphTools + "&redirect_uri=javascript:alert(1)":                     "AADSTS50011: ",
		graphTools + "&redirect_uri=http://localhost.evil.example/":          "AADSTS50011: ",
		graphTools + "&redirect_uri=" + url.QueryEscape(landing+"#fragment"): "AADSTS50011: ",
	} {
		v := newVisitor(t).open(base + query).shows(want)
		if v.status != http.StatusBadRequest {
			t.Errorf("%s: status %d", query, v.status)
		}
	}
}

func TestSilentSignIn(t *testing.T) {
	server := startForLogin(t, Options{})
	server.login.consents.give(graphTools, "", []string{"User.Read"})
	v := newVisitor(t).open(server.Info().MyApps).press("ada@", nil).shows("My Apps", "No app is assigned to you")
	query := url.Values{"client_id": {graphTools}, "response_type": {"code"}, "redirect_uri": {landing}, "scope": {"openid"},
		"prompt": {"none"}, "response_mode": {"form_post"}}
	authorize := server.Info().Login + "/common/oauth2/v2.0/authorize?"
	if v.open(authorize + query.Encode()); v.forms[0].values.Get("code") == "" {
		t.Errorf("no code: %v", v.forms)
	}
	query.Set("login_hint", "alan@"+defaultDomain)
	if v.open(authorize + query.Encode()); v.forms[0].values.Get("error") != "login_required" {
		t.Errorf("for somebody else: %v", v.forms)
	}
	query.Del("login_hint")
	query.Set("scope", "Application.ReadWrite.All")
	if v.open(authorize + query.Encode()); v.forms[0].values.Get("error") != "consent_required" {
		t.Errorf("without consent: %v", v.forms)
	}
	v.open(server.Info().Login + "/common/oauth2/v2.0/logout").shows("You signed out")
	query.Set("scope", "openid")
	if v.open(authorize + query.Encode()); v.forms[0].values.Get("error") != "login_required" {
		t.Errorf("after signing out: %v", v.forms)
	}
}

func TestClientCredentials(t *testing.T) {
	server := startForLogin(t, Options{})
	info := server.Info()
	credential, err := azidentity.NewClientSecretCredential(info.TenantID, info.ClientID, info.ClientSecret,
		&azidentity.ClientSecretCredentialOptions{ClientOptions: clientOptions(t, server), DisableInstanceDiscovery: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, scope := range []string{"https://graph.microsoft.com/.default", info.Login + "/.default"} {
		token, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{scope}})
		if err != nil {
			t.Fatal(err)
		}
		held, ok := server.grantFor(token.Token)
		if !ok || held.user != nil || held.clientID != info.ClientID || len(held.scopes) == 0 {
			t.Fatalf("grant %+v, known %v", held, ok)
		}
		claims := claimsOf(t, token.Token)
		if roles, _ := claims["roles"].([]any); len(roles) != len(held.scopes) || claims["scp"] != nil {
			t.Errorf("claims %v", claims)
		}
	}
	form := url.Values{"client_id": {info.ClientID}, "client_secret": {"guess"}, "grant_type": {"client_credentials"},
		"scope": {"https://graph.microsoft.com/.default"}}
	status, answer := ask(t, server, "token", form)
	refusedWith(t, answer, 7000215, "invalid_client")
	if status != http.StatusUnauthorized {
		t.Errorf("status %d", status)
	}
	form.Del("client_secret")
	_, answer = ask(t, server, "token", form)
	refusedWith(t, answer, 7000218, "invalid_client")
	form.Set("client_secret", info.ClientSecret)
	form.Set("scope", "User.Read")
	_, answer = ask(t, server, "token", form)
	refusedWith(t, answer, 1002012, "invalid_scope")
}

func TestDeviceCodeErrors(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	server := startForLogin(t, Options{Ask: true, Now: func() time.Time { return now }})
	_, started := ask(t, server, "devicecode", url.Values{"client_id": {graphTools}, "scope": {"openid User.Read"}})
	form := url.Values{"client_id": {graphTools}, "grant_type": {"urn:ietf:params:oauth:grant-type:device_code"},
		"device_code": {started["device_code"].(string)}}
	status, answer := ask(t, server, "token", form)
	refusedWith(t, answer, 70016, "authorization_pending")
	if status != http.StatusBadRequest {
		t.Errorf("status %d", status)
	}
	form.Set("device_code", started["user_code"].(string))
	_, answer = ask(t, server, "token", form)
	refusedWith(t, answer, 70018, "bad_verification_code")
	form.Set("device_code", started["device_code"].(string))

	v := newVisitor(t).open(started["verification_uri"].(string))
	v.press("Next", url.Values{"code": {started["user_code"].(string)}}).press("ada@", nil).press("Cancel", nil).shows("You refused the sign-in")
	_, answer = ask(t, server, "token", form)
	refusedWith(t, answer, 65004, "authorization_declined")
	now = now.Add(deviceLife + time.Second)
	_, answer = ask(t, server, "token", form)
	refusedWith(t, answer, 70019, "expired_token")

	_, answer = ask(t, server, "devicecode", url.Values{"client_id": {graphTools}})
	refusedWith(t, answer, 900144, "invalid_request")
	_, answer = ask(t, server, "devicecode", url.Values{"client_id": {azureCLI}, "scope": {"Policy.Read.All"}})
	refusedWith(t, answer, 65002, "invalid_client")
}

func TestTokensEnd(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	server := startForLogin(t, Options{Now: func() time.Time { return now }})
	_, started := ask(t, server, "devicecode", url.Values{"client_id": {graphTools}, "scope": {"User.Read"}})
	_, answer := ask(t, server, "token", url.Values{"client_id": {graphTools}, "grant_type": {"device_code"},
		"device_code": {started["device_code"].(string)}})
	token, _ := answer["access_token"].(string)
	held, ok := server.grantFor(token)
	if !ok {
		t.Fatal("not known at first")
	}
	server.tenant.changeUser(held.user.id, func(u *user) { u.enabled = false })
	if _, ok := server.grantFor(token); ok {
		t.Error("known although the user was disabled")
	}
	server.tenant.changeUser(held.user.id, func(u *user) { u.enabled = true })
	now = now.Add(accessLife + time.Second)
	if _, ok := server.grantFor(token); ok {
		t.Error("known after its time")
	}
}

func getJSON(t *testing.T, address string) map[string]any {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}
