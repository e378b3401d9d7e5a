package practice

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

func (l *login) answerSAML(w http.ResponseWriter, r *http.Request, g *samlGoal, p *principal, who person, f *flow) {
	signer, err := l.signingKey(p)
	if err != nil || l.lostKey(p) {
		l.refuseSignIn(w, r, f, who, refuse(50003, "invalid_request", "No signing key is configured."), nil)
		return
	}
	facts := l.responseFacts(g, p, who)
	facts.secondStep = f.stepped
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
	l.note(r, f, who, nil)
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
		recipient = p.standardReplyURL()
	}
	return responseFacts{
		responseID: "_" + l.guid(), assertionID: "_" + l.guid(), tenant: l.tenant.id, issuer: l.tenant.issuer(),
		audience: audienceOf(p, g.request.issuer), recipient: recipient, inResponseTo: g.request.id,
		issued: l.now(), who: who, nameID: l.nameIDOf(g.request, who), signing: l.tenant.faults.signingNow(),
	}
}

// standardReplyURL is where a sign-on goes that names no Reply URL: one that begins
// at Entra above all. Without a default it is the first, which is said nowhere but
// in people's reports.
func (p *principal) standardReplyURL() string {
	if slices.Contains(p.replyURLs, p.defaultReplyURL) {
		return p.defaultReplyURL
	}
	return p.replyURLs[0]
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
	l.answerNo(w, r, g, "urn:oasis:names:tc:SAML:2.0:status:NoPassive",
		refuse(50058, "login_required", "A silent sign-in request was sent but no user is signed in.").Error())
}

// answerRefusal says no to the request itself, as the protocol page's sample does.
func (l *login) answerRefusal(w http.ResponseWriter, r *http.Request, g *samlGoal) {
	l.answerNo(w, r, g, "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported", fmt.Sprintf("AADSTS75006: An error occurred while "+
		"processing a SAML2 Authentication request. AADSTS90011: The SAML authentication request property "+
		"'NameIdentifierPolicy/SPNameQualifier' is not supported.\nTrace ID: %s\nTimestamp: %s",
		l.guid(), l.now().UTC().Format("2006-01-02 15:04:05Z")))
}

// answerNo posts a Response without an assertion.
func (l *login) answerNo(w http.ResponseWriter, r *http.Request, g *samlGoal, status, message string) {
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
	document, err := failureDocument(facts, status, message)
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
