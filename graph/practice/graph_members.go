package practice

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// relative is an object at the end of a relationship that mixes types. Without
// leave to read its type only its id is shown
// (learn.microsoft.com/graph/permissions-overview, limited information).
type relative struct {
	object
	shape    *shape
	readable bool
}

func (r relative) get(name string) any {
	if !r.readable && name != "id" {
		return nil
	}
	return r.object.get(name)
}

func readsGroups() []string {
	return []string{"GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All",
		"Directory.ReadWrite.All", "Directory.AccessAsUser.All"}
}

// asPerson, asGroup and asPrincipal dress an object for a mixed collection.
func (c *call) asPerson(u *user) relative {
	return relative{u, c.types()["user"], c.grant.hasAny(readsUsers())}
}

func (c *call) asGroup(g *group) relative {
	return relative{g, c.types()["group"], c.grant.hasAny(readsGroups())}
}

func (c *call) asPrincipal(p *principal) relative {
	return relative{p, c.types()["servicePrincipal"], c.grant.hasAny(readsApplications())}
}

// relativesOf are the objects that readers see under ids; the lock is held.
func (c *call) relativesOf(ids []string) []relative {
	var found []relative
	for _, id := range ids {
		if u, there := c.t.users.visible(id, c.seen); there {
			found = append(found, c.asPerson(u))
		} else if g, there := c.t.groups.visible(id, c.seen); there {
			found = append(found, c.asGroup(g))
		} else if p, there := c.t.principals.visible(id, c.seen); there {
			found = append(found, c.asPrincipal(p))
		}
	}
	return found
}

// members are the direct members of a group; the lock is held.
func (c *call) membersOf(g *group) []relative {
	if g.rule == "" {
		return c.relativesOf(g.members)
	}
	var found []relative
	c.t.users.each(c.seen, func(_ string, u *user) bool {
		if u.fitsRule(g.rule) {
			found = append(found, c.asPerson(u))
		}
		return true
	})
	return found
}

// allMembersOf are the members of a group and of the groups in it, each once; the
// lock is held.
func (c *call) allMembersOf(g *group) []relative {
	var found []relative
	known := map[any]bool{g.id: true}
	for open := []*group{g}; len(open) > 0; open = open[1:] {
		for _, member := range c.membersOf(open[0]) {
			id := member.object.get("id")
			if known[id] {
				continue
			}
			known[id] = true
			found = append(found, member)
			if inner, isGroup := member.object.(*group); isGroup {
				open = append(open, inner)
			}
		}
	}
	return found
}

// groupMembers are the members that the path asks for, and the type it casts to.
func (c *call) groupMembers() (found []relative, cast string, failure *graphError) {
	g, failure := c.findGroup(c.key(0))
	if failure != nil {
		return nil, "", failure
	}
	steps := strings.Split(strings.TrimSuffix(strings.Trim(c.path, "/"), "/$count"), "/")
	at := slices.IndexFunc(steps, func(step string) bool { return strings.Contains(strings.ToLower(step), "members") })
	c.t.mu.RLock()
	defer c.t.mu.RUnlock()
	found = c.membersOf(g)
	if strings.EqualFold(steps[at], "transitiveMembers") {
		found = c.allMembersOf(g)
	}
	if at+1 < len(steps) {
		cast = unqualified(steps[at+1])
		found = slices.DeleteFunc(found, func(r relative) bool { return !strings.EqualFold(r.shape.name, cast) })
	}
	return found, cast, nil
}

// relatives is a collection of directory objects, or of one type of them.
func (c *call) relatives(items []relative, cast string) source {
	for _, one := range []string{"user", "group", "servicePrincipal"} {
		if strings.EqualFold(one, cast) {
			return fixedSource(items, c.types()[one], one+"s")
		}
	}
	from := fixedSource(items, c.types()["directoryObject"], "directoryObjects")
	from.typed = true
	from.shapeOf = func(o object) *shape { return o.(relative).shape }
	for _, one := range []string{"user", "group", "servicePrincipal", "directoryRole"} {
		from.mixed = append(from.mixed, c.types()[one])
	}
	return from
}

func (c *call) listMembers() (answer, *graphError) {
	found, cast, failure := c.groupMembers()
	if failure != nil {
		return answer{}, failure
	}
	return c.list(c.relatives(found, cast))
}

func (c *call) countMembers() (answer, *graphError) {
	found, cast, failure := c.groupMembers()
	if failure != nil {
		return answer{}, failure
	}
	return c.countOf(c.relatives(found, cast))
}

func (c *call) listGroupOwners() (answer, *graphError) {
	g, failure := c.findGroup(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.RLock()
	found := c.relativesOf(g.owners)
	c.t.mu.RUnlock()
	return c.list(c.relatives(found, ""))
}

// addMember takes a reference: {"@odata.id": ".../directoryObjects/{id}"}.
func (c *call) addMember() (answer, *graphError) {
	members, failure := c.object()
	if failure != nil {
		return answer{}, failure
	}
	reference, _ := members["@odata.id"].(string)
	address, err := url.Parse(reference)
	if err != nil || address.Host == "" {
		return answer{}, badRequest("Invalid URL format specified in @odata.id.")
	}
	path, failure := parsePath(address.EscapedPath())
	if failure != nil {
		return answer{}, failure
	}
	id := strings.ToLower(path[len(path)-1].text)
	return c.changeMembers(func(g *group) ([]string, *graphError) {
		if len(c.relativesOf([]string{id})) == 0 {
			return nil, notFound(id)
		}
		if slices.Contains(g.members, id) {
			return nil, badRequest("One or more added object references already exist for the following modified properties: 'members'.")
		}
		if _, inner := c.t.groups.newest(id); inner && g.roleAssignable {
			return nil, badRequest("A group that can be assigned to roles cannot have groups as members.").about("InvalidValue", "members")
		}
		return append(slices.Clone(g.members), id), nil
	})
}

func (c *call) dropMember() (answer, *graphError) {
	id := strings.ToLower(c.key(1).text)
	return c.changeMembers(func(g *group) ([]string, *graphError) {
		at := slices.Index(g.members, id)
		if at < 0 {
			return nil, notFound(id)
		}
		return slices.Delete(slices.Clone(g.members), at, at+1), nil
	})
}

// changeMembers puts a copy with other members; owners of the group, and who
// manages people, may do that.
func (c *call) changeMembers(change func(*group) ([]string, *graphError)) (answer, *graphError) {
	seen, failure := c.findGroup(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	owns := c.user != nil && slices.Contains(seen.owners, c.user.id)
	switch {
	case c.user != nil && !owns && !c.user.hasAnyRole(rolesForUsers()), seen.roleAssignable && !c.user.mayAssignRoles():
		return answer{}, denied()
	case seen.rule != "":
		return answer{}, badRequest("The members of a group with a dynamic membership cannot be changed.").about("InvalidValue", "members")
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	g, there := c.t.groups.newest(seen.id)
	if !there {
		return answer{}, notFound(seen.id)
	}
	changed := g.copy()
	if changed.members, failure = change(g); failure != nil {
		return answer{}, failure
	}
	c.t.groups.put(g.id, changed, c.steady, c.visibleFrom())
	return answer{status: http.StatusNoContent}, nil
}
