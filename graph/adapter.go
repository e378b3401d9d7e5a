package graph

import (
	"net/http"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	"github.com/microsoft/kiota-abstractions-go/serialization"
	khttp "github.com/microsoft/kiota-http-go"
	kjson "github.com/microsoft/kiota-serialization-json-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
)

const sdkVersion = "1.103.0"

// newAdapter builds the SDK's request adapter over our own transport.
//
// The order of handlers is written down because the SDK's default list has none:
// it ranges over a map. Left out on purpose are its retry handler (it repeats
// writes, and obeys any Retry-After in silence), its redirect handler and its
// compression handler (a repeated write would go out damaged); wire does what is
// needed of them. Its token provider is left out too, see bearer.
func newAdapter(transport *wire) (abstractions.RequestAdapter, error) {
	options := core.GraphClientOptions{GraphServiceLibraryVersion: sdkVersion}
	handlers := []khttp.Middleware{
		core.NewGraphTelemetryHandler(&options),
		khttp.NewUrlReplaceHandler(true, core.ReplacementPairs), // /users/me-token-to-replace -> /me
		khttp.NewParametersNameDecodingHandler(),
		khttp.NewUserAgentHandler(),
	}
	client := &http.Client{
		Transport: khttp.NewCustomTransportWithParentTransport(transport, handlers...),
		// No Timeout: it would cover all tries and their waits together.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	// Own registries instead of the SDK's shared ones, which only its root package fills.
	readers := serialization.NewParseNodeFactoryRegistry()
	readers.ContentTypeAssociatedFactories["application/json"] = kjson.NewJsonParseNodeFactory()
	writers := serialization.NewSerializationWriterFactoryRegistry()
	writers.ContentTypeAssociatedFactories["application/json"] = kjson.NewJsonSerializationWriterFactory()
	return core.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		&authentication.AnonymousAuthenticationProvider{}, options, readers, writers, client)
}
