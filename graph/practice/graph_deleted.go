package practice

import (
	"net/http"
	"strings"
	"time"
)

// binLife is how long the recycle bin keeps an object.
const binLife = 30 * 24 * time.Hour

// bin puts an object into the recycle bin; the lock is held.
func (c *call) bin(item *deletedItem) {
	item.at = c.now.UTC()
	c.t.deleted.put(item.id, item, c.steady, c.visibleFrom())
}

func (c *call) binSource(kind string) source {
	from := source{shape: c.types()[kind], context: "directoryObjects", most: 999, page: 100, typed: true}
	from.each = func(visit func(string, object) bool) {
		c.t.deleted.each(c.seen, func(id string, item *deletedItem) bool {
			if item.kind != kind || c.now.Sub(item.at) > binLife {
				return true
			}
			return visit(id, item)
		})
	}
	from.find = func(string, string) ([]string, bool) { return nil, false }
	return from
}

// listAnyDeleted refuses to list the bin across types, as the service does.
func (c *call) listAnyDeleted() (answer, *graphError) {
	return answer{}, unsupportedQuery("A type is required: /directory/deletedItems/microsoft.graph.application, for example.")
}

func (c *call) listDeleted() (answer, *graphError) {
	cast := c.path[strings.LastIndexByte(c.path, '/')+1:]
	kind := unqualified(cast)
	for _, name := range []string{"application", "servicePrincipal", "user"} {
		if strings.EqualFold(name, kind) {
			kind = name
		}
	}
	from := c.binSource(kind)
	from.typed = false
	from.context = kind + "s"
	return c.list(from)
}

// findDeleted finds what readers see in the recycle bin, and whether the caller
// may touch it.
func (c *call) findDeleted(reads bool) (*deletedItem, *graphError) {
	id := c.key(0).text
	item, there := visible(c.t, c.t.deleted, id)
	if !there || c.now.Sub(item.at) > binLife {
		return nil, notFound(id)
	}
	n := need{scopes: writesApplications(), roles: rolesForApplications()}
	switch {
	case item.kind == "user" && reads:
		n = need{scopes: readsUsers()}
	case item.kind == "user":
		n = need{scopes: writesUsers(), roles: rolesForUsers()}
	case reads:
		n = need{scopes: readsApplications()}
	}
	return item, n.allows(c)
}

func (c *call) getDeleted() (answer, *graphError) {
	item, failure := c.findDeleted(true)
	if failure != nil {
		return answer{}, failure
	}
	return c.one(c.binSource(item.kind), item)
}

func (c *call) purge() (answer, *graphError) {
	item, failure := c.findDeleted(false)
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	c.t.deleted.remove(item.id, c.steady, c.visibleFrom())
	return noContent, nil
}

// restore brings an object back. An application comes without its service
// principal, which is restored on its own; names taken in the meantime are a
// conflict.
func (c *call) restore() (answer, *graphError) {
	item, failure := c.findDeleted(false)
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	if failure := c.bringBack(item); failure != nil {
		return answer{}, failure
	}
	c.t.deleted.remove(item.id, c.steady, c.visibleFrom())
	for _, a := range item.assignments {
		_, user := c.t.users.newest(a.principalID)
		_, client := c.t.principals.newest(a.principalID)
		if _, there := c.t.principals.newest(a.resourceID); there && (user || client) {
			c.t.assignments.put(a.id, a, c.steady, c.visibleFrom())
		}
	}
	s := c.types()[item.kind]
	var back object = item.user
	switch {
	case item.app != nil:
		back = item.app
	case item.sp != nil:
		back = item.sp
	}
	body := record{c.context("directoryObjects/$entity"), {"@odata.type", "#microsoft.graph." + item.kind}}
	return answer{status: http.StatusOK, body: append(body, s.show(back, nil, false)...)}, nil
}

func (c *call) bringBack(item *deletedItem) *graphError {
	switch {
	case item.app != nil:
		for _, uri := range item.app.identifierURIs {
			if c.t.identifierTaken(uri, item.id) {
				return alreadyExists("identifierUris")
			}
		}
		c.t.apps.put(item.id, item.app, c.steady, c.visibleFrom())
	case item.sp != nil:
		backing := false
		for _, id := range c.t.apps.find("appId", item.sp.appID) {
			_, there := c.t.apps.newest(id)
			backing = backing || there
		}
		if !backing {
			return badRequest("The appId '%s' of the service principal does not reference a valid application object.", item.sp.appID).
				about("NoBackingApplicationObject", "appId")
		}
		c.t.principals.put(item.id, item.sp, c.steady, c.visibleFrom())
	default:
		if c.t.holds("userPrincipalName", item.user.upn, item.id, func(other *user) string { return other.upn }) {
			return alreadyExists("userPrincipalName")
		}
		c.t.users.put(item.id, item.user, c.steady, c.visibleFrom())
	}
	return nil
}
