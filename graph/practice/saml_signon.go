package practice

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// portalDomain is the vendor's; a Reply URL below it is answered by the
// stand-in portal on this server.
const portalDomain = "backup.autotask.net"

// saml2 is the Login and Logout URL. Opened without a message it says so, as
// Entra does: it is no address to start from.
func (l *login) saml2(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		l.refuseOnPage(w, r, invalidMessage("the form could not be read"))
		return
	}
	if waiting := r.Form.Get("flow"); waiting != "" && r.Method == http.MethodGet {
		l.resumeSAML(w, r, waiting)
		return
	}
	raw, cause := messageIn(r)
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	request, cause := parseRequest(raw)
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	if request.logout {
		l.logout(w, r)
		return
	}
	if !l.isOurs(r, request.to) {
		l.refuseOnPage(w, r, refuse(75008, "invalid_request", "The request from the application was denied since the SAML "+
			"request had an unexpected destination."))
		return
	}
	purpose, cause := l.goalFor(request, r.Form.Get("RelayState"))
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	if r.Method == http.MethodPost {
		// The post came from another site, so the browser left its cookie at home.
		// A step through our own address brings it along.
		f := l.startFlow(&session{}, purpose)
		http.Redirect(w, r, r.URL.Path+"?flow="+f.id, http.StatusSeeOther)
		return
	}
	sess := l.session(w, r)
	l.beginSAML(w, r, sess, l.startFlow(sess, purpose))
}

// isOurs reports whether a Destination is this tenant's Login URL; one that is
// not said fits.
func (l *login) isOurs(r *http.Request, destination string) bool {
	if destination == "" {
		return true
	}
	to, err := url.Parse(destination)
	if err != nil || !strings.EqualFold(to.Host, r.Host) || to.User != nil {
		return false
	}
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(to.Path, "/"), "/")
	return l.knowsTenant(tenant) && strings.EqualFold(strings.TrimSuffix(rest, "/"), "saml2")
}

func messageIn(r *http.Request) ([]byte, *refusal) {
	if text := r.URL.Query().Get("SAMLRequest"); text != "" && r.Method == http.MethodGet {
		raw, err := decodeRedirect(text)
		if err != nil {
			return nil, invalidMessage(err.Error())
		}
		return raw, nil
	}
	if text := r.PostForm.Get("SAMLRequest"); text != "" && r.Method == http.MethodPost {
		raw, err := decodeBase64(text)
		if err != nil {
			return nil, invalidMessage(err.Error())
		}
		return raw, nil
	}
	return nil, refuse(750054, "invalid_request", "SAMLRequest or SAMLResponse must be present as query string parameters "+
		"in HTTP request for SAML Redirect binding. To learn more, see the troubleshooting article for error AADSTS750054.")
}

func (l *login) resumeSAML(w http.ResponseWriter, r *http.Request, id string) {
	f, ok := l.flows.get(id)
	sess := l.session(w, r)
	if ok {
		f.mu.Lock()
		ok = f.session == "" || f.session == sess.id
		if ok {
			f.session = sess.id
		}
		f.mu.Unlock()
	}
	if !ok {
		l.refuseOnPage(w, r, invalidMessage("this sign-in is no longer open"))
		return
	}
	l.beginSAML(w, r, sess, f)
}

func (l *login) beginSAML(w http.ResponseWriter, r *http.Request, sess *session, f *flow) {
	f.mu.Lock()
	defer f.mu.Unlock()
	purpose, ok := f.goal.(*samlGoal)
	if !ok {
		l.refuseOnPage(w, r, invalidMessage("this sign-in is of another kind"))
		return
	}
	f.pick, f.again = purpose.request.force, purpose.request.force
	if purpose.request.passive && !l.needsNoPage(sess) {
		l.flows.drop(f.id)
		l.answerPassive(w, r, purpose)
		return
	}
	l.advance(w, r, sess, f)
}

// needsNoPage reports whether a sign-in would go through without asking anybody
// anything.
func (l *login) needsNoPage(sess *session) bool {
	users := sess.signedIn()
	if len(users) != 1 {
		return false
	}
	who, ok := l.personByID(users[0])
	return ok && who.Enabled && !who.MustChange && (sess.stepped(who.ID) || !l.tenant.faults.wantsSecondStep(who.UPN))
}

// goalFor finds the app that a request came from and where the answer may go.
func (l *login) goalFor(request *authnRequest, relay string) (*samlGoal, *refusal) {
	p, ok := l.tenant.principalByName(request.issuer)
	if !ok {
		return nil, refuse(700016, "unauthorized_client", "Application with identifier '%s' was not found in the directory "+
			"'%s'. This can happen if the application has not been installed by the administrator of the tenant or "+
			"consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
			shorten(request.issuer), l.tenant.name)
	}
	if !p.enabled {
		return nil, disabledApp(p)
	}
	if request.acs != "" && !slices.Contains(p.replyURLs, request.acs) {
		return nil, refuse(50011, "invalid_request", "The reply URL '%s' specified in the request does not match the reply "+
			"URLs configured for the application '%s'. Make sure the reply URL sent in the request matches one added to "+
			"your application in the Azure portal. Navigate to https://aka.ms/urlMismatchError to learn more about how to "+
			"fix this.", shorten(request.acs), request.issuer)
	}
	if len(request.contexts) > 0 && !slices.ContainsFunc(request.contexts, weMeet) {
		return nil, refuse(75011, "invalid_request", "Authentication method 'Password' by which the user authenticated with "+
			"the service doesn't match requested authentication method '%s'. Contact the %s application owner.",
			shorten(strings.Join(request.contexts, ", ")), p.name)
	}
	return &samlGoal{appID: p.appID, name: p.name, request: *request, relay: relay}, nil
}

func weMeet(context string) bool {
	switch strings.TrimPrefix(context, "urn:oasis:names:tc:SAML:2.0:ac:classes:") {
	case "Password", "PasswordProtectedTransport", "unspecified":
		return true
	}
	return false
}

// samlGoal ends a sign-in with a SAML Response for an app.
type samlGoal struct {
	appID, name string
	request     authnRequest // empty when the sign-in began here
	relay       string
	again       string // where to begin once more with another account
}

func (g *samlGoal) app() string       { return g.name }
func (g *samlGoal) targets() []string { return nil }

func (g *samlGoal) cancel(l *login, w http.ResponseWriter, r *http.Request, _ *flow) {
	http.Redirect(w, r, "/myapps", http.StatusSeeOther)
}

// checkApp says what stands in the way whoever signs in.
func (l *login) checkApp(appID string) (*principal, *refusal) {
	p, ok := l.tenant.principalByAppID(appID)
	if !ok {
		return nil, refuse(700016, "unauthorized_client", "Application with identifier '%s' was not found in the directory "+
			"'%s'. This can happen if the application has not been installed by the administrator of the tenant or "+
			"consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
			shorten(appID), l.tenant.name)
	}
	if !p.enabled {
		return nil, disabledApp(p)
	}
	if p.mode == "saml" && len(p.replyURLs) == 0 {
		return nil, refuse(500113, "invalid_request", "No reply address is registered for the application.")
	}
	return p, nil
}

func (g *samlGoal) finish(l *login, w http.ResponseWriter, r *http.Request, f *flow, who person) {
	l.flows.drop(f.id)
	p, cause := l.checkApp(g.appID)
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	if p.mode != "saml" {
		l.notSetUp(w, p)
		return
	}
	if p.assignmentRequired && !l.tenant.isAssigned(who.ID, p.id) {
		links := []link{{"/myapps", "My Apps"}}
		if g.again != "" {
			links = append(links, link{g.again, "Sign in with another account"})
		}
		l.troublePage(w, r, notAssigned(p, who), links)
		return
	}
	l.answerSAML(w, r, g, p, who, f.stepped)
}

func (l *login) notSetUp(w http.ResponseWriter, p *principal) {
	l.page(w, http.StatusOK, "note.html", nil, map[string]any{
		"Title":   "No single sign-on",
		"Heading": p.name + " has no single sign-on yet",
		"Text": []string{"Its single sign-on mode is not SAML, so there is nothing to send.",
			"Set the mode, the Identifier and the Reply URL, then try again."},
		"Links": []link{{"/myapps", "My Apps"}},
	})
}

func (l *login) answerSAML(w http.ResponseWriter, r *http.Request, g *samlGoal, p *principal, who person, stepped bool) {
	signer, err := l.signingKey(p)
	if err != nil || l.lostKey(p) {
		l.refuseOnPage(w, r, refuse(50003, "invalid_request", "No signing key is configured."))
		return
	}
	facts := l.responseFacts(g, p, who)
	facts.secondStep = stepped
	facts.scenario = l.tenant.faults.scenarioNow()
	facts.signer, err = l.signerFor(facts.scenario, signer)
	var document []byte
	if err == nil {
		document, err = responseDocument(facts)
	}
	if err != nil {
		l.refuseOnPage(w, r, serverError())
		return
	}
	l.deliver(w, r, g, p, facts.recipient, document)
}

// lostKey reports whether the active certificate is set but gone. With none set,
// the tenant's own signs.
func (l *login) lostKey(p *principal) bool {
	isActive := func(key signingKey) bool { return strings.EqualFold(key.thumbprint, p.activeThumbprint) }
	return p.activeThumbprint != "" && !slices.ContainsFunc(l.tenant.signingKeys(p), isActive)
}

func (l *login) responseFacts(g *samlGoal, p *principal, who person) responseFacts {
	recipient := g.request.acs
	if recipient == "" {
		recipient = p.replyURLs[0]
	}
	return responseFacts{
		responseID: "_" + l.guid(), assertionID: "_" + l.guid(), tenant: l.tenant.id,
		audience: audienceOf(p, g.request.issuer), recipient: recipient, inResponseTo: g.request.id,
		issued: l.now(), who: who, nameID: l.nameIDOf(g.request, who), signing: l.tenant.faults.signingNow(),
	}
}

// nameID is who an assertion is about, in the form that was asked for.
type nameID struct{ format, qualifier, value string }

// nameIDOf takes the user name as the app is set up, in the format that the
// request asks for; a transient name is good for this sign-in alone.
func (l *login) nameIDOf(request authnRequest, who person) nameID {
	name := nameID{format: nameEmail, qualifier: request.qualifier, value: who.UPN}
	switch request.nameFormat {
	case namePersistent:
		name.format = namePersistent
	case nameTransient:
		name.format, name.value = nameTransient, "_"+l.guid()
	}
	return name
}

// audienceOf is the Identifier that the app asked by, else its first one, else
// its client id as Entra writes it when there is none.
func audienceOf(p *principal, asked string) string {
	if asked != "" && asked != p.appID {
		return asked
	}
	for _, name := range p.names {
		if !strings.EqualFold(name, p.appID) {
			return name
		}
	}
	return "spn:" + p.appID
}

func (l *login) answerPassive(w http.ResponseWriter, r *http.Request, g *samlGoal) {
	p, cause := l.checkApp(g.appID)
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	if len(p.replyURLs) == 0 {
		l.notSetUp(w, p)
		return
	}
	facts := l.responseFacts(g, p, person{})
	document, err := failureDocument(facts, "urn:oasis:names:tc:SAML:2.0:status:NoPassive",
		refuse(50058, "login_required", "A silent sign-in request was sent but no user is signed in.").Error())
	if err != nil {
		l.refuseOnPage(w, r, serverError())
		return
	}
	l.deliver(w, r, g, p, facts.recipient, document)
}

// deliver posts a Response. The browser never leaves this computer: a Reply URL
// of the vendor's is answered by the stand-in portal, one on loopback gets the
// post, and for any other the Response is shown instead.
func (l *login) deliver(w http.ResponseWriter, r *http.Request, g *samlGoal, p *principal, recipient string, document []byte) {
	encoded := base64.StdEncoding.EncodeToString(document)
	values := url.Values{"SAMLResponse": {encoded}}
	if g.relay != "" {
		values.Set("RelayState", g.relay)
	}
	if action, ok := whereToPost(recipient); ok {
		l.postPage(w, "Signing in to "+p.name, action, values)
		return
	}
	l.page(w, http.StatusOK, "shown.html", nil, map[string]any{
		"Title": "Response not sent", "App": p.name, "Recipient": recipient, "Encoded": encoded, "Document": string(document),
	})
}

// whereToPost maps a Reply URL to the address that the browser is sent to.
func whereToPost(recipient string) (string, bool) {
	if isLoopback(recipient) {
		return recipient, true
	}
	parsed, err := url.Parse(recipient)
	if err != nil || parsed.Scheme != "https" || parsed.User != nil {
		return "", false
	}
	host := strings.ToLower(parsed.Hostname())
	if host != portalDomain && !strings.HasSuffix(host, "."+portalDomain) {
		return "", false
	}
	action := "/portal/" + url.PathEscape(host) + parsed.EscapedPath()
	if parsed.RawQuery != "" {
		action += "?" + parsed.RawQuery
	}
	return action, true
}
