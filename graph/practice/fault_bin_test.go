package practice

import "testing"

// TestFaultBinKeepsIdentifier refuses the Identifier of a deleted application to a
// new one, until the old one is deleted for good.
func TestFaultBinKeepsIdentifier(t *testing.T) {
	tt := startTenant(t, Options{})
	take := func(made app) (string, string) {
		tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml"}`)
		return "/applications/" + made.id, `{"identifierUris":["` + usIdentifier + `"]}`
	}
	old := tt.addApp()
	path, body := take(old)
	tt.want(204, "PATCH", path, body)
	tt.want(204, "DELETE", path, "")
	path, body = take(tt.addApp())
	if err := tt.s.tenant.faults.arm([]string{"bin-keeps-identifier"}); err != nil {
		t.Fatal(err)
	}
	tt.refused(400, "Request_BadRequest", "identifierUris already exists", "PATCH", path, body)
	tt.want(204, "DELETE", "/directory/deletedItems/"+old.id, "")
	tt.want(204, "PATCH", path, body)
}
