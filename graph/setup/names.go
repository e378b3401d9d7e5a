package setup

import "backupsso/graph"

// Window and terminal know the tenant only through this package; these are the
// graph types that they may hold.
type (
	// Tenant is the directory one is signed in to.
	Tenant = graph.Tenant
	// Domain is a verified domain of a tenant.
	Domain = graph.Domain
	// Account is the signed-in person.
	Account = graph.Account
	// User is a person in the tenant.
	User = graph.User
	// Secret is text that no print shows.
	Secret = graph.Secret
	// Code is a device code.
	Code = graph.Code
	// Exchange is one request and its answer.
	Exchange = graph.Exchange
	// Role is a directory role.
	Role = graph.Role
	// Way is how to sign in.
	Way = graph.Way
)

// The ways to sign in.
const (
	Browser          = graph.Browser
	DeviceCode       = graph.DeviceCode
	AzureCLI         = graph.AzureCLI
	Certificate      = graph.Certificate
	WorkloadIdentity = graph.WorkloadIdentity
	ManagedIdentity  = graph.ManagedIdentity
)

// The permissions that a set-up asks for. It can do without the last two.
const (
	ScopeSelf             = graph.ScopeSelf
	ScopeReadApplications = graph.ScopeReadApplications
	ScopeReadUsers        = graph.ScopeReadUsers
	ScopeApplications     = graph.ScopeApplications
	ScopeAssignments      = graph.ScopeAssignments
	ScopeUsers            = graph.ScopeUsers
)

// DefaultClientID is the client of sign-ins that name none.
const DefaultClientID = graph.DefaultClientID

// Ways lists every way to sign in, the usual one first.
func Ways() []Way { return graph.Ways() }

// NewSecret wraps text that no print may show.
func NewSecret(text string) Secret { return graph.NewSecret(text) }
