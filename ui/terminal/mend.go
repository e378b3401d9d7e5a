package terminal

import (
	"regexp"
	"strings"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// scope is how the set-up that a command is about is named on a command line, so
// that its repair can be told as one. The zero value knows none.
type scope struct {
	known bool
	args  []string // flags, the portal's included
	wish  setup.Wish
}

// scopeOf names the set-up of a command by its flags. A practice tenant that ends
// with its command has nothing to be repaired later.
func (f *setupFlags) scopeOf(r *run, target Target, wish setup.Wish) scope {
	if target.Practice && target.PracticeURL == "" {
		return scope{wish: wish}
	}
	var args []string
	if target.Practice {
		args = append(args, "--practice="+target.PracticeURL)
	}
	for _, flag := range [][3]string{{"tenant", f.tenant, ""}, {"cloud", f.cloud, r.Clouds[0]}, {"client-id", f.clientID, ""}, {"ca", f.ca, ""},
		{"application", f.application, ""}} {
		if flag[1] != flag[2] {
			args = append(args, dashed(flag[0]), flag[1])
		}
	}
	return scope{known: true, args: append(args, portalArgs(wish.Portal)...), wish: wish}
}

// portalArgs are the flags that name a portal.
func portalArgs(portal samlcfg.Portal) []string {
	if portal.Subdomain != "" && portal == samlcfg.UsualPortal(portal.Subdomain) {
		return []string{"--subdomain", portal.Subdomain}
	}
	return []string{"--identifier", portal.Identifier, "--reply-url", portal.ReplyURL}
}

// about is the scope of a command that knows no more than the portal that a
// response or an error names.
func (s scope) about(portal samlcfg.Portal, found bool) scope {
	if s.known || len(s.args) > 0 || !found {
		return s
	}
	return scope{known: true, args: portalArgs(portal), wish: setup.Wish{Portal: portal, TestUser: setup.TestUser{Create: true}}}
}

// ofError is the scope of the repair of an error.
func (s scope) ofError(report samlcfg.SignInErrorReport) scope { return s.about(report.Portal()) }

// command is the command line that shows a repair and makes it after a yes; "" when
// there is none.
func (s scope) command(repair setup.Repair) string {
	if !s.known {
		return ""
	}
	args := append([]string{"backupsso", "setup"}, s.args...)
	if user := repair.Wish.TestUser; user.UPN != "" {
		args = append(args, "--test-user", user.UPN)
	}
	args = append(args, "--fix", string(repair.Fix))
	for i, arg := range args {
		args[i] = quoted(arg)
	}
	return strings.Join(args, " ")
}

var bareWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./~-]+$`)

// quoted puts a word into quotes where a shell might take it apart. None of the
// values holds a quote itself: addresses and ids do not.
func quoted(word string) string {
	if bareWord.MatchString(word) || strings.ContainsAny(word, "\"`$\\") {
		return word
	}
	return `"` + word + `"`
}

// showMending tells the command that mends a fault, indented, and returns it.
func (r *run) showMending(s scope, repair setup.Repair, mends bool, indent string) string {
	if !mends {
		return ""
	}
	command := s.command(repair)
	if command == "" {
		return ""
	}
	r.screen.line(indent + r.words.Say("explain.mend"))
	r.screen.line(indent + "  " + command)
	return command
}
