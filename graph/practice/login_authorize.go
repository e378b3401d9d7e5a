package practice

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
)

// authRequest is an OpenID sign-in that an app asked for.
type authRequest struct {
	client      registeredClient
	redirect    string
	mode        string // form_post, query or fragment
	state       string
	nonce       string
	challenge   string
	method      string // S256 or plain
	scopes      asked
	showConsent bool
}

// authCode is what a code stands for until it is redeemed, once.
type authCode struct {
	authRequest
	user     string
	stepped  bool // by a second proof
	redeemed atomic.Bool
}

// authorize is /oauth2/v2.0/authorize. Whatever concerns the redirect address
// itself is told to the person; everything else goes back to the app.
func (l *login) authorize(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		l.refuseOnPage(w, r, refuse(9002313, "invalid_request", "Invalid request. Request is malformed or invalid."))
		return
	}
	client, cause := l.findClient(r.Form.Get("client_id"))
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	redirect := r.Form.Get("redirect_uri")
	if cause := l.checkRedirect(client, redirect); cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	request := authRequest{client: client, redirect: redirect, mode: r.Form.Get("response_mode"),
		state: r.Form.Get("state"), nonce: r.Form.Get("nonce"), challenge: r.Form.Get("code_challenge"),
		method: r.Form.Get("code_challenge_method")}
	if cause := l.readRequest(r, &request); cause != nil {
		l.answerRefused(w, r, request, cause)
		return
	}
	l.beginAuthorize(w, r, request)
}

func (l *login) beginAuthorize(w http.ResponseWriter, r *http.Request, request authRequest) {
	sess := l.session(w, r)
	prompt := r.Form.Get("prompt")
	f := l.startFlow(sess, &oauthGoal{request})
	f.hint = r.Form.Get("login_hint")
	f.pick = prompt == "select_account" || prompt == "login"
	f.again = prompt == "login"
	if prompt == "none" {
		l.silent(w, r, sess, f, request)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	l.advance(w, r, sess, f)
}

// silent answers prompt=none: a code, or a reason, but never a page.
func (l *login) silent(w http.ResponseWriter, r *http.Request, sess *session, f *flow, request authRequest) {
	l.flows.drop(f.id)
	users := sess.signedIn()
	if len(users) != 1 || !l.fitsHint(users[0], f.hint) {
		l.answerRefused(w, r, request, refuse(50058, "login_required", "A silent sign-in request was sent but no user is signed in."))
		return
	}
	who, ok := l.personByID(users[0])
	if !ok || !who.Enabled || who.MustChange {
		l.answerRefused(w, r, request, refuse(16000, "interaction_required", "Interaction is required to sign in."))
		return
	}
	if cause := l.barred(request.client, who); cause != nil {
		l.answerRefused(w, r, request, cause)
		return
	}
	if len(l.unallowed(request.client, who.ID, request.scopes)) > 0 {
		l.answerRefused(w, r, request, notConsented(request.client))
		return
	}
	stepped := sess.stepped(who.ID)
	if !stepped && l.tenant.faults.wantsSecondStep(who.UPN) {
		l.answerRefused(w, r, request, stepMissing("interaction_required"))
		return
	}
	l.answerCode(w, r, request, who, stepped)
}

func notConsented(client registeredClient) *refusal {
	return refuse(65001, "consent_required", "The user or administrator has not consented to use the application with ID "+
		"'%s' named '%s'. Send an interactive authorization request for this user and resource.", client.id, client.name)
}

// readRequest checks what may be told to the app when it is wrong.
func (l *login) readRequest(r *http.Request, request *authRequest) *refusal {
	switch request.mode {
	case "":
		request.mode = "query"
	case "query", "fragment", "form_post":
	default:
		wrong := request.mode
		request.mode = "query"
		return refuse(70005, "unsupported_response_mode", "The response mode '%s' is not supported.", wrong)
	}
	if kind := r.Form.Get("response_type"); kind != "code" {
		return refuse(700054, "unsupported_response_type", "response_type '%s' is not enabled for the application.", kind)
	}
	if request.challenge == "" {
		request.method = ""
	} else if request.method == "" {
		request.method = "plain"
	}
	if !slices.Contains([]string{"", "plain", "S256"}, request.method) || len(request.challenge) > 128 {
		return refuse(501491, "invalid_request", "Invalid size of Code_Challenge parameter, or unknown code_challenge_method.")
	}
	var cause *refusal
	if request.scopes, cause = l.parseScopes(r, r.Form.Get("scope")); cause != nil {
		return cause
	}
	request.showConsent = r.Form.Get("prompt") == "consent"
	return checkPreset(request.client, request.scopes)
}

// checkPreset refuses what Microsoft's own clients were not given for Graph.
func checkPreset(client registeredClient, want asked) *refusal {
	if client.preset == nil {
		return nil
	}
	for _, need := range want.permissions {
		if !slices.Contains(client.preset, need.Name) {
			return refuse(65002, "invalid_client", "Consent between first party application '%s' and first party resource "+
				"'%s' must be configured via preauthorization - applications owned and operated by Microsoft must get "+
				"approval from the API owner before requesting tokens for that API.", client.id, graphAppID)
		}
	}
	return nil
}

// checkRedirect lets public clients use loopback and the tenant's applications
// what they registered.
func (l *login) checkRedirect(client registeredClient, redirect string) *refusal {
	if redirect == "" {
		return refuse(900144, "invalid_request", "The request body must contain the following parameter: 'redirect_uri'.")
	}
	if client.public && isLoopback(redirect) {
		return nil
	}
	if app, ok := l.tenant.applicationByAppID(client.id); ok && slices.Contains(app.redirectURIs, redirect) && isLoopback(redirect) {
		return nil
	}
	return refuse(50011, "invalid_request", "The redirect URI '%s' specified in the request does not match the redirect "+
		"URIs configured for the application '%s'. Make sure the redirect URI sent in the request matches one added to "+
		"your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about "+
		"how to troubleshoot this error.", redirect, client.id)
}

// isLoopback reports whether address is plain http on this computer.
func isLoopback(address string) bool {
	if len(address) > 2000 {
		return false
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.User != nil || parsed.Fragment != "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return false
	}
	switch strings.ToLower(parsed.Hostname()) {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	return false
}

// originOf is an address's scheme, host and port, for Content-Security-Policy.
func originOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" {
		return "'none'"
	}
	return parsed.Scheme + "://" + parsed.Host
}

// oauthGoal ends a sign-in with a code for the app.
type oauthGoal struct{ authRequest }

func (g *oauthGoal) app() string       { return g.client.name }
func (g *oauthGoal) targets() []string { return []string{g.redirect} }

func (g *oauthGoal) finish(l *login, w http.ResponseWriter, r *http.Request, f *flow, who person) {
	if cause := l.barred(g.client, who); cause != nil {
		l.refuseSignIn(w, r, f, who, cause, nil)
		return
	}
	missing := l.unallowed(g.client, who.ID, g.scopes)
	if !f.agreed && (len(missing) > 0 || g.showConsent) {
		l.askConsent(w, r, f, who, g.client, g.scopes, missing)
		return
	}
	l.flows.drop(f.id)
	if len(missing) > 0 {
		l.answerRefused(w, r, g.authRequest, notConsented(g.client))
		return
	}
	l.note(r, f, who, nil)
	l.answerCode(w, r, g.authRequest, who, f.stepped)
}

func (g *oauthGoal) cancel(l *login, w http.ResponseWriter, r *http.Request, _ *flow) {
	l.answerRefused(w, r, g.authRequest, refuse(65004, "access_denied", "User declined to consent to access the app."))
}

// answerCode sends the code to the app.
func (l *login) answerCode(w http.ResponseWriter, r *http.Request, request authRequest, who person, stepped bool) {
	code := "1.P" + l.random(60)
	l.codes.put(code, &authCode{authRequest: request, user: who.ID, stepped: stepped}, codeLife)
	values := url.Values{"code": {code}, "session_state": {l.guid()}}
	l.answerApp(w, r, request, values)
}

func (l *login) answerRefused(w http.ResponseWriter, r *http.Request, request authRequest, cause *refusal) {
	l.answerApp(w, r, request, l.incident(r, cause).values())
}

// answerApp carries values to the redirect address the way the app asked for.
func (l *login) answerApp(w http.ResponseWriter, r *http.Request, request authRequest, values url.Values) {
	if request.state != "" {
		values.Set("state", request.state)
	}
	target, err := url.Parse(request.redirect)
	if err != nil {
		l.refuseOnPage(w, r, refuse(50011, "invalid_request", "The redirect URI is not valid."))
		return
	}
	switch request.mode {
	case "form_post":
		l.postPage(w, "Working on it", request.redirect, values)
	case "fragment":
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, target.String()+"#"+values.Encode(), http.StatusSeeOther)
	default:
		query := target.Query()
		for name := range values {
			query.Set(name, values.Get(name))
		}
		target.RawQuery = query.Encode()
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, target.String(), http.StatusSeeOther)
	}
}
