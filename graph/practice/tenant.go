package practice

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
)

// newTenant returns a tenant without any content.
func newTenant(options Options) *tenant {
	t := &tenant{steady: options.Now, random: options.Rand, newKey: options.Key, faults: newFaults()}
	t.lag.Store(int64(options.Lag))
	t.plays, _ = playedCloud(options.Cloud) // Start has refused what cannot be played
	t.now = func() time.Time { return options.Now().Add(t.skew()) }
	if t.newKey == nil {
		t.newKey = func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }
	}
	t.users = newTable(func(u *user, key func(property, value string)) {
		key("userPrincipalName", u.upn)
		key("displayName", u.name)
		key("mail", u.mail)
		key("mailNickname", u.mailNickname)
	})
	t.apps = newTable(func(a *application, key func(property, value string)) {
		key("appId", a.appID)
		key("applicationTemplateId", a.templateID)
		key("displayName", a.name)
		for _, uri := range a.identifierURIs {
			key("identifierUris", uri)
		}
	})
	t.principals = newTable(func(p *principal, key func(property, value string)) {
		key("appId", p.appID)
		key("applicationTemplateId", p.templateID)
		key("displayName", p.name)
		for _, name := range p.names {
			key("servicePrincipalNames", name)
		}
	})
	t.assignments = newTable(func(a *assignment, key func(property, value string)) {
		key("principalId", a.principalID)
		key("resourceId", a.resourceID)
	})
	t.groups = newTable(func(g *group, key func(property, value string)) {
		key("displayName", g.name)
		key("mail", g.mail)
		key("mailNickname", g.mailNickname)
		for _, kind := range g.types() {
			key("groupTypes", kind)
		}
		for _, id := range g.members {
			key("members", id)
		}
	})
	t.deleted = newTable(func(d *deletedItem, key func(property, value string)) { key("kind", d.kind) })
	return t
}

// newID returns a random GUID (RFC 9562, version 4) in lower case.
func (t *tenant) newID() (string, error) {
	var raw [16]byte
	if _, err := io.ReadFull(t.random, raw[:]); err != nil {
		return "", fmt.Errorf("practice: no randomness for an id: %w", err)
	}
	raw[6] = raw[6]&0x0f | 0x40
	raw[8] = raw[8]&0x3f | 0x80
	text := hex.EncodeToString(raw[:])
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:]}, "-"), nil
}

// userByUPN returns the user whom readers see under a user principal name.
func (t *tenant) userByUPN(upn string) (*user, bool) {
	return lookUp(t, t.users, "userPrincipalName", upn, func(u *user) string { return u.upn })
}

// userByID returns the user whom readers see under an object id.
func (t *tenant) userByID(id string) (*user, bool) { return visible(t, t.users, id) }

// applicationByAppID returns the application that readers see under a client id.
func (t *tenant) applicationByAppID(appID string) (*application, bool) {
	return lookUp(t, t.apps, "appId", appID, func(a *application) string { return a.appID })
}

// principalByAppID returns the service principal that readers see under a client id.
func (t *tenant) principalByAppID(appID string) (*principal, bool) {
	return lookUp(t, t.principals, "appId", appID, func(p *principal) string { return p.appID })
}

// principalByName returns the service principal that readers see under one of its
// servicePrincipalNames, an Identifier (Entity ID) for example. Case counts.
func (t *tenant) principalByName(name string) (*principal, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	now := t.seen()
	for _, id := range t.principals.find("servicePrincipalNames", name) {
		p, there := t.principals.visible(id, now)
		if !there {
			continue
		}
		for _, known := range p.names {
			if known == name {
				return p, true
			}
		}
	}
	return nil, false
}

// isAssigned reports whether readers see an assignment to the service principal
// of the user, or of a group with the user as a direct member. Groups inside that
// group do not count.
func (t *tenant) isAssigned(userID, principalID string) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	now := t.seen()
	for _, holder := range t.holdersOf(userID, now) {
		for _, id := range t.assignments.find("principalId", holder) {
			if a, there := t.assignments.visible(id, now); there && a.resourceID == principalID {
				return true
			}
		}
	}
	return false
}

// holdersOf are the ids whose assignments count for a user: the own one and those
// of the groups with a direct membership; the lock is held.
func (t *tenant) holdersOf(userID string, now time.Time) []string {
	holders := []string{userID}
	if u, there := t.users.visible(userID, now); there {
		for _, g := range t.groupsOf(u, now) {
			holders = append(holders, g.id)
		}
	}
	return holders
}

// assignedTo returns the service principals that a user is assigned to, also
// through groups, as readers see them.
func (t *tenant) assignedTo(userID string) []*principal {
	t.mu.RLock()
	defer t.mu.RUnlock()
	now := t.seen()
	var assigned []*principal
	known := map[string]bool{}
	for _, holder := range t.holdersOf(userID, now) {
		for _, id := range t.assignments.find("principalId", holder) {
			a, there := t.assignments.visible(id, now)
			if !there || known[a.resourceID] {
				continue
			}
			known[a.resourceID] = true
			if p, there := t.principals.visible(a.resourceID, now); there {
				assigned = append(assigned, p)
			}
		}
	}
	return assigned
}

// changeUser puts a changed copy of a user; it reports whether there is one. The
// change is seen at once, as a sign-in sees its own password change.
func (t *tenant) changeUser(id string, change func(*user)) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	old, there := t.users.newest(id)
	if !there {
		return false
	}
	changed := *old
	change(&changed)
	now := t.steady()
	t.users.put(id, &changed, now, now)
	return t.kept.commit() == nil
}

// commit brings what was changed to the disk, where the tenant has a state file.
// No exchange may be half changed while that happens.
func (t *tenant) commit() error {
	if t.kept == nil {
		return nil
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.kept.commit()
}

// lookUp returns the first visible object whose property has the value, without
// regard to case.
func lookUp[T any](t *tenant, objects *table[T], property, value string, get func(T) string) (T, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	now := t.seen()
	for _, id := range objects.find(property, value) {
		if object, there := objects.visible(id, now); there && strings.EqualFold(get(object), value) {
			return object, true
		}
	}
	var none T
	return none, false
}

// visible returns the object that readers see under an id.
func visible[T any](t *tenant, objects *table[T], id string) (T, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return objects.visible(strings.ToLower(id), t.seen())
}
