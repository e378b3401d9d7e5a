package setup

// The problems of the ways to sign in.
const (
	CLIMissing           Kind = "azure-cli-missing"
	CLISignedOut         Kind = "azure-cli-signed-out"   // Facts: Command
	CLIElsewhere         Kind = "azure-cli-elsewhere"    // its account has no place in the tenant; Facts: Tenant, Command
	CLIAgain             Kind = "azure-cli-again"        // the tenant wants a fresh sign-in; Facts: Command
	CLIFailed            Kind = "azure-cli-failed"       // Facts: Command
	ProofUnreadable      Kind = "certificate-unreadable" // neither PEM nor PFX, or not there; Facts: Path
	ProofPassword        Kind = "certificate-password"   // none or a wrong one; Facts: Path
	ProofUnusable        Kind = "certificate-unusable"   // no RSA key, or not the certificate's; Facts: Path
	ProofOutOfTime       Kind = "certificate-time"       // Facts: Path, Date
	ProofUnknown         Kind = "certificate-unknown"    // the application does not hold it; Facts: Client, Thumbprint
	IdentityIncomplete   Kind = "identity-incomplete"    // Facts: Missing
	TokenFileUnusable    Kind = "token-file-unusable"    // Facts: Path
	FederationRefused    Kind = "federation-refused"     // Facts: Client, Issuer, Subject, Audience
	NoManagedIdentity    Kind = "no-managed-identity"    // nothing here gives out identities
	ManagedIdentityNo    Kind = "managed-identity-refused"
	OtherTenant          Kind = "other-tenant"          // the identity is of another one; Facts: Tenant, Got
	AssertionOutOfTime   Kind = "assertion-time"        // Entra says the proof is not valid now; Facts: Clock
	NobodyNamed          Kind = "nobody-named"          // an application signed in, and no person is named; Facts: Account
	ApplicationForbidden Kind = "application-forbidden" // Facts: Scope, Account
)
