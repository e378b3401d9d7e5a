package practice

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// picture is everything of a tenant that reads show.
func (tt *tenantTest) picture() map[string]any {
	tt.Helper()
	seen := map[string]any{}
	token := tt.token
	defer func() { tt.token = token }()
	tt.as("ada@contoso.example", append(allScopes(), "Group.ReadWrite.All")...)
	for _, path := range []string{"/groups", "/organization", "/domains", "/applicationTemplates", "/applications", "/servicePrincipals", "/users?$select=id,userPrincipalName,displayName,accountEnabled,createdDateTime,mail",
		"/directory/deletedItems/application", "/directory/deletedItems/user", "/directory/deletedItems/servicePrincipal"} {
		body := tt.want(200, "GET", path, "").body
		seen[path] = body["value"]
		for _, item := range body["value"].([]any) {
			id, _ := item.(map[string]any)["id"].(string)
			switch path {
			case "/servicePrincipals":
				assigned := tt.want(200, "GET", path+"/"+id+"/appRoleAssignedTo", "").body["value"]
				keys := tt.want(200, "GET", path+"/"+id+"?$select=keyCredentials,passwordCredentials", "").body
				delete(keys, "@odata.context")
				seen[id+" assigned"], seen[id+" keys"] = assigned, keys
			case "/groups":
				seen[id+" members"] = tt.want(200, "GET", path+"/"+id+"/members?$select=id", "").body["value"]
			case "/applications":
				seen[id+" owners"] = tt.want(200, "GET", path+"/"+id+"/owners", "").body["value"]
			}
		}
	}
	return seen
}

// fullSetUp makes one of everything that a state file holds.
func (tt *tenantTest) fullSetUp() app {
	tt.Helper()
	made, _ := tt.certified()
	token := tt.token
	tt.as("ada@contoso.example", append(allScopes(), "Group.ReadWrite.All")...)
	team := tt.want(201, "POST", "/groups", `{"displayName":"Sales","mailEnabled":false,"mailNickname":"sales","securityEnabled":true}`).text("id")
	tt.want(204, "POST", "/groups/"+team+"/members/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/`+tt.groupNamed("Service Desk")+`"}`)
	tt.token = token
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml","notificationEmailAddresses":["ada@contoso.example"]}`)
	tt.want(204, "PATCH", "/applications/"+made.id, `{"identifierUris":["`+usIdentifier+`"],"web":{"redirectUris":["`+usReplyURL+`"],"redirectUriSettings":[{"uri":"`+usReplyURL+`","index":1}]},"api":{"requestedAccessTokenVersion":2}}`)
	userID := tt.want(201, "POST", "/users", bSimon).text("id")
	tt.want(201, "POST", "/servicePrincipals/"+made.spID+"/appRoleAssignedTo", `{"principalId":"`+userID+`","resourceId":"`+made.spID+`","appRoleId":"`+made.userRole+`"}`)
	gone := tt.addApp()
	tt.want(204, "DELETE", "/applications/"+gone.id, "")
	other := tt.want(201, "POST", "/users", strings.NewReplacer("B.Simon", "C.Gone").Replace(bSimon)).text("id")
	tt.want(204, "DELETE", "/users/"+other, "")
	return made
}

// TestStateSurvives ends the program in two ways: regularly, and by taking away
// the file as it stands while the tenant still runs.
func TestStateSurvives(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "tenant.state")
	first := startTenant(t, Options{State: file})
	made := first.fullSetUp()
	first.s.login.consents.give(graphTools, "", []string{"User.Read"})
	before, fallback := first.picture(), first.listed("")
	info := first.s.Info()
	killed := filepath.Join(folder, "killed.state")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(killed, append(content, `{"changes":[{"kind":"user","id":"half`...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(Options{State: file, Key: sharedKey}); err == nil || !strings.Contains(err.Error(), "another practice tenant") {
		t.Errorf("two tenants on one file: %v", err)
	}
	if err := first.s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, killed} {
		for range 2 { // a file that was taken over is good for the next time
			next := startTenant(t, Options{State: path})
			if diff := cmp.Diff(before, next.picture()); diff != "" {
				t.Errorf("%s: %s", path, diff)
			}
			if diff := cmp.Diff(fallback, next.listed("")); diff != "" {
				t.Errorf("%s: the tenant's certificate: %s", path, diff)
			}
			again := next.s.Info()
			if again.TenantID != info.TenantID || again.ClientID != info.ClientID || again.ClientSecret != info.ClientSecret || len(again.Accounts) != len(info.Accounts) {
				t.Errorf("%s: %+v, before %+v", path, again, info)
			}
			person, _ := next.s.tenant.userByUPN("B.Simon@contoso.example")
			if cause := next.s.login.checkPassword(person.id, "Practice-B-Simon-1"); cause != nil {
				t.Errorf("%s: %v", path, cause)
			}
			if next.s.login.checkPassword(person.id, "Practice-B-Simon-2") == nil || next.s.login.checkPassword(person.id, "") == nil {
				t.Errorf("%s: any password is good", path)
			}
			if names := next.s.login.consents.of(graphTools, person.id); len(names) != 1 {
				t.Errorf("%s: consents %v", path, names)
			}
			sp, _ := next.s.tenant.principalByAppID(made.appID)
			if key, err := next.s.tenant.activeKey(sp); err != nil || key.key == nil || key.thumbprint != sp.activeThumbprint {
				t.Errorf("%s: key %s, %v", path, key.thumbprint, err)
			}
			next.want(204, "PATCH", "/applications/"+made.id, `{"notes":null}`)
			next.fitsSchema()
			if err := next.s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestStateIsKeptBeforeTheAnswer reads the file after each write.
func TestStateIsKeptBeforeTheAnswer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tenant.state")
	tt := startTenant(t, Options{State: file, Lag: time.Hour})
	id := tt.want(201, "POST", "/users", bSimon).text("id")
	_, changes, err := readState(file)
	if err != nil || len(changes) == 0 || changes[len(changes)-1].ID != id {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Practice-B-Simon-1", "Practice-Ada-1"} {
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("the file holds the password %s", secret)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	// What was on its way to the replicas still is.
	if err := tt.s.Close(); err != nil {
		t.Fatal(err)
	}
	next := startTenant(t, Options{State: file})
	next.want(404, "GET", "/users/"+id, "")
	next.pass(time.Hour)
	next.want(200, "GET", "/users/"+id, "")
}

func TestStateOfAPasswordChange(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tenant.state")
	tt := startTenant(t, Options{State: file})
	ada, _ := tt.s.tenant.userByUPN("ada@contoso.example")
	if wrong := tt.s.login.changePassword(ada.id, "Fresh-Words-77", "Fresh-Words-77"); wrong != "" {
		t.Fatal(wrong)
	}
	if err := tt.s.Close(); err != nil {
		t.Fatal(err)
	}
	next := startTenant(t, Options{State: file})
	if cause := next.s.login.checkPassword(ada.id, "Fresh-Words-77"); cause != nil {
		t.Error(cause)
	}
	if wrong := next.s.login.changePassword(ada.id, "Fresh-Words-77", "Fresh-Words-77"); wrong == "" {
		t.Error("the new password may be the old one")
	}
	form := url.Values{"client_id": {next.s.Info().ClientID}, "client_secret": {tt.s.Info().ClientSecret}, "grant_type": {"client_credentials"}, "scope": {"https://graph.microsoft.com/.default"}}
	if status, answer := ask(t, next.s, "token", form); status != 200 {
		t.Errorf("the client's secret is lost: %v", answer)
	}
}

func TestStateFilesThatAreNone(t *testing.T) {
	head, err := json.Marshal(stateHead{Version: stateVersion, TenantID: "7a2c3a52-5b8f-4d7c-9a53-7a0a6cf0c0de", ClientID: "7a2c3a52-5b8f-4d7c-9a53-7a0a6cf0c0df", Secret: "s"})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, content := range map[string]string{
		"text": "notes to myself\n", "other JSON": "{\"a\":1}\n", "no end": string(head), "newer": "{\"backupsso_practice_state\":2}\n",
		"damaged": string(head) + "\n{\"changes\":[{]}\n", "unknown kind": string(head) + "\n{\"changes\":[{\"kind\":\"planet\",\"value\":{}}]}\n",
		"bad key": string(head) + "\n{\"changes\":[{\"kind\":\"servicePrincipal\",\"id\":\"x\",\"value\":{\"Keys\":[{\"Key\":\"AAAA\"}]}}]}\n",
	} {
		file := filepath.Join(folder, strings.ReplaceAll(name, " ", "-"))
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := Start(Options{State: file, Key: sharedKey}); err == nil {
			_ = s.Close()
			t.Errorf("%s is taken for a state", name)
		}
		if after, err := os.ReadFile(file); err != nil || string(after) != content {
			t.Errorf("%s was changed: %s %v", name, after, err)
		}
	}
	if s, err := Start(Options{State: filepath.Join(folder, "no", "folder"), Key: sharedKey}); err == nil {
		_ = s.Close()
		t.Error("a folder that is not there is written to")
	}
}

func FuzzState(f *testing.F) {
	f.Add([]byte("{\"backupsso_practice_state\":1,\"tenant_id\":\"7a2c3a52-5b8f-4d7c-9a53-7a0a6cf0c0de\"}\n{\"changes\":[{\"kind\":\"user\",\"id\":\"x\",\"value\":{\"More\":{\"a\":1}}}]}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		head, changes, err := decodeState(bytes.NewReader(content))
		if err != nil || head == nil {
			return
		}
		_, _ = newTenant(Options{Now: time.Now}).restore(*head, changes)
	})
}

// TestStateOfThePortal loads a bundle, changes a user, and starts again.
func TestStateOfThePortal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tenant.state")
	s := startSetUp(t, Options{State: file})
	loaded, err := s.login.portal.load(s.bundle(t, nil), s.login.now())
	if err != nil {
		t.Fatal(err)
	}
	if !s.login.portal.setUser(loaded.Host, "late@contoso.example", "Late", false) {
		t.Fatal("the portal takes no user")
	}
	before := s.login.portal.views()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the shortened file says the same
		again, err := Start(Options{State: file, Key: sharedKey})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, again.login.portal.views()); diff != "" {
			t.Error(diff)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
