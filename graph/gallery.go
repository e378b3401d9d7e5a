package graph

import (
	"context"
	"errors"
	"net/http"

	"github.com/microsoftgraph/msgraph-sdk-go/applicationtemplates"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

// GalleryApps returns the gallery's entries of exactly that name.
func (c *Client) GalleryApps(ctx context.Context, name string) ([]GalleryApp, error) {
	var apps []GalleryApp
	err := c.do(ctx, "GET /applicationTemplates", func(ctx context.Context) error {
		builder := applicationtemplates.NewApplicationTemplatesRequestBuilderInternal(c.base, c.adapter)
		first, err := builder.Get(ctx, &applicationtemplates.ApplicationTemplatesRequestBuilderGetRequestConfiguration{
			QueryParameters: &applicationtemplates.ApplicationTemplatesRequestBuilderGetQueryParameters{
				Filter: pointer("displayName eq " + quoted(name)),
			},
		})
		if err != nil {
			return err
		}
		items, err := collect[models.ApplicationTemplateable](first, func(address string) (models.ApplicationTemplateCollectionResponseable, error) {
			return builder.WithUrl(address).Get(ctx, nil)
		})
		for _, item := range items {
			apps = append(apps, galleryAppFrom(item))
		}
		return err
	})
	return apps, err
}

func galleryAppFrom(source models.ApplicationTemplateable) GalleryApp {
	return GalleryApp{
		ID:        value(source.GetId()),
		Name:      value(source.GetDisplayName()),
		Publisher: value(source.GetPublisher()),
		Modes:     source.GetSupportedSingleSignOnModes(),
	}
}

// AddFromGallery adds an application and its service principal under name. It is
// sent once. A 404 is Unsure: Graph is known to answer so after having made the
// application. Both objects may stay invisible to reads for minutes.
func (c *Client) AddFromGallery(ctx context.Context, templateID, name string) (Application, ServicePrincipal, error) {
	const call = "POST /applicationTemplates/{id}/instantiate"
	var application Application
	var principal ServicePrincipal
	if err := wanted(call, templateID, name); err != nil {
		return application, principal, err
	}
	err := c.do(ctx, call, func(ctx context.Context) error {
		body := applicationtemplates.NewItemInstantiatePostRequestBody()
		body.SetDisplayName(&name)
		builder := applicationtemplates.NewApplicationTemplatesRequestBuilderInternal(c.base, c.adapter)
		made, err := builder.ByApplicationTemplateId(templateID).Instantiate().Post(ctx, body, nil)
		if err != nil {
			return err
		}
		if made == nil || made.GetApplication() == nil || made.GetServicePrincipal() == nil {
			return errMissing("application and service principal")
		}
		application = applicationFrom(made.GetApplication())
		principal = principalFrom(made.GetServicePrincipal())
		if application.ObjectID == "" || principal.ObjectID == "" || application.AppID == "" {
			return errMissing("ids")
		}
		return nil
	})
	var failure *Error
	if errors.As(err, &failure) && failure.Status == http.StatusNotFound {
		failure.Unsure = true
	}
	return application, principal, err
}
