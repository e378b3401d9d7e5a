package practice

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// tokenAnswer is a token request that was found good.
type tokenAnswer struct {
	client     registeredClient
	user       string // id; empty: the client itself
	stepped    bool   // by a second proof
	scopes     asked
	nonce      string
	clientInfo bool
	since      time.Time // of the sign-in that is renewed; zero: now
	// challengeable is set when the client understands claims challenges.
	challengeable bool
}

// sendTokens makes the tokens and answers with them.
func (l *login) sendTokens(w http.ResponseWriter, r *http.Request, answer *tokenAnswer) *refusal {
	body := map[string]any{
		"token_type":     "Bearer",
		"expires_in":     int(accessLife.Seconds()) - 1,
		"ext_expires_in": int(accessLife.Seconds()) - 1,
	}
	if answer.user == "" {
		names := l.tenant.faults.withheld(l.permissionsOf(answer.client))
		cause := l.addAccess(body, r, answer, nil, names)
		if cause == nil {
			l.json(w, http.StatusOK, body)
		}
		return cause
	}
	who, ok := l.personByID(answer.user)
	if !ok {
		return unknownUser(l, answer.user)
	}
	names := l.tenant.faults.withheld(l.allowed(answer.client, who.ID))
	if cause := l.addAccess(body, r, answer, &who, names); cause != nil {
		return cause
	}
	body["scope"] = scopeAnswer(answer.scopes, names)
	if answer.scopes.openID["offline_access"] {
		token := "1.P" + l.random(90)
		l.renewals.put(token, &renewal{user: who.ID, client: answer.client.id, issued: signedInAt(answer.since, l.now()), stepped: answer.stepped}, refreshLife)
		body["refresh_token"] = token
	}
	if answer.scopes.openID["openid"] {
		token, err := l.signer.sign(l.idClaims(r, answer, who))
		if err != nil {
			return serverError()
		}
		body["id_token"] = token
	}
	if answer.clientInfo {
		info, err := json.Marshal(map[string]string{"uid": who.ID, "utid": l.tenant.id})
		if err != nil {
			return serverError()
		}
		body["client_info"] = base64.RawURLEncoding.EncodeToString(info)
	}
	l.json(w, http.StatusOK, body)
	return nil
}

// signedInAt is when a session began: a renewed one keeps its beginning.
func signedInAt(since, now time.Time) time.Time {
	if since.IsZero() {
		return now
	}
	return since
}

// scopeAnswer names what was asked for as it was written, and what else the
// token holds. Clients compare word by word and take a missing one as declined.
func scopeAnswer(want asked, names []string) string {
	words := make([]string, 0, len(want.words)+len(names))
	have := map[string]bool{}
	for _, word := range want.words {
		if word != "offline_access" {
			words = append(words, word)
		}
		_, name := splitScope(word)
		have[strings.ToLower(name)] = true
	}
	for _, name := range names {
		if !have[strings.ToLower(name)] {
			words = append(words, want.resource+"/"+name)
		}
	}
	return strings.Join(words, " ")
}

// addAccess makes an access token and remembers what it stands for.
func (l *login) addAccess(body map[string]any, r *http.Request, answer *tokenAnswer, who *person, names []string) *refusal {
	now := l.now()
	expires := now.Add(accessLife)
	claims := map[string]any{
		"aud": answer.scopes.resource, "iss": l.tenant.issuer(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": expires.Unix(),
		"appid": answer.client.id, "app_displayname": answer.client.name, "tid": l.tenant.id,
		"uti": l.random(16), "ver": "1.0", "practice": true,
	}
	held := &access{clientID: answer.client.id, scopes: slices.Clone(names), issued: now, expires: expires, challengeable: answer.challengeable}
	if answer.challengeable {
		claims["xms_cc"] = []string{"cp1"}
	}
	if who == nil {
		claims["oid"], claims["sub"], claims["idtyp"] = answer.client.id, answer.client.id, "app"
		claims["roles"], claims["appidacr"] = names, "1"
	} else {
		held.user = who.ID
		claims["oid"], claims["sub"], claims["idtyp"] = who.ID, who.ID, "user"
		claims["upn"], claims["unique_name"], claims["name"] = who.UPN, who.UPN, who.Name
		claims["scp"], claims["appidacr"], claims["amr"] = strings.Join(names, " "), "0", methodsOf(answer.stepped)
		claims["wids"] = append([]string{}, who.Roles...)
	}
	token, err := l.signer.sign(claims)
	if err != nil {
		return serverError()
	}
	l.access.put(token, held, accessLife)
	body["access_token"] = token
	return nil
}

func (l *login) idClaims(r *http.Request, answer *tokenAnswer, who person) map[string]any {
	now := l.now()
	claims := map[string]any{
		"aud": answer.client.id, "iss": "https://" + r.Host + "/" + l.tenant.id + "/v2.0",
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(accessLife).Unix(),
		"tid": l.tenant.id, "oid": who.ID, "sub": who.ID, "ver": "2.0", "uti": l.random(16),
		"preferred_username": who.UPN, "name": who.Name, "practice": true,
	}
	if answer.nonce != "" {
		claims["nonce"] = answer.nonce
	}
	if answer.scopes.openID["email"] && who.Mail != "" {
		claims["email"] = who.Mail
	}
	return claims
}

// methodsOf is the amr claim.
func methodsOf(stepped bool) []string {
	if stepped {
		return []string{"pwd", "mfa"}
	}
	return []string{"pwd"}
}

// permissionsOf are the application permissions of a client: the seeded one has its
// own for good, others have what is assigned to their service principal.
func (l *login) permissionsOf(client registeredClient) []string {
	if strings.EqualFold(client.id, l.tenant.client.id) {
		return l.tenant.client.permissions
	}
	return l.tenant.graphPermissions(client.id)
}
