package practice

import (
	"net/http"
	"strings"
	"time"
)

func (c *call) principals() source {
	from := tableSource(c.t.principals, c.types()["servicePrincipal"], "servicePrincipals", c.seen)
	from.expand = map[string]func(object, []string) (any, *graphError){
		"approleassignedto":  c.expandAssignments("resourceId"),
		"approleassignments": c.expandAssignments("principalId"),
		"owners": func(o object, selected []string) (any, *graphError) {
			return expanded(c.types()["user"], c.people(o.(*principal).owners), true, selected)
		},
	}
	return from
}

func (c *call) listPrincipals() (answer, *graphError)  { return c.list(c.principals()) }
func (c *call) countPrincipals() (answer, *graphError) { return c.countOf(c.principals()) }

func (c *call) getPrincipal() (answer, *graphError) {
	found, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.one(c.principals(), found)
}

// findPrincipal finds what readers see under an object id or a client id.
func (c *call) findPrincipal(key element) (*principal, *graphError) {
	switch key.alt {
	case "":
		if found, there := visible(c.t, c.t.principals, key.text); there {
			return found, nil
		}
	case "appid":
		if found, there := c.t.principalByAppID(key.text); there {
			return found, nil
		}
	default:
		return nil, badQuery("The key property '%s' does not exist on type 'microsoft.graph.servicePrincipal'.", key.alt)
	}
	return nil, notFound(key.text)
}

// createPrincipal makes the service principal of an application of the tenant.
func (c *call) createPrincipal() (answer, *graphError) {
	members, failure := c.object()
	if failure != nil {
		return answer{}, failure
	}
	var appID string
	for name, value := range members {
		if strings.EqualFold(name, "appId") {
			appID, _ = value.(string)
			delete(members, name) // read-only everywhere else
		}
	}
	owners, failure := c.bound(members)
	if failure != nil {
		return answer{}, failure
	}
	given, failure := c.types()["servicePrincipal"].accept(members, "ServicePrincipal")
	if failure != nil {
		return answer{}, failure
	}
	app, there := c.t.applicationByAppID(appID)
	if !there {
		return answer{}, badRequest("The appId '%s' of the service principal does not reference a valid application object.", appID).
			about("NoBackingApplicationObject", "appId")
	}
	id, err := c.t.newID()
	if err != nil {
		return answer{}, unexpected(err)
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	for _, other := range c.t.principals.find("appId", appID) {
		if _, there := c.t.principals.newest(other); there {
			return answer{}, refused(http.StatusConflict, "Request_MultipleObjectsWithSameKeyValue",
				"The service principal cannot be created, updated, or restored because the service principal name %s is already in use.", appID).
				about("ConflictingObjects", "servicePrincipalNames")
		}
	}
	sp := c.t.principalOf(id, app, nil)
	sp.created, sp.owners = c.now.UTC(), owners
	if failure := c.types()["servicePrincipal"].each(given, sp.set); failure != nil {
		return answer{}, failure
	}
	c.t.principals.put(id, sp, c.steady, c.visibleFrom())
	return c.made(c.principals(), sp, "servicePrincipals/"+id), nil
}

func (c *call) changePrincipal() (answer, *graphError) {
	seen, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	given, failure := c.accepted("servicePrincipal", "ServicePrincipal")
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	before, there := c.t.principals.newest(seen.id)
	if !there {
		return answer{}, notFound(seen.id)
	}
	sp := before.copy()
	if failure := c.types()["servicePrincipal"].each(given, sp.set); failure != nil {
		return answer{}, failure
	}
	c.t.principals.put(sp.id, sp, c.steady, c.visibleFrom())
	return noContent, nil
}

func (c *call) deletePrincipal() (answer, *graphError) {
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
	c.dropPrincipal(sp)
	return noContent, nil
}

// dropPrincipal moves a service principal to the recycle bin with its
// assignments; the lock is held.
func (c *call) dropPrincipal(sp *principal) {
	c.t.principals.remove(sp.id, c.steady, c.visibleFrom())
	gone := append(c.dropAssignments("resourceId", sp.id), c.dropAssignments("principalId", sp.id)...)
	c.bin(&deletedItem{id: sp.id, kind: "servicePrincipal", sp: sp, assignments: gone})
}

// A certificate lasts three years at most; clocks may differ a little.
const (
	certificateYears     = 3
	certificateTolerance = 24 * time.Hour
)

// addCertificate makes a signing certificate; it signs nothing before its
// thumbprint is set.
func (c *call) addCertificate() (answer, *graphError) {
	if c.t.withoutCertificates() {
		return answer{}, badQuery("Resource not found for the segment 'addTokenSigningCertificate'.")
	}
	seen, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	subject, end, failure := c.certificateWish()
	if failure != nil {
		return answer{}, failure
	}
	key, err := c.t.newSigningKey(subject, c.now, end) // slow, so without the lock
	if err != nil {
		return answer{}, unexpected(err)
	}
	made := []signingKey{key}
	if _, hit := c.t.faults.take("two-certificates"); hit {
		other, err := c.t.newSigningKey(fallbackSubject, c.now, end)
		if err != nil {
			return answer{}, unexpected(err)
		}
		made = []signingKey{other, key}
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	before, there := c.t.principals.newest(seen.id)
	if !there {
		return answer{}, notFound(seen.id)
	}
	sp := before.copy()
	sp.keys = append(append([]signingKey(nil), before.keys...), made...)
	c.t.principals.put(sp.id, sp, c.steady, c.visibleFrom())
	verify := sp.keyCredentials()[2*len(sp.keys)-1].(map[string]any)
	body := record{c.context("microsoft.graph.selfSignedCertificate")}
	for _, p := range c.types()["selfSignedCertificate"].properties {
		switch p.name {
		case "thumbprint":
			body = append(body, member{p.name, key.thumbprint})
		case "keyId":
			body = append(body, member{p.name, key.keyID})
		default:
			body = append(body, member{p.name, verify[p.name]})
		}
	}
	return answer{status: http.StatusOK, body: body}, nil
}

// certificateWish reads and checks subject and end.
func (c *call) certificateWish() (subject string, end time.Time, failure *graphError) {
	members, failure := c.object()
	if failure != nil {
		return "", end, failure
	}
	latest := c.now.AddDate(certificateYears, 0, 0)
	end = latest
	for name, value := range members {
		text, isText := value.(string)
		switch strings.ToLower(name) {
		case "displayname":
			subject = text
		case "enddatetime":
			if value == nil {
				continue
			}
			at, err := time.Parse(time.RFC3339Nano, text)
			if !isText || err != nil || !at.After(c.now) || at.After(latest.Add(certificateTolerance)) {
				return "", end, invalidValue("endDateTime", "ServicePrincipal")
			}
			end = at
		default:
			if !strings.Contains(name, "@") {
				return "", end, badRequest("Invalid property '%s'.", name).about("InvalidProperty", name)
			}
		}
	}
	if common, found := strings.CutPrefix(subject, "CN="); !found || strings.TrimSpace(common) == "" || len(subject) > 200 {
		return "", end, invalidValue("displayName", "ServicePrincipal")
	}
	return subject, end, nil
}
