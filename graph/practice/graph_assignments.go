package practice

import (
	"encoding/base64"
	"io"
	"slices"
	"strings"
)

// defaultRole may be assigned where an application declares no roles.
const defaultRole = "00000000-0000-0000-0000-000000000000"

// assignmentsOf lists the assignments with an id in a property, as readers see them.
func (c *call) assignmentsOf(property, id string) []*assignment {
	c.t.mu.RLock()
	defer c.t.mu.RUnlock()
	var found []*assignment
	for _, candidate := range c.t.assignments.find(property, id) {
		if a, there := c.t.assignments.visible(candidate, c.seen); there {
			found = append(found, a)
		}
	}
	return found
}

// expanded shows related objects as $expand does.
func expanded[T object](s *shape, related []T, typed bool, selected []string) (any, *graphError) {
	chosen, failure := query{selected: selected}.choose(s)
	if failure != nil {
		return nil, failure
	}
	shown := []record{}
	for _, o := range related {
		var item record
		if typed {
			item = append(item, member{"@odata.type", "#microsoft.graph." + s.name})
		}
		shown = append(shown, append(item, s.show(o, chosen, false)...))
	}
	return shown, nil
}

func (c *call) expandAssignments(property string) func(object, []string) (any, *graphError) {
	return func(o object, selected []string) (any, *graphError) {
		id, _ := o.get("id").(string)
		return expanded(c.types()["appRoleAssignment"], c.assignmentsOf(property, id), false, selected)
	}
}

// relation is the last name of the path that lists assignments.
func (c *call) relation() string {
	if strings.Contains(strings.ToLower(c.path), "/approleassignedto") {
		return "appRoleAssignedTo"
	}
	return "appRoleAssignments"
}

func (c *call) assignmentSource(property, owner, id string) source {
	context := owner + "('" + id + "')/" + c.relation()
	return fixedSource(c.assignmentsOf(property, id), c.types()["appRoleAssignment"], context)
}

func (c *call) listPrincipalAssignments() (answer, *graphError) {
	sp, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	property := "resourceId"
	if c.relation() == "appRoleAssignments" {
		property = "principalId"
	}
	return c.list(c.assignmentSource(property, "servicePrincipals", sp.id))
}

func (c *call) listGroupAssignments() (answer, *graphError) {
	g, failure := c.findGroup(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.list(c.assignmentSource("principalId", "groups", g.id))
}

func (c *call) assignGroup() (answer, *graphError) {
	g, failure := c.findGroup(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.assign("groups", g.id)
}

func (c *call) listUserAssignments() (answer, *graphError) {
	person := c.user
	if len(c.keys) > 0 {
		found, failure := c.findUser(c.key(0))
		if failure != nil {
			return answer{}, failure
		}
		person = found
	}
	return c.list(c.assignmentSource("principalId", "users", person.id))
}

// findAssignment finds what readers see under the assignment's id, when it is one
// of the object that the path names.
func (c *call) findAssignment() (*assignment, *graphError) {
	owner, failure := c.assignmentOwner()
	if failure != nil {
		return nil, failure
	}
	id := c.key(1).text
	c.t.mu.RLock()
	found, there := c.t.assignments.visible(id, c.seen)
	c.t.mu.RUnlock()
	if !there {
		return nil, notFound(id)
	}
	end := found.principalID
	if c.relation() == "appRoleAssignedTo" {
		end = found.resourceID
	}
	if end != owner {
		return nil, notFound(id)
	}
	return found, nil
}

// assignmentOwner is the id of the object whose assignments the path names.
func (c *call) assignmentOwner() (string, *graphError) {
	if strings.HasPrefix(strings.ToLower(c.path), "users") {
		person, failure := c.findUser(c.key(0))
		if failure != nil {
			return "", failure
		}
		return person.id, nil
	}
	if strings.HasPrefix(strings.ToLower(c.path), "groups") {
		g, failure := c.findGroup(c.key(0))
		if failure != nil {
			return "", failure
		}
		return g.id, nil
	}
	sp, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return "", failure
	}
	return sp.id, nil
}

func (c *call) getAssignment() (answer, *graphError) {
	found, failure := c.findAssignment()
	if failure != nil {
		return answer{}, failure
	}
	return c.one(c.assignmentSource("resourceId", "servicePrincipals", found.resourceID), found)
}

func (c *call) assignToPrincipal() (answer, *graphError) {
	sp, failure := c.findPrincipal(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.assign("servicePrincipals", sp.id)
}

func (c *call) assignUser() (answer, *graphError) {
	person, failure := c.findUser(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.assign("users", person.id)
}

// assign gives someone a role of an application. owner is the object in the path,
// which must be one of the two ends.
func (c *call) assign(collection, owner string) (answer, *graphError) {
	members, failure := c.object()
	if failure != nil {
		return answer{}, failure
	}
	for name := range members {
		if strings.EqualFold(name, "principalType") {
			delete(members, name) // clients send it, the service knows better
		}
	}
	given, failure := c.types()["appRoleAssignment"].accept(members, "AppRoleAssignment")
	if failure != nil {
		return answer{}, failure
	}
	var made assignment
	for name, target := range map[string]*string{"principalId": &made.principalID, "resourceId": &made.resourceID, "appRoleId": &made.roleID} {
		text, isText := given[name].(string)
		if !isText {
			return answer{}, missingValue(name, "AppRoleAssignment")
		}
		*target = text
	}
	if end := made.resourceID; end != owner && (made.principalID != owner || c.relation() == "appRoleAssignedTo") {
		return answer{}, badRequest("The resource '%s' of the assignment is not the one that the request names.", end).about("InvalidValue", "resourceId")
	}
	if made.id, failure = c.assignmentID(); failure != nil {
		return answer{}, failure
	}
	made.created = c.now.UTC()
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	if failure := c.checkAssignment(&made); failure != nil {
		return answer{}, failure
	}
	c.t.assignments.put(made.id, &made, c.steady, c.visibleFrom())
	context := collection + "('" + owner + "')/" + c.relation()
	from := source{shape: c.types()["appRoleAssignment"], context: context}
	return c.made(from, &made, collection+"/"+owner+"/"+c.relation()+"/"+made.id), nil
}

// checkAssignment applies the rules and fills in the names; the lock is held.
func (c *call) checkAssignment(made *assignment) *graphError {
	sp, there := c.t.principals.visible(made.resourceID, c.seen)
	if !there {
		return badRequest("Specified resourceId was not found.").about("InvalidReference", "resourceId")
	}
	kind, name, failure := c.principalKind(made.principalID)
	if failure != nil {
		return failure
	}
	made.principalType, made.principalName, made.resourceName = kind, name, sp.name
	member := "User"
	if kind == "ServicePrincipal" {
		member = "Application"
	}
	fits := made.roleID == defaultRole && len(sp.roles) == 0
	for _, r := range sp.roles {
		fits = fits || r.id == made.roleID && r.enabled && slices.Contains(r.members, member)
	}
	if !fits {
		return badRequest("Permission being assigned was not found on application '%s'.", sp.appID).about("NotFound", "appRoleId")
	}
	for _, id := range c.t.assignments.find("principalId", made.principalID) {
		other, there := c.t.assignments.newest(id)
		if there && other.resourceID == made.resourceID && other.roleID == made.roleID {
			return badRequest("Permission being assigned already exists on the object").about("InvalidUpdate", "appRoleId")
		}
	}
	return nil
}

// assignmentID draws an id of the form that Graph uses: 33 bytes in base64url.
func (c *call) assignmentID() (string, *graphError) {
	var raw [33]byte
	if _, err := io.ReadFull(c.t.random, raw[:]); err != nil {
		return "", unexpected(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw[:]), nil
}

func (c *call) unassign() (answer, *graphError) {
	found, failure := c.findAssignment()
	if failure != nil {
		return answer{}, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	c.t.assignments.remove(found.id, c.steady, c.visibleFrom())
	return noContent, nil
}

// dropAssignments removes the assignments of an object that goes, and returns
// them; the lock is held.
func (c *call) dropAssignments(property, id string) []*assignment {
	var gone []*assignment
	for _, candidate := range append([]string(nil), c.t.assignments.find(property, id)...) {
		if a, there := c.t.assignments.newest(candidate); there {
			gone = append(gone, a)
			c.t.assignments.remove(a.id, c.steady, c.visibleFrom())
		}
	}
	return gone
}
