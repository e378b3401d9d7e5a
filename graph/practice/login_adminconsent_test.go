package practice

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestAdminConsent(t *testing.T) {
	server := startForLogin(t, Options{})
	address := server.Info().Login + "/organizations/v2.0/adminconsent?state=s&client_id=" + graphTools + "&redirect_uri=" + landing +
		"&scope=https://graph.microsoft.com/Application.ReadWrite.All"
	var last *url.URL
	begin := func(query string) *visitor {
		v := newVisitor(t)
		v.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
			last = r.URL
			return http.ErrUseLastResponse
		}
		return v.open(address + query)
	}
	begin("").press("grace@", nil).shows("Need admin approval").press("Return to the application", nil)
	if got := last.Query(); got.Get("admin_consent") != "True" || got.Get("error") != "consent_required" ||
		!strings.HasPrefix(got.Get("error_description"), "AADSTS65004: ") || got.Get("state") != "s" {
		t.Errorf("refused: %v", got)
	}
	if given := server.login.consents.of(graphTools, ""); len(given) != 0 {
		t.Errorf("given: %v", given)
	}
	begin("").press("alan@", nil).shows("Permissions requested").press("Accept", nil)
	if got := last.Query(); got.Get("admin_consent") != "True" || got.Get("tenant") != server.Info().TenantID || got.Get("error") != "" ||
		got.Get("scope") != "https://graph.microsoft.com/Application.ReadWrite.All" || got.Get("state") != "s" {
		t.Errorf("accepted: %v", got)
	}
	if given := server.login.consents.of(graphTools, ""); !slices.Equal(given, []string{"Application.ReadWrite.All"}) {
		t.Errorf("given: %v", given)
	}
	begin("%20nonsense")
	if got := last.Query(); !strings.HasPrefix(got.Get("error_description"), "AADSTS650053: ") {
		t.Errorf("unknown scope: %v", got)
	}
	newVisitor(t).open(strings.Replace(address, landing, "https://evil.example/", 1)).shows("AADSTS50011: ")
	newVisitor(t).open(strings.Replace(address, "organizations", "fabrikam.example", 1)).shows("AADSTS90002: ")
}
