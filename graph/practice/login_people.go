package practice

import (
	"sort"
	"strings"
	"time"
	"unicode"
)

// person is a user as pages and tokens show one: a copy, safe without a lock.
type person struct {
	ID, UPN, Name, Given, Surname, Mail string
	Roles                               []string
	Guest, Enabled, MustChange          bool
	Named                               bool // seeded: signs in from the picker without a password
	SignedIn                            bool
}

// Initials are for the round mark beside a name.
func (p person) Initials() string {
	letters := ""
	for _, word := range strings.FieldsFunc(p.Name, func(c rune) bool { return !unicode.IsLetter(c) }) {
		if letters += string(unicode.ToUpper([]rune(word)[0])); len([]rune(letters)) == 2 {
			break
		}
	}
	return letters
}

func (l *login) copyOf(u *user) person {
	u = l.tenant.active(u)
	p := person{ID: u.id, UPN: u.upn, Name: u.name, Given: u.given, Surname: u.surname, Mail: u.mail,
		Roles: append([]string(nil), u.roles...), Guest: u.guest, Enabled: u.enabled, MustChange: u.mustChange}
	for _, account := range l.named {
		p.Named = p.Named || strings.EqualFold(account.UPN, u.upn)
	}
	return p
}

func (l *login) personByID(id string) (person, bool) {
	u, ok := l.tenant.userByID(id)
	if !ok {
		return person{}, false
	}
	return l.copyOf(u), true
}

// personByName finds a user by UPN, or a guest by e-mail address.
func (l *login) personByName(name string) (person, bool) {
	if u, ok := l.tenant.userByUPN(name); ok {
		return l.copyOf(u), true
	}
	isMail := func(u *user) string { return u.mail }
	if u, ok := lookUp(l.tenant, l.tenant.users, "mail", name, isMail); ok && u.guest && name != "" {
		return l.copyOf(u), true
	}
	return person{}, false
}

// people lists who may be picked: the named accounts as seeded, then everyone
// else by name.
func (l *login) people(signedIn []string) []person {
	all := l.enabledPeople()
	rank := map[string]int{}
	for i, account := range l.named {
		rank[strings.ToLower(account.UPN)] = i - len(l.named)
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := rank[strings.ToLower(all[i].UPN)], rank[strings.ToLower(all[j].UPN)]
		if a != b {
			return a < b
		}
		return strings.ToLower(all[i].UPN) < strings.ToLower(all[j].UPN)
	})
	for i := range all {
		for _, id := range signedIn {
			all[i].SignedIn = all[i].SignedIn || id == all[i].ID
		}
	}
	return all
}

func (l *login) enabledPeople() []person {
	l.tenant.mu.RLock()
	defer l.tenant.mu.RUnlock()
	var all []person
	l.tenant.users.each(l.tenant.seen(), func(_ string, u *user) bool {
		if u.enabled {
			all = append(all, l.copyOf(u))
		}
		return len(all) < maxPeople
	})
	return all
}

// maxPeople is how many accounts the picker offers; more can be typed.
const maxPeople = 200

// firstAdmin is who approves device codes when nobody is asked: the first named
// account that may consent for everyone.
func (l *login) firstAdmin() (person, bool) {
	for _, account := range l.named {
		if p, ok := l.personByName(account.UPN); ok && p.Enabled && mayConsent(p.Roles) {
			return p, true
		}
	}
	return person{}, false
}

// How often a password may be wrong before the account rests.
const (
	maxMisses = 10
	restAfter = time.Minute
)

// checkPassword compares in constant time and counts misses.
func (l *login) checkPassword(id, typed string) *refusal {
	misses, _ := l.misses.get(id)
	if misses >= maxMisses {
		return refuse(50053, "invalid_grant", "The account is locked, you've tried to sign in too many times with an "+
			"incorrect user ID or password.")
	}
	u, ok := l.tenant.userByID(id)
	if !ok || !u.hasPassword(typed) {
		l.misses.put(id, misses+1, restAfter)
		return refuse(50126, "invalid_grant", "Error validating credentials due to invalid username or password.")
	}
	l.misses.drop(id)
	return nil
}

// changePassword returns what is wrong with the new password, in words, or "".
func (l *login) changePassword(id, fresh, again string) string {
	if fresh != again {
		return "The two passwords differ. Type the new password twice."
	}
	u, ok := l.tenant.userByID(id)
	if !ok {
		return "This account no longer exists."
	}
	if u.hasPassword(fresh) {
		return "The new password is the old one. Choose another."
	}
	if !complexEnough(fresh, u.upn) {
		return "Choose 8 to 256 characters from three of: capitals, small letters, digits, symbols. Leave your user name out."
	}
	if !l.tenant.changeUser(id, func(u *user) { u.password, u.mustChange = fresh, false }) {
		return "This account no longer exists."
	}
	return ""
}

// complexEnough is Entra's rule for cloud passwords.
func complexEnough(password, upn string) bool {
	if n := len([]rune(password)); n < 8 || n > 256 {
		return false
	}
	local, _, _ := strings.Cut(strings.ToLower(upn), "@")
	if local != "" && strings.Contains(strings.ToLower(password), local) {
		return false
	}
	var upper, lower, digit, other int
	for _, c := range password {
		switch {
		case unicode.IsUpper(c):
			upper = 1
		case unicode.IsLower(c):
			lower = 1
		case unicode.IsDigit(c):
			digit = 1
		default:
			other = 1
		}
	}
	return upper+lower+digit+other >= 3
}

// ownDomain reports whether name's domain belongs to the practice tenant.
func (l *login) ownDomain(name string) bool {
	_, domain, ok := strings.Cut(name, "@")
	if !ok {
		return false
	}
	return l.ownsDomain(domain)
}
