package practice

import (
	"net/http"
	"net/url"
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
		l.samlLogout(w, r, request)
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
	if _, refused := l.tenant.faults.take(samlRefused); refused {
		l.answerRefusal(w, r, purpose)
		return
	}
	purpose.hint = r.Form.Get("login_hint")
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
	f.hint = purpose.hint
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
