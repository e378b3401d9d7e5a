package setup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// others is everybody else in a tenant, at work through Graph as a program, and
// the twin that remembers what has to stay because it is theirs.
type others struct {
	t      testing.TB
	server *practice.Server
	client *http.Client
	token  string
	until  time.Time
	twin   tenantState
	// residue is what they put into what was made here, by object and property.
	residue map[string]thing
	count   int
}

func newOthers(t testing.TB, server *practice.Server, network http.RoundTripper) *others {
	return &others{t: t, server: server, client: &http.Client{Transport: network}, twin: stateOf(t, server), residue: map[string]thing{}}
}

// do sends one request. A refusal, or an answer that does not come, is no failure
// here: what came of it shows in the tenant.
func (o *others) do(method, path string, body any) (int, map[string]any) {
	if o.token == "" || time.Now().After(o.until) {
		o.signIn()
	}
	raw, err := json.Marshal(body)
	if err != nil {
		o.t.Fatal(err)
	}
	request, err := http.NewRequest(method, o.server.Info().Graph+path, bytes.NewReader(raw))
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+o.token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := o.client.Do(request)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = answer.Body.Close() }()
	whole, _ := io.ReadAll(answer.Body)
	var members map[string]any
	_ = json.Unmarshal(whole, &members)
	if answer.StatusCode == http.StatusUnauthorized {
		o.token = ""
	}
	return answer.StatusCode, members
}

func (o *others) signIn() {
	info := o.server.Info()
	answer, err := o.client.PostForm(info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"client_credentials"},
		"client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "scope": {strings.TrimSuffix(info.Graph, "/v1.0") + "/.default"}})
	if err != nil {
		o.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var token struct {
		Access  string `json:"access_token"`
		Expires int    `json:"expires_in"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil || token.Access == "" {
		o.t.Fatalf("no token: %s %v", answer.Status, err)
	}
	o.token, o.until = token.Access, time.Now().Add(time.Duration(token.Expires)*time.Second-5*time.Minute)
}

// edits are what others do to the set-up's own objects, and beside them.
func edits() []string {
	return []string{"identifier added", "identifiers replaced", "reply URL added", "reply URLs replaced", "mode password", "mode none",
		"address added", "addresses replaced", "someone assigned", "certificate added", "certificate added and activated",
		"application deleted", "service principal deleted", "application renamed", "service principal disabled",
		"test user deleted", "test user disabled", "test user renamed", "person created", "application created",
		"rival added", "rival added and set up"}
}

// edit does one of edits, and lets the twin follow what came of it.
func (o *others) edit(what string, lag time.Duration) {
	before := stateOf(o.t, o.server)
	o.count++
	o.act(what, before)
	after := stateOf(o.t, o.server)
	o.remember(before, after)
	time.Sleep(lag) // so that what they did shows wherever it is looked at
}

// remember lets the twin follow, and keeps what was put into objects that it does
// not know.
func (o *others) remember(before, after tenantState) {
	o.twin.follow(before, after)
	for id, now := range after {
		was, known := before[id]
		if _, theirs := o.twin[id]; theirs || !known {
			continue
		}
		for _, path := range listed {
			if added := minus(now[path], was[path]); len(added) > 0 {
				if o.residue[id] == nil {
					o.residue[id] = thing{}
				}
				o.residue[id][path] = append(o.residue[id][path], added...)
			}
		}
	}
}

// target is the application that a set-up works on: the newest of the gallery app
// that is not somebody else's own.
func (o *others) target(now tenantState) string {
	newest := ""
	for id, object := range now {
		if !strings.HasPrefix(id, "applications/") || len(object["applicationTemplateId"]) == 0 {
			continue
		}
		_, theirs := o.twin[id]
		_, best := o.twin[newest]
		if newest == "" || best && !theirs || best == theirs && object["createdDateTime"][0] > now[newest]["createdDateTime"][0] {
			newest = id
		}
	}
	return newest
}

func (o *others) act(what string, now tenantState) {
	app := o.target(now)
	half := now.half(app)
	number := fmt.Sprint(o.count)
	domain := o.server.Info().TenantDomain
	list := func(id, path string, more ...string) []string { return append(slices.Clone(now[id][path]), more...) }
	person := ""
	for id, object := range now {
		if strings.HasPrefix(id, "users/") && strings.HasPrefix(strings.Join(object["userPrincipalName"], ""), "B.Simon@") {
			person = id
		}
	}
	switch what {
	case "person created":
		name := "someone" + number
		o.do("POST", "/users", map[string]any{"userPrincipalName": name + "@" + domain, "displayName": name, "mailNickname": name,
			"accountEnabled": true, "passwordProfile": map[string]any{"password": "Canary-password-1"}})
		return
	case "application created":
		o.do("POST", "/applications", map[string]any{"displayName": "Other " + number, "identifierUris": []string{"https://other" + number + "." + domain}})
		return
	case "rival added", "rival added and set up":
		o.rival(what == "rival added and set up", now)
		return
	case "test user deleted":
		if person != "" {
			o.do("DELETE", "/"+person, nil)
		}
		return
	case "test user disabled":
		if person != "" {
			o.do("PATCH", "/"+person, map[string]any{"accountEnabled": false})
		}
		return
	case "test user renamed":
		if person != "" {
			o.do("PATCH", "/"+person, map[string]any{"displayName": "Barbara Simon"})
		}
		return
	}
	if app == "" || half == "" {
		return
	}
	switch what {
	case "identifier added":
		o.do("PATCH", "/"+app, map[string]any{"identifierUris": list(app, "identifierUris", "https://more"+number+"."+domain)})
	case "identifiers replaced":
		o.do("PATCH", "/"+app, map[string]any{"identifierUris": []string{"https://instead" + number + "." + domain}})
	case "reply URL added":
		o.do("PATCH", "/"+app, map[string]any{"web": map[string]any{"redirectUris": list(app, "web.redirectUris", "https://more"+number+"."+domain+"/acs")}})
	case "reply URLs replaced":
		o.do("PATCH", "/"+app, map[string]any{"web": map[string]any{"redirectUris": []string{"https://instead" + number + "." + domain + "/acs"}}})
	case "mode password":
		o.do("PATCH", "/"+half, map[string]any{"preferredSingleSignOnMode": "password"})
	case "mode none":
		o.do("PATCH", "/"+half, map[string]any{"preferredSingleSignOnMode": nil})
	case "address added":
		o.do("PATCH", "/"+half, map[string]any{"notificationEmailAddresses": list(half, "notificationEmailAddresses", "more"+number+"@"+domain)})
	case "addresses replaced":
		o.do("PATCH", "/"+half, map[string]any{"notificationEmailAddresses": []string{"instead" + number + "@" + domain}})
	case "someone assigned":
		o.assign(half, now)
	case "certificate added", "certificate added and activated":
		_, made := o.do("POST", "/"+half+"/addTokenSigningCertificate", map[string]any{"displayName": "CN=theirs " + number})
		if thumbprint, is := made["thumbprint"].(string); is && what != "certificate added" {
			o.do("PATCH", "/"+half, map[string]any{"preferredTokenSigningKeyThumbprint": thumbprint})
		}
	case "application deleted":
		o.do("DELETE", "/"+app, nil)
	case "service principal deleted":
		o.do("DELETE", "/"+half, nil)
	case "application renamed":
		o.do("PATCH", "/"+app, map[string]any{"displayName": "Backup sign-on " + number})
	case "service principal disabled":
		o.do("PATCH", "/"+half, map[string]any{"accountEnabled": false})
	default:
		o.t.Fatalf("there is no edit %q", what)
	}
}

// assign lets Alan use the application.
func (o *others) assign(half string, now tenantState) { o.assignTo(half, now, "alan@") }

func (o *others) assignTo(half string, now tenantState, upn string) {
	for id, object := range now {
		if strings.HasPrefix(strings.Join(object["userPrincipalName"], ""), upn) {
			var role struct {
				ID string `json:"id"`
			}
			if err := json.Unmarshal([]byte(now[half]["appRoles"][0]), &role); err != nil {
				o.t.Fatal(err)
			}
			o.do("POST", "/"+half+"/appRoleAssignedTo", map[string]any{"principalId": strings.TrimPrefix(id, "users/"),
				"resourceId": strings.TrimPrefix(half, "servicePrincipals/"), "appRoleId": role.ID})
		}
	}
}

// rival adds the gallery app too, and sets it up for the same portal.
func (o *others) rival(setUp bool, now tenantState) {
	_, found := o.do("GET", "/applicationTemplates?$filter="+url.QueryEscape("displayName eq '"+AppName+"'"), nil)
	entries, _ := found["value"].([]any)
	if len(entries) == 0 {
		return
	}
	template, _ := entries[0].(map[string]any)
	o.do("POST", fmt.Sprintf("/applicationTemplates/%s/instantiate", template["id"]), map[string]any{"displayName": "Rival " + fmt.Sprint(o.count)})
	after := stateOf(o.t, o.server)
	for id := range after {
		if _, known := now[id]; known || !strings.HasPrefix(id, "applications/") || !setUp {
			continue
		}
		time.Sleep(time.Minute) // until it shows
		o.setUp(after, id, wish().Portal.Identifier, wish().Portal.ReplyURL)
	}
}

// setUp does by hand what a set-up does, for any portal.
func (o *others) setUp(now tenantState, app, identifier, replyURL string) {
	half := now.half(app)
	o.do("PATCH", "/"+half, map[string]any{"preferredSingleSignOnMode": "saml"})
	time.Sleep(time.Minute)
	o.do("PATCH", "/"+app, map[string]any{"identifierUris": []string{identifier}, "web": map[string]any{"redirectUris": []string{replyURL}}})
}
