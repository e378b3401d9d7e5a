package practice

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// device is a device code (RFC 8628) on its way to approval.
type device struct {
	client registeredClient
	scopes asked
	code   string // what the device holds
	typed  string // what the person types

	mu       sync.Mutex
	user     string // who approved it
	stepped  bool   // by a second proof
	declined bool
	used     bool
}

// userCodeLetters leaves out what people mix up.
const userCodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

func (l *login) userCode() string {
	raw := l.randomBytes(9)
	for i := range raw {
		raw[i] = userCodeLetters[int(raw[i])%len(userCodeLetters)]
	}
	return string(raw)
}

// deviceCode is /oauth2/v2.0/devicecode. Unless a person is to be asked, the
// code is approved at once by the first admin, who consents for everyone.
func (l *login) deviceCode(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		l.refuseJSON(w, r, refuse(9002313, "invalid_request", "Invalid request. Request is malformed or invalid."))
		return
	}
	client, cause := l.findClient(r.PostForm.Get("client_id"))
	if cause == nil && !client.public {
		cause = refuse(7000218, "invalid_client", "The request body must contain the following parameter: "+
			"'client_assertion' or 'client_secret'.")
	}
	var scopes asked
	if cause == nil {
		scopes, cause = l.parseScopes(r, r.PostForm.Get("scope"))
	}
	if cause == nil {
		cause = checkPreset(client, scopes)
	}
	if cause != nil {
		l.refuseJSON(w, r, cause)
		return
	}
	fresh := &device{client: client, scopes: scopes, code: "P" + l.random(80), typed: l.userCode()}
	if !l.ask {
		l.approveUnasked(fresh)
	}
	l.devices.put(fresh.code, fresh, deviceLife)
	l.devices.put(fresh.typed, fresh, deviceLife)
	page := origin(r) + "/devicelogin"
	l.json(w, http.StatusOK, map[string]any{
		"user_code":        fresh.typed,
		"device_code":      fresh.code,
		"verification_uri": page,
		"expires_in":       int(deviceLife.Seconds()),
		"interval":         5,
		"message": fmt.Sprintf("To sign in, use a web browser to open the page %s and enter the code %s to authenticate.",
			page, fresh.typed),
	})
}

func (l *login) approveUnasked(fresh *device) {
	admin, ok := l.firstAdmin()
	if !ok {
		return
	}
	names := make([]string, 0, len(fresh.scopes.permissions))
	for _, need := range fresh.scopes.wanted() {
		names = append(names, need.Name)
	}
	l.consents.give(fresh.client.id, "", names)
	fresh.user = admin.ID
}

// redeemDevice is the token request that a device repeats until it is answered.
func (l *login) redeemDevice(form url.Values, client registeredClient) (*tokenAnswer, *refusal) {
	text := form.Get("device_code")
	if text == "" {
		return nil, missingParameter("device_code")
	}
	held, ok := l.devices.get(text)
	if !ok && l.devices.expired(text) {
		return nil, refuse(70019, "expired_token", "Verification code expired. Have the user retry the sign-in.")
	}
	if !ok || held.code != text || held.client.id != client.id {
		return nil, refuse(70018, "bad_verification_code", "Invalid verification code due to User typing in wrong user code "+
			"for device code flow. Authorization isn't approved.")
	}
	held.mu.Lock()
	defer held.mu.Unlock()
	switch {
	case held.declined:
		return nil, refuse(65004, "authorization_declined", "User declined to consent to access the app.")
	case held.user == "":
		return nil, refuse(70016, "authorization_pending", "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
	case held.used:
		return nil, refuse(54005, "invalid_grant", "OAuth2 Authorization code was already redeemed, please retry with a new "+
			"valid code or use an existing refresh token.")
	}
	if _, on := l.tenant.faults.standing("block-device-code"); on {
		return nil, refuse(53003, "invalid_grant", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.")
	}
	held.used = true
	return &tokenAnswer{client: client, user: held.user, stepped: held.stepped, scopes: held.scopes, clientInfo: form.Get("client_info") != ""}, nil
}

// deviceLogin is the page where a person types the code.
func (l *login) deviceLogin(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		l.codePage(w, "", "")
		return
	}
	if err := r.ParseForm(); err != nil {
		l.codePage(w, "", "The form could not be read. Type the code again.")
		return
	}
	typed := strings.ToUpper(strings.TrimSpace(r.PostForm.Get("code")))
	held, ok := l.devices.get(typed)
	if !ok || held.typed != typed {
		l.codePage(w, typed, "That code did not work. Check it and type it again.")
		return
	}
	held.mu.Lock()
	done := held.user != "" || held.declined
	held.mu.Unlock()
	if done {
		l.deviceEnd(w, "This code is already answered", "Return to the program that showed it.")
		return
	}
	sess := l.session(w, r)
	f := l.startFlow(sess, &deviceGoal{held})
	f.pick = true
	f.mu.Lock()
	defer f.mu.Unlock()
	l.advance(w, r, sess, f)
}

func (l *login) codePage(w http.ResponseWriter, typed, problem string) {
	l.page(w, http.StatusOK, "device.html", nil, map[string]any{
		"Title": "Enter code", "Typed": typed, "Problem": problem,
	})
}

func (l *login) deviceEnd(w http.ResponseWriter, heading, text string) {
	l.page(w, http.StatusOK, "note.html", nil, map[string]any{
		"Title": heading, "Heading": heading, "Text": []string{text, "You may close this window."},
	})
}

// deviceGoal ends a sign-in with the approval of a device code.
type deviceGoal struct{ device *device }

func (g *deviceGoal) app() string       { return g.device.client.name }
func (g *deviceGoal) targets() []string { return nil }

// finish always asks: someone may have been sent a code that is not theirs.
func (g *deviceGoal) finish(l *login, w http.ResponseWriter, r *http.Request, f *flow, who person) {
	if cause := l.barred(g.device.client, who); cause != nil {
		l.refuseSignIn(w, r, f, who, cause, nil)
		return
	}
	missing := l.unallowed(g.device.client, who.ID, g.device.scopes)
	if !f.agreed {
		l.askConsent(w, r, f, who, g.device.client, g.device.scopes, missing)
		return
	}
	l.flows.drop(f.id)
	if len(missing) > 0 {
		l.refuseOnPage(w, r, notConsented(g.device.client))
		return
	}
	g.device.mu.Lock()
	g.device.user, g.device.stepped = who.ID, f.stepped
	g.device.mu.Unlock()
	l.note(r, f, who, nil)
	l.deviceEnd(w, "You have signed in to "+g.device.client.name, "Return to the program that showed the code.")
}

func (g *deviceGoal) cancel(l *login, w http.ResponseWriter, _ *http.Request, _ *flow) {
	g.device.mu.Lock()
	g.device.declined = true
	g.device.mu.Unlock()
	l.deviceEnd(w, "You refused the sign-in", "The program that showed the code was told so.")
}
