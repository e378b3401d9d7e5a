package setup

import (
	"slices"
	"strconv"

	"backupsso/graph"
)

// What the sign-in refuses for reasons of consent and policy
// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
const (
	needsConsent    = 65001
	adminConsent    = 90094
	adminConsentToo = 90095 // with a way to ask for it on the page
	preauthorised   = 65002
	declinedConsent = 65004
	notAssigned     = 50105
	clientDisabled  = 7000112
	blockedByPolicy = 53003
	flowBlocked     = 530036 // an authentication flow, device code above all
)

// blockingPolicies are the refusals by which an organisation's policies keep an
// account or a device out.
func blockingPolicies() []int {
	return []int{blockedByPolicy, flowBlocked, 53000, 53001, 53002, 53004, 530032, 530034, 530035}
}

// fromAccess reads refusals about consent, clients and policies. It reports whether
// that was it.
func (f *Flow) fromAccess(made *Problem, refused *graph.SignInError) bool {
	client := firstText(f.client(), graph.DefaultClientID)
	switch {
	case len(refused.Declined) > 0:
		consent := f.Consent(nil)
		made.Kind, made.Facts["Scope"], made.Consent = ConsentMissing, joined(refused.Declined), &consent
	case refused.Code == needsConsent:
		consent := f.Consent(nil)
		made.Kind, made.Facts["Scope"], made.Consent = ConsentMissing, firstText(joined(f.asks), scopeOf(made.Step)), &consent
	case refused.Code == adminConsent, refused.Code == adminConsentToo:
		consent := f.Consent(nil)
		made.Kind, made.Consent = ConsentByAdmin, &consent
	case refused.Code == declinedConsent:
		consent := f.Consent(nil)
		made.Kind, made.Consent = ConsentDeclined, &consent
	case refused.Code == preauthorised:
		made.Kind, made.Retry, made.Facts["Client"] = ClientNotAllowed, false, client
	case refused.Code == notAssigned:
		made.Kind, made.Facts["Client"] = ClientUnassigned, client
	case refused.Code == clientDisabled:
		made.Kind, made.Facts["Client"] = ClientDisabled, client
	case slices.Contains(blockingPolicies(), refused.Code):
		made.Kind, made.Facts["Code"] = AccessBlocked, "AADSTS"+strconv.Itoa(refused.Code)
		if f.way.Way == graph.DeviceCode {
			made.Kind = DeviceCodeBlocked
		}
	default:
		return false
	}
	return true
}

// fromForbidden tells a missing role from a missing permission. Graph often gives one
// code for both: what it names itself comes first, then what the token lacks, then
// what roles are known.
func (f *Flow) fromForbidden(made *Problem, answer *graph.Error) {
	permission := scopeOf(made.Step)
	named := len(answer.Permissions) > 0
	if named {
		permission = joined(answer.Permissions)
	}
	if f.who.Account.Application || f.way.Way.Unattended() {
		made.Kind, made.Retry = ApplicationForbidden, true
		made.Facts["Scope"], made.Facts["Account"] = permission, orUnknown(firstText(f.who.Account.Label(), f.way.ClientID))
		if made.Step == StepSignIn && !named {
			made.Facts["Scope"] = graph.ScopeTenant
		}
		return
	}
	if made.Step == StepSignIn && !named {
		made.Kind = TenantUnreadable
		return
	}
	wanted := cloudAppAdmin()
	if made.Step == StepTestUser {
		wanted = userAdmin()
	}
	grant := f.who.Grant
	missing := named || grant.Readable && !grant.Covers(permission)
	if !missing && !grant.Readable {
		missing = len(f.who.Roles) > 0 && !lacks(f.who.Roles, wanted)
	}
	if missing {
		consent := f.Consent(permissionsIn(answer, permission))
		made.Kind, made.Facts["Scope"], made.Consent = ConsentMissing, permission, &consent
		made.Preflight = f.refusedFor(made.Step, NotAllowed)
		return
	}
	made.Kind = RoleMissing
	if len(f.who.Roles) > 0 && !lacks(f.who.Roles, wanted) {
		made.Kind, made.Retry = RightsLost, true // the role was there at the sign-in
	}
	made.Facts["Role"], made.Facts["Account"] = wanted.name, f.who.Account.UPN
	made.Preflight = f.refusedFor(made.Step, WasRefused)
}

func permissionsIn(answer *graph.Error, permission string) []string {
	if len(answer.Permissions) > 0 {
		return answer.Permissions
	}
	return []string{permission}
}
