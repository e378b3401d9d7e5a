package practice

import (
	"fmt"
	"sort"
	"strings"
)

type adminGroup struct{ Name, Kind, Members string }

// maxAdminGroups is how many groups the admin page shows; Graph lists the others.
const maxAdminGroups = 200

// adminGroups lists the groups with their kind and the number of their direct
// members, which are the only ones that an application counts.
func (l *login) adminGroups() []adminGroup {
	l.tenant.mu.RLock()
	defer l.tenant.mu.RUnlock()
	seen, shown := l.tenant.seen(), []adminGroup{}
	l.tenant.groups.each(seen, func(_ string, g *group) bool {
		members := "by a rule"
		if g.rule == "" {
			inner := 0
			for _, id := range g.members {
				if _, is := l.tenant.groups.visible(id, seen); is {
					inner++
				}
			}
			members = fmt.Sprint(len(g.members) - inner)
			if inner > 0 {
				members += fmt.Sprintf(", groups inside: %d", inner)
			}
		}
		shown = append(shown, adminGroup{g.name, g.kind(), members})
		return len(shown) < maxAdminGroups
	})
	sort.SliceStable(shown, func(i, j int) bool { return strings.ToLower(shown[i].Name) < strings.ToLower(shown[j].Name) })
	return shown
}

// kind is what the admin center calls the group.
func (g *group) kind() string {
	kind := "Security"
	if g.unified {
		kind = "Microsoft 365"
	}
	if g.rule != "" {
		kind += ", dynamic"
	}
	return kind
}
