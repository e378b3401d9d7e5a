package graph

import "time"

// Way is how to sign in.
type Way string

// The ways in. Browser needs a browser on this computer, DeviceCode one anywhere.
const (
	Browser    Way = "browser"
	DeviceCode Way = "device-code"
)

// DefaultClientID is "Microsoft Graph Command Line Tools", a public client of
// Microsoft's that may ask for Graph permissions. An own registration is better.
const DefaultClientID = "14d82eec-204b-4c2f-b7e8-296a70dab67e"

// Permissions (delegated) that a set-up asks for; see learn.microsoft.com/graph/permissions-reference.
const (
	ScopeApplications = "Application.ReadWrite.All"
	ScopeAssignments  = "AppRoleAssignment.ReadWrite.All"
	ScopeUsers        = "User.ReadWrite.All"
	ScopeSelf         = "User.Read"
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
	ClientID  string // empty: DefaultClientID
	LoginHint string
	Scopes    []string // short names as above
	// OpenURL opens the sign-in page (Browser). It gets the page's address, which
	// must also be shown to be copied.
	OpenURL func(address string) error
	// ShowCode shows the code to type (DeviceCode).
	ShowCode func(Code)
}

// Code is a device code to be typed on another device.
type Code struct {
	UserCode string
	URL      string
	Message  string
	Expires  time.Time
}
