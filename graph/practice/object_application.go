package practice

import (
	"maps"
	"slices"
	"strings"
)

// get returns a property of the application as Graph names it.
func (a *application) get(name string) any {
	switch name {
	case "id":
		return a.id
	case "appId":
		return a.appID
	case "applicationTemplateId":
		return orNull(a.templateID)
	case "displayName":
		return a.name
	case "createdDateTime":
		return stamp(a.created)
	case "identifierUris":
		return list(a.identifierURIs)
	case "appRoles":
		return roleValues(a.roles)
	case "web":
		return a.web()
	}
	return a.more[name]
}

// web is the complex property of that name: its Reply URLs stand in two forms.
func (a *application) web() map[string]any {
	stored, _ := a.more["web"].(map[string]any)
	web := maps.Clone(stored)
	if web == nil {
		web = map[string]any{}
	}
	indexes := map[any]any{}
	settings, _ := stored["redirectUriSettings"].([]any)
	for _, setting := range settings {
		members, _ := setting.(map[string]any)
		indexes[members["uri"]] = members["index"]
	}
	forms := []any{}
	for _, uri := range a.redirectURIs {
		forms = append(forms, map[string]any{"uri": uri, "index": indexes[uri]})
	}
	web["redirectUris"], web["redirectUriSettings"] = list(a.redirectURIs), forms
	return web
}

// replyIndexes are the numbers by which SAML requests may name a Reply URL.
func (a *application) replyIndexes() map[string]int {
	indexes := map[string]int{}
	stored, _ := a.more["web"].(map[string]any)
	settings, _ := stored["redirectUriSettings"].([]any)
	for _, setting := range settings {
		members, _ := setting.(map[string]any)
		uri, _ := members["uri"].(string)
		if index, numbered := members["index"].(int); numbered {
			indexes[uri] = index
		}
	}
	return indexes
}

// copy returns a copy that may be changed.
func (a *application) copy() *application {
	copied := *a
	copied.more = maps.Clone(a.more)
	return &copied
}

// set writes a checked value to a copy; see schema accept.
func (a *application) set(name string, value any) *graphError {
	switch name {
	case "displayName":
		text, _ := value.(string)
		if strings.TrimSpace(text) == "" || len(text) > 256 {
			return invalidValue("displayName", "Application")
		}
		a.name = text
	case "identifierUris":
		a.identifierURIs = texts(value)
	case "appRoles":
		roles, failure := rolesFrom(value, a.roles, "Application")
		if failure != nil {
			return failure
		}
		a.roles = roles
	case "web":
		web := merged(a.more["web"], value)
		if uris, given := web["redirectUris"]; given {
			a.redirectURIs = texts(uris)
		}
		delete(web, "redirectUris")
		a.more["web"] = web
	case "keyCredentials":
		kept, failure := clientKeys(value, a.get(name))
		if failure != nil {
			return failure
		}
		a.more[name] = kept
	case "passwordCredentials":
		kept, failure := keptCredentials(name, value, a.get(name), "Application")
		if failure != nil {
			return failure
		}
		a.more[name] = kept
	default:
		a.more[name] = mergedValue(a.more[name], value)
	}
	return nil
}

// newApplication returns an application with the values that Graph fills in.
func newApplication(id, appID, name string, defaults map[string]any) *application {
	a := &application{id: id, appID: appID, name: name, more: map[string]any{
		"publisherDomain":         defaultDomain,
		"signInAudience":          "AzureADMyOrg",
		"isFallbackPublicClient":  false,
		"api":                     map[string]any{},
		"info":                    map[string]any{},
		"publicClient":            map[string]any{},
		"spa":                     map[string]any{},
		"verifiedPublisher":       map[string]any{},
		"parentalControlSettings": map[string]any{"legalAgeGroupRule": "Allow"},
		"web": map[string]any{"implicitGrantSettings": map[string]any{
			"enableAccessTokenIssuance": false, "enableIdTokenIssuance": false}},
	}}
	maps.Copy(a.more, defaults)
	return a
}

// merged lays the members given over those that were there, as a PATCH does with
// complex values.
func merged(old, given any) map[string]any {
	result := map[string]any{}
	if before, isObject := old.(map[string]any); isObject {
		maps.Copy(result, before)
	}
	if after, isObject := given.(map[string]any); isObject {
		for name, value := range after {
			result[name] = mergedValue(result[name], value)
		}
	}
	return result
}

func mergedValue(old, given any) any {
	if _, isObject := given.(map[string]any); isObject {
		return merged(old, given)
	}
	return given
}

func roleValues(roles []appRole) []any {
	values := make([]any, 0, len(roles))
	for _, r := range roles {
		values = append(values, map[string]any{
			"allowedMemberTypes": list(r.members), "description": orNull(r.description), "displayName": orNull(r.name),
			"id": r.id, "isEnabled": r.enabled, "origin": "Application", "value": orNull(r.value),
		})
	}
	return values
}

// rolesFrom reads appRoles; a role is enabled unless it says otherwise. A role can only go or change its value when it was
// disabled before.
func rolesFrom(value any, old []appRole, resource string) ([]appRole, *graphError) {
	items, _ := value.([]any)
	var roles []appRole
	known := map[string]bool{}
	for _, item := range items {
		members, _ := item.(map[string]any)
		r := appRole{members: texts(members["allowedMemberTypes"])}
		r.id, _ = members["id"].(string)
		r.name, _ = members["displayName"].(string)
		r.description, _ = members["description"].(string)
		r.value, _ = members["value"].(string)
		enabled, isGiven := members["isEnabled"].(bool)
		r.enabled = enabled || !isGiven
		legal := func(kind string) bool { return kind == "User" || kind == "Application" }
		if r.id == "" || r.name == "" || len(r.members) == 0 || known[r.id] ||
			slices.ContainsFunc(r.members, func(kind string) bool { return !legal(kind) }) {
			return nil, invalidValue("appRoles", resource)
		}
		known[r.id] = true
		roles = append(roles, r)
	}
	for _, before := range old {
		at := slices.IndexFunc(roles, func(r appRole) bool { return r.id == before.id })
		if before.enabled && (at < 0 || roles[at].value != before.value) {
			return nil, refused(400, "CannotDeleteOrUpdateEnabledEntitlement",
				"Permission (scope or role) cannot be deleted or updated unless disabled first.").
				about("CannotDeleteOrUpdateEnabledEntitlement", "appRoles")
		}
	}
	return roles, nil
}

// keptCredentials reads an array of credentials that may only name ones that are
// there: the practice tenant takes no foreign keys.
func keptCredentials(name string, value, old any, resource string) ([]any, *graphError) {
	given, _ := value.([]any)
	before, _ := old.([]any)
	kept := []any{}
	for _, item := range given {
		id := item.(map[string]any)["keyId"]
		at := slices.IndexFunc(before, func(known any) bool { return known.(map[string]any)["keyId"] == id })
		if id == nil || at < 0 {
			return nil, invalidValue(name, resource)
		}
		kept = append(kept, before[at])
	}
	return kept, nil
}
