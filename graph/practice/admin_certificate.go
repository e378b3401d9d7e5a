package practice

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// certificateInPortal makes a signing certificate the way a person makes one in the
// admin centre, which is there in every cloud: the first one is active at once, as
// the one that the admin centre makes by itself is, and later ones are not.
func (t *tenant) certificateInPortal(principalID string) error {
	if _, there := visible(t, t.principals, principalID); !there {
		return fmt.Errorf("practice: there is no enterprise app with the object id %q", shorten(principalID))
	}
	now := t.now().UTC()
	key, err := t.newSigningKey(fallbackSubject, now, now.AddDate(certificateYears, 0, 0))
	if err != nil {
		return err
	}
	t.mu.Lock()
	before, there := t.principals.newest(principalID)
	if there {
		sp := before.copy()
		sp.keys = append(append([]signingKey(nil), before.keys...), key)
		if len(sp.keys) == 1 {
			sp.activeThumbprint = key.thumbprint
		}
		t.principals.put(sp.id, sp, t.steady(), t.steady().Add(t.delay()))
	}
	t.mu.Unlock()
	return t.commit()
}

// addPortalCertificate is POST certificates with {"service_principal":ID}.
func (s *Server) addPortalCertificate(w http.ResponseWriter, r *http.Request) {
	var wish struct {
		Principal string `json:"service_principal"`
	}
	err := json.NewDecoder(r.Body).Decode(&wish)
	if err == nil {
		err = s.tenant.certificateInPortal(wish.Principal)
	}
	if err != nil {
		tell(w, http.StatusBadRequest, apiProblem{err.Error()})
		return
	}
	tell(w, http.StatusOK, s.Snapshot())
}
