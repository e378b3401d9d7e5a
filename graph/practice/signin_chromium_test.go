package practice

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// appServer is an app on another site than the practice tenant: it remembers what
// the browser brings back.
type appServer struct {
	*httptest.Server
	got  chan url.Values
	page string // what it serves at /
}

func startAppServer(t *testing.T) *appServer {
	t.Helper()
	app := &appServer{got: make(chan url.Values, 10)}
	app.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/":
			_, _ = w.Write([]byte(app.page))
		case "/back":
			if r.ParseForm() == nil {
				app.got <- r.Form
			}
			_, _ = w.Write([]byte("<h1>Back at the app</h1>"))
		}
	}))
	// Another name than the tenant's makes it another site for the browser.
	app.URL = strings.Replace(app.URL, "127.0.0.1", "localhost", 1)
	t.Cleanup(app.Close)
	return app
}

// back waits until the browser is at the app again.
func (a *appServer) back(b *chromium) url.Values {
	b.t.Helper()
	b.find("//h1[.='Back at the app']")
	return <-a.got
}

func TestChromiumSignsInWithASecondStep(t *testing.T) {
	s := startSetUp(t, Options{Faults: []string{secondStep}})
	s.load(t, s.bundle(t, nil))
	b := startChromium(t)
	b.visit(s.Info().Login + "/api/signin/" + s.app.appID + "?tenantId=" + s.Info().TenantID)
	b.leave("//button[contains(., '" + simonUPN + "')]")
	b.typeInto("#password", "guess")
	b.leave("button.primary")
	if got := b.textOf(".problem"); !strings.Contains(got, "AADSTS50126") {
		t.Errorf("wrong password: %q", got)
	}
	b.typeInto("#password", firstWord)
	b.leave("button.primary")
	b.find("//h1[.='Approve sign-in request']")
	b.shot("second-step")
	b.typeInto("#typed", "1")
	b.leave("button.primary")
	if got := b.textOf(".problem"); !strings.Contains(got, "AADSTS500121") {
		t.Errorf("wrong number: %q", got)
	}
	b.typeInto("#typed", b.textOf("#number")+"\n") // Enter means yes
	b.find("//h1[.='Update your password']")
	b.typeInto("#password", firstWord)
	b.typeInto("#new", secondWord)
	b.typeInto("#again", secondWord)
	b.leave("button.primary")
	if got := b.textOf("#signed-in"); got != "Britta Simon's account: "+simonUPN {
		t.Errorf("portal shows %q", got)
	}
	// The other form of the user access URL asks nothing again.
	b.visit(s.userAccessURL())
	b.find("#signed-in")
}

func TestChromiumShowsSlips(t *testing.T) {
	s := startSetUp(t, Options{})
	b := startChromium(t)
	b.visit(s.Info().MyApps)
	b.typeInto("#username", "nobody@"+defaultDomain)
	b.leave("button.primary")
	if got := b.textOf(".problem"); !strings.Contains(got, "AADSTS50034") {
		t.Errorf("unknown user: %q", got)
	}
	b.leave("//button[contains(., '" + simonUPN + "')]")
	for range maxMisses {
		b.typeInto("#password", "guess")
		b.leave("button.primary")
		b.find("//code[.='AADSTS50126']")
	}
	b.typeInto("#password", firstWord)
	b.leave("button.primary")
	b.find("//code[.='AADSTS50053']")
	b.shot("locked")
	s.login.misses.drop(s.simon.id)
	s.tenant.changeUser(s.simon.id, func(u *user) { u.enabled = false })
	b.typeInto("#password", firstWord)
	b.leave("button.primary")
	if got := b.textOf("p.bad"); !strings.HasPrefix(got, "AADSTS50057: ") {
		t.Errorf("disabled: %q", got)
	}
	s.change(t, func(sp *principal) { sp.enabled = false })
	b.visit(s.userAccessURL())
	if got := b.textOf("p.bad"); !strings.HasPrefix(got, "AADSTS7000112: ") {
		t.Errorf("disabled app: %q", got)
	}
}

func TestChromiumConsents(t *testing.T) {
	s := startSetUp(t, Options{})
	app := startAppServer(t)
	b := startChromium(t)
	authorize := s.Info().Login + "/organizations/oauth2/v2.0/authorize?response_type=code&response_mode=form_post&client_id=" + graphTools +
		"&redirect_uri=" + url.QueryEscape(app.URL+"/back") + "&state=s&prompt=select_account&scope=openid+Application.ReadWrite.All+User.Read"
	b.visit(authorize)
	b.leave("//button[contains(., 'grace@')]")
	b.leave("//button[contains(., 'Return to the application')]")
	if got := app.back(b); got.Get("error") != "access_denied" || !strings.HasPrefix(got.Get("error_description"), "AADSTS65004: ") || got.Get("state") != "s" {
		t.Errorf("without approval: %v", got)
	}
	b.visit(authorize)
	b.leave("//button[contains(., 'ada@')]")
	b.leave("//button[.='Cancel']")
	if got := app.back(b); !strings.HasPrefix(got.Get("error_description"), "AADSTS65004: ") {
		t.Errorf("cancelled: %v", got)
	}
	b.visit(strings.Replace(authorize, "select_account", "none", 1) + "&login_hint=ada@" + defaultDomain)
	if got := app.back(b); got.Get("error") == "" {
		t.Errorf("silently: %v", got)
	}
	b.visit(authorize)
	b.leave("//button[contains(., 'ada@')]")
	b.click("input[name=everyone]")
	b.leave("//button[.='Accept']")
	if got := app.back(b); got.Get("code") == "" || got.Get("state") != "s" {
		t.Errorf("accepted: %v", got)
	}
	b.visit(authorize)
	b.leave("//button[contains(., 'grace@')]")
	if got := app.back(b); got.Get("code") == "" {
		t.Errorf("after approval: %v", got)
	}
}

// A service provider on another site begins, by either binding.
func TestChromiumServiceProviderBegins(t *testing.T) {
	s := startSetUp(t, Options{})
	s.wellKnownSimon(t)
	app := startAppServer(t)
	s.change(t, func(sp *principal) { sp.replyURLs = []string{app.URL + "/back"} })
	login := s.Info().Login + "/" + s.Info().TenantID + "/saml2"
	message := authnMessage(identifier, `AssertionConsumerServiceURL="`+app.URL+`/back" Destination="`+login+`"`, "")
	redirect := login + "?" + url.Values{"SAMLRequest": {redirectBinding(t, message)}, "RelayState": {"here"}}.Encode()
	b := startChromium(t)
	for _, page := range []string{
		`<a id="begin" href="` + html.EscapeString(redirect) + `">Sign in</a>`,
		fmt.Sprintf(`<form method="post" action="%s"><input name="SAMLRequest" value="%s"><input name="RelayState" value="here"><button id="begin">Sign in</button></form>`,
			login, base64.StdEncoding.EncodeToString([]byte(message))),
	} {
		app.page = page
		b.visit(s.Info().Login + "/common/oauth2/v2.0/logout")
		b.visit(app.URL + "/")
		b.leave("#begin")
		b.leave("//button[contains(., '" + simonUPN + "')]")
		b.typeInto("#password", firstWord)
		b.leave("button.primary")
		got := app.back(b)
		raw, err := base64.StdEncoding.DecodeString(got.Get("SAMLResponse"))
		if err != nil || !strings.Contains(string(raw), `InResponseTo="_r1"`) || got.Get("RelayState") != "here" {
			t.Errorf("%v in %v", err, got)
		}
		xmlsecVerifies(t, raw, s.sp.keys[0].der, "Assertion")
		// Signed in already, the browser passes through, from the other site too.
		b.visit(app.URL + "/")
		b.leave("#begin")
		if got := app.back(b); got.Get("SAMLResponse") == "" {
			t.Errorf("the second time: %v", got)
		}
	}
}

func TestChromiumApprovesADevice(t *testing.T) {
	s := startSetUp(t, Options{Ask: true})
	_, code := ask(t, s.Server, "devicecode", url.Values{"client_id": {graphTools}, "scope": {"openid User.Read"}})
	poll := func() map[string]any {
		_, answer := ask(t, s.Server, "token", url.Values{"client_id": {graphTools}, "grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {fmt.Sprint(code["device_code"])}})
		return answer
	}
	refusedWith(t, poll(), 70016, "authorization_pending")
	b := startChromium(t)
	b.visit(fmt.Sprint(code["verification_uri"]))
	b.typeInto("#code", "wrong")
	b.leave("button.primary")
	b.find(".problem")
	b.visit(fmt.Sprint(code["verification_uri"]))
	b.typeInto("#code", strings.ToLower(fmt.Sprint(code["user_code"])))
	b.leave("button.primary")
	b.leave("//button[contains(., 'grace@')]")
	b.find("//h1[.='Permissions requested']")
	b.leave("//button[.='Accept']")
	b.find("//h1[contains(., 'You have signed in to Microsoft Graph Command Line Tools')]")
	if answer := poll(); answer["access_token"] == nil {
		t.Errorf("after approval: %v", answer)
	}
}
