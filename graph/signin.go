package graph

import "time"

// Way is how to sign in.
type Way string

// The ways in. Browser needs a browser on this computer, DeviceCode one anywhere.
// AzureCLI uses who is signed in to the az program. With the other three nobody is
// asked, and the one who signs in is an application.
const (
	Browser          Way = "browser"
	DeviceCode       Way = "device-code"
	AzureCLI         Way = "azure-cli"
	Certificate      Way = "certificate"
	WorkloadIdentity Way = "workload-identity"
	ManagedIdentity  Way = "managed-identity"
)

// Ways lists every way in, the usual one first.
func Ways() []Way {
	return []Way{Browser, DeviceCode, AzureCLI, Certificate, WorkloadIdentity, ManagedIdentity}
}

// Unattended reports whether an application signs in as itself: there is no person,
// and what it may do was granted before.
func (w Way) Unattended() bool {
	return w == Certificate || w == WorkloadIdentity || w == ManagedIdentity
}

// granted reports whether a way takes what was granted before instead of asking for
// single permissions.
func (w Way) granted() bool { return w.Unattended() || w == AzureCLI }

// DefaultClientID is "Microsoft Graph Command Line Tools", a public client of
// Microsoft's that may ask for Graph permissions. An own registration is better.
const DefaultClientID = "14d82eec-204b-4c2f-b7e8-296a70dab67e"

// Permissions that a set-up asks for, delegated by a person or granted to an
// application; see learn.microsoft.com/graph/permissions-reference. ScopeTenant is
// for applications: a person reads the own tenant with ScopeSelf.
const (
	ScopeApplications     = "Application.ReadWrite.All"
	ScopeReadApplications = "Application.Read.All" // to look and change nothing
	ScopeAssignments      = "AppRoleAssignment.ReadWrite.All"
	ScopeUsers            = "User.ReadWrite.All"
	ScopeReadUsers        = "User.Read.All"
	ScopeSelf             = "User.Read"
	ScopeTenant           = "Organization.Read.All"
)

// Permissions (delegated) that more than a set-up asks for.
const (
	ScopeGroups       = "GroupMember.Read.All"  // to find groups, and to count who is in them
	ScopeOrganization = "Organization.Read.All" // to see the licence
	ScopeLog          = "AuditLog.Read.All"     // for the sign-in log, together with ScopeDirectory
	ScopeDirectory    = "Directory.Read.All"
)

// SignIn is what a sign-in needs to know.
type SignIn struct {
	Way       Way
	Cloud     Cloud
	TenantID  string // GUID or domain; empty: the account's own tenant
	ClientID  string // empty: DefaultClientID; for ManagedIdentity the resource's own identity
	LoginHint string
	Scopes    []string // short names as above
	// OpenURL opens the sign-in page (Browser). It gets the page's address, which
	// must also be shown to be copied.
	OpenURL func(address string) error
	// ShowCode shows the code to type (DeviceCode), and each one that follows it.
	ShowCode func(Code)
	// NewCodes is how many codes may follow one that ran out (DeviceCode).
	NewCodes int
	// Proof is what an application proves itself by (Certificate).
	Proof ClientCertificate
	// TokenFile holds the token that a platform such as Kubernetes or a build service
	// gives out (WorkloadIdentity). It is read again before every renewal.
	TokenFile string
	// Vault keeps the sign-in of a person for the next run; nil: in memory only. Record
	// is what Client.Kept returned in an earlier run, and makes this one silent.
	Vault  *Vault
	Record string
}

// Code is a device code to be typed on another device.
type Code struct {
	UserCode string
	URL      string
	Message  string
	Expires  time.Time
	Turn     int // 1 for the first code, 2 for the one that follows it
}
