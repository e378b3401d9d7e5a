package graph

import "time"

// Tenant is the directory one is signed in to (Graph: organization).
type Tenant struct {
	ID      string // lower-case GUID
	Name    string
	Domains []Domain
}

// Domain is a verified domain of a tenant (Graph: verifiedDomain).
type Domain struct {
	Name    string
	Default bool
	Initial bool
	Managed bool // false: federated, another server checks the passwords
}

// DefaultDomain is the domain that new users get unless told otherwise: the
// default one when it is managed, else the first managed one, else "".
func (t Tenant) DefaultDomain() string {
	first := ""
	for _, domain := range t.Domains {
		if !domain.Managed {
			continue
		}
		if domain.Default {
			return domain.Name
		}
		if first == "" {
			first = domain.Name
		}
	}
	return first
}

// Account is the signed-in person, or the application that signed in as itself.
type Account struct {
	ID   string
	UPN  string // empty for an application
	Name string
	Mail string
	// Application is set when nobody signed in but an application; ID is that of its
	// service principal.
	Application bool
	// Partner is set when the person is not in this directory: a technician of another
	// tenant who works here by delegated administration. What is known of the account
	// comes from its token then.
	Partner bool
}

// Label names the account: by its sign-in address, an application by its name.
func (a Account) Label() string {
	if a.UPN != "" {
		return a.UPN
	}
	return a.Name
}

// Role is an active directory role of the signed-in person.
type Role struct {
	TemplateID string
	Name       string
}

// GalleryApp is an entry of the gallery (Graph: applicationTemplate).
type GalleryApp struct {
	ID        string
	Name      string
	Publisher string
	Modes     []string // supportedSingleSignOnModes
}

// Application is the application object of an enterprise app.
type Application struct {
	ObjectID    string
	AppID       string // client id
	TemplateID  string
	Name        string
	Created     time.Time
	Identifiers []string
	ReplyURLs   []string
	// DefaultReplyURL is where sign-ons go that name no Reply URL, those that begin
	// at Entra among them (defaultRedirectUri); "" leaves it to Entra.
	DefaultReplyURL string
}

// ServicePrincipal is the tenant's own half of an enterprise app.
type ServicePrincipal struct {
	ObjectID           string
	AppID              string
	Name               string
	Enabled            bool
	Hidden             bool // its tile is not shown in My Apps (tag HideApp)
	AssignmentRequired bool
	SignOnMode         string // preferredSingleSignOnMode; "" when unset
	ActiveThumbprint   string // preferredTokenSigningKeyThumbprint, upper-case hex; "" when unset
	Notify             []string
	ReplyURLs          []string
	Names              []string // servicePrincipalNames
	Roles              []AppRole
	Certificates       []SigningCertificate // usage Verify, newest NotAfter first
}

// AppRole is a role that an app declares.
type AppRole struct {
	ID       string
	Name     string
	Enabled  bool
	ForUsers bool
}

// SigningCertificate is the public half of a SAML signing key.
type SigningCertificate struct {
	KeyID      string
	Thumbprint string // SHA-1 of DER, upper-case hex
	DER        []byte
	NotBefore  time.Time
	NotAfter   time.Time
}

// User is a person in the tenant.
type User struct {
	ID      string
	UPN     string
	Name    string
	Mail    string
	Enabled bool
	Guest   bool // of another organisation
	Created time.Time
}

// Group is a group of people in the tenant.
type Group struct {
	ID          string
	Name        string
	Description string
	Mail        string
	Security    bool // only these can be assigned to an app
	Unified     bool // a Microsoft 365 group
	Dynamic     bool // a rule decides who is in it
	ForRoles    bool // its members may get directory roles
}

// GroupSize counts direct members.
type GroupSize struct {
	People int
	Groups int // their members do not count for an app
}

// NewUser is a person to be created, with a password to be changed at the first
// sign-in.
type NewUser struct {
	UPN, Name, GivenName, Surname, Mail, MailNickname string
	Password                                          Secret
}

// Assignment says that someone may use an app (Graph: appRoleAssignment).
type Assignment struct {
	ID            string
	PrincipalID   string
	PrincipalName string
	PrincipalType string // User, Group or ServicePrincipal
	RoleID        string
	ResourceID    string // object id of the app's service principal
	Created       time.Time
}

// CertificateRequest asks for a signing certificate. Subject begins with "CN=",
// End is at most three years ahead.
type CertificateRequest struct {
	Subject string
	End     time.Time
}
