package practice

import (
	"net/http"
	"slices"
)

func (c *call) applications() source {
	from := tableSource(c.t.apps, c.types()["application"], "applications", c.seen)
	from.expand = map[string]func(object, []string) (any, *graphError){
		"owners": func(o object, selected []string) (any, *graphError) {
			return expanded(c.types()["user"], c.people(o.(*application).owners), true, selected)
		},
	}
	return from
}

func (c *call) listApplications() (answer, *graphError)  { return c.list(c.applications()) }
func (c *call) countApplications() (answer, *graphError) { return c.countOf(c.applications()) }

func (c *call) getApplication() (answer, *graphError) {
	found, failure := c.findApplication(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.one(c.applications(), found)
}

// findApplication finds what readers see under an object id or a client id.
func (c *call) findApplication(key element) (*application, *graphError) {
	switch key.alt {
	case "":
		if found, there := visible(c.t, c.t.apps, key.text); there {
			return found, nil
		}
	case "appid":
		if found, there := c.t.applicationByAppID(key.text); there {
			return found, nil
		}
	default:
		return nil, badQuery("The key property '%s' does not exist on type 'microsoft.graph.application'.", key.alt)
	}
	return nil, notFound(key.text)
}

// createApplication registers an application without the gallery.
func (c *call) createApplication() (answer, *graphError) {
	members, failure := c.object()
	if failure != nil {
		return answer{}, failure
	}
	owners, failure := c.bound(members)
	if failure != nil {
		return answer{}, failure
	}
	given, failure := c.types()["application"].accept(members, "Application")
	if failure != nil {
		return answer{}, failure
	}
	if given["displayName"] == nil {
		return answer{}, missingValue("displayName", "Application")
	}
	id, err := c.t.newID()
	if err != nil {
		return answer{}, unexpected(err)
	}
	appID, err := c.t.newID()
	if err != nil {
		return answer{}, unexpected(err)
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	app := newApplication(id, appID, "", nil)
	app.created, app.owners = c.now.UTC(), owners
	if failure := c.applyApplication(app, &application{more: map[string]any{}}, given); failure != nil {
		return answer{}, failure
	}
	c.t.apps.put(app.id, app, c.steady, c.visibleFrom())
	return c.made(c.applications(), app, "applications/"+app.id), nil
}

// changeApplication changes an application and, when readers see it, what its
// service principal mirrors.
func (c *call) changeApplication() (answer, *graphError) {
	seen, failure := c.findApplication(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	given, failure := c.accepted("application", "Application")
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	before, there := c.t.apps.newest(seen.id)
	if !there {
		return answer{}, notFound(seen.id)
	}
	app := before.copy()
	if failure := c.applyApplication(app, before, given); failure != nil {
		return answer{}, failure
	}
	c.t.apps.put(app.id, app, c.steady, c.visibleFrom())
	for _, id := range c.t.principals.find("appId", app.appID) {
		if sp, there := c.t.principals.newest(id); there {
			mirrored := sp.copy()
			mirrored.mirror(app)
			if _, given := given["appRoles"]; !given {
				mirrored.roles = sp.roles // they may have roles of their own
			}
			c.t.principals.put(id, mirrored, c.steady, c.visibleFrom())
		}
	}
	return noContent, nil
}

// applyApplication sets what was given and checks the rules; the lock is held.
func (c *call) applyApplication(app, before *application, given map[string]any) *graphError {
	if failure := c.types()["application"].each(given, app.set); failure != nil {
		return failure
	}
	if failure := c.t.checkIdentifiers(app, before.identifierURIs, c.seen); failure != nil {
		return failure
	}
	if failure := c.t.checkReplyURLs(app, before.redirectURIs); failure != nil {
		return failure
	}
	// A default that an earlier write set goes with the list, or the write is refused.
	if standard, _ := app.more["defaultRedirectUri"].(string); standard != "" && !slices.Contains(app.redirectURIs, standard) {
		return invalidValue("defaultRedirectUri", "Application")
	}
	return nil
}

// deleteApplication moves the application and its service principal to the
// recycle bin.
func (c *call) deleteApplication() (answer, *graphError) {
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
	if _, on := c.t.faults.standing("deleting-saml-app"); on && c.t.inSAMLMode(app.appID, c.seen) {
		return answer{}, refused(http.StatusBadRequest, "DeletingSamlSpNotAllowed", "Property appId is invalid.").about("DeletingSamlSpNotAllowed", "appId")
	}
	c.t.apps.remove(app.id, c.steady, c.visibleFrom())
	c.bin(&deletedItem{id: app.id, kind: "application", app: app})
	for _, id := range append([]string(nil), c.t.principals.find("appId", app.appID)...) {
		if sp, there := c.t.principals.newest(id); there {
			c.dropPrincipal(sp)
		}
	}
	return noContent, nil
}

// accepted reads the body as properties of a type.
func (c *call) accepted(typeName, resource string) (map[string]any, *graphError) {
	members, failure := c.object()
	if failure != nil {
		return nil, failure
	}
	return c.types()[typeName].accept(members, resource)
}
