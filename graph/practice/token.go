package practice

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// access is what an access token stands for.
type access struct {
	user     string // id; empty: the client itself
	clientID string
	scopes   []string
	issued   time.Time
	expires  time.Time
	// challengeable is set when the client understands claims challenges.
	challengeable bool
}

// renewal is what a refresh token stands for.
type renewal struct {
	user    string
	client  string
	issued  time.Time // when the person signed in
	stepped bool      // by a second proof
}

// grantFor returns what an access token stands for, while it is valid and its
// user exists and may sign in.
func (s *Server) grantFor(token string) (*grant, bool) {
	held, ok := s.login.access.get(token)
	if !ok {
		return nil, false
	}
	found := &grant{clientID: held.clientID, scopes: slices.Clone(held.scopes), issued: held.issued, expires: held.expires,
		challengeable: held.challengeable}
	if held.user == "" {
		return found, true
	}
	if found.user, ok = s.tenant.userByID(held.user); !ok || !found.user.enabled {
		return nil, false
	}
	return found, true
}

// token is /oauth2/v2.0/token.
func (l *login) token(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		l.refuseJSON(w, r, refuse(9002313, "invalid_request", "Invalid request. Request is malformed or invalid."))
		return
	}
	form := r.PostForm
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if user, password, ok := r.BasicAuth(); ok {
		// RFC 6749, 2.3.1: both are form-encoded inside the header.
		id, secret = unescaped(user), unescaped(password)
	}
	client, cause := l.findClient(id)
	if cause != nil {
		l.refuseJSON(w, r, cause)
		return
	}
	if secret != "" && (client.secret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(client.secret)) != 1) {
		l.refuseJSON(w, r, refuse(7000215, "invalid_client", "Invalid client secret provided. Ensure the secret being "+
			"sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.",
			client.id).withStatus(http.StatusUnauthorized))
		return
	}
	proven := secret != ""
	if !proven && form.Get("client_assertion") != "" {
		if cause := l.checkAssertion(r, form, client); cause != nil {
			l.refuseJSON(w, r, cause)
			return
		}
		proven = true
	}
	var answer *tokenAnswer
	switch kind := form.Get("grant_type"); kind {
	case "authorization_code":
		answer, cause = l.redeemCode(form, client)
	case "refresh_token":
		answer, cause = l.redeemRenewal(r, form, client)
	case "device_code", "urn:ietf:params:oauth:grant-type:device_code":
		answer, cause = l.redeemDevice(form, client)
	case "password":
		answer, cause = l.redeemPassword(r, form, client)
	case "client_credentials":
		answer, cause = l.clientCredentials(r, form, client, proven)
	case "":
		cause = missingParameter("grant_type")
	default:
		cause = refuse(70003, "unsupported_grant_type", "The app requested an unsupported grant type '%s'.", kind)
	}
	if cause == nil {
		answer.challengeable = strings.Contains(form.Get("claims"), `"xms_cc"`)
		cause = l.sendTokens(w, r, answer)
	}
	if cause != nil {
		l.refuseJSON(w, r, cause)
	}
}

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func missingParameter(name string) *refusal {
	return refuse(900144, "invalid_request", "The request body must contain the following parameter: '%s'.", name)
}

func (l *login) redeemCode(form url.Values, client registeredClient) (*tokenAnswer, *refusal) {
	text := form.Get("code")
	if text == "" {
		return nil, missingParameter("code")
	}
	code, ok := l.codes.get(text)
	if !ok {
		if l.codes.expired(text) {
			return nil, refuse(70008, "invalid_grant", "The provided authorization code or refresh token has expired due "+
				"to inactivity. Send a new interactive authorization request for this user and resource.")
		}
		return nil, refuse(9002313, "invalid_grant", "Invalid request. Request is malformed or invalid.")
	}
	if code.client.id != client.id {
		return nil, refuse(700005, "invalid_grant", "Provided Authorization Code is intended to use against other tenant, thus rejected.")
	}
	if form.Get("redirect_uri") != code.redirect {
		return nil, refuse(500112, "invalid_client", "The reply address '%s' does not match the reply address '%s' provided "+
			"when requesting Authorization code.", form.Get("redirect_uri"), code.redirect)
	}
	if cause := checkVerifier(code, form.Get("code_verifier")); cause != nil {
		return nil, cause
	}
	if !code.redeemed.CompareAndSwap(false, true) {
		return nil, refuse(54005, "invalid_grant", "OAuth2 Authorization code was already redeemed, please retry with a new "+
			"valid code or use an existing refresh token.")
	}
	return &tokenAnswer{client: client, user: code.user, stepped: code.stepped, scopes: code.scopes, nonce: code.nonce,
		clientInfo: form.Get("client_info") != ""}, nil
}

// checkVerifier proves that whoever redeems the code asked for it (RFC 7636).
func checkVerifier(code *authCode, verifier string) *refusal {
	derived := verifier
	switch {
	case code.method == "" && verifier == "":
		return nil
	case code.method == "S256":
		sum := sha256.Sum256([]byte(verifier))
		derived = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if code.method == "" || subtle.ConstantTimeCompare([]byte(derived), []byte(code.challenge)) != 1 {
		return refuse(501481, "invalid_grant", "The Code_Verifier does not match the code_challenge supplied in the authorization request.")
	}
	return nil
}

func (l *login) redeemRenewal(r *http.Request, form url.Values, client registeredClient) (*tokenAnswer, *refusal) {
	text := form.Get("refresh_token")
	if text == "" {
		return nil, missingParameter("refresh_token")
	}
	held, ok := l.renewals.get(text)
	if !ok || held.client != client.id {
		return nil, refuse(9002313, "invalid_grant", "Invalid request. Request is malformed or invalid.")
	}
	scopes, cause := l.parseScopes(r, form.Get("scope"))
	if cause != nil {
		return nil, cause
	}
	who, ok := l.personByID(held.user)
	if !ok {
		return nil, unknownUser(l, held.user)
	}
	if !who.Enabled {
		return nil, refuse(50057, "invalid_grant", "The user account is disabled.")
	}
	if person, there := l.tenant.userByID(held.user); there && person.revokedBefore(held.issued) {
		return nil, refuse(50173, "invalid_grant", "The provided grant has expired due to it being revoked, a fresh auth token is needed. "+
			"The user might have changed or reset their password. The grant was issued on '%s' and the TokensValidFrom date "+
			"(before which tokens are not valid) for this user is '%v'.", held.issued.UTC().Format(time.RFC3339), person.more[validFrom])
	}
	if cause := l.barred(client, who); cause != nil {
		cause.oauth = "invalid_grant"
		return nil, cause
	}
	if !held.stepped && l.tenant.faults.wantsSecondStep(who.UPN) {
		return nil, stepMissing("invalid_grant")
	}
	if len(l.unallowed(client, held.user, scopes)) > 0 {
		cause := notConsented(client)
		cause.oauth = "invalid_grant"
		return nil, cause
	}
	return &tokenAnswer{client: client, user: held.user, stepped: held.stepped, since: held.issued, scopes: scopes, clientInfo: form.Get("client_info") != ""}, nil
}

func (l *login) clientCredentials(r *http.Request, form url.Values, client registeredClient, proven bool) (*tokenAnswer, *refusal) {
	if !proven {
		return nil, refuse(7000218, "invalid_client", "The request body must contain the following parameter: "+
			"'client_assertion' or 'client_secret'.").withStatus(http.StatusUnauthorized)
	}
	scopes, cause := l.parseScopes(r, form.Get("scope"))
	if cause != nil {
		return nil, cause
	}
	// Sign-in libraries add the OpenID words here too, and Entra overlooks them.
	resources := slices.DeleteFunc(slices.Clone(scopes.words), isOpenIDScope)
	if len(resources) != 1 || !strings.HasSuffix(resources[0], "/"+defaultWord) {
		return nil, refuse(1002012, "invalid_scope", "The provided value for scope %s is not valid. Client credential flows "+
			"must have a scope value with /.default suffixed to the resource identifier (application ID URI).", form.Get("scope"))
	}
	return &tokenAnswer{client: client, scopes: scopes}, nil
}
