package practice

import (
	"net/http"
	"strings"
	"sync"
)

// goal is why someone signs in, and what happens once they did.
type goal interface {
	// app is the name of what the person signs in to; empty for none.
	app() string
	// targets are the places outside this server that a page of this sign-in may
	// lead the browser to.
	targets() []string
	// finish answers the browser.
	finish(l *login, w http.ResponseWriter, r *http.Request, f *flow, who person)
	// cancel answers the browser when the person gave up.
	cancel(l *login, w http.ResponseWriter, r *http.Request, f *flow)
}

// flow is one sign-in on its way through the pages. Its id is in every form, is
// unguessable and works in one browser only, so no other site can drive it.
type flow struct {
	mu      sync.Mutex
	id      string
	session string
	goal    goal
	hint    string // login_hint
	pick    bool   // show the picker even when signed in
	again   bool   // ask for the password even when signed in
	user    string // chosen user id
	proved  bool   // chosen user has shown who they are
	stepped bool   // and so by a second proof
	number  string // to be typed in the authenticator app
	agreed  bool   // consent page was accepted

	correlation string       // ties together what the sign-in leaves in the log
	noted       map[int]bool // interrupts that are in the log
}

func (l *login) startFlow(sess *session, purpose goal) *flow {
	f := &flow{id: l.random(24), session: sess.id, goal: purpose}
	l.flows.put(f.id, f, flowLife)
	return f
}

// advance shows the next page of a sign-in, or its end.
func (l *login) advance(w http.ResponseWriter, r *http.Request, sess *session, f *flow) {
	r = f.correlated(l, r)
	if f.user == "" && !f.pick {
		if only := sess.signedIn(); len(only) == 1 && l.fitsHint(only[0], f.hint) {
			f.user, f.proved, f.stepped = only[0], true, sess.stepped(only[0])
		}
	}
	if f.user == "" {
		l.pickPage(w, sess, f, "", slip{})
		return
	}
	who, ok := l.personByID(f.user)
	if !ok {
		sess.clear()
		l.refuseOnPage(w, r, unknownUser(l, f.user))
		return
	}
	if !who.Enabled {
		l.refuseSignIn(w, r, f, who, refuse(50057, "invalid_grant", "The user account is disabled."), nil)
		return
	}
	if !f.proved {
		l.passwordPage(w, f, who, slip{})
		return
	}
	if l.lacksStep(f, who) {
		l.interrupted(r, f, who, refuse(proofWanted, "", "Strong Authentication is required."))
		l.stepPage(w, f, who, slip{})
		return
	}
	if who.MustChange {
		l.interrupted(r, f, who, refuse(passwordExpired, "", "The password is expired."))
		l.changePage(w, f, who, slip{})
		return
	}
	sess.add(who.ID, f.stepped)
	f.goal.finish(l, w, r, f, who)
}

// interrupted notes once that a sign-in stopped for a page that asks for more.
func (l *login) interrupted(r *http.Request, f *flow, who person, cause *refusal) {
	if f.noted[cause.number] {
		return
	}
	if f.noted == nil {
		f.noted = map[int]bool{}
	}
	f.noted[cause.number] = true
	what := l.incident(r, cause)
	l.note(r, f, who, &what)
}

func (l *login) fitsHint(id, hint string) bool {
	if hint == "" {
		return true
	}
	who, ok := l.personByID(id)
	return ok && (strings.EqualFold(who.UPN, hint) || strings.EqualFold(who.Mail, hint))
}

func unknownUser(l *login, name string) *refusal {
	return refuse(50034, "invalid_grant", "The user account %s does not exist in the %s directory. To sign into this "+
		"application, the account must be added to the directory.", name, l.tenant.id)
}

// continueFlow takes the forms of all sign-in pages.
func (l *login) continueFlow(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The form could not be read.", http.StatusBadRequest)
		return
	}
	sess := l.knownSession(r)
	f, ok := l.flows.get(r.PostForm.Get("flow"))
	if !ok || sess == nil || f.session != sess.id {
		l.page(w, http.StatusBadRequest, "note.html", nil, map[string]any{
			"Title":   "Sign-in ended",
			"Heading": "This sign-in is no longer open",
			"Text": []string{"It ended, or it was begun in another browser.",
				"Go back to where you came from and sign in again. Cookies must be allowed."},
			"Links": []link{{"/myapps", "My Apps"}},
		})
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	l.step(w, r, sess, f)
}

func (l *login) step(w http.ResponseWriter, r *http.Request, sess *session, f *flow) {
	r = f.correlated(l, r)
	form := r.PostForm
	switch form.Get("action") {
	case "pick":
		l.picked(w, r, sess, f, form.Get("user"))
	case "name":
		l.typedName(w, r, sess, f, strings.TrimSpace(form.Get("username")))
	case "password":
		l.typedPassword(w, r, sess, f, form.Get("password"))
	case "change":
		l.typedChange(w, r, sess, f)
	case "approve", "deny":
		l.typedNumber(w, r, sess, f, form.Get("action") == "approve", strings.TrimSpace(form.Get("typed")))
	case "accept":
		if who, ok := l.personByID(f.user); ok && f.proved && !l.lacksStep(f, who) {
			f.agreed = true
			l.accepted(f, form.Get("everyone") != "")
		}
		l.advance(w, r, sess, f)
	case "cancel":
		l.flows.drop(f.id)
		f.goal.cancel(l, w, r, f)
	default: // back to the picker
		f.user, f.proved, f.stepped, f.pick = "", false, false, true
		l.advance(w, r, sess, f)
	}
}

// picked takes an account from the picker. Named accounts and those already
// signed in need no password: this is practice.
func (l *login) picked(w http.ResponseWriter, r *http.Request, sess *session, f *flow, id string) {
	who, ok := l.personByID(id)
	if !ok {
		l.pickPage(w, sess, f, "", slip{"That account no longer exists. Pick another.", 50034})
		return
	}
	f.user = who.ID
	f.proved = who.Named || sess.has(who.ID) && !f.again
	f.stepped = sess.stepped(who.ID) && !f.again
	l.advance(w, r, sess, f)
}

func (l *login) typedName(w http.ResponseWriter, r *http.Request, sess *session, f *flow, name string) {
	who, ok := l.personByName(name)
	switch {
	case ok:
		f.user, f.proved, f.stepped = who.ID, false, false
		l.advance(w, r, sess, f)
	case name == "":
		l.pickPage(w, sess, f, name, slip{words: "Type the user name of a practice account."})
	case l.ownDomain(name):
		l.pickPage(w, sess, f, name, slip{"This user name may be wrong. The practice tenant has no such account.", 50034})
	default:
		l.pickPage(w, sess, f, name, slip{words: "Practice takes no real credentials. Use an account of " + defaultDomain + "."})
	}
}

func (l *login) typedPassword(w http.ResponseWriter, r *http.Request, sess *session, f *flow, typed string) {
	who, ok := l.personByID(f.user)
	if !ok {
		l.advance(w, r, sess, f)
		return
	}
	if cause := l.checkPassword(who.ID, typed); cause != nil {
		words := "The password is wrong. Type it again."
		if cause.number == 50053 {
			words = "Too many wrong passwords. Wait one minute, then type it again."
		}
		what := l.incident(r, cause)
		l.note(r, f, who, &what)
		l.passwordPage(w, f, who, slip{words, cause.number})
		return
	}
	f.proved = true
	l.advance(w, r, sess, f)
}

func (l *login) typedChange(w http.ResponseWriter, r *http.Request, sess *session, f *flow) {
	who, ok := l.personByID(f.user)
	if !ok || !f.proved || !who.MustChange {
		l.advance(w, r, sess, f)
		return
	}
	if cause := l.checkPassword(who.ID, r.PostForm.Get("password")); cause != nil {
		l.changePage(w, f, who, slip{"The present password is wrong. Type it again.", cause.number})
		return
	}
	if words := l.changePassword(who.ID, r.PostForm.Get("new"), r.PostForm.Get("again")); words != "" {
		l.changePage(w, f, who, slip{words: words})
		return
	}
	l.advance(w, r, sess, f)
}
