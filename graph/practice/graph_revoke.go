package practice

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"time"
)

// validFrom is the property that says since when sessions of a person count.
const validFrom = "signInSessionsValidFromDateTime"

// revokeSessions ends every session of a person: refresh tokens and browsers are
// refused from now on, and so are access tokens of clients that understand claims
// challenges (learn.microsoft.com/graph/api/user-revokesigninsessions).
func (c *call) revokeSessions() (answer, *graphError) {
	person := c.user
	if len(c.keys) > 0 {
		found, failure := c.findUser(c.key(0))
		if failure != nil {
			return answer{}, failure
		}
		person = found
	}
	c.t.mu.Lock()
	newest, there := c.t.users.newest(person.id)
	if !there {
		c.t.mu.Unlock()
		return answer{}, notFound(person.id)
	}
	changed := newest.copy()
	if changed.more == nil {
		changed.more = map[string]any{}
	}
	changed.more[validFrom] = stamp(c.steady)
	c.t.users.put(changed.id, changed, c.steady, c.steady)
	c.t.mu.Unlock()
	c.server.login.sessions.each(func(s *session) { s.drop(person.id) })
	return answer{status: http.StatusOK, body: record{c.context("Edm.Boolean"), {"value", true}}}, nil
}

// revokedBefore reports whether a person's sessions of that moment were revoked. Both
// are whole seconds, as in a token, so that the same second counts as before.
func (u *user) revokedBefore(issued time.Time) bool {
	text, _ := u.more[validFrom].(string)
	since, err := time.Parse(time.RFC3339, text)
	return err == nil && !issued.Truncate(time.Second).After(since)
}

// challenged asks for a newer token, as continuous access evaluation does.
func (s *Server) challenged(c *call) *graphError {
	const reason = "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp"
	claims := fmt.Sprintf(`{"access_token":{"nbf":{"essential":true,"value":"%d"}}}`, c.now.Unix())
	failure := refused(http.StatusUnauthorized, "InvalidAuthenticationToken", reason)
	failure.headers = map[string]string{"WWW-Authenticate": s.challenge() + `, errorDescription="` + reason +
		`", error="insufficient_claims", claims="` + base64.StdEncoding.EncodeToString([]byte(claims)) + `"`}
	return failure
}
