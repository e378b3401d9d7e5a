package terminal_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// certify waits until the program that writes the trace of that name looks for a
// certificate for the second time, and makes one in the tenant at $ADMIN, as a person
// does in the admin centre.
func certify(ts *testscript.TestScript, _ bool, args []string) {
	for try := 0; try < 600; try++ {
		if id := samlPrincipal(ts); id != "" && looksForCertificate(ts.MkAbs(args[0])) >= 2 {
			response, err := http.Post(ts.Getenv("ADMIN")+"/api/certificates", "application/json", strings.NewReader(`{"service_principal":"`+id+`"}`))
			ts.Check(err)
			_ = response.Body.Close()
			if response.StatusCode != http.StatusOK {
				ts.Fatalf("status %d", response.StatusCode)
			}
			return
		}
		time.Sleep(100 * time.Millisecond) // the program works in another process
	}
	ts.Fatalf("no application is in SAML mode")
}

// looksForCertificate counts in a trace how often the service principal alone was
// read, which a set-up does only while it waits for a certificate.
func looksForCertificate(trace string) int {
	content, _ := os.ReadFile(filepath.Clean(trace)) // the program may not have begun it
	return strings.Count(string(content), `"method":"GET","path":"/v1.0/servicePrincipals`)
}

// samlPrincipal is the object id of the service principal that is in SAML mode.
func samlPrincipal(ts *testscript.TestScript) string {
	response, err := http.Get(ts.Getenv("ADMIN") + "/api/state")
	ts.Check(err)
	defer func() { _ = response.Body.Close() }()
	var state struct {
		Principals []struct {
			ID   string `json:"id"`
			Mode string `json:"preferredSingleSignOnMode"`
		} `json:"servicePrincipals"`
	}
	ts.Check(json.NewDecoder(response.Body).Decode(&state))
	for _, principal := range state.Principals {
		if principal.Mode == "saml" {
			return principal.ID
		}
	}
	return ""
}
