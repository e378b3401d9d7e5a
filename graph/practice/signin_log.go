package practice

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"
)

// maxSignIns is how many sign-ins the log keeps.
const maxSignIns = 10_000

// What Entra puts into the sign-in log for the pages that it shows on the way
// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
const (
	passwordExpired = 50055
	proofWanted     = 50074
	blockedByPolicy = 53003
)

// signInGoal is what the log tells of why someone signs in.
func signInGoal(g goal) (appID, appName, resourceID, resourceName string, logged bool) {
	switch g := g.(type) {
	case *samlGoal:
		return g.appID, g.name, g.appID, g.name, true
	case *oauthGoal:
		return g.client.id, g.client.name, graphAppID, "Microsoft Graph", true
	case *deviceGoal:
		return g.device.client.id, g.device.client.name, graphAppID, "Microsoft Graph", true
	}
	return "", "", "", "", false
}

// note puts a sign-in into the log: what happened is nil when it worked. The ids
// are those that the person sees on an error page.
func (l *login) note(r *http.Request, f *flow, who person, what *incident) {
	appID, appName, resourceID, resourceName, logged := signInGoal(f.goal)
	if !logged || who.ID == "" {
		return
	}
	now := l.tenant.steady()
	delay, late := l.tenant.faults.standing("late-log")
	entry := &signInEntry{ID: l.guid(), Correlation: l.correlation(r), At: l.now().UTC(), From: now, UserID: who.ID, UPN: who.UPN, Name: who.Name,
		AppID: appID, AppName: appName, ResourceID: resourceID, ResourceName: resourceName, HomeTenant: l.tenant.id, Conditional: "notApplied",
		Address: addressOf(r), Browser: browserOf(r.UserAgent()), System: systemOf(r.UserAgent())}
	if late {
		entry.From = now.Add(max(delay.after, 0))
	}
	if what != nil {
		entry.ID, entry.At, entry.Number, entry.Reason = what.trace, what.at, what.number, what.text
	}
	l.policies(entry, f)
	l.tenant.logSignIn(entry)
}

// policies tells which Conditional Access policies had a say in a sign-in.
func (l *login) policies(entry *signInEntry, f *flow) {
	add := func(id, name, grant, result string) {
		entry.Policies = append(entry.Policies, signInPolicy{id, name, grant, result})
		entry.Conditional = result
	}
	switch {
	case entry.Number == proofWanted, entry.Number == 500121:
		add("6c1b1a52-9df0-4d1c-a1c1-3d5d0f6f8a01", "Require multifactor authentication", "Mfa", "failure")
	case f.stepped:
		add("6c1b1a52-9df0-4d1c-a1c1-3d5d0f6f8a01", "Require multifactor authentication", "Mfa", "success")
	}
	if entry.Number == blockedByPolicy {
		add("6c1b1a52-9df0-4d1c-a1c1-3d5d0f6f8a02", "Block what is not managed", "Block", "failure")
	}
}

// logSignIn keeps an entry, and the newest ones before it.
func (t *tenant) logSignIn(entry *signInEntry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.signIns = append(t.signIns, entry)
	if len(t.signIns) > maxSignIns {
		t.signIns = append([]*signInEntry(nil), t.signIns[len(t.signIns)-maxSignIns:]...)
	}
	if t.kept != nil {
		t.kept.note(kindSignIn, entry.ID, entry.From, entry)
		_ = t.kept.commit() // a failure stays with the file and stops the next write
	}
}

// forgetSignIns empties the log; the lock is held.
func (t *tenant) forgetSignIns() {
	for _, entry := range t.signIns {
		t.kept.note(kindSignIn, entry.ID, t.steady(), nil)
	}
	t.signIns = nil
}

// blocked says why Conditional Access keeps someone out of an app, or nil.
func (l *login) blocked(who person) *refusal {
	asked, on := l.tenant.faults.standing("conditional-access")
	if !on || asked.scope != "everyone" && !strings.EqualFold(asked.scope, who.UPN) {
		return nil
	}
	return refuse(blockedByPolicy, "access_denied", "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.")
}

type correlationKey struct{}

// correlated gives a request the correlation id of its sign-in.
func (f *flow) correlated(l *login, r *http.Request) *http.Request {
	if f.correlation == "" {
		f.correlation = l.correlation(r)
	}
	return r.WithContext(context.WithValue(r.Context(), correlationKey{}, f.correlation))
}

// correlation is the id that ties together what one sign-in leaves behind: what
// the client sent, or one of our own.
func (l *login) correlation(r *http.Request) string {
	if id, known := r.Context().Value(correlationKey{}).(string); known {
		return id
	}
	if id := r.Header.Get("client-request-id"); isGUID(id) {
		return id
	}
	return l.guid()
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// browserOf names the browser in a User-Agent header, as far as that is easy.
func browserOf(agent string) string {
	for _, known := range [][2]string{{"Edg/", "Edge"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if _, rest, found := strings.Cut(agent, known[0]); found {
			version, _, _ := strings.Cut(rest, " ")
			return strings.TrimSpace(known[1] + " " + version)
		}
	}
	return ""
}

func systemOf(agent string) string {
	for _, known := range []string{"Windows", "Android", "iPhone", "Mac OS X", "Linux"} {
		if strings.Contains(agent, known) {
			return known
		}
	}
	return ""
}

// signInsSeen are the entries that readers see, the newest first.
func (t *tenant) signInsSeen(now time.Time) []*signInEntry {
	t.mu.RLock()
	defer t.mu.RUnlock()
	seen := []*signInEntry{}
	for at := len(t.signIns) - 1; at >= 0; at-- {
		if !t.signIns[at].From.After(now) {
			seen = append(seen, t.signIns[at])
		}
	}
	return seen
}
