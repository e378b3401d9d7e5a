package practice

import (
	"net/http"
	"strings"
	"time"
)

// portalRoutes adds the stand-in portal: the support page and the portals
// themselves, by host.
func (l *login) portalRoutes(mux *http.ServeMux, guard *http.CrossOriginProtection) {
	own := func(handle http.HandlerFunc) http.Handler { return guard.Handler(limited(handle)) }
	upload := guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
		l.loadBundle(w, r)
	}))
	for _, address := range []string{"/portal", "/portal/{$}", "/portal/bundle"} {
		mux.Handle("POST "+address, upload)
	}
	mux.Handle("GET /portal", own(l.supportPage))
	mux.Handle("GET /portal/{$}", own(l.supportPage))
	mux.Handle("POST /portal/users", own(l.changePortalUser))
	mux.Handle("GET /portal/why/{id}", own(l.whyPage))
	mux.Handle("GET /portal/{host}/{path...}", own(l.portalHome))
	mux.Handle("POST /portal/{host}/{path...}", limited(l.assertionConsumer))
}

// supportPage is where "support" loads bundles and minds users.
func (l *login) supportPage(w http.ResponseWriter, r *http.Request) {
	if wantsJSON(r) {
		l.json(w, http.StatusOK, map[string]any{"portals": l.portal.views()})
		return
	}
	l.showSupport(w, http.StatusOK, "", "")
}

func (l *login) showSupport(w http.ResponseWriter, status int, done, problem string) {
	l.page(w, status, "portal.html", nil, map[string]any{
		"Title": "Stand-in portal support", "Sites": l.portal.views(), "Done": done, "Problem": problem,
	})
}

func (l *login) loadBundle(w http.ResponseWriter, r *http.Request) {
	raw, err := uploadedBundle(r)
	var made siteView
	if err == nil {
		made, err = l.portal.load(raw, l.now())
	}
	if err != nil {
		if wantsJSON(r) {
			l.json(w, http.StatusBadRequest, map[string]any{"loaded": false, "problem": err.Error()})
			return
		}
		l.showSupport(w, http.StatusBadRequest, "", "The bundle was refused and nothing changed. "+err.Error())
		return
	}
	if wantsJSON(r) {
		l.json(w, http.StatusOK, map[string]any{"loaded": true, "portal": made})
		return
	}
	l.showSupport(w, http.StatusOK, "Single sign-on is on for "+made.Host+", and the users in the bundle are active.", "")
}

func (l *login) changePortalUser(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The form could not be read.", http.StatusBadRequest)
		return
	}
	host, user := strings.ToLower(r.PostForm.Get("host")), strings.TrimSpace(r.PostForm.Get("login"))
	name := strings.TrimSpace(r.PostForm.Get("name"))
	fits := user != "" && len(user) <= 320 && len(name) <= 320
	if !fits || !l.portal.setUser(host, user, name, r.PostForm.Get("active") == "yes") {
		if wantsJSON(r) {
			l.json(w, http.StatusBadRequest, map[string]any{"changed": false})
			return
		}
		l.showSupport(w, http.StatusBadRequest, "", "The user was not changed. Load a bundle for the portal, then name a user.")
		return
	}
	if wantsJSON(r) {
		l.json(w, http.StatusOK, map[string]any{"changed": true})
		return
	}
	http.Redirect(w, r, "/portal/", http.StatusSeeOther)
}

// portalHome is a portal's own page. It starts no sign-in: the real one does not
// either.
func (l *login) portalHome(w http.ResponseWriter, r *http.Request) {
	_, ok := l.portal.rules(strings.ToLower(r.PathValue("host")))
	text := []string{"Sign-in to this portal begins at Microsoft, not here.", "Open My Apps or the user access URL."}
	if !ok {
		text = []string{"No bundle was loaded for this portal, so it lets nobody in."}
	}
	l.page(w, http.StatusOK, "note.html", nil, map[string]any{
		"Title": "Stand-in portal", "Heading": "Stand-in for " + shorten(strings.ToLower(r.PathValue("host"))), "Text": text,
		"Links": []link{{"/myapps", "My Apps"}, {"/portal/", "Support page"}},
	})
}

// assertionConsumer takes the post that ends a sign-in.
func (l *login) assertionConsumer(w http.ResponseWriter, r *http.Request) {
	host := strings.ToLower(r.PathValue("host"))
	user, read, problem := l.receive(r, host)
	if problem != nil {
		problem.host, problem.at = host, l.now().UTC()
		l.refuseAtPortal(w, r, problem)
		return
	}
	if wantsJSON(r) {
		l.json(w, http.StatusOK, map[string]any{"signed_in": true, "host": host, "portal_user": user.Name, "login": user.Login,
			"name_id": read.login, "attributes": read.attributes})
		return
	}
	l.page(w, http.StatusOK, "portal_in.html", nil, map[string]any{
		"Title": "Signed in", "Host": host, "User": user, "NameID": read.login, "Attributes": shortNames(read.attributes),
	})
}

func (l *login) receive(r *http.Request, host string) (portalUser, accepted, *rejection) {
	rules, ok := l.portal.rules(host)
	if !ok {
		return portalUser{}, accepted{}, reject("not-configured", host, "")
	}
	if got := addressedTo(r, host); got != rules.replyURL {
		return portalUser{}, accepted{}, reject("path", got, rules.replyURL)
	}
	if err := r.ParseForm(); err != nil {
		return portalUser{}, accepted{}, reject("not-readable", err.Error(), "")
	}
	now := l.now()
	read, problem := checkResponse(rules, r.PostForm.Get("SAMLResponse"), now)
	if problem != nil {
		return portalUser{}, accepted{}, problem
	}
	user, problem := l.portal.admit(host, read, now)
	return user, read, problem
}

// addressedTo is the address in the vendor's domain that a post here stands for.
func addressedTo(r *http.Request, host string) string {
	_, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/portal/"), "/")
	address := "https://" + host + "/" + path
	if r.URL.RawQuery != "" {
		address += "?" + r.URL.RawQuery
	}
	return address
}

func (l *login) refuseAtPortal(w http.ResponseWriter, r *http.Request, problem *rejection) {
	if wantsJSON(r) {
		l.json(w, http.StatusForbidden, map[string]any{"signed_in": false, "host": problem.host, "reason": problem.Code,
			"got": problem.Got, "expected": problem.Expected, "words": problem.Words()})
		return
	}
	id := l.random(16)
	l.portal.ends.put(id, problem, time.Hour)
	l.page(w, http.StatusForbidden, "portal_refused.html", nil, map[string]any{
		"Title": "Sign-in failed", "Host": problem.host, "Why": "/portal/why/" + id,
	})
}

// whyPage tells what the real portal keeps to itself.
func (l *login) whyPage(w http.ResponseWriter, r *http.Request) {
	problem, ok := l.portal.ends.get(r.PathValue("id"))
	if !ok {
		l.notFound(w, r)
		return
	}
	l.page(w, http.StatusOK, "portal_why.html", nil, map[string]any{
		"Title": "What went wrong", "Host": problem.host, "At": problem.at.Format(time.RFC3339), "Problem": problem,
	})
}

// shortNames shows claims by the last part of their names, sorted by it.
func shortNames(attributes map[string]string) map[string]string {
	short := map[string]string{}
	for name, value := range attributes {
		short[name[strings.LastIndex(name, "/")+1:]] = value
	}
	return short
}
