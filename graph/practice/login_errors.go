package practice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// refusal is one sign-in error as Entra words it: an AADSTS number, the OAuth
// error it travels under, and its text. See
// learn.microsoft.com/entra/identity-platform/reference-error-codes.
type refusal struct {
	number int
	oauth  string // error member of the JSON form, e.g. invalid_grant
	status int    // of the JSON form; 0 means 400
	text   string
}

func refuse(number int, oauth, format string, values ...any) *refusal {
	return &refusal{number: number, oauth: oauth, text: fmt.Sprintf(format, values...)}
}

func (e *refusal) withStatus(status int) *refusal {
	e.status = status
	return e
}

// Error gives the text with its code, as sign-in pages show it.
func (e *refusal) Error() string { return fmt.Sprintf("AADSTS%d: %s", e.number, e.text) }

func unknownApp(l *login, identifier string) *refusal {
	return refuse(700016, "unauthorized_client", "Application with identifier '%s' was not found in the directory '%s'. "+
		"This can happen if the application has not been installed by the administrator of the tenant or consented to by "+
		"any user in the tenant. You may have sent your authentication request to the wrong tenant.",
		shorten(identifier), l.tenant.name)
}

func disabledApp(p *principal) *refusal {
	return refuse(7000112, "unauthorized_client", "Application '%s'(%s) is disabled.", p.appID, p.name)
}

func notAssigned(p *principal, who person) *refusal {
	return refuse(50105, "interaction_required", "Your administrator has configured the application %s ('%s') to block "+
		"users unless they are specifically granted ('assigned') access to the application. The signed in user '%s' is "+
		"blocked because they are not a direct member of a group with access, nor had access directly assigned by an "+
		"administrator. Please contact your administrator to assign access to this application.", p.name, p.appID, who.UPN)
}

// incident is a refusal that happened: with the ids that support asks for.
type incident struct {
	*refusal
	trace, correlation string
	at                 time.Time
}

func (l *login) incident(r *http.Request, cause *refusal) incident {
	return incident{cause, l.guid(), l.correlation(r), l.now().UTC()}
}

func (i incident) description() string {
	return fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s",
		i.Error(), i.trace, i.correlation, i.at.Format(entraTime))
}

// entraTime is how sign-in errors write a time.
const entraTime = "2006-01-02 15:04:05Z"

// refuseJSON answers a program.
func (l *login) refuseJSON(w http.ResponseWriter, r *http.Request, cause *refusal) {
	what := l.incident(r, cause)
	status := cause.status
	if status == 0 {
		status = http.StatusBadRequest
	}
	l.json(w, status, map[string]any{
		"error":             cause.oauth,
		"error_description": what.description(),
		"error_codes":       []int{cause.number},
		"timestamp":         what.at.Format(entraTime),
		"trace_id":          what.trace,
		"correlation_id":    what.correlation,
		"error_uri":         what.help(),
	})
}

// refuseOnPage answers a person.
func (l *login) refuseOnPage(w http.ResponseWriter, r *http.Request, cause *refusal) {
	l.troublePage(w, l.incident(r, cause), nil)
}

// refuseSignIn shows the error page of a sign-in, and leaves the refusal in the
// log under the ids that the page shows.
func (l *login) refuseSignIn(w http.ResponseWriter, r *http.Request, f *flow, who person, cause *refusal, links []link) {
	what := l.incident(r, cause)
	l.note(r, f, who, &what)
	l.troublePage(w, what, links)
}

// troublePage shows Entra's error page; links say where a person can go on.
func (l *login) troublePage(w http.ResponseWriter, what incident, links []link) {
	l.page(w, http.StatusBadRequest, "trouble.html", nil, map[string]any{
		"Title":       "Sign in to your account",
		"Number":      what.number,
		"Text":        what.Error(),
		"Request":     what.trace,
		"Correlation": what.correlation,
		"Timestamp":   what.at.Format(time.RFC3339),
		"Links":       links,
	})
}

// link is a way on from a page.
type link struct{ Address, Words string }

// help is the public page about the number.
func (i incident) help() string {
	return fmt.Sprintf("https://login.microsoftonline.com/error?code=%d", i.number)
}

// values is what the app that asked for a sign-in gets told.
func (i incident) values() url.Values {
	values := url.Values{}
	values.Set("error", i.oauth)
	values.Set("error_description", i.description())
	values.Set("error_uri", i.help())
	return values
}

func (l *login) json(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("x-ms-request-id", l.guid())
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a client that went away needs no answer
}
