package setup

import (
	"time"

	"backupsso/samlcfg"
)

// Kind names a problem; its words are "problem.<kind>.what", ".why" and ".next",
// with Facts as named placeholders.
type Kind string

// The problems a set-up can stop with.
const (
	SignInCancelled    Kind = "sign-in-cancelled"    // closed or Ctrl-C
	SignInRefused      Kind = "sign-in-refused"      // Facts: Code (AADSTS…)
	TenantUnknown      Kind = "tenant-unknown"       // the one that was named; Facts: Tenant
	ClientUnknown      Kind = "client-unknown"       // the one that was named; Facts: Client
	SignInExpired      Kind = "sign-in-expired"      // device code or token ran out
	BrowserNotOpened   Kind = "browser-not-opened"   // Facts: URL
	ConsentMissing     Kind = "consent-missing"      // Facts: Scope
	RoleMissing        Kind = "role-missing"         // Facts: Role, Account
	GalleryWithoutApp  Kind = "gallery-without-app"  // Facts: App
	GalleryAmbiguous   Kind = "gallery-ambiguous"    // Facts: App, Count
	GalleryWithoutSAML Kind = "gallery-without-saml" // Facts: App
	SeveralApps        Kind = "several-apps"         // a question; Facts: Count; Choices set
	NoSuchApplication  Kind = "no-such-application"  // the one that was named; Facts: Application; Choices set
	IdentifierTaken    Kind = "identifier-taken"     // Facts: Identifier
	SpareApplication   Kind = "spare-application"    // someone else won, this run's own is left over; Facts: Identifier, Application
	DomainRule         Kind = "domain-rule"          // HostNameNotOnVerifiedDomain stays; Facts: Identifier
	UserNotFound       Kind = "user-not-found"       // Facts: UPN
	UserDisabled       Kind = "user-disabled"        // Facts: UPN
	UserDomain         Kind = "user-domain"          // Facts: Domain, Domains
	UserName           Kind = "user-name"            // Facts: UPN
	NoManagedDomain    Kind = "no-managed-domain"    // all domains federated
	PasswordRefused    Kind = "password-refused"
	NoUserRole         Kind = "no-user-role"       // the app has roles, none enabled for users
	Throttled          Kind = "throttled"          // Facts: Wait
	ServiceDown        Kind = "service-down"       // Facts: Status
	WaitedTooLong      Kind = "waited-too-long"    // Facts: Reason, Minutes
	AppWithoutHalf     Kind = "app-without-half"   // the application's service principal is gone; Facts: App
	AppDeleted         Kind = "app-deleted"        // somebody deleted the application meanwhile; Facts: App
	MetadataWrong      Kind = "metadata-wrong"     // Findings set
	TenantChanged      Kind = "tenant-changed"     // plan is stale; plan again
	NotAsPromised      Kind = "not-as-promised"    // read back differs; Facts: What, Got, Expected
	PortalRefused      Kind = "portal-refused"     // typed portal; Facts: Got, Suggestion, Problem
	DiskFull           Kind = "disk-full"          // Facts: Path
	CannotWrite        Kind = "cannot-write"       // Facts: Path
	JournalInUse       Kind = "journal-in-use"     // another window or program works on the same set-up
	JournalDamaged     Kind = "journal-damaged"    // torn or empty; Facts: Path
	JournalNewer       Kind = "journal-newer"      // written by a newer program; Facts: Path
	JournalUnwritable  Kind = "journal-unwritable" // Facts: Path
	NothingToUndo      Kind = "nothing-to-undo"
	NotSetUp           Kind = "not-set-up"           // Facts: Identifier
	NoOtherCertificate Kind = "no-other-certificate" // nothing to activate or to go back to
	Cancelled          Kind = "cancelled"
	Unexpected         Kind = "unexpected"
)

// Problem is why a set-up stopped, in a form that can be put into words.
type Problem struct {
	Step    Step
	Kind    Kind
	Facts   map[string]string
	Retry   bool     // trying the same again can help
	Choices []Choice // for a question that needs a person
	// Findings are the promises that were checked, for MetadataWrong and NotAsPromised.
	Findings []samlcfg.Finding
	Task     *Task // for TaskOpen
	// Consent is what to ask an administrator for, where that is the way on.
	Consent *Consent
	// Preflight is what the account may do, for a refusal by Microsoft Graph.
	Preflight *Preflight
	Detail    Detail
	Err       error
}

// Choice is one answer to a question, here an existing application.
type Choice struct {
	ID          string // to be put into Wish.Application; NewApplication adds one
	Name        string // for NewApplication the name it will get; words under "choice.new"
	Created     time.Time
	Identifiers []string
	Assigned    []string
}

// Detail is the raw part that support asks for.
type Detail struct {
	Call, Code, Message        string
	Status                     int
	RequestID, ClientRequestID string
	Time                       time.Time
}

// Error returns kind, step and cause, for logs.
func (p *Problem) Error() string {
	text := string(p.Step) + ": " + string(p.Kind)
	if p.Err != nil {
		text += ": " + p.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }
