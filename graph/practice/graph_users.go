package practice

import "strings"

func (c *call) users() source {
	from := tableSource(c.t.users, c.types()["user"], "users", c.seen)
	from.expand = map[string]func(object, []string) (any, *graphError){"approleassignments": c.expandAssignments("principalId")}
	return from
}

func (c *call) listUsers() (answer, *graphError)  { return c.list(c.users()) }
func (c *call) countUsers() (answer, *graphError) { return c.countOf(c.users()) }

// getUser shows a person; with leave to read oneself only, just oneself.
func (c *call) getUser() (answer, *graphError) {
	found, failure := c.findUser(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	itself := c.user != nil && c.user.id == found.id
	if !itself && (!c.grant.hasAny(readsUsers()) || c.user != nil && c.user.guest) {
		return answer{}, denied()
	}
	return c.one(c.users(), found)
}

// findUser finds the person whom readers see under an id or a user principal name.
func (c *call) findUser(key element) (*user, *graphError) {
	if key.alt != "" && key.alt != "userprincipalname" {
		return nil, badQuery("The key property '%s' does not exist on type 'microsoft.graph.user'.", key.alt)
	}
	if key.alt == "" && guidShaped(key.text) {
		if found, there := c.t.userByID(key.text); there && !c.t.fromPartner(found) {
			return found, nil
		}
	} else if found, there := c.t.userByUPN(key.text); there && !c.t.fromPartner(found) {
		return found, nil
	}
	return nil, notFound(key.text)
}

// createUser makes a person; what is required is what Graph requires.
func (c *call) createUser() (answer, *graphError) {
	given, failure := c.accepted("user", "User")
	if failure != nil {
		return answer{}, failure
	}
	for _, name := range []string{"accountEnabled", "displayName", "mailNickname", "userPrincipalName", "passwordProfile"} {
		if given[name] == nil {
			return answer{}, missingValue(name, "User")
		}
	}
	if profile := given["passwordProfile"].(map[string]any); profile["password"] == nil {
		return answer{}, missingValue("password", "User")
	}
	id, err := c.t.newID()
	if err != nil {
		return answer{}, unexpected(err)
	}
	// People change a password that someone else chose, unless told otherwise.
	made := &user{id: id, created: c.now.UTC(), mustChange: true}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	if failure := c.applyUser(made, &user{}, given); failure != nil {
		return answer{}, failure
	}
	c.t.users.put(id, made, c.steady, c.visibleFrom())
	return c.made(c.users(), made, "users/"+id), nil
}

func (c *call) changeUser() (answer, *graphError) {
	seen, failure := c.findUser(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	given, failure := c.accepted("user", "User")
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	before, there := c.t.users.newest(seen.id)
	if !there {
		return answer{}, notFound(seen.id)
	}
	changed := before.copy()
	if failure := c.applyUser(changed, before, given); failure != nil {
		return answer{}, failure
	}
	c.t.users.put(changed.id, changed, c.steady, c.visibleFrom())
	return noContent, nil
}

// applyUser sets what was given and checks the rules; the lock is held.
func (c *call) applyUser(u, before *user, given map[string]any) *graphError {
	if failure := c.types()["user"].each(given, u.set); failure != nil {
		return failure
	}
	return c.t.checkUser(u, before, given)
}

func (c *call) deleteUser() (answer, *graphError) {
	seen, failure := c.findUser(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	gone, there := c.t.users.newest(seen.id)
	if !there {
		return answer{}, notFound(seen.id)
	}
	c.t.users.remove(gone.id, c.steady, c.visibleFrom())
	c.bin(&deletedItem{id: gone.id, kind: "user", user: gone, assignments: c.dropAssignments("principalId", gone.id)})
	return noContent, nil
}

// principalKind tells what may be assigned under an id and what it is called; the
// lock is held.
func (c *call) principalKind(id string) (kind, name string, failure *graphError) {
	id = strings.ToLower(id)
	if u, there := c.t.users.visible(id, c.seen); there {
		return "User", u.name, nil
	}
	if sp, there := c.t.principals.visible(id, c.seen); there {
		return "ServicePrincipal", sp.name, nil
	}
	if g, there := c.t.groups.visible(id, c.seen); there {
		return "Group", g.name, c.t.checkAssignedGroup(g)
	}
	_, user := c.t.users.newest(id)
	_, sp := c.t.principals.newest(id)
	_, group := c.t.groups.newest(id)
	if user || sp || group {
		// It is there, but this replica does not know it yet.
		return "", "", badRequest("Not a valid reference update.").about("InvalidReference", "principalId")
	}
	return "", "", notFound(id)
}
