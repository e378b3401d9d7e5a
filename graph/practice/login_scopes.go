package practice

import (
	"net/http"
	"sort"
	"strings"
	"sync"
)

// Ids that Microsoft gives out and every tenant knows.
const (
	graphAppID  = "00000003-0000-0000-c000-000000000000"
	graphTools  = "14d82eec-204b-4c2f-b7e8-296a70dab67e" // Microsoft Graph Command Line Tools
	azureCLI    = "04b07795-8ddb-461a-bbee-02f9e1bf7b46" // the SDKs' default; may not ask for Graph writes
	defaultWord = ".default"
)

// registeredClient is an app that may ask for tokens.
type registeredClient struct {
	id, name   string
	secret     string // empty: public only
	public     bool   // may use loopback redirects and device codes
	firstParty bool
	preset     []string // the only Graph permissions it may ask for; nil: any
}

// findClient finds an app that may ask for tokens and that no admin has disabled.
func (l *login) findClient(id string) (registeredClient, *refusal) {
	client, cause := l.knownClient(id)
	if _, on := l.tenant.faults.standing("client-disabled"); on && cause == nil && client.firstParty {
		return client, disabledApp(&principal{appID: client.id, name: client.name})
	}
	if cause == nil {
		if p, ok := l.tenant.principalByAppID(client.id); ok && !p.enabled {
			cause = disabledApp(p)
		}
	}
	return client, cause
}

// barred says why an app is not for this person: an admin demands assignment.
func (l *login) barred(client registeredClient, who person) *refusal {
	p, ok := l.tenant.principalByAppID(client.id)
	if !ok || !p.assignmentRequired || l.tenant.isAssigned(who.ID, p.id) {
		return nil
	}
	return notAssigned(p, who)
}

// knownClient knows the seeded client, two of Microsoft's and the tenant's own
// applications.
func (l *login) knownClient(id string) (registeredClient, *refusal) {
	id = strings.ToLower(id)
	switch id {
	case "":
		return registeredClient{}, refuse(900144, "invalid_request", "The request body must contain the following parameter: 'client_id'.")
	case strings.ToLower(l.tenant.client.id):
		seeded := l.tenant.client
		return registeredClient{id: seeded.id, name: seeded.name, secret: seeded.secret, public: true}, nil
	case graphTools:
		return registeredClient{id: id, name: "Microsoft Graph Command Line Tools", public: true, firstParty: true}, nil
	case azureCLI:
		return registeredClient{id: id, name: "Microsoft Azure CLI", public: true, firstParty: true, preset: presetOfCLI()}, nil
	}
	if app, ok := l.tenant.applicationByAppID(id); ok {
		return registeredClient{id: app.appID, name: app.name}, nil
	}
	return registeredClient{}, unknownApp(l, id)
}

// presetOfCLI are the permissions of Graph that the Azure CLI may ask for, in every
// tenant and without anybody's consent. Microsoft publishes no list: this is what
// tokens of the real one hold.
func presetOfCLI() []string {
	return []string{"AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All", "AuditLog.Read.All",
		"DelegatedPermissionGrant.ReadWrite.All", "Directory.AccessAsUser.All", "Group.ReadWrite.All", "User.Read.All", "User.ReadWrite.All"}
}

// allowed is what a person may do through a client: what was consented to, or what
// the client has in every tenant.
func (l *login) allowed(client registeredClient, user string) []string {
	if client.preset != nil {
		return client.preset
	}
	return l.consents.of(client.id, user)
}

// unallowed lists the permissions that were asked for and are not allowed yet.
func (l *login) unallowed(client registeredClient, user string, want asked) []permission {
	if client.preset != nil {
		return nil
	}
	return l.consents.missing(client.id, user, want)
}

// permission is a delegated permission of Graph, with the words of its consent.
type permission struct {
	Name, Words string
	Admin       bool // only an admin may consent
}

func permissions() []permission {
	return []permission{
		{"User.Read", "Sign you in and read your profile", false},
		{"User.ReadBasic.All", "Read all users' basic profiles", false},
		{"User.Read.All", "Read all users' full profiles", true},
		{"User.ReadWrite.All", "Read and write all users' full profiles", true},
		{"Application.Read.All", "Read applications", true},
		{"Application.ReadWrite.All", "Read and write all applications", true},
		{"AppRoleAssignment.ReadWrite.All", "Manage who may use which application, and app permission grants", true},
		{"DelegatedPermissionGrant.ReadWrite.All", "Manage all delegated permission grants", true},
		{"Directory.Read.All", "Read directory data", true},
		{"Directory.ReadWrite.All", "Read and write directory data", true},
		{"Directory.AccessAsUser.All", "Access the directory as you", true},
		{"Organization.Read.All", "Read organization information", true},
		{"Domain.Read.All", "Read domains", true},
		{"Group.Read.All", "Read all groups", true},
		{"Group.ReadWrite.All", "Read and write all groups", true},
		{"GroupMember.Read.All", "Read group memberships", true},
		{"GroupMember.ReadWrite.All", "Read and write group memberships", true},
		{"RoleManagement.Read.Directory", "Read directory roles", true},
		{"Policy.Read.ConditionalAccess", "Read your organization's Conditional Access policies", true},
		{"RoleEligibilitySchedule.Read.Directory", "Read eligible directory role assignments", true},
		{"Policy.Read.All", "Read your organization's policies", true},
		{"Policy.ReadWrite.ApplicationConfiguration", "Read and write application configuration policies", true},
		{"AuditLog.Read.All", "Read audit and sign-in logs", true},
	}
}

func findPermission(name string) (permission, bool) {
	for _, known := range permissions() {
		if strings.EqualFold(known.Name, name) {
			return known, true
		}
	}
	return permission{}, false
}

// asked is a scope parameter taken apart.
type asked struct {
	resource    string // as written, without trailing slash; default https://graph.microsoft.com
	permissions []permission
	openID      map[string]bool // openid, profile, email, offline_access
	words       []string        // every scope as it was written
}

func isOpenIDScope(word string) bool {
	switch word {
	case "openid", "profile", "email", "offline_access":
		return true
	}
	return false
}

// parseScopes reads a scope parameter that may name permissions of Graph only:
// bare, or below Graph's address in any cloud, its id, or this server.
func (l *login) parseScopes(r *http.Request, text string) (asked, *refusal) {
	out := asked{openID: map[string]bool{}}
	words := strings.Fields(text)
	if len(words) == 0 {
		return out, refuse(900144, "invalid_request", "The request body must contain the following parameter: 'scope'.")
	}
	if len(words) > 100 {
		return out, refuse(70011, "invalid_scope", "The provided request must include a 'scope' input parameter with at most 100 scopes.")
	}
	for _, word := range words {
		lower := strings.ToLower(word)
		if isOpenIDScope(lower) {
			out.openID[lower] = true
			out.words = append(out.words, lower)
			continue
		}
		resource, name := splitScope(word)
		if !isGraph(r, resource) {
			return out, refuse(500011, "invalid_resource", "The resource principal named %s was not found in the tenant "+
				"named %s. This can happen if the application has not been installed by the administrator of the tenant "+
				"or consented to by any user in the tenant. You might have sent your authentication request to the wrong "+
				"tenant.", resource, l.tenant.name)
		}
		if resource != "" {
			out.resource = resource
		}
		out.words = append(out.words, word)
		if name == defaultWord {
			continue
		}
		known, ok := findPermission(name)
		if !ok {
			return out, refuse(650053, "invalid_client", "The application asked for scope '%s' that doesn't exist on the "+
				"resource '%s'. Contact the app vendor.", name, graphAppID)
		}
		out.permissions = append(out.permissions, known)
	}
	if out.resource == "" {
		out.resource = "https://graph.microsoft.com"
	}
	return out, nil
}

func splitScope(word string) (resource, name string) {
	cut := strings.LastIndexByte(word, '/')
	if cut < 0 {
		return "", word
	}
	return strings.TrimRight(word[:cut], "/"), word[cut+1:]
}

func isGraph(r *http.Request, resource string) bool {
	switch strings.ToLower(resource) {
	case "", graphAppID, "https://graph.microsoft.com", "https://graph.microsoft.us", "https://dod-graph.microsoft.us",
		"https://microsoftgraph.chinacloudapi.cn",
		"http://" + strings.ToLower(r.Host), "https://" + strings.ToLower(r.Host):
		return true
	}
	return false
}

// consents remembers who allowed which client what; an empty user means everyone.
type consents struct {
	mu    sync.Mutex
	given map[consentKey]map[string]bool
	note  func(storedConsent) // is told of every consent; nil: nobody is
}

type consentKey struct{ client, user string }

func (c *consents) give(client, user string, names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := consentKey{strings.ToLower(client), user}
	if c.given[key] == nil {
		c.given[key] = map[string]bool{}
	}
	for _, name := range names {
		c.given[key][name] = true
	}
	if c.note != nil {
		c.note(storedConsent{Client: key.client, User: user, Names: names})
	}
}

// of returns what the user may do through the client, sorted.
func (c *consents) of(client, user string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]bool{}
	for _, who := range []string{user, ""} {
		for name := range c.given[consentKey{strings.ToLower(client), who}] {
			all[name] = true
		}
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// missing lists the permissions that were asked for but not yet allowed.
func (c *consents) missing(client, user string, want asked) []permission {
	have := map[string]bool{}
	for _, name := range c.of(client, user) {
		have[name] = true
	}
	var out []permission
	for _, need := range want.wanted() {
		if !have[need.Name] {
			out = append(out, need)
		}
	}
	return out
}

// wanted is what consent is about: the named permissions, or a plain sign-in.
func (a asked) wanted() []permission {
	if len(a.permissions) > 0 {
		return a.permissions
	}
	basic, _ := findPermission("User.Read")
	return []permission{basic}
}

// mayConsent reports whether someone with these roles may allow an app what
// only an admin can allow.
func mayConsent(roles []string) bool {
	for _, role := range roles {
		switch role {
		case roleGlobalAdmin, roleAppAdmin, roleCloudAppAdmin, rolePrivilegedRole:
			return true
		}
	}
	return false
}
