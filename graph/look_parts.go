package graph

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/microsoft/kiota-abstractions-go/serialization"
	kjson "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

// query writes a part's address: name=value pairs behind a path.
func query(path string, pairs ...string) string {
	mark := "?"
	for i := 0; i+1 < len(pairs); i += 2 {
		path += mark + pairs[i] + "=" + strings.ReplaceAll(url.QueryEscape(pairs[i+1]), "+", "%20")
		mark = "&"
	}
	return path
}

// model reads one of the SDK's models out of an answer.
func model[T serialization.Parsable](body []byte, create serialization.ParsableFactory) (T, error) {
	var none T
	node, err := kjson.NewJsonParseNode(body)
	if err != nil {
		return none, err
	}
	read, err := node.GetObjectValue(create)
	if err != nil {
		return none, err
	}
	if found, is := read.(T); is {
		return found, nil
	}
	return none, errors.New("the answer is of another kind")
}

func partTenant(sight *Sight) *part {
	return &part{call: "GET /organization", address: query("/organization", "$select", "id,displayName,verifiedDomains"),
		read: func(body []byte) error {
			list, err := model[models.OrganizationCollectionResponseable](body, models.CreateOrganizationCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			if len(list.GetValue()) == 0 || value(list.GetValue()[0].GetId()) == "" {
				return errMissing("organization")
			}
			sight.Tenant = tenantFrom(list.GetValue()[0])
			return nil
		}}
}

// userFields are what a person is read with.
func userFields() []string {
	return []string{"id", "userPrincipalName", "displayName", "mail", "accountEnabled", "userType", "createdDateTime"}
}

func readUser(body []byte, take func(User)) error {
	item, err := model[models.Userable](body, models.CreateUserFromDiscriminatorValue)
	if err != nil {
		return err
	}
	if value(item.GetId()) == "" {
		return errMissing("user")
	}
	take(userFrom(item))
	return nil
}

func partAccount(sight *Sight) *part {
	return &part{call: "GET /me", absent: func() {
		if grant := sight.Grant; grant.ObjectID != "" {
			sight.Account = Account{ID: grant.ObjectID, UPN: grant.UPN, Name: firstText(grant.Name, grant.UPN), Partner: true}
		}
	}, address: query("/me", "$select", strings.Join(userFields(), ",")), read: func(body []byte) error {
		return readUser(body, func(u User) { sight.Account = Account{ID: u.ID, UPN: u.UPN, Name: u.Name, Mail: u.Mail} })
	}}
}

// partOwnPrincipal names the application that signed in. Its token names it too, so
// that this may fail.
func partOwnPrincipal(appID string, sight *Sight) *part {
	return &part{call: "GET /servicePrincipals(appId='{id}')", advice: true,
		address: query("/servicePrincipals(appId="+quoted(appID)+")", "$select", "id,displayName"),
		read: func(body []byte) error {
			item, err := model[models.ServicePrincipalable](body, models.CreateServicePrincipalFromDiscriminatorValue)
			if err != nil {
				return err
			}
			if name := value(item.GetDisplayName()); name != "" {
				sight.Account.Name = name
			}
			if id := value(item.GetId()); id != "" {
				sight.Account.ID = id
			}
			return nil
		}}
}

func partUser(upnOrID string, sight *Sight) *part {
	return &part{call: "GET /users/{id}", address: query("/users/"+url.PathEscape(upnOrID), "$select", strings.Join(userFields(), ",")),
		absent: func() { sight.User = nil },
		read:   func(body []byte) error { return readUser(body, func(u User) { sight.User = &u }) }}
}

func partRoles(sight *Sight) *part {
	return &part{call: "GET /me/memberOf", advice: true, eventual: true,
		address: query("/me/memberOf/microsoft.graph.directoryRole", "$count", "true", "$select", "id,displayName,roleTemplateId"),
		read: func(body []byte) error {
			list, err := model[models.DirectoryRoleCollectionResponseable](body, models.CreateDirectoryRoleCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			sight.RolesKnown = true
			for _, item := range list.GetValue() {
				// With too few rights only ids come back, which name no role.
				if template := value(item.GetRoleTemplateId()); template != "" {
					sight.Roles = append(sight.Roles, Role{TemplateID: strings.ToLower(template), Name: value(item.GetDisplayName())})
				}
			}
			return nil
		}}
}

func (c *Client) partGallery(name string, sight *Sight) *part {
	return &part{call: "GET /applicationTemplates", address: query("/applicationTemplates", "$filter", "displayName eq "+quoted(name)),
		read: func(body []byte) error {
			list, err := model[models.ApplicationTemplateCollectionResponseable](body, models.CreateApplicationTemplateCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			for _, item := range list.GetValue() {
				sight.Gallery = append(sight.Gallery, galleryAppFrom(item))
			}
			return nil
		},
		more: func(ctx context.Context) (err error) {
			sight.Gallery, err = c.GalleryApps(ctx, name)
			return err
		}}
}

func (c *Client) partApplications(filter string, into *[]Application) *part {
	return &part{call: "GET /applications",
		address: query("/applications", "$filter", filter, "$select", strings.Join(applicationFields(), ",")),
		read: func(body []byte) error {
			list, err := model[models.ApplicationCollectionResponseable](body, models.CreateApplicationCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			for _, item := range list.GetValue() {
				*into = append(*into, applicationFrom(item))
			}
			return nil
		},
		more: func(ctx context.Context) (err error) {
			*into, err = c.applications(ctx, filter)
			return err
		}}
}

func partApplication(objectID string, sight *Sight) *part {
	return &part{call: "GET /applications/{id}", absent: func() { sight.Application = nil },
		address: query("/applications/"+url.PathEscape(objectID), "$select", strings.Join(applicationFields(), ",")),
		read: func(body []byte) error {
			item, err := model[models.Applicationable](body, models.CreateApplicationFromDiscriminatorValue)
			if err != nil {
				return err
			}
			if value(item.GetId()) == "" {
				return errMissing("application")
			}
			application := applicationFrom(item)
			sight.Application = &application
			return nil
		}}
}

// byAppID addresses a service principal by its app's client id.
func byAppID(appID string) string {
	return "/servicePrincipals(appId='" + url.PathEscape(strings.ReplaceAll(appID, "'", "''")) + "')"
}

func partPrincipal(appID string, sight *Sight) *part {
	return &part{call: "GET /servicePrincipals(appId='{appId}')", absent: func() { sight.Principal = nil },
		address: query(byAppID(appID), "$select", strings.Join(principalFields(), ",")),
		read: func(body []byte) error {
			item, err := model[models.ServicePrincipalable](body, models.CreateServicePrincipalFromDiscriminatorValue)
			if err != nil {
				return err
			}
			if value(item.GetId()) == "" {
				return errMissing("service principal")
			}
			principal := principalFrom(item)
			sight.Principal = &principal
			return nil
		}}
}

func (c *Client) partAssignments(appID string, sight *Sight) *part {
	return &part{call: "GET /servicePrincipals(appId='{appId}')/appRoleAssignedTo", absent: func() { sight.Assignments = nil },
		address: query(byAppID(appID)+"/appRoleAssignedTo", "$top", strconv.Itoa(pageSize)),
		read: func(body []byte) error {
			list, err := model[models.AppRoleAssignmentCollectionResponseable](body, models.CreateAppRoleAssignmentCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			for _, item := range list.GetValue() {
				sight.Assignments = append(sight.Assignments, assignmentFrom(item))
			}
			return nil
		},
		more: func(ctx context.Context) (err error) {
			if sight.Principal != nil {
				sight.Assignments, err = c.Assignments(ctx, sight.Principal.ObjectID)
			}
			return err
		}}
}
