package practice

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestEveryPageSaysPracticeAndLoadsNothingFromOutside(t *testing.T) {
	s := startSetUp(t, Options{})
	pages := []string{"/", "/admin", "/myapps", "/devicelogin", "/portal", "/portal/us.backup.autotask.net/", "/" + s.Info().TenantID + "/saml2",
		"/nowhere/at/all", "/signin/" + s.app.appID, "/" + s.Info().TenantID + "/oauth2/v2.0/logout"}
	for _, path := range pages {
		v := newVisitor(t).open(s.Info().Login+path).shows("PRACTICE", "Nothing here is real")
		policy := v.head.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "style-src 'self'", "script-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: policy %q lacks %s", path, policy, part)
			}
		}
		for words, address := range v.links {
			if !strings.HasPrefix(address, "/") {
				t.Errorf("%s: %q leads to %s", path, words, address)
			}
		}
	}
	response, err := http.Get(s.Info().Login + stylePath)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("style: %d %s", response.StatusCode, response.Header.Get("Content-Type"))
	}
}

func TestNoRealCredentials(t *testing.T) {
	server := startForLogin(t, Options{})
	v := newVisitor(t).open(server.Info().MyApps)
	for name, want := range map[string]string{
		"admin@contoso.onmicrosoft.com": "Practice takes no real credentials",
		"someone@gmail.com":             "Practice takes no real credentials",
		"no address":                    "Practice takes no real credentials",
		"nobody@" + defaultDomain:       "This user name may be wrong",
		"":                              "Type the user name",
		`"><script>alert(1)</script>`:   "Practice takes no real credentials",
	} {
		v.press("Next", url.Values{"username": {name}}).shows(want)
		if name != "" && v.forms[1].values.Get("username") != name {
			t.Errorf("typed %q, shown again %q", name, v.forms[1].values.Get("username"))
		}
	}
	v.press("Next", url.Values{"username": {"ADA@" + defaultDomain}}).shows("Enter password")
	v.press("Sign in", url.Values{"password": {server.Info().Accounts[0].Password}}).shows("My Apps")
	v = newVisitor(t).open(server.Info().MyApps)
	v.press("Next", url.Values{"username": {"edsger@fabrikam.example"}}).shows("Enter password", "#EXT#")
}

func TestTooManyWrongPasswords(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s := startSetUp(t, Options{Now: func() time.Time { return now }})
	v := newVisitor(t).open(s.Info().MyApps).press(simonUPN, nil)
	for range maxMisses {
		v.press("Sign in", url.Values{"password": {"guess"}}).shows("The password is wrong")
	}
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("Too many wrong passwords")
	now = now.Add(restAfter + time.Second)
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("Update your password")
}

func TestDisabledAndDeletedUsers(t *testing.T) {
	s := startSetUp(t, Options{})
	v := newVisitor(t).open(s.Info().MyApps).press(simonUPN, nil)
	s.tenant.changeUser(s.simon.id, func(u *user) { u.enabled = false })
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("AADSTS50057: ")
	newVisitor(t).open(s.Info().MyApps).press("ada@", nil)

	s.tenant.changeUser(s.simon.id, func(u *user) { u.enabled = true })
	v = newVisitor(t).open(s.Info().MyApps).press(simonUPN, nil)
	s.tenant.mu.Lock()
	s.tenant.users.remove(s.simon.id, s.tenant.now(), s.tenant.now())
	s.tenant.mu.Unlock()
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("AADSTS50034: ")
}

func TestOneBrowserCannotDriveAnothersSignIn(t *testing.T) {
	server := startForLogin(t, Options{})
	victim := newVisitor(t).open(server.Info().MyApps)
	other := newVisitor(t).open(server.Info().MyApps)
	other.forms = victim.forms
	other.press("ada@", nil).shows("This sign-in is no longer open")
	victim.press("ada@", nil).shows("My Apps", "Sign out")

	bare := newVisitor(t)
	bare.post(server.Info().Login+"/flow", url.Values{"flow": {"guess"}, "action": {"accept"}}).shows("This sign-in is no longer open")
}

func TestOtherSitesCannotPost(t *testing.T) {
	s := startSetUp(t, Options{})
	for _, path := range []string{"/flow", "/devicelogin", "/portal/bundle", "/portal/users"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Info().Login+path, strings.NewReader("a=b"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusForbidden {
			t.Errorf("%s: status %d", path, response.StatusCode)
		}
	}
}

func TestConsentCanBeForOneOrForAll(t *testing.T) {
	server := startForLogin(t, Options{})
	authorize := server.Info().Login + "/common/oauth2/v2.0/authorize?response_mode=form_post&response_type=code&client_id=" + graphTools +
		"&prompt=select_account&scope=User.Read+Application.ReadWrite.All&redirect_uri=" + landing
	v := newVisitor(t).open(authorize).press("ada@", nil).shows("Permissions requested", "Consent on behalf of your organization")
	v.press("Accept", nil).shows("Working on it")
	newVisitor(t).open(authorize).press("ada@", nil).shows("Working on it")
	newVisitor(t).open(authorize).press("grace@", nil).shows("Need admin approval").press("Sign in with an admin account", nil).
		press("alan@", nil).shows("Permissions requested").press("Accept", url.Values{"everyone": {"yes"}}).shows("Working on it")
	newVisitor(t).open(authorize).press("grace@", nil).shows("Working on it")
}

func TestDiscoveryNamesItselfAsLibrariesDemand(t *testing.T) {
	server := startForLogin(t, Options{})
	for _, path := range []string{"/" + server.Info().TenantID + "/v2.0/.well-known/openid-configuration?",
		"/organizations/v2.0/.well-known/openid-configuration", "/" + strings.ToUpper(defaultDomain) + "/V2.0/.Well-Known/OpenID-Configuration"} {
		answer := getJSON(t, server.Info().Login+path)
		base := server.Info().Login + "/" + server.Info().TenantID
		for name, want := range map[string]string{
			"issuer":                 strings.Replace(base, "http:", "https:", 1) + "/v2.0",
			"authorization_endpoint": base + "/oauth2/v2.0/authorize",
			"token_endpoint":         base + "/oauth2/v2.0/token",
		} {
			if answer[name] != want {
				t.Errorf("%s: %s is %v, want %s", path, name, answer[name], want)
			}
		}
	}
	_, answer := ask(t, server, "token", url.Values{})
	refusedWith(t, answer, 900144, "invalid_request")
	refusedWith(t, getJSON(t, server.Info().Login+"/fabrikam.example/v2.0/.well-known/openid-configuration"), 90002, "invalid_request")
	refusedWith(t, getJSON(t, server.Info().Login+"/common/oauth2/v2.0/token"), 900561, "invalid_request")
	if keys, _ := getJSON(t, server.Info().Login+"/common/discovery/v2.0/keys")["keys"].([]any); len(keys) != 1 {
		t.Errorf("keys: %v", keys)
	}
	if known, _ := getJSON(t, server.Info().Login+"/common/discovery/instance?api-version=1.1")["metadata"].([]any); len(known) != 1 {
		t.Errorf("instance discovery: %v", known)
	}
}
