package practice

import (
	"sort"
	"time"
)

// storedSite is a portal as a state file keeps it: the bundle that configured it
// last, and its users.
type storedSite struct {
	Bundle []byte
	Loaded time.Time
	Users  []portalUser
}

// stored is the site for a state file.
func (s *site) stored() storedSite {
	kept := storedSite{Bundle: s.bundle, Loaded: s.loaded}
	for _, user := range s.users {
		kept.Users = append(kept.Users, *user)
	}
	sort.Slice(kept.Users, func(i, j int) bool { return kept.Users[i].Login < kept.Users[j].Login })
	return kept
}

// siteOf configures a site as a state file tells.
func siteOf(kept storedSite) (*site, error) {
	made, err := siteFrom(kept.Bundle, kept.Loaded)
	if err != nil {
		return nil, err
	}
	made.bundle, made.users = kept.Bundle, map[string]*portalUser{}
	for _, user := range kept.Users {
		made.setUser(user.Login, user.Name, user.Active)
	}
	return made, nil
}

// recallPortal takes over the sites of the state file and notes new ones.
func (l *login) recallPortal() {
	for host, kept := range l.tenant.sites {
		if made, err := siteOf(kept); err == nil { // it was read before, when the file was
			l.portal.sites[host] = made
		}
	}
	if file := l.tenant.kept; file != nil {
		l.portal.note = func(host string, kept storedSite) {
			file.note(kindSite, host, l.tenant.steady(), kept)
			_ = file.commit() // a failure stays with the file and stops the next write
		}
	}
}
