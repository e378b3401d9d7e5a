package practice

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChromiumSignsBrittaSimonIn(t *testing.T) {
	s := startSetUp(t, Options{})
	b := startChromium(t)
	zip := filepath.Join(t.TempDir(), "us.zip")
	if err := os.WriteFile(zip, s.bundle(t, nil), 0o600); err != nil {
		t.Fatal(err)
	}

	b.visit(s.userAccessURL())
	b.find("//h1[.='Pick an account']")
	b.shot("pick")
	b.click("//button[contains(., '" + simonUPN + "')]")
	b.find("//h1[.='Enter password']")
	b.shot("password")
	b.typeInto("#password", firstWord)
	b.click("button.primary")
	b.typeInto("#new", secondWord)
	b.typeInto("#again", secondWord)
	b.typeInto("#password", firstWord)
	b.shot("change")
	b.click("button.primary")

	// The portal has no bundle yet, and keeps its reason to itself.
	b.find("//h1[.='Sign-in failed']")
	b.shot("refused")
	b.click("#why")
	if got := b.textOf("dd"); got != "not-configured" {
		t.Errorf("reason %q", got)
	}
	b.shot("why")

	b.visit(s.Info().Portal)
	b.shot("support-empty")
	b.typeInto("#bundle", zip)
	b.click("button.primary")
	if got := b.textOf(".fine"); !strings.Contains(got, portalHost) {
		t.Errorf("support page says %q", got)
	}
	b.shot("support-loaded")

	b.visit(s.Info().MyApps)
	b.shot("my-apps")
	b.click("//a[contains(., 'Autotask Endpoint Backup')]")
	if got := b.textOf("#signed-in"); got != "Britta Simon's account: "+simonUPN {
		t.Errorf("portal shows %q", got)
	}
	b.shot("signed-in")
	if at := fmt.Sprint(b.command(http.MethodGet, "/url", nil)); !strings.HasPrefix(at, s.Info().Login+"/portal/"+portalHost+"/") {
		t.Errorf("the browser is at %s", at)
	}
}

func TestChromiumShowsTheOtherPages(t *testing.T) {
	s := startSetUp(t, Options{Ask: true})
	b := startChromium(t)
	authorize := s.Info().Login + "/organizations/oauth2/v2.0/authorize?response_type=code&response_mode=query&client_id=" + graphTools +
		"&redirect_uri=http://localhost:1/&state=s&prompt=select_account&scope=openid+offline_access+Application.ReadWrite.All+User.Read"

	b.visit(authorize)
	b.click("//button[contains(., 'grace@')]")
	b.find("//h1[.='Need admin approval']")
	b.shot("approval")
	b.visit(authorize)
	b.click("//button[contains(., 'ada@')]")
	b.find("//h1[.='Permissions requested']")
	b.shot("consent")

	b.visit(s.Info().Login + "/" + s.Info().TenantID + "/saml2")
	if got := b.textOf("p.bad"); !strings.HasPrefix(got, "AADSTS750054: ") {
		t.Errorf("error page says %q", got)
	}
	b.shot("trouble")

	b.visit(s.userAccessURL() + "&prompt=select_account")
	b.typeInto("#username", "someone@outlook.com")
	b.click("button.primary")
	if got := b.textOf(".problem"); !strings.Contains(got, "Practice takes no real credentials") {
		t.Errorf("sign-in page says %q", got)
	}
	b.shot("real-account")

	b.visit(s.Info().Admin)
	if got := b.textOf("//dd[contains(., 'Active')]"); !strings.HasPrefix(got, s.sp.activeThumbprint) {
		t.Errorf("admin page shows the certificate %q", got)
	}
	b.shot("admin")
	b.visit(s.Info().Login + "/")
	b.shot("front")

	b.visit(s.Info().Login + "/devicelogin")
	b.shot("device")
	s.change(t, func(sp *principal) {
		sp.replyURLs = []string{"https://elsewhere.example/acs"}
		sp.assignmentRequired = false
	})
	b.visit(s.userAccessURL() + "&prompt=select_account")
	b.click("//button[contains(., 'ada@')]")
	b.find("//h1[.='The response is ready, but not sent']")
	b.shot("shown")
}
