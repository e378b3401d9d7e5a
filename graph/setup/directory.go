package setup

import (
	"context"
	"time"

	"backupsso/graph"
)

// Directory is the tenant as a flow needs it. *graph.Client fulfils it.
type Directory interface {
	Look(ctx context.Context, question graph.Question) (graph.Sight, error)
	GalleryApps(ctx context.Context, name string) ([]graph.GalleryApp, error)
	ApplicationsFromTemplate(ctx context.Context, templateID string) ([]graph.Application, error)
	Application(ctx context.Context, objectID string) (graph.Application, error)
	AddFromGallery(ctx context.Context, templateID, name string) (graph.Application, graph.ServicePrincipal, error)
	ServicePrincipal(ctx context.Context, appID string) (graph.ServicePrincipal, error)
	SetSignOnMode(ctx context.Context, principalID, mode string) error
	SetAddresses(ctx context.Context, applicationID string, identifiers, replyURLs []string) error
	SetReplyURLs(ctx context.Context, applicationID string, replyURLs []string, standard string) error
	SetEnabled(ctx context.Context, principalID string, enabled bool) error
	AddSigningCertificate(ctx context.Context, principalID string, request graph.CertificateRequest) (graph.SigningCertificate, error)
	ActivateCertificate(ctx context.Context, principalID, thumbprint string) error
	SetNotify(ctx context.Context, principalID string, addresses []string) error
	Metadata(ctx context.Context, tenantID, appID string) ([]byte, error)
	MetadataURL(tenantID, appID string) string
	User(ctx context.Context, upnOrID string) (graph.User, error)
	CreateUser(ctx context.Context, user graph.NewUser) (graph.User, error)
	Assignments(ctx context.Context, principalID string) ([]graph.Assignment, error)
	Assign(ctx context.Context, principalID, userID, roleID string) (graph.Assignment, error)
	AssignmentsHeld(ctx context.Context, kind, holderID, principalID string) ([]graph.Assignment, error)
	Find(ctx context.Context, text string, most int) (graph.Found, error)
	UsersWith(ctx context.Context, key graph.UserKey, values []string, told func(done int)) ([]graph.User, error)
	Groups(ctx context.Context, names []string) ([][]graph.Group, error)
	GroupSizes(ctx context.Context, ids []string) ([]graph.GroupSize, error)
	Licence(ctx context.Context) (graph.Licence, error)
	SignIns(ctx context.Context, appID string, since time.Time, most int) ([]graph.LoggedSignIn, error)
	Unassign(ctx context.Context, principalID, assignmentID string) error
	DeleteApplication(ctx context.Context, objectID string) error
	DeleteServicePrincipal(ctx context.Context, principalID string) error
	DeleteUser(ctx context.Context, id string) error
}
