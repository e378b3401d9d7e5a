package graph

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Permissions that only advice is better with. They are never asked for; where they
// were granted before, more can be told.
const (
	scopeReadRoles    = "RoleManagement.Read.Directory"
	scopeReadEligible = "RoleEligibilitySchedule.Read.Directory"
)

// AccessQuestion is whose access is asked about, and to which application.
type AccessQuestion struct {
	AccountID string
	// ApplicationID and PrincipalID are the object ids of an application that is there
	// already; empty: none is.
	ApplicationID, PrincipalID string
}

// Access is what can be known about an account's rights beside its active built-in
// roles. All of it is advice.
type Access struct {
	Eligible      []Role // could be activated in Privileged Identity Management
	EligibleKnown bool
	Custom        []CustomRole // active roles that the tenant made itself
	CustomKnown   bool
	Owner         bool // of both halves of the application
	OwnerKnown    bool
	Licence       Licence
}

// CustomRole is a role of the tenant's own.
type CustomRole struct {
	Name    string
	Actions []string // such as microsoft.directory/applicationTemplates/instantiate
}

// Allows reports whether the role has an action.
func (r CustomRole) Allows(action string) bool {
	return slices.ContainsFunc(r.Actions, func(has string) bool { return strings.EqualFold(has, action) })
}

// Access asks, in one request, for what the token at hand may read, and for nothing
// that it may not. What nobody would tell stays unknown; only the request itself can
// fail.
func (c *Client) Access(ctx context.Context, question AccessQuestion) (Access, error) {
	grant, err := c.Grant(ctx)
	if err != nil {
		return Access{}, &Error{Call: batchCall, Err: err}
	}
	var access Access
	var asked []*part
	add := func(wanted bool, parts ...*part) {
		if wanted {
			asked = append(asked, parts...)
		}
	}
	holds := func(names ...string) bool { return slices.ContainsFunc(names, grant.holds) }
	reader := newRoleReader(&access)
	add(!grant.Application, partLicences(&access))
	add(!grant.Application && holds(scopeReadEligible, "RoleEligibilitySchedule.ReadWrite.Directory", scopeReadRoles, "RoleManagement.ReadWrite.Directory"), reader.eligible())
	add(question.AccountID != "" && holds(scopeReadRoles, "RoleManagement.ReadWrite.Directory", ScopeDirectory, "Directory.ReadWrite.All"),
		reader.definitions(), reader.assignments(question.AccountID))
	owners := &ownership{account: question.AccountID, access: &access}
	add(question.AccountID != "" && question.ApplicationID != "" && question.PrincipalID != "",
		owners.of("/applications/"+url.PathEscape(question.ApplicationID)), owners.of("/servicePrincipals/"+url.PathEscape(question.PrincipalID)))
	if len(asked) == 0 {
		return access, nil
	}
	if err := c.batch(ctx, asked); err != nil {
		return access, err
	}
	reader.join()
	return access, nil
}

// holds reports whether a permission was granted by its own name.
func (g Grant) holds(permission string) bool {
	return slices.ContainsFunc(g.Permissions, func(has string) bool { return strings.EqualFold(has, permission) })
}

// advice is a part whose failure is none.
func advice(call, address string, read func(body []byte) error) *part {
	return &part{call: call, address: address, advice: true, read: read}
}

// partLicences looks whether the account itself has Microsoft Entra ID P1 or P2. The
// tenant has it then; otherwise nothing is known of the tenant.
func partLicences(access *Access) *part {
	return advice("GET /me/licenseDetails", "/me/licenseDetails", func(body []byte) error {
		var list struct {
			Value []struct {
				Plans []struct {
					Name   looseText `json:"servicePlanName"`
					Status looseText `json:"provisioningStatus"`
				} `json:"servicePlans"`
			} `json:"value"`
		}
		_ = json.Unmarshal(body, &list)
		for _, licence := range list.Value {
			for _, plan := range licence.Plans {
				if (plan.Name == "AAD_PREMIUM" || plan.Name == "AAD_PREMIUM_P2") && plan.Status != "Disabled" {
					access.Licence = Licence{Known: true, Premium: true}
				}
			}
		}
		return nil
	})
}

// roleReader puts role assignments and definitions together, which come in any order.
type roleReader struct {
	access   *Access
	custom   map[string]CustomRole // by the definition's id
	assigned []string
	told     int // of the two parts
}

func newRoleReader(access *Access) *roleReader {
	return &roleReader{access: access, custom: map[string]CustomRole{}}
}

// held is a role assignment or an eligibility.
type held struct {
	Definition looseText `json:"roleDefinitionId"`
	Scope      looseText `json:"directoryScopeId"`
}

// everywhere are the definitions that are held for the whole tenant. Built-in ones
// have the id of their template.
func everywhere(body []byte) []string {
	var list struct {
		Value []held `json:"value"`
	}
	_ = json.Unmarshal(body, &list)
	var ids []string
	for _, one := range list.Value {
		if id, err := uuid.Parse(string(one.Definition)); err == nil && (one.Scope == "/" || one.Scope == "") {
			ids = append(ids, id.String())
		}
	}
	return ids
}

func (r *roleReader) eligible() *part {
	const address = "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"
	return advice("GET "+address, address, func(body []byte) error {
		r.access.EligibleKnown = true
		for _, id := range everywhere(body) {
			r.access.Eligible = append(r.access.Eligible, Role{TemplateID: id, Name: usualRole(id)})
		}
		return nil
	})
}

func (r *roleReader) assignments(accountID string) *part {
	return advice("GET /roleManagement/directory/roleAssignments", query("/roleManagement/directory/roleAssignments", "$filter", "principalId eq "+quoted(accountID)), func(body []byte) error {
		r.assigned, r.told = everywhere(body), r.told+1
		return nil
	})
}

func (r *roleReader) definitions() *part {
	return advice("GET /roleManagement/directory/roleDefinitions", query("/roleManagement/directory/roleDefinitions", "$filter", "isBuiltIn eq false"), func(body []byte) error {
		var list struct {
			Value []struct {
				ID          looseText `json:"id"`
				Name        looseText `json:"displayName"`
				Enabled     *bool     `json:"isEnabled"`
				Permissions []struct {
					Actions []string `json:"allowedResourceActions"`
				} `json:"rolePermissions"`
			} `json:"value"`
		}
		_ = json.Unmarshal(body, &list)
		for _, one := range list.Value {
			if one.Enabled != nil && !*one.Enabled {
				continue
			}
			role := CustomRole{Name: clean(string(one.Name), 200)}
			for _, permission := range one.Permissions {
				role.Actions = append(role.Actions, permission.Actions...)
			}
			r.custom[strings.ToLower(string(one.ID))] = role
		}
		r.told++
		return nil
	})
}

// join is called when all parts have been read.
func (r *roleReader) join() {
	r.access.CustomKnown = r.told == 2
	for _, id := range r.assigned {
		if role, is := r.custom[id]; is {
			r.access.Custom = append(r.access.Custom, role)
		}
	}
}

// ownership counts the halves of an application that an account owns.
type ownership struct {
	account     string
	access      *Access
	told, owned int
}

func (o *ownership) of(object string) *part {
	return advice("GET "+object[:strings.LastIndexByte(object, '/')]+"/{id}/owners", query(object+"/owners", "$select", "id"), func(body []byte) error {
		var list struct {
			Value []struct {
				ID looseText `json:"id"`
			} `json:"value"`
		}
		_ = json.Unmarshal(body, &list)
		for _, owner := range list.Value {
			if strings.EqualFold(string(owner.ID), o.account) {
				o.owned++
				break
			}
		}
		o.told++
		o.access.OwnerKnown, o.access.Owner = o.told == 2, o.owned == 2
		return nil
	})
}
