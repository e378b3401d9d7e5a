package practice

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Tags of a service principal that came out of the gallery.
const (
	tagIntegrated = "WindowsAzureActiveDirectoryIntegratedApp"
	tagGallery    = "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1"
)

func (c *call) templates() source {
	from := fixedSource(c.t.offered(), c.types()["applicationTemplate"], "applicationTemplates")
	from.simple = true
	from.most = 2800
	return from
}

func (c *call) listTemplates() (answer, *graphError)  { return c.list(c.templates()) }
func (c *call) countTemplates() (answer, *graphError) { return c.countOf(c.templates()) }

func (c *call) getTemplate() (answer, *graphError) {
	found, failure := c.findTemplate()
	if failure != nil {
		return answer{}, failure
	}
	return c.one(c.templates(), found)
}

func (c *call) findTemplate() (*template, *graphError) {
	id := c.key(0).text
	for _, known := range c.t.offered() {
		if strings.EqualFold(known.id, id) {
			return known, nil
		}
	}
	return nil, notFound(id)
}

// instantiate adds an application and its service principal from the gallery.
func (c *call) instantiate() (answer, *graphError) {
	from, failure := c.findTemplate()
	if failure != nil {
		return answer{}, failure
	}
	members, failure := c.object()
	if failure != nil {
		return answer{}, failure
	}
	var name, reference any
	for written, value := range members {
		switch strings.ToLower(written) {
		case "displayname":
			name = value
		case "servicemanagementreference":
			reference = value
		default:
			if !strings.Contains(written, "@") {
				return answer{}, badRequest("Invalid property '%s'.", written).about("InvalidProperty", written)
			}
		}
	}
	text, isText := name.(string)
	if !isText || strings.TrimSpace(text) == "" {
		return answer{}, missingValue("displayName", "ApplicationTemplate")
	}
	app, sp, err := c.t.fromTemplate(from, text)
	if err != nil {
		return answer{}, unexpected(err)
	}
	app.more["serviceManagementReference"] = reference
	c.t.mu.Lock()
	c.t.apps.put(app.id, app, c.steady, c.visibleFrom())
	c.t.principals.put(sp.id, sp, c.steady, c.visibleFrom())
	c.t.mu.Unlock()
	body := record{
		c.context("microsoft.graph.applicationServicePrincipal"),
		{"application", c.types()["application"].show(app, nil, false)},
		{"servicePrincipal", c.types()["servicePrincipal"].show(sp, nil, false)},
	}
	return answer{status: http.StatusCreated, body: body}, nil
}

// fromTemplate makes the two halves of a gallery application: with the template's
// Reply URL patterns, two roles, and assignment required.
func (t *tenant) fromTemplate(from *template, name string) (*application, *principal, error) {
	ids := make([]string, 6)
	for at := range ids {
		id, err := t.newID()
		if err != nil {
			return nil, nil, err
		}
		ids[at] = id
	}
	homePage := from.homePage + "?metadata=" + strings.ToLower(strings.ReplaceAll(from.name, " ", "")) + "|ISV9.1|primary|z"
	app := newApplication(ids[0], ids[1], name, map[string]any{
		"description": orNull(from.description),
		"web": map[string]any{"homePageUrl": homePage, "implicitGrantSettings": map[string]any{
			"enableAccessTokenIssuance": false, "enableIdTokenIssuance": true}},
		"api": map[string]any{"oauth2PermissionScopes": []any{map[string]any{
			"adminConsentDescription": "Allow the application to access " + name + " on behalf of the signed-in user.",
			"adminConsentDisplayName": "Access " + name,
			"id":                      ids[2], "isEnabled": true, "origin": "Application", "type": "User",
			"userConsentDescription": "Allow the application to access " + name + " on your behalf.",
			"userConsentDisplayName": "Access " + name, "value": "user_impersonation",
		}}},
	})
	app.templateID = from.id
	app.created = t.now().UTC()
	app.redirectURIs = slices.Clone(from.redirectURIs)
	app.roles = []appRole{
		{id: ids[3], name: "User", description: "User", enabled: true, members: []string{"User"}},
		{id: ids[4], name: "msiam_access", description: "msiam_access", enabled: true, members: []string{"User"}},
	}
	return app, t.principalOf(ids[5], app, []string{tagIntegrated, tagGallery}), nil
}

// principalOf makes the service principal of an application.
func (t *tenant) principalOf(id string, app *application, tags []string) *principal {
	sp := &principal{id: id, appID: app.appID, templateID: app.templateID, created: app.created,
		enabled: true, assignmentRequired: app.templateID != "", more: map[string]any{
			"appOwnerOrganizationId": t.id,
			"servicePrincipalType":   "Application",
			"tags":                   list(tags),
		}}
	sp.mirror(app)
	return sp
}

// countOf answers /$count.
func (c *call) countOf(from source) (answer, *graphError) {
	if !from.simple && !c.query.eventual {
		return answer{}, badRequest("$count is not currently supported without the header ConsistencyLevel: eventual.")
	}
	c.query.count = true // what /$count is
	condition, failure := c.condition(from)
	if failure != nil {
		return answer{}, failure
	}
	_, total := c.collect(from, condition, 0)
	return answer{status: http.StatusOK, body: strconv.Itoa(total)}, nil
}
