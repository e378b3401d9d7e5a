package setup

import (
	"bytes"
	"testing"

	"backupsso/samlcfg/bundle"
)

// TestBundleNamesOnlyWhatSupportNeeds: no object of the tenant is named by its id
// but tenant and client, whose ids are parts of the addresses, and no password is
// in it, whether the change record is asked for or not.
func TestBundleNamesOnlyWhatSupportNeeds(t *testing.T) {
	for _, recorded := range []bool{false, true} {
		tenant := newFakeTenant(t)
		flow, asked := tenant.flow(), wish()
		asked.RecordInBundle = recorded
		result, _ := apply(t, flow, plan(t, flow, asked))
		app := tenant.apps[0]
		principal := tenant.principals[app.AppID]
		secrets := map[string]string{"application": app.ObjectID, "service principal": principal.ObjectID,
			"assignment": tenant.assigned[principal.ObjectID][0].ID, "role": tenant.assigned[principal.ObjectID][0].RoleID,
			"password": result.Password.Reveal()}
		for _, user := range tenant.users {
			secrets["user "+user.UPN] = user.ID
		}
		files, err := bundle.Inside(result.Bundle)
		if err != nil || len(files) < 11 {
			t.Fatalf("%v, %d files", err, len(files))
		}
		for _, file := range files {
			for what, secret := range secrets {
				if len(secret) < 8 {
					t.Fatalf("the id %q of %s proves nothing", secret, what)
				}
				if bytes.Contains(file.Bytes, []byte(secret)) {
					t.Errorf("%s holds the id or password of: %s", file.Name, what)
				}
			}
		}
	}
}
