package practice

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// memberRule is the form of dynamic membership rules that the tenant reads: one
// property of a person compared with one text
// (learn.microsoft.com/entra/identity/users/groups-dynamic-membership).
var memberRule = regexp.MustCompile(`^\(?\s*user\.([A-Za-z]+)\s+-eq\s+"([^"]*)"\s*\)?$`)

func ruleReads(rule string) bool { return memberRule.MatchString(strings.TrimSpace(rule)) }

// fitsRule reports whether a rule makes someone a member.
func (u *user) fitsRule(rule string) bool {
	parts := memberRule.FindStringSubmatch(strings.TrimSpace(rule))
	if parts == nil {
		return false
	}
	text, _ := u.get(parts[1]).(string)
	return strings.EqualFold(text, parts[2])
}

// groupsWith lists the groups that hold an object as a direct member, as seen at
// a moment; the lock is held.
func (t *tenant) groupsWith(memberID string, now time.Time) []*group {
	var found []*group
	for _, id := range t.groups.find("members", memberID) {
		if g, there := t.groups.visible(id, now); there && slices.Contains(g.members, memberID) {
			found = append(found, g)
		}
	}
	return found
}

// groupsOf lists the groups that have someone as a direct member, as seen at a
// moment; the lock is held.
func (t *tenant) groupsOf(u *user, now time.Time) []*group {
	found := t.groupsWith(u.id, now)
	for _, id := range t.groups.find("groupTypes", "DynamicMembership") {
		if g, there := t.groups.visible(id, now); there && u.fitsRule(g.rule) {
			found = append(found, g)
		}
	}
	return found
}
