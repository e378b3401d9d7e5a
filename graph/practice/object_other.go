package practice

import "strings"

func (t *template) get(name string) any {
	switch name {
	case "id":
		return t.id
	case "displayName":
		return t.name
	case "homePageUrl":
		return orNull(t.homePage)
	case "supportedSingleSignOnModes":
		return list(t.modes)
	case "supportedProvisioningTypes":
		return list(t.provisioning)
	case "categories":
		return list(t.categories)
	case "publisher":
		return orNull(t.publisher)
	case "description":
		return orNull(t.description)
	case "lastModifiedDateTime":
		return stamp(t.changed)
	case "isEntraIntegrated":
		return true
	}
	return nil
}

func (a *assignment) get(name string) any {
	switch name {
	case "id":
		return a.id
	case "appRoleId":
		return a.roleID
	case "createdDateTime":
		return stamp(a.created)
	case "principalDisplayName":
		return orNull(a.principalName)
	case "principalId":
		return a.principalID
	case "principalType":
		return a.principalType
	case "resourceDisplayName":
		return orNull(a.resourceName)
	case "resourceId":
		return a.resourceID
	}
	return nil
}

func (d domain) get(name string) any {
	switch name {
	case "id":
		return d.name
	case "authenticationType":
		return d.kind()
	case "isDefault":
		return d.isDefault
	case "isInitial":
		return d.initial
	case "isRoot":
		return d.name != legalDomain
	case "isAdminManaged", "isVerified":
		return true
	case "supportedServices":
		return list([]string{"Email", "OfficeCommunicationsOnline"})
	}
	return nil
}

// kind is who checks the passwords of people in the domain.
func (d domain) kind() string {
	if d.managed {
		return "Managed"
	}
	return "Federated"
}

// get of a tenant is that of its organization object. Callers without directory
// read see the few properties that everyone may.
func (o organization) get(name string) any {
	switch name {
	case "id":
		return o.t.id
	case "displayName":
		return o.t.name
	case "verifiedDomains":
		domains := []any{}
		for _, d := range o.t.domains {
			domains = append(domains, map[string]any{
				"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": d.isDefault, "isInitial": d.initial,
				"name": d.name, "type": d.kind(),
			})
		}
		return domains
	case "tenantType":
		return "AAD"
	}
	if !o.readable {
		return nil
	}
	switch name {
	case "assignedPlans":
		return o.t.plans()
	case "createdDateTime":
		return stamp(o.t.created)
	case "countryLetterCode":
		return "DE"
	case "preferredLanguage":
		return "en"
	}
	return nil
}

// organization is the tenant as an object; readable says that the caller may read
// the directory.
type organization struct {
	t        *tenant
	readable bool
}

// directoryRole is a role as an object of the tenant; without leave to read roles
// only its id is shown.
type directoryRole struct {
	id       string
	role     role
	readable bool
}

func (r directoryRole) get(name string) any {
	if name == "id" {
		return r.id
	}
	if !r.readable {
		return nil
	}
	switch name {
	case "displayName":
		return r.role.name
	case "description":
		return r.role.description
	case "roleTemplateId":
		return r.role.templateID
	}
	return nil
}

// get of a deleted item is that of the object, with the time of its deletion. A
// person's user principal name begins with her id there, so that another one can
// have it.
func (d *deletedItem) get(name string) any {
	switch {
	case name == "deletedDateTime":
		return stamp(d.at)
	case d.app != nil:
		return d.app.get(name)
	case d.sp != nil:
		return d.sp.get(name)
	case name == "userPrincipalName":
		return strings.ReplaceAll(d.user.id, "-", "") + d.user.upn
	}
	return d.user.get(name)
}
