package practice

import (
	"net/http"
	"strconv"
)

// stepPage asks for a second proof with a number to be matched, as the
// authenticator app does; the page stands in for the phone too.
func (l *login) stepPage(w http.ResponseWriter, f *flow, who person, wrong slip) {
	f.number = strconv.Itoa(10 + int(l.randomBytes(1)[0])%90)
	l.flowPage(w, f, who, "step.html", "Approve sign-in request", wrong)
}

// lacksStep reports whether someone has yet to show a second proof.
func (l *login) lacksStep(f *flow, who person) bool {
	return !f.stepped && l.tenant.faults.wantsSecondStep(who.UPN)
}

// typedNumber takes the answer of the stand-in phone. A request that was denied,
// or answered with another number, is over; a new one is sent.
func (l *login) typedNumber(w http.ResponseWriter, r *http.Request, sess *session, f *flow, approved bool, typed string) {
	who, ok := l.personByID(f.user)
	if !ok || !f.proved || f.number == "" {
		l.advance(w, r, sess, f)
		return
	}
	if !approved || typed != f.number {
		words := "You denied the request. A new one was sent."
		if approved {
			words = "That is another number. A new request was sent."
		}
		what := l.incident(r, refuse(500121, "", "Authentication failed during strong authentication request."))
		l.note(r, f, who, &what)
		l.stepPage(w, f, who, slip{words, 500121})
		return
	}
	f.stepped, f.number = true, ""
	l.advance(w, r, sess, f)
}

// stepMissing is what programs hear that cannot show the page.
func stepMissing(oauth string) *refusal {
	return refuse(50076, oauth, "Due to a configuration change made by your administrator, or because you moved to a new "+
		"location, you must use multi-factor authentication to access '%s'.", graphAppID)
}
