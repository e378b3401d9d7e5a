package practice

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// goalFor finds the app that a request came from and where the answer may go.
func (l *login) goalFor(request *authnRequest, relay string) (*samlGoal, *refusal) {
	p, ok := l.tenant.principalByName(request.issuer)
	if !ok {
		return nil, unknownApp(l, request.issuer)
	}
	if !p.enabled {
		return nil, disabledApp(p)
	}
	if cause := request.settleACS(p); cause != nil {
		return nil, cause
	}
	if len(request.contexts) > 0 && !slices.ContainsFunc(request.contexts, weMeet) {
		return nil, refuse(75011, "invalid_request", "Authentication method 'Password' by which the user authenticated with "+
			"the service doesn't match requested authentication method '%s'. Contact the %s application owner.",
			shorten(strings.Join(request.contexts, ", ")), p.name)
	}
	return &samlGoal{appID: p.appID, name: p.name, request: *request, relay: relay}, nil
}

// settleACS turns an index into the Reply URL that has it, and refuses one that
// the app does not have.
func (request *authnRequest) settleACS(p *principal) *refusal {
	asked := request.acs
	if request.acsIndex >= 0 {
		asked = strconv.Itoa(request.acsIndex)
		for _, uri := range p.replyURLs {
			if index, numbered := p.replyIndexes[uri]; numbered && index == request.acsIndex {
				request.acs = uri
			}
		}
	}
	if asked == "" || slices.Contains(p.replyURLs, request.acs) {
		return nil
	}
	return refuse(50011, "invalid_request", "The reply URL '%s' specified in the request does not match the reply "+
		"URLs configured for the application '%s'. Make sure the reply URL sent in the request matches one added to "+
		"your application in the Azure portal. Navigate to https://aka.ms/urlMismatchError to learn more about how to "+
		"fix this.", shorten(asked), request.issuer)
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
	hint        string // login_hint beside the request
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
		return nil, unknownApp(l, appID)
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
		l.refuseSignIn(w, r, f, who, cause, nil)
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
		l.refuseSignIn(w, r, f, who, notAssigned(p, who), links)
		return
	}
	if cause := l.blocked(who); cause != nil {
		l.refuseSignIn(w, r, f, who, cause, nil)
		return
	}
	l.answerSAML(w, r, g, p, who, f)
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
