package practice

import "fmt"

// Microsoft's own tenant, and the application of its that people sign in with.
const (
	microsoftTenant  = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
	commandLineTools = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
)

// seedPrincipals adds what every tenant has before the first set-up: service
// principals of Microsoft's, and here the client for unattended runs.
func (t *tenant) seedPrincipals() error {
	now := t.now().UTC()
	graphID, err := t.newID()
	if err != nil {
		return fmt.Errorf("practice: seeding service principals: %w", err)
	}
	t.principals.put(graphID, graphPrincipal(graphID, now), now, now)
	id, err := t.newID()
	if err != nil {
		return err
	}
	t.principals.put(id, &principal{id: id, appID: commandLineTools, name: "Microsoft Graph Command Line Tools", created: now,
		enabled: true, names: []string{commandLineTools}, more: map[string]any{
			"appOwnerOrganizationId": microsoftTenant,
			"servicePrincipalType":   "Application",
			"signInAudience":         "AzureADMultipleOrgs",
		}}, now, now)
	appID, err := t.newID()
	if err != nil {
		return err
	}
	spID, err := t.newID()
	if err != nil {
		return err
	}
	app := newApplication(appID, t.client.id, t.client.name, nil)
	app.created = now
	t.apps.put(appID, app, now, now)
	t.principals.put(spID, t.principalOf(spID, app, nil), now, now)
	return nil
}
