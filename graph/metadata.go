package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

const maxMetadata = 1 << 20

// MetadataURL is the App Federation Metadata Url of an app.
func (c *Client) MetadataURL(tenantID, appID string) string {
	return strings.TrimRight(c.cloud.Login, "/") + "/" + url.PathEscape(tenantID) +
		"/federationmetadata/2007-06/federationmetadata.xml?appid=" + url.QueryEscape(appID)
}

// Metadata downloads the federation metadata of an app: at most 1 MiB, byte for
// byte, without a token. A success is no proof that the app's own certificate is
// in it, since Entra serves the tenant's until it has one.
func (c *Client) Metadata(ctx context.Context, tenantID, appID string) ([]byte, error) {
	const call = "GET /{tenant}/federationmetadata/2007-06/federationmetadata.xml"
	if err := wanted(call, tenantID, appID); err != nil {
		return nil, err
	}
	seen := &trail{call: call}
	request, err := http.NewRequestWithContext(withTrail(ctx, seen), http.MethodGet, c.MetadataURL(tenantID, appID), nil)
	if err != nil {
		return nil, seen.failure(err)
	}
	request.Header.Set("Accept", "application/samlmetadata+xml, application/xml, text/xml")
	response, err := c.metadata.RoundTrip(request)
	if err != nil {
		return nil, settle(seen, err)
	}
	defer response.Body.Close()
	document, err := io.ReadAll(response.Body)
	if err == nil && len(document) == 0 {
		err = errors.New("the metadata is empty")
	}
	if err != nil {
		return nil, seen.failure(err)
	}
	return document, nil
}

// notWebPage accepts everything but HTML; what metadata must look like is checked
// by its reader.
func notWebPage(got answer) bool { return !got.webPage() }
