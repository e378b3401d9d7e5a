package samlcfg_test

import (
	"net/url"
	"testing"

	"backupsso/graph"
	"backupsso/samlcfg"
)

// TestCloudsAgree compares with the hosts that the rest of the program talks to.
func TestCloudsAgree(t *testing.T) {
	seen := map[string]bool{}
	for _, cloud := range graph.Clouds() {
		login, err := url.Parse(cloud.Login)
		if err != nil {
			t.Fatal(err)
		}
		seen[login.Host] = true
		if issuer, known := samlcfg.IssuerHost(login.Host); !known || issuer != cloud.Issuer {
			t.Errorf("%s: issuer %q, want %q", cloud.Name, issuer, cloud.Issuer)
		}
	}
	for _, host := range samlcfg.LoginHosts() {
		if !seen[host] {
			t.Errorf("no cloud signs people in at %s", host)
		}
	}
	if len(seen) != len(samlcfg.LoginHosts()) {
		t.Errorf("%v against %v", seen, samlcfg.LoginHosts())
	}
	for _, host := range []string{"", "evil.example", "login.microsoftonline.com.evil.example", "127.0.0.1:80"} {
		if _, known := samlcfg.IssuerHost(host); known {
			t.Errorf("%q passes for a Microsoft cloud", host)
		}
	}
}
