package practice

import "testing"

func TestOwners(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	grace := tt.want(200, "GET", "/users/grace@contoso.example", "").text("id")
	admin := tt.token
	tt.as("grace@contoso.example", allScopes()...)
	few := tt.token
	for _, path := range []string{"/applications/" + made.id, "/servicePrincipals/" + made.spID} {
		owners := path + "/owners"
		tt.token = admin
		if listed := tt.want(200, "GET", owners, ""); len(listed.items()) != 0 {
			t.Errorf("owners of a gallery app: %s", listed.raw)
		}
		tt.token = few
		tt.want(403, "PATCH", path, `{"notes":"x"}`)
		tt.want(403, "POST", owners+"/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/`+grace+`"}`)
		tt.token = admin
		tt.want(204, "POST", owners+"/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/`+grace+`"}`)
		tt.refused(400, "Request_BadRequest", "already exist", "POST", owners+"/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/users('`+grace+`')"}`)
		tt.refused(404, "Request_ResourceNotFound", "", "POST", owners+"/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/11111111-1111-4111-8111-111111111111"}`)
		tt.refused(400, "Request_BadRequest", "@odata.id", "POST", owners+"/$ref", `{}`)
		if listed := tt.want(200, "GET", owners, ""); len(listed.items()) != 1 || listed.text("value", 0, "@odata.type") != "#microsoft.graph.user" || listed.text("value", 0, "id") != grace {
			t.Errorf("owners: %s", listed.raw)
		}
		tt.token = few
		tt.want(204, "PATCH", path, `{"notes":"x"}`)
		tt.want(403, "PATCH", "/users/ada@contoso.example", `{}`)
		tt.want(204, "DELETE", owners+"/"+grace+"/$ref", "")
		tt.want(403, "PATCH", path, `{"notes":"x"}`)
		tt.token = admin
		tt.want(404, "DELETE", owners+"/"+grace+"/$ref", "")
	}
	own := tt.want(201, "POST", "/applications", `{"displayName":"Own","owners@odata.bind":["https://graph.microsoft.com/v1.0/directoryObjects/`+grace+`"]}`)
	if listed := tt.want(200, "GET", "/applications/"+own.text("id")+"/owners", ""); len(listed.items()) != 2 || listed.text("value", 1, "id") != grace {
		t.Errorf("owners of a new application: %s", listed.raw)
	}
	tt.fitsSchema()
}
