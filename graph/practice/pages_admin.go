package practice

import (
	"net/http"
	"sort"
	"strings"
	"time"
)

// adminRoutes adds the front page and a stand-in for the admin centre, where a
// person can see what a set-up has changed and make a signing certificate.
func (l *login) adminRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", l.frontPage)
	mux.HandleFunc("GET /admin", l.adminPage)
	mux.HandleFunc("GET /admin/{$}", l.adminPage)
	mux.Handle("POST /admin", http.NewCrossOriginProtection().Handler(limited(l.change)))
}

func (l *login) frontPage(w http.ResponseWriter, _ *http.Request) {
	l.page(w, http.StatusOK, "note.html", nil, map[string]any{
		"Title":   "Practice tenant",
		"Heading": "Practice tenant " + defaultDomain,
		"Text": []string{"This program plays Microsoft Entra ID, Microsoft Graph and the Autotask portal on your computer.",
			"Nothing you do here reaches a real tenant."},
		"Links": []link{{"/admin", "Enterprise apps"}, {"/myapps", "My Apps"}, {"/portal/", "Stand-in portal"}},
	})
}

// adminApp is an enterprise app as the page shows it.
type adminApp struct {
	Name, AppID, ObjectID, Mode   string
	Identifiers, ReplyURLs, Users []string
	Required, Enabled             bool
	Certificates                  []adminCertificate
	Metadata                      string
}

type adminCertificate struct {
	Thumbprint, End string
	Active          bool
}

func (l *login) adminPage(w http.ResponseWriter, _ *http.Request) {
	l.showAdmin(w, http.StatusOK, "", "")
}

// showAdmin shows the page; typed and problem are of a fault that could not be
// turned on.
func (l *login) showAdmin(w http.ResponseWriter, status int, typed, problem string) {
	l.page(w, status, "admin.html", nil, map[string]any{
		"Title": "Enterprise apps", "TenantID": l.tenant.id, "Apps": l.adminApps(), "People": l.people(nil), "Groups": l.adminGroups(),
		"Faults": Faults(), "On": l.tenant.faults.list(), "Lag": time.Duration(l.tenant.lag.Load()).String(),
		"Typed": typed, "Problem": problem,
	})
}

// change takes one of the page's forms.
func (l *login) change(w http.ResponseWriter, r *http.Request) {
	var wish faultWish
	if id := r.PostFormValue("certificate"); id != "" {
		if err := l.tenant.certificateInPortal(id); err != nil {
			l.showAdmin(w, http.StatusBadRequest, "", "Not done: "+strings.TrimPrefix(err.Error(), "practice: ")+".")
			return
		}
		http.Redirect(w, r, "/admin", http.StatusSeeOther)
		return
	}
	spec, off, lag := r.PostFormValue("on"), r.PostFormValue("off"), r.PostFormValue("lag")
	switch {
	case spec != "":
		wish.On = []string{spec}
	case off != "":
		wish.Off = []string{off}
	case lag != "":
		wish.Lag = &lag
	}
	if err := l.tenant.wish(wish); err != nil {
		l.showAdmin(w, http.StatusBadRequest, spec, "Not done: "+strings.TrimPrefix(err.Error(), "practice: ")+".")
		return
	}
	http.Redirect(w, r, "/admin", http.StatusSeeOther)
}

func (l *login) adminApps() []adminApp {
	apps := []adminApp{}
	for _, p := range l.enterpriseApps() {
		shown := adminApp{Name: p.name, AppID: p.appID, ObjectID: p.id, Mode: p.mode, ReplyURLs: p.replyURLs,
			Required: p.assignmentRequired, Enabled: p.enabled, Users: l.assignedNames(p.id),
			Metadata: "/" + l.tenant.id + "/federationmetadata/2007-06/federationmetadata.xml?appid=" + p.appID}
		for _, name := range p.names {
			if !strings.EqualFold(name, p.appID) {
				shown.Identifiers = append(shown.Identifiers, name)
			}
		}
		for _, key := range p.keys {
			shown.Certificates = append(shown.Certificates, adminCertificate{key.thumbprint,
				key.notAfter.Format("2006-01-02"), strings.EqualFold(key.thumbprint, p.activeThumbprint)})
		}
		apps = append(apps, shown)
	}
	sort.SliceStable(apps, func(i, j int) bool { return apps[i].Name < apps[j].Name })
	return apps
}

// enterpriseApps lists the apps that have an application object here; Microsoft's
// own have none.
func (l *login) enterpriseApps() []*principal {
	l.tenant.mu.RLock()
	defer l.tenant.mu.RUnlock()
	own := map[string]bool{}
	l.tenant.apps.each(l.tenant.seen(), func(_ string, app *application) bool {
		own[app.appID] = true
		return true
	})
	var found []*principal
	l.tenant.principals.each(l.tenant.seen(), func(_ string, p *principal) bool {
		if own[p.appID] {
			found = append(found, p)
		}
		return true
	})
	return found
}

func (l *login) assignedNames(principalID string) []string {
	l.tenant.mu.RLock()
	defer l.tenant.mu.RUnlock()
	var names []string
	l.tenant.assignments.each(l.tenant.seen(), func(_ string, a *assignment) bool {
		if a.resourceID == principalID {
			names = append(names, a.principalName)
		}
		return true
	})
	return names
}
