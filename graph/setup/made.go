package setup

import (
	"context"
	"time"

	"backupsso/graph"
)

// made is the memory of one flow about what it put into the tenant. Lists and
// objects lag behind writes, so after a stop the flow must not take for missing
// what it made a moment ago. Other runs learn of it from the journal.
type made struct {
	application graph.Application
	at          time.Time // of the application
	certificate graph.SigningCertificate
	principalID string // whose certificate it is
	userID      string
	gallery     addresses // what the application came with
	password    graph.Secret
}

// isOwn reports whether this flow made the application.
func (f *Flow) isOwn(application *graph.Application) bool {
	return application != nil && f.made.application.ObjectID != "" && application.ObjectID == f.made.application.ObjectID
}

// galleryAddresses are those that an application came with from the gallery, as
// far as this flow knows because it added it.
func (f *Flow) galleryAddresses(application *graph.Application) addresses {
	if !f.isOwn(application) {
		return addresses{}
	}
	return f.made.gallery
}

// ownApplication gives the application that this flow made as long as it exists
// or may still be on its way into all replicas; nil when there is none.
func (f *Flow) ownApplication(ctx context.Context) (*graph.Application, error) {
	if f.made.application.ObjectID == "" {
		return nil, nil
	}
	application, err := f.directory.Application(ctx, f.made.application.ObjectID)
	switch {
	case err == nil:
		return &application, nil
	case !notFound(err):
		return nil, err
	case f.now().Sub(f.made.at) < f.config.Pace.GiveUp:
		remembered := f.made.application
		return &remembered, nil
	}
	f.made.application = graph.Application{}
	return nil, nil
}

// knownCertificate is the thumbprint of the certificate that this flow, or an earlier
// run, made active or at least made; "" when there is none.
func (f *Flow) knownCertificate() string {
	if f.past.Thumbprint != "" {
		return f.past.Thumbprint
	}
	return f.made.certificate.Thumbprint
}

// ownCertificate gives the certificate that this flow made for a service
// principal that does not show it yet; nil when there is none.
func (f *Flow) ownCertificate(principal graph.ServicePrincipal) *graph.SigningCertificate {
	if f.made.certificate.Thumbprint == "" || f.made.principalID != principal.ObjectID {
		return nil
	}
	own := f.made.certificate
	return &own
}
