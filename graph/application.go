package graph

import (
	"context"

	"github.com/microsoftgraph/msgraph-sdk-go/applications"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

func applicationFields() []string {
	return []string{"id", "appId", "applicationTemplateId", "displayName", "createdDateTime", "identifierUris", "defaultRedirectUri", "web"}
}

// ApplicationsFromTemplate returns the applications that were added from a gallery
// entry. A new one may be missing for minutes.
func (c *Client) ApplicationsFromTemplate(ctx context.Context, templateID string) ([]Application, error) {
	return c.applications(ctx, filterTemplate(templateID))
}

// ApplicationsWithIdentifier returns the applications that hold an Identifier
// (Entity ID), whatever they were made from.
func (c *Client) ApplicationsWithIdentifier(ctx context.Context, identifier string) ([]Application, error) {
	return c.applications(ctx, filterIdentifier(identifier))
}

func filterTemplate(templateID string) string {
	return "applicationTemplateId eq " + quoted(templateID)
}

func filterIdentifier(identifier string) string {
	return "identifierUris/any(x:x eq " + quoted(identifier) + ")"
}

func (c *Client) applications(ctx context.Context, filter string) ([]Application, error) {
	var found []Application
	err := c.do(ctx, "GET /applications", func(ctx context.Context) error {
		builder := applications.NewApplicationsRequestBuilderInternal(c.base, c.adapter)
		first, err := builder.Get(ctx, &applications.ApplicationsRequestBuilderGetRequestConfiguration{
			QueryParameters: &applications.ApplicationsRequestBuilderGetQueryParameters{
				Filter: &filter,
				Select: applicationFields(),
			},
		})
		if err != nil {
			return err
		}
		items, err := collect[models.Applicationable](first, func(address string) (models.ApplicationCollectionResponseable, error) {
			return builder.WithUrl(address).Get(ctx, nil)
		})
		for _, item := range items {
			found = append(found, applicationFrom(item))
		}
		return err
	})
	return found, err
}

// Application returns one application by its object id (not its client id).
func (c *Client) Application(ctx context.Context, objectID string) (Application, error) {
	const call = "GET /applications/{id}"
	var application Application
	if err := wanted(call, objectID); err != nil {
		return application, err
	}
	err := c.do(ctx, call, func(ctx context.Context) error {
		item, err := applications.NewApplicationsRequestBuilderInternal(c.base, c.adapter).ByApplicationId(objectID).
			Get(ctx, &applications.ApplicationItemRequestBuilderGetRequestConfiguration{
				QueryParameters: &applications.ApplicationItemRequestBuilderGetQueryParameters{Select: applicationFields()},
			})
		if err != nil {
			return err
		}
		if item == nil || value(item.GetId()) == "" {
			return errMissing("application")
		}
		application = applicationFrom(item)
		return nil
	})
	return application, err
}

// SetAddresses replaces Identifiers and Reply URLs of an application, each a whole
// list; one that is nil stays as it is. Graph refuses foreign domains until the service principal is in SAML
// mode, and for a while after (HostNameNotOnVerifiedDomain).
func (c *Client) SetAddresses(ctx context.Context, applicationID string, identifiers, replyURLs []string) error {
	const call = "PATCH /applications/{id}"
	if err := wanted(call, applicationID); err != nil {
		return err
	}
	return c.do(ctx, call, func(ctx context.Context) error {
		body := models.NewApplication()
		if identifiers != nil {
			body.SetIdentifierUris(list(identifiers))
		}
		if replyURLs != nil {
			web := models.NewWebApplication()
			web.SetRedirectUris(list(replyURLs))
			body.SetWeb(web)
		}
		_, err := applications.NewApplicationsRequestBuilderInternal(c.base, c.adapter).
			ByApplicationId(applicationID).Patch(ctx, body, nil)
		return err
	})
}

// SetReplyURLs replaces the Reply URLs of an application and says which of them
// sign-ons go to that name none; "" leaves that to Entra. Graph refuses a default
// that is not in the list, and http anywhere but on localhost
// (learn.microsoft.com/entra/identity-platform/reply-url).
func (c *Client) SetReplyURLs(ctx context.Context, applicationID string, replyURLs []string, standard string) error {
	const call = "PATCH /applications/{id}"
	if err := wanted(call, applicationID); err != nil {
		return err
	}
	return c.do(ctx, call, func(ctx context.Context) error {
		web := models.NewWebApplication()
		web.SetRedirectUris(list(replyURLs))
		body := models.NewApplication()
		body.SetWeb(web)
		if standard == "" {
			// The SDK drops a nil property; null goes out this way only.
			body.SetAdditionalData(map[string]any{"defaultRedirectUri": nil})
		} else {
			body.SetDefaultRedirectUri(&standard)
		}
		_, err := applications.NewApplicationsRequestBuilderInternal(c.base, c.adapter).
			ByApplicationId(applicationID).Patch(ctx, body, nil)
		return err
	})
}

// list is never nil, since the SDK leaves nil out of a body.
func list(items []string) []string { return append([]string{}, items...) }

func applicationFrom(source models.Applicationable) Application {
	application := Application{
		ObjectID:    value(source.GetId()),
		AppID:       value(source.GetAppId()),
		TemplateID:  value(source.GetApplicationTemplateId()),
		Name:        value(source.GetDisplayName()),
		Created:     at(source.GetCreatedDateTime()),
		Identifiers: source.GetIdentifierUris(),

		DefaultReplyURL: value(source.GetDefaultRedirectUri()),
	}
	if web := source.GetWeb(); web != nil {
		application.ReplyURLs = web.GetRedirectUris()
	}
	return application
}
