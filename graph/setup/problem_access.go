package setup

// The problems of getting in, and of what one may do there.
const (
	WrongCloud        Kind = "wrong-cloud"         // the tenant lives in another one; Facts: Cloud, Here
	TenantDiffers     Kind = "tenant-differs"      // one landed in another one; Facts: Tenant, Got
	OtherAccount      Kind = "other-account"       // somebody else answered the second question; Facts: Account
	ConsentByAdmin    Kind = "consent-by-admin"    // only an administrator may consent; Consent set
	ConsentDeclined   Kind = "consent-declined"    // on the consent page, or for lack of right; Consent set
	ClientNotAllowed  Kind = "client-not-allowed"  // Microsoft did not allow its client Graph; Facts: Client
	ClientUnassigned  Kind = "client-unassigned"   // only assigned people may sign in by it; Facts: Client
	ClientDisabled    Kind = "client-disabled"     // the tenant switched it off; Facts: Client
	DeviceCodeBlocked Kind = "device-code-blocked" // by Conditional Access; Facts: Code
	AccessBlocked     Kind = "access-blocked"      // by a policy; Facts: Code
	TaskOpen          Kind = "task-open"           // nobody did what only a person can; Facts: Minutes, Link; Task set
)
