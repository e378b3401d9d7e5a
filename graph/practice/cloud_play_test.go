package practice

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// discovery reads the discovery document at a host of the tenant.
func discovery(t *testing.T, base, tenant string) map[string]any {
	t.Helper()
	response, err := http.Get(base + "/" + tenant + "/v2.0/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var document map[string]any
	if err := json.NewDecoder(response.Body).Decode(&document); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v", response.StatusCode, err)
	}
	return document
}

func TestDiscoveryTellsTheCloud(t *testing.T) {
	cases := map[string]struct{ instance, region, sub, issuer string }{
		"":           {"microsoftonline.com", "WW", "", "sts.windows.net"},
		"global":     {"microsoftonline.com", "WW", "", "sts.windows.net"},
		"us-gov":     {"microsoftonline.us", "USGov", "DODCON", "sts.windows.net"},
		"us-gov-dod": {"microsoftonline.us", "USGov", "DOD", "sts.windows.net"},
		"china":      {"partner.microsoftonline.cn", "AS", "", "sts.chinacloudapi.cn"},
	}
	for cloud, want := range cases {
		t.Run(cloud, func(t *testing.T) {
			tt := startTenant(t, Options{Cloud: cloud})
			document := discovery(t, tt.s.base, defaultDomain)
			if document["cloud_instance_name"] != want.instance || document["tenant_region_scope"] != want.region {
				t.Errorf("%v in %v", document["cloud_instance_name"], document["tenant_region_scope"])
			}
			if sub := document["tenant_region_sub_scope"]; sub != nil && sub != want.sub || sub == nil && want.sub != "" {
				t.Errorf("sub scope %v, want %q", sub, want.sub)
			}
			if issuer := tt.s.tenant.issuer(); issuer != "https://"+want.issuer+"/"+tt.s.info.TenantID+"/" {
				t.Errorf("issuer %s", issuer)
			}
			own := map[string]bool{"": true, "global": true}[cloud]
			if (tt.s.Info().Cloud == "") != own || (tt.s.Info().GlobalLogin == "") != own {
				t.Errorf("told as %q at %q", tt.s.Info().Cloud, tt.s.Info().GlobalLogin)
			}
		})
	}
	if _, err := Start(Options{Cloud: "moon"}); err == nil || !strings.Contains(err.Error(), "us-gov-dod") {
		t.Errorf("a cloud that is none: %v", err)
	}
}

// The global host knows where a tenant of a national cloud is, and signs nobody in
// to it.
func TestGlobalHostRefusesNationalTenants(t *testing.T) {
	tt := startTenant(t, Options{Cloud: "us-gov"})
	global := tt.s.Info().GlobalLogin
	if global == "" || global == tt.s.base {
		t.Fatalf("the global host is %q", global)
	}
	named := discovery(t, global, tt.s.info.TenantID)
	if !strings.HasPrefix(named["token_endpoint"].(string), tt.s.base+"/") || named["cloud_instance_name"] != "microsoftonline.us" {
		t.Errorf("it points to %v in %v", named["token_endpoint"], named["cloud_instance_name"])
	}
	response, err := http.PostForm(global+"/organizations/oauth2/v2.0/devicecode", url.Values{"client_id": {graphTools}, "scope": {"User.Read"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var refused struct {
		Codes []int `json:"error_codes"`
	}
	if err := json.NewDecoder(response.Body).Decode(&refused); err != nil || response.StatusCode != http.StatusBadRequest ||
		len(refused.Codes) != 1 || refused.Codes[0] != 900439 {
		t.Errorf("status %d, %v, %v", response.StatusCode, refused, err)
	}
	newVisitor(t).open(global + "/organizations/oauth2/v2.0/authorize?client_id=" + graphTools).shows("AADSTS900439")
}

func TestNationalCloudsHaveTheCertificatePageOnly(t *testing.T) {
	for _, cloud := range []string{"us-gov", "us-gov-dod", "china"} {
		t.Run(cloud, func(t *testing.T) {
			tt := startTenant(t, Options{Cloud: cloud})
			made := tt.addApp().spID
			path := "/servicePrincipals/" + made
			tt.want(http.StatusNoContent, "PATCH", path, `{"preferredSingleSignOnMode":"saml"}`)
			tt.want(http.StatusBadRequest, "POST", path+"/addTokenSigningCertificate", `{"displayName":"CN=x"}`)
			v := newVisitor(t).open(tt.s.base + "/admin/")
			v.press("New certificate", nil).shows("until", "Active")
			v.press("New certificate", nil).shows("Not active")
			if got := tt.keys(made); got != 2 {
				t.Errorf("%d certificates", got)
			}
			tt.want(http.StatusBadRequest, "POST", tt.s.base+"/admin/api/certificates", `{"service_principal":"nobody"}`)
			tt.want(http.StatusOK, "POST", tt.s.base+"/admin/api/certificates", `{"service_principal":"`+made+`"}`)
			if got := tt.keys(made); got != 3 {
				t.Errorf("%d certificates", got)
			}
		})
	}
}

// keys counts the certificates of a service principal.
func (tt *tenantTest) keys(principalID string) int {
	sp, there := tt.s.tenant.principals.newest(principalID)
	if !there {
		return 0
	}
	return len(sp.keys)
}
