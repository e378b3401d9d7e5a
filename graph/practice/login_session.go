package practice

import (
	"net"
	"net/http"
	"slices"
	"sync"
)

// session is one browser: the accounts that signed in with it, last one last.
type session struct {
	id    string
	mu    sync.Mutex
	users []string        // user ids
	twice map[string]bool // of those, the ones with a second proof
}

func (s *session) signedIn() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.users)
}

func (s *session) has(user string) bool { return slices.Contains(s.signedIn(), user) }

// stepped reports whether a user has shown a second proof in this browser.
func (s *session) stepped(user string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.twice[user]
}

func (s *session) add(user string, stepped bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stepped {
		if s.twice == nil {
			s.twice = map[string]bool{}
		}
		s.twice[user] = true
	}
	s.users = append(slices.DeleteFunc(s.users, func(id string) bool { return id == user }), user)
}

// drop signs a user out of this browser.
func (s *session) drop(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users = slices.DeleteFunc(s.users, func(id string) bool { return id == user })
	delete(s.twice, user)
}

func (s *session) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users, s.twice = nil, nil
}

// cookieName holds the port, because browsers share cookies among all ports of
// a host.
func cookieName(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = "80"
	}
	return "practice_" + port
}

// knownSession returns the browser's session, or nil.
func (l *login) knownSession(r *http.Request) *session {
	cookie, err := r.Cookie(cookieName(r))
	if err != nil {
		return nil
	}
	known, _ := l.sessions.get(cookie.Value)
	return known
}

// session returns the browser's session and starts one where there is none.
func (l *login) session(w http.ResponseWriter, r *http.Request) *session {
	if known := l.knownSession(r); known != nil {
		return known
	}
	fresh := &session{id: l.random(24)}
	l.sessions.put(fresh.id, fresh, sessionLife)
	http.SetCookie(w, &http.Cookie{Name: cookieName(r), Value: fresh.id, Path: "/", HttpOnly: true, Secure: r.TLS != nil,
		SameSite: http.SameSiteLaxMode})
	return fresh
}

// logout ends the browser's session. It answers OpenID, WS-Federation and plain
// visits alike.
func (l *login) logout(w http.ResponseWriter, r *http.Request) {
	if known := l.knownSession(r); known != nil {
		known.clear()
	}
	if back := r.FormValue("post_logout_redirect_uri"); back != "" && isLoopback(back) {
		http.Redirect(w, r, back, http.StatusFound)
		return
	}
	l.page(w, http.StatusOK, "note.html", nil, map[string]any{
		"Title":   "Signed out",
		"Heading": "You signed out of your account",
		"Text":    []string{"Close all browser windows to end every session."},
		"Links":   []link{{"/myapps", "Sign in again"}},
	})
}
