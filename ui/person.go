package ui

import (
	"strings"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// statusMark is how a status line is meant.
type statusMark int

// The marks of a status line.
const (
	statusInfo statusMark = iota
	statusOK
	statusWait
	statusBad
)

// personCheck is what may be said about the test user as answered so far.
type personCheck struct {
	mark statusMark
	text string
	hint string // beside the button when one cannot go on; empty when one can
}

// managedDomains are the domains at which a user can be created, the default
// one first.
func managedDomains(tenant setup.Tenant) []string {
	var names []string
	for _, domain := range tenant.Domains {
		if domain.Managed {
			names = append(names, domain.Name)
		}
	}
	preferred := tenant.DefaultDomain()
	for i, name := range names {
		if name == preferred {
			copy(names[1:i+1], names[:i])
			names[0] = preferred
		}
	}
	return names
}

// federatedDomains are those at which none can be created.
func federatedDomains(tenant setup.Tenant) []string {
	var names []string
	for _, domain := range tenant.Domains {
		if !domain.Managed {
			names = append(names, domain.Name)
		}
	}
	return names
}

// validUserName reports whether name can stand before the @ of a user principal
// name. Graph allows A-Z a-z 0-9 ' . - _ ! # ^ ~ and at most 64 characters; a
// dot may not come last.
func validUserName(name string) bool {
	if name == "" || len(name) > 64 || strings.HasSuffix(name, ".") {
		return false
	}
	for _, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune("'.-_!#^~", r) {
			return false
		}
	}
	return true
}

// wholeAddress reports whether upn has a name and a domain.
func wholeAddress(upn string) bool {
	name, domain, found := strings.Cut(upn, "@")
	return found && validUserName(name) && strings.Contains(domain, ".") && !strings.ContainsAny(domain, " @/") && len(upn) <= 113
}

// needsLookUp reports whether the tenant is to be asked about the address.
func (u userState) needsLookUp() bool {
	address := u.address()
	return wholeAddress(address) && u.asked != address
}

// check puts into words what is known of the test user.
func (u userState) check(w *words.Words, tenant setup.Tenant) personCheck {
	facts := words.Facts{"Domain": tenant.DefaultDomain()}
	address := u.address()
	switch {
	case u.create && len(managedDomains(tenant)) == 0:
		return personCheck{statusBad, w.Say("window.test-user.no-managed"), w.Say("window.test-user.hint-upn")}
	case u.create && !validUserName(u.name):
		return personCheck{statusBad, w.Say("window.test-user.name-rule"), w.Say("window.test-user.hint-name")}
	case !u.create && address == "":
		return personCheck{statusInfo, w.Say("window.test-user.upn-rule", facts), w.Say("window.test-user.hint-upn")}
	case !wholeAddress(address):
		return personCheck{statusBad, w.Say("window.test-user.upn-rule", facts), w.Say("window.test-user.hint-upn")}
	case u.asked != address:
		return personCheck{statusInfo, w.Say("window.test-user.looking"), w.Say("window.test-user.hint-looking")}
	case u.problem != nil:
		return personCheck{statusBad, problemViewOf(w, u.problem).what, w.Say("window.test-user.hint-upn")}
	}
	return u.foundCheck(w)
}

func (u userState) foundCheck(w *words.Words) personCheck {
	exists := u.found != nil && u.found.Exists
	facts := words.Facts{"Name": u.address()}
	if exists {
		facts["Name"] = firstOf(u.found.User.Name, u.address())
	}
	switch {
	case exists && !u.found.User.Enabled:
		return personCheck{statusBad, w.Say("window.test-user.disabled", facts), w.Say("window.test-user.hint-upn")}
	case u.create && exists:
		return personCheck{mark: statusInfo, text: w.Say("window.test-user.exists", facts)}
	case u.create:
		return personCheck{mark: statusOK, text: w.Say("window.test-user.free")}
	case exists:
		return personCheck{mark: statusOK, text: w.Say("window.test-user.found", facts)}
	}
	return personCheck{statusBad, w.Say("window.test-user.missing"), w.Say("window.test-user.hint-upn")}
}
