package practice

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kinds of changes in a state file.
const (
	kindUser       = "user"
	kindApp        = "application"
	kindPrincipal  = "servicePrincipal"
	kindAssignment = "assignment"
	kindGroup      = "group"
	kindSignIn     = "signIn"
	kindDeleted    = "deleted"
	kindFallback   = "tenantCertificate"
	kindConsent    = "consent"
	kindSite       = "portal"
)

// head is the first line of the tenant's state file.
func (t *tenant) head() stateHead {
	head := stateHead{Version: stateVersion, TenantID: t.id, Created: t.created, ClientID: t.client.id, Secret: t.client.secret,
		TwinID: t.twinID, RoleIDs: t.roleIDs}
	for _, known := range t.templates {
		head.Templates = append(head.Templates, storeTemplate(known))
	}
	return head
}

// restore fills an empty tenant from a state file; the accounts are the seeded
// ones that are still there.
func (t *tenant) restore(head stateHead, changes []stateChange) ([]Account, error) {
	if !guidShaped(head.TenantID) || !guidShaped(head.ClientID) || head.Secret == "" {
		return nil, fmt.Errorf("practice: the state file names no tenant")
	}
	t.id, t.name, t.created, t.twinID = head.TenantID, tenantName, head.Created, head.TwinID
	t.domains, t.roleIDs = seededDomains(), map[string]string{}
	if err := t.nameRoles(head.RoleIDs); err != nil {
		return nil, err
	}
	t.client = seededClient(head.ClientID, head.Secret)
	for _, stored := range head.Templates {
		t.templates = append(t.templates, stored.template())
	}
	for at, change := range changes {
		if err := t.apply(change); err != nil {
			return nil, fmt.Errorf("practice: change %d of the state file: %w", at+1, err)
		}
	}
	var accounts []Account
	for _, seeded := range seededPeople() {
		for _, id := range t.users.find("userPrincipalName", seeded.upn) {
			if u, there := t.users.newest(id); there && strings.EqualFold(u.upn, seeded.upn) {
				accounts = append(accounts, seeded.account())
			}
		}
	}
	return accounts, nil
}

// apply takes one change over.
func (t *tenant) apply(change stateChange) error {
	if change.Gone {
		return t.applyRemoval(change)
	}
	from := change.From
	switch change.Kind {
	case kindUser:
		return decoded(change.Value, func(s *storedUser) error { t.users.put(change.ID, s.user(), from, from); return nil })
	case kindApp:
		return decoded(change.Value, func(s *storedApplication) error { t.apps.put(change.ID, s.application(), from, from); return nil })
	case kindPrincipal:
		return decoded(change.Value, func(s *storedPrincipal) error {
			made, err := s.principal()
			if err == nil {
				t.principals.put(change.ID, made, from, from)
			}
			return err
		})
	case kindAssignment:
		return decoded(change.Value, func(s *storedAssignment) error { t.assignments.put(change.ID, s.assignment(), from, from); return nil })
	case kindGroup:
		return decoded(change.Value, func(s *storedGroup) error { t.groups.put(change.ID, s.group(), from, from); return nil })
	case kindSignIn:
		return decoded(change.Value, func(s *signInEntry) error { t.signIns = append(t.signIns, s); return nil })
	case kindDeleted:
		return decoded(change.Value, func(s *storedDeleted) error {
			made, err := s.deleted()
			if err == nil {
				t.deleted.put(change.ID, made, from, from)
			}
			return err
		})
	case kindFallback:
		return decoded(change.Value, func(s *storedKey) error {
			key, err := s.key()
			t.fallbackOnce.Do(func() { t.fallbackKey = key })
			return err
		})
	case kindConsent:
		return decoded(change.Value, func(s *storedConsent) error { t.consented = append(t.consented, *s); return nil })
	case kindSite:
		return decoded(change.Value, func(s *storedSite) error {
			made, err := siteOf(*s)
			if err != nil {
				return err
			}
			if t.sites == nil {
				t.sites = map[string]storedSite{}
			}
			t.sites[made.host] = *s
			return nil
		})
	}
	return fmt.Errorf("%q is nothing that a tenant holds", change.Kind)
}

func (t *tenant) applyRemoval(change stateChange) error {
	from := change.From
	switch change.Kind {
	case kindUser:
		t.users.remove(change.ID, from, from)
	case kindApp:
		t.apps.remove(change.ID, from, from)
	case kindPrincipal:
		t.principals.remove(change.ID, from, from)
	case kindAssignment:
		t.assignments.remove(change.ID, from, from)
	case kindGroup:
		t.groups.remove(change.ID, from, from)
	case kindSignIn:
		t.signIns = slices.DeleteFunc(t.signIns, func(e *signInEntry) bool { return e.ID == change.ID })
	case kindDeleted:
		t.deleted.remove(change.ID, from, from)
	default:
		return fmt.Errorf("%q is nothing that can be removed", change.Kind)
	}
	return nil
}

// storedConsent is what someone, or everyone when User is "", allowed a client.
type storedConsent struct {
	Client, User string
	Names        []string
}

// decoded reads a value; numbers keep their form until plain has seen them.
func decoded[T any](raw json.RawMessage, take func(*T) error) error {
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	value := new(T)
	if err := decoder.Decode(value); err != nil {
		return err
	}
	return take(value)
}

// keep notes every change of the tables from here on, and returns all that stands
// in them now.
func (t *tenant) keep(s *stateFile) []stateChange {
	t.kept = s
	now := t.steady()
	keepTable(s, t.users, kindUser, func(u *user) (any, error) { return s.prover.storeUser(u), nil })
	keepTable(s, t.apps, kindApp, func(a *application) (any, error) { return storeApplication(a), nil })
	keepTable(s, t.principals, kindPrincipal, func(p *principal) (any, error) { return storePrincipal(p) })
	keepTable(s, t.assignments, kindAssignment, func(a *assignment) (any, error) { return storeAssignment(a), nil })
	keepTable(s, t.groups, kindGroup, func(g *group) (any, error) { return storeGroup(g), nil })
	keepTable(s, t.deleted, kindDeleted, func(d *deletedItem) (any, error) { return s.prover.storeDeleted(d) })
	noteAll(t.users)
	noteAll(t.apps)
	noteAll(t.principals)
	noteAll(t.assignments)
	noteAll(t.groups)
	noteAll(t.deleted)
	if t.fallbackKey.key != nil {
		t.keepFallback()
	}
	for _, entry := range t.signIns[max(0, len(t.signIns)-maxSignIns):] {
		s.note(kindSignIn, entry.ID, entry.From, entry)
	}
	for _, given := range t.consented {
		s.note(kindConsent, given.Client, now, given)
	}
	for host, kept := range t.sites {
		s.note(kindSite, host, now, kept)
	}
	all := s.pending
	s.pending = nil
	return all
}

func keepTable[T any](s *stateFile, rows *table[T], kind string, store func(T) (any, error)) {
	rows.note = func(id string, from time.Time, value T, gone bool) {
		if gone {
			s.note(kind, id, from, nil)
			return
		}
		stored, err := store(value)
		if err != nil {
			s.fail(err)
			return
		}
		s.note(kind, id, from, stored)
	}
}

// noteAll notes what stands, as last written.
func noteAll[T any](rows *table[T]) {
	for _, id := range rows.order {
		if value, there := rows.newest(id); there {
			versions := rows.rows[id].versions
			rows.note(id, versions[len(versions)-1].from, value, false)
		}
	}
}

// keepFallback notes the tenant-wide certificate.
func (t *tenant) keepFallback() {
	if t.kept == nil {
		return
	}
	stored, err := storeKey(t.fallbackKey)
	if err != nil {
		t.kept.fail(err)
		return
	}
	t.kept.note(kindFallback, t.id, t.steady(), stored)
}

// fill seeds the tenant, or takes it from its state file.
func (t *tenant) fill(options Options) ([]Account, error) {
	if options.State == "" {
		return t.seed(options)
	}
	kept, head, changes, err := openState(options.State)
	if err != nil {
		return nil, &OptionError{"state", options.State, err}
	}
	var accounts []Account
	if head == nil {
		accounts, err = t.seed(options)
	} else {
		accounts, err = t.restore(*head, changes)
	}
	t.kept = kept // so that it is closed, whatever happens
	if err != nil {
		return nil, err
	}
	return accounts, kept.begin(t.head(), t.keep(kept))
}

// recallConsents takes over the consents of the state file and notes new ones.
func (l *login) recallConsents() {
	for _, known := range l.tenant.consented {
		l.consents.give(known.Client, known.User, known.Names)
	}
	if kept := l.tenant.kept; kept != nil {
		l.consents.note = func(given storedConsent) {
			kept.note(kindConsent, given.Client, l.tenant.steady(), given)
			_ = kept.commit() // a failure stays with the file and stops the next write
		}
	}
}
