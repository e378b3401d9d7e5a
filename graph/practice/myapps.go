package practice

import (
	"net/http"
	"net/url"
	"sort"
	"strings"
)

// launch is the user access URL, in both forms that Entra gives out. It signs
// the person in to the app straight away.
func (l *login) launch(w http.ResponseWriter, r *http.Request) {
	if name := queryValue(r, "tenantId"); name != "" && !l.knowsTenant(name) {
		l.refuseOnPage(w, r, tenantNotFound(name))
		return
	}
	p, cause := l.checkApp(r.PathValue("app"))
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	again := url.URL{Path: r.URL.Path, RawQuery: url.Values{"tenantId": {l.tenant.id}, "prompt": {"select_account"}}.Encode()}
	sess := l.session(w, r)
	f := l.startFlow(sess, &samlGoal{appID: p.appID, name: p.name, again: again.String(), relay: r.URL.Query().Get("RelayState")})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pick = r.URL.Query().Get("prompt") == "select_account"
	f.hint = r.URL.Query().Get("login_hint")
	l.advance(w, r, sess, f)
}

// myApps shows the tiles of whoever is signed in.
func (l *login) myApps(w http.ResponseWriter, r *http.Request) {
	sess := l.session(w, r)
	f := l.startFlow(sess, myAppsGoal{})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pick = r.URL.Query().Get("prompt") == "select_account"
	l.advance(w, r, sess, f)
}

// tile is an app that a person may start.
type tile struct{ Name, Address string }

// Initial is the letter on the tile.
func (t tile) Initial() string {
	for _, c := range t.Name {
		return strings.ToUpper(string(c))
	}
	return "?"
}

type myAppsGoal struct{}

func (myAppsGoal) app() string       { return "My Apps" }
func (myAppsGoal) targets() []string { return nil }

func (myAppsGoal) finish(l *login, w http.ResponseWriter, r *http.Request, f *flow, who person) {
	l.flows.drop(f.id)
	l.page(w, http.StatusOK, "myapps.html", nil, map[string]any{
		"Title": "My Apps", "Who": who, "Tiles": l.tilesOf(who), "TenantID": l.tenant.id,
	})
}

func (myAppsGoal) cancel(_ *login, w http.ResponseWriter, r *http.Request, _ *flow) {
	http.Redirect(w, r, "/myapps", http.StatusSeeOther)
}

func (l *login) tilesOf(who person) []tile {
	var tiles []tile
	seen := map[string]bool{}
	add := func(p *principal) {
		if seen[p.id] || !p.enabled || p.mode != "saml" {
			return
		}
		seen[p.id] = true
		tiles = append(tiles, tile{p.name, "/signin/" + url.PathEscape(p.appID) + "?tenantId=" + l.tenant.id})
	}
	for _, p := range l.tenant.assignedTo(who.ID) {
		add(p)
	}
	for _, p := range l.openToAll() {
		add(p)
	}
	sort.Slice(tiles, func(i, j int) bool { return tiles[i].Name < tiles[j].Name })
	return tiles
}

// openToAll lists apps that ask for no assignment.
func (l *login) openToAll() []*principal {
	l.tenant.mu.RLock()
	defer l.tenant.mu.RUnlock()
	var all []*principal
	l.tenant.principals.each(l.tenant.seen(), func(_ string, p *principal) bool {
		if !p.assignmentRequired {
			all = append(all, p)
		}
		return true
	})
	return all
}
