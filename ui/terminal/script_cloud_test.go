package terminal_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// certify waits until the application is in SAML mode in the tenant at $ADMIN, and
// makes a signing certificate for it there, as a person does in the admin centre.
func certify(ts *testscript.TestScript, _ bool, _ []string) {
	for try := 0; try < 600; try++ {
		if id := samlPrincipal(ts); id != "" {
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
