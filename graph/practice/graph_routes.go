package practice

import (
	"net/http"
	"slices"
	"strings"
)

// route is one Graph call.
type route struct {
	method  string
	pattern []string
	need    need
	handle  func(*call) (answer, *graphError)
}

// graphRoutes registers Microsoft Graph v1.0 and beta.
func (s *Server) graphRoutes(mux *http.ServeMux) {
	s.cloudRoutes(mux)
	mux.HandleFunc("/v1.0/", s.serveGraph)
	mux.HandleFunc("/beta/", s.serveGraph)
}

// graphCalls lists every call that the tenant answers, the more special first.
func graphCalls() []route {
	var routes []route
	add := func(method, pattern string, n need, handle func(*call) (answer, *graphError)) {
		routes = append(routes, route{method, strings.Split(pattern, "/"), n, handle})
	}
	everyone := need{guests: true}
	self := need{scopes: readsSelf(), guests: true, people: true}
	readApps := need{scopes: readsApplications()}
	writeApps := need{scopes: writesApplications(), roles: rolesForApplications()}
	writeOwn := writeApps
	writeOwn.owners = true
	readUsers := need{scopes: readsUsers()}
	writeUsers := need{scopes: writesUsers(), roles: rolesForUsers()}
	assign := need{scopes: []string{"AppRoleAssignment.ReadWrite.All"}, roles: rolesForAssignments()}
	assignOwn := assign
	assignOwn.owners = true

	add("POST", "$batch", everyone, (*call).batch)
	add("GET", "organization", need{scopes: append(readsSelf(), "Organization.Read.All"), guests: true}, (*call).listOrganization)
	add("GET", "organization/{}", need{scopes: append(readsSelf(), "Organization.Read.All"), guests: true}, (*call).getOrganization)
	add("GET", "domains", need{scopes: readsDomains()}, (*call).listDomains)
	add("GET", "domains/{}", need{scopes: readsDomains()}, (*call).getDomain)
	add("GET", "directoryRoles", need{scopes: readsRoles()}, (*call).listRoles)
	add("GET", "directoryRoles/{}", need{scopes: readsRoles()}, (*call).getRole)

	add("GET", "roleManagement/directory/roleDefinitions", need{scopes: readsAssignments()}, (*call).listRoleDefinitions)
	add("GET", "roleManagement/directory/roleAssignments", need{scopes: readsAssignments()}, (*call).listRoleAssignments)
	add("GET", "roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser/{}", need{scopes: readsEligibilities(), people: true}, (*call).listEligible)

	add("GET", "me", self, (*call).getMe)
	add("GET", "me/licenseDetails", self, (*call).listLicenceDetails)
	for _, relation := range []string{"memberOf", "transitiveMemberOf"} {
		add("GET", "me/"+relation, self, (*call).listMemberships)
		add("GET", "me/"+relation+"/directoryRole", self, (*call).listMemberRoles)
		add("GET", "users/{}/"+relation, readUsers, (*call).listMemberships)
		add("GET", "users/{}/"+relation+"/directoryRole", readUsers, (*call).listMemberRoles)
		add("GET", "me/"+relation+"/group", self, (*call).listMemberGroups)
		add("GET", "users/{}/"+relation+"/group", readUsers, (*call).listMemberGroups)
	}
	for _, action := range []string{"getMemberObjects", "getMemberGroups"} {
		add("POST", "me/"+action, self, (*call).memberObjects)
		add("POST", "users/{}/"+action, readUsers, (*call).memberObjects)
	}
	add("GET", "me/appRoleAssignments", need{scopes: readsApplications(), people: true}, (*call).listUserAssignments)

	add("GET", "auditLogs/signIns", everyone, (*call).listSignIns)
	add("GET", "auditLogs/signIns/{}", everyone, (*call).getSignIn)

	readGroups := need{scopes: readsGroups()}
	writeGroups := need{scopes: []string{"Group.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}}
	writeMembers := writeGroups
	writeMembers.scopes = append([]string{"GroupMember.ReadWrite.All"}, writeGroups.scopes...)
	add("GET", "groups", readGroups, (*call).listGroups)
	add("GET", "groups/$count", readGroups, (*call).countGroups)
	add("POST", "groups", writeGroups, (*call).createGroup)
	add("GET", "groups/{}", readGroups, (*call).getGroup)
	add("GET", "groups/{}/owners", readGroups, (*call).listGroupOwners)
	for _, relation := range []string{"members", "transitiveMembers"} {
		add("GET", "groups/{}/"+relation, readGroups, (*call).listMembers)
		add("GET", "groups/{}/"+relation+"/$count", readGroups, (*call).countMembers)
		for _, kind := range []string{"user", "group", "servicePrincipal"} {
			add("GET", "groups/{}/"+relation+"/"+kind, readGroups, (*call).listMembers)
			add("GET", "groups/{}/"+relation+"/"+kind+"/$count", readGroups, (*call).countMembers)
		}
	}
	add("POST", "groups/{}/members/$ref", writeMembers, (*call).addMember)
	add("DELETE", "groups/{}/members/{}/$ref", writeMembers, (*call).dropMember)
	readAssigned := need{scopes: []string{"AppRoleAssignment.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}}
	add("GET", "groups/{}/appRoleAssignments", readAssigned, (*call).listGroupAssignments)
	add("POST", "groups/{}/appRoleAssignments", assign, (*call).assignGroup)
	add("GET", "groups/{}/appRoleAssignments/{}", readAssigned, (*call).getAssignment)
	add("DELETE", "groups/{}/appRoleAssignments/{}", assign, (*call).unassign)
	add("GET", "me/manager", self, (*call).getManager)
	add("GET", "users/{}/manager", readUsers, (*call).getManager)

	add("GET", "applicationTemplates", everyone, (*call).listTemplates)
	add("GET", "applicationTemplates/$count", everyone, (*call).countTemplates)
	add("GET", "applicationTemplates/{}", everyone, (*call).getTemplate)
	add("POST", "applicationTemplates/{}/instantiate", writeApps, (*call).instantiate)

	add("GET", "applications", readApps, (*call).listApplications)
	add("GET", "applications/$count", readApps, (*call).countApplications)
	add("POST", "applications", writeApps, (*call).createApplication)
	add("GET", "applications/{}", readApps, (*call).getApplication)
	add("PATCH", "applications/{}", writeOwn, (*call).changeApplication)
	add("DELETE", "applications/{}", writeOwn, (*call).deleteApplication)

	add("GET", "applications/{}/federatedIdentityCredentials", readApps, (*call).listFederations)
	add("POST", "applications/{}/federatedIdentityCredentials", writeOwn, (*call).addFederation)
	add("GET", "applications/{}/federatedIdentityCredentials/{}", readApps, (*call).getFederation)
	add("DELETE", "applications/{}/federatedIdentityCredentials/{}", writeOwn, (*call).dropFederation)

	add("GET", "servicePrincipals", readApps, (*call).listPrincipals)
	add("GET", "servicePrincipals/$count", readApps, (*call).countPrincipals)
	add("POST", "servicePrincipals", writeApps, (*call).createPrincipal)
	add("GET", "servicePrincipals/{}", readApps, (*call).getPrincipal)
	add("PATCH", "servicePrincipals/{}", writeOwn, (*call).changePrincipal)
	add("DELETE", "servicePrincipals/{}", writeOwn, (*call).deletePrincipal)
	add("POST", "servicePrincipals/{}/addTokenSigningCertificate", writeOwn, (*call).addCertificate)
	for relation, n := range map[string]need{"appRoleAssignedTo": assignOwn, "appRoleAssignments": assign} {
		add("GET", "servicePrincipals/{}/"+relation, readApps, (*call).listPrincipalAssignments)
		add("POST", "servicePrincipals/{}/"+relation, n, (*call).assignToPrincipal)
		add("GET", "servicePrincipals/{}/"+relation+"/{}", readApps, (*call).getAssignment)
		add("DELETE", "servicePrincipals/{}/"+relation+"/{}", n, (*call).unassign)
	}

	for _, owned := range []string{"applications", "servicePrincipals"} {
		add("GET", owned+"/{}/owners", readApps, (*call).listOwners)
		add("POST", owned+"/{}/owners/$ref", writeOwn, (*call).addOwner)
		add("DELETE", owned+"/{}/owners/{}/$ref", writeOwn, (*call).dropOwner)
	}

	add("GET", "users", readUsers, (*call).listUsers)
	add("GET", "users/$count", readUsers, (*call).countUsers)
	add("POST", "users", writeUsers, (*call).createUser)
	add("GET", "users/{}", need{scopes: readsSelf(), guests: true}, (*call).getUser)
	add("PATCH", "users/{}", writeUsers, (*call).changeUser)
	add("DELETE", "users/{}", writeUsers, (*call).deleteUser)
	revoke := need{scopes: []string{"User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}, roles: rolesForUsers()}
	add("POST", "users/{}/revokeSignInSessions", revoke, (*call).revokeSessions)
	add("POST", "me/revokeSignInSessions", need{scopes: revoke.scopes, people: true}, (*call).revokeSessions)
	add("GET", "users/{}/appRoleAssignments", readApps, (*call).listUserAssignments)
	add("POST", "users/{}/appRoleAssignments", assign, (*call).assignUser)
	add("GET", "users/{}/appRoleAssignments/{}", readApps, (*call).getAssignment)
	add("DELETE", "users/{}/appRoleAssignments/{}", assign, (*call).unassign)

	for _, kind := range []string{"application", "servicePrincipal", "user"} {
		reads, lists := readApps, need{scopes: readsApplications(), roles: rolesForApplications()}
		if kind == "user" {
			reads, lists = readUsers, need{scopes: readsUsers(), roles: rolesForUsers()}
		}
		add("GET", "directory/deletedItems/"+kind, lists, (*call).listDeleted)
		add("GET", "directory/deletedItems/{}/"+kind, reads, (*call).getDeleted)
	}
	add("GET", "directory/deletedItems", everyone, (*call).listAnyDeleted)
	add("GET", "directory/deletedItems/{}", everyone, (*call).getDeleted)
	add("DELETE", "directory/deletedItems/{}", everyone, (*call).purge)
	add("POST", "directory/deletedItems/{}/restore", everyone, (*call).restore)
	add("GET", "applications/{}/{}", readApps, (*call).getProperty)
	add("GET", "servicePrincipals/{}/{}", readApps, (*call).getProperty)
	return routes
}

// soundAnswer makes the call, after asking who calls and whether they may.
func (s *Server) soundAnswer(c *call) (answer, *graphError) {
	handle, failure := s.prepared(c)
	if failure != nil {
		return answer{}, failure
	}
	return handle(c)
}

// prepared finds the call and checks all that is checked before it has an effect.
func (s *Server) prepared(c *call) (func(*call) (answer, *graphError), *graphError) {
	if c.grant == nil {
		if failure := s.authenticate(c); failure != nil {
			return nil, failure
		}
	}
	path, failure := parsePath(c.path)
	if failure != nil {
		return nil, failure
	}
	if c.query, failure = parseQuery(c.rawQuery, c.header); failure != nil {
		return nil, failure
	}
	var methods []string
	for _, r := range s.calls {
		keys, fits := matches(r.pattern, path)
		if !fits {
			continue
		}
		methods = append(methods, r.method)
		if r.method != c.method {
			continue
		}
		c.keys = keys
		if failure := r.need.allows(c); failure != nil {
			return nil, failure
		}
		return r.handle, nil
	}
	if methods != nil {
		failure := refused(http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
		failure.headers = map[string]string{"Allow": allowed(methods)}
		return nil, failure
	}
	return nil, badQuery("Resource not found for the segment '%s'.", path[len(path)-1].text)
}

// allowed is the value of the header Allow for the methods of a path.
func allowed(methods []string) string {
	if slices.Contains(methods, http.MethodGet) {
		methods = append(methods, http.MethodHead)
	}
	slices.Sort(methods)
	return strings.Join(slices.Compact(methods), ", ")
}

// key is the text of a path's key, "" when the path has none.
func (c *call) key(at int) element {
	if at < len(c.keys) {
		return c.keys[at]
	}
	return element{}
}
