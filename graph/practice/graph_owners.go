package practice

import (
	"net/url"
	"slices"
	"strings"
)

// ownersOf finds the owners of the application or service principal that the path
// names.
func (c *call) ownersOf() (ids []string, failure *graphError) {
	if c.onApplications() {
		app, failure := c.findApplication(c.key(0))
		if failure != nil {
			return nil, failure
		}
		return app.owners, nil
	}
	sp, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return nil, failure
	}
	return sp.owners, nil
}

func (c *call) onApplications() bool {
	return strings.HasPrefix(strings.ToLower(c.path), "applications")
}

// owns reports whether the caller owns what the path names; owners need no role.
func (c *call) owns() bool {
	if c.user == nil || c.user.guest {
		return false
	}
	ids, failure := c.ownersOf()
	return failure == nil && slices.Contains(ids, c.user.id)
}

func (c *call) listOwners() (answer, *graphError) {
	ids, failure := c.ownersOf()
	if failure != nil {
		return answer{}, failure
	}
	from := fixedSource(c.people(ids), c.types()["user"], "directoryObjects")
	from.typed = true
	return c.list(from)
}

// people are the persons whom readers see under ids.
func (c *call) people(ids []string) []*user {
	var found []*user
	for _, id := range ids {
		if person, there := c.t.userByID(id); there {
			found = append(found, person)
		}
	}
	return found
}

// addOwner takes a reference to a person: {"@odata.id": ".../directoryObjects/{id}"}.
func (c *call) addOwner() (answer, *graphError) {
	members, failure := c.object()
	if failure != nil {
		return answer{}, failure
	}
	reference, _ := members["@odata.id"].(string)
	id, failure := c.referred(reference)
	if failure != nil {
		return answer{}, failure
	}
	return c.changeOwners(func(ids []string) ([]string, *graphError) {
		if slices.Contains(ids, id) {
			return nil, badRequest("One or more added object references already exist for the following modified properties: 'owners'.")
		}
		return append(slices.Clone(ids), id), nil
	})
}

func (c *call) dropOwner() (answer, *graphError) {
	id := strings.ToLower(c.key(1).text)
	return c.changeOwners(func(ids []string) ([]string, *graphError) {
		at := slices.Index(ids, id)
		if at < 0 {
			return nil, notFound(id)
		}
		return slices.Delete(slices.Clone(ids), at, at+1), nil
	})
}

// changeOwners puts a copy with other owners.
func (c *call) changeOwners(change func([]string) ([]string, *graphError)) (answer, *graphError) {
	if c.onApplications() {
		seen, failure := c.findApplication(c.key(0))
		if failure != nil {
			return answer{}, failure
		}
		c.t.mu.Lock()
		defer c.t.mu.Unlock()
		app, there := c.t.apps.newest(seen.id)
		if !there {
			return answer{}, notFound(seen.id)
		}
		changed := app.copy()
		if changed.owners, failure = change(app.owners); failure != nil {
			return answer{}, failure
		}
		c.t.apps.put(app.id, changed, c.steady, c.visibleFrom())
		return noContent, nil
	}
	seen, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	sp, there := c.t.principals.newest(seen.id)
	if !there {
		return answer{}, notFound(seen.id)
	}
	changed := sp.copy()
	if changed.owners, failure = change(sp.owners); failure != nil {
		return answer{}, failure
	}
	c.t.principals.put(sp.id, changed, c.steady, c.visibleFrom())
	return noContent, nil
}

// bound reads the people that a creation names in "owners@odata.bind"; a person
// who creates something owns it anyway.
func (c *call) bound(members map[string]any) ([]string, *graphError) {
	var owners []string
	if c.user != nil {
		owners = append(owners, c.user.id)
	}
	references, _ := members["owners@odata.bind"].([]any)
	for _, item := range references {
		reference, _ := item.(string)
		id, failure := c.referred(reference)
		if failure != nil {
			return nil, failure
		}
		if !slices.Contains(owners, id) {
			owners = append(owners, id)
		}
	}
	return owners, nil
}

// referred returns the id of the person that a reference names. Only the path
// counts, because clients write the host of the public service.
func (c *call) referred(reference string) (string, *graphError) {
	address, err := url.Parse(reference)
	if err != nil || address.Host == "" {
		return "", badRequest("Invalid URL format specified in @odata.id.")
	}
	path, failure := parsePath(address.EscapedPath())
	if failure != nil {
		return "", failure
	}
	key := path[len(path)-1]
	person, failure := c.findUser(element{text: key.text})
	if failure != nil {
		return "", failure
	}
	return person.id, nil
}
