package practice

import "time"

// signInEntry is one line of the sign-in log.
type signInEntry struct {
	ID, Correlation          string
	At                       time.Time
	From                     time.Time // readers see it from here on
	UserID, UPN, Name        string
	AppID, AppName           string
	ResourceID, ResourceName string
	Number                   int // 0: it worked
	Reason, Detail           string
	Conditional              string // conditionalAccessStatus
	Policies                 []signInPolicy
	Address, Browser, System string
	HomeTenant               string
}

// signInPolicy is a Conditional Access policy that had a say.
type signInPolicy struct{ ID, Name, Grant, Result string }

// get returns a property of the entry as Graph names it.
func (e *signInEntry) get(name string) any {
	switch name {
	case "id":
		return e.ID
	case "createdDateTime":
		return stamp(e.At)
	case "correlationId":
		return e.Correlation
	case "userId":
		return e.UserID
	case "userPrincipalName":
		return e.UPN
	case "userDisplayName":
		return e.Name
	case "appId":
		return e.AppID
	case "appDisplayName":
		return e.AppName
	case "homeTenantId", "resourceTenantId":
		return e.HomeTenant
	case "resourceId":
		return orNull(e.ResourceID)
	case "resourceDisplayName":
		return orNull(e.ResourceName)
	case "ipAddress":
		return e.Address
	case "clientAppUsed":
		return "Browser"
	case "isInteractive":
		return true
	case "conditionalAccessStatus":
		return e.Conditional
	case "riskDetail", "riskLevelAggregated", "riskLevelDuringSignIn", "riskState":
		return "none"
	case "status":
		return map[string]any{"errorCode": e.Number, "failureReason": e.reason(), "additionalDetails": orNull(e.Detail)}
	case "deviceDetail":
		return map[string]any{"deviceId": "", "browser": e.Browser, "operatingSystem": e.System}
	case "location":
		return map[string]any{"city": "", "state": "", "countryOrRegion": ""}
	case "appliedConditionalAccessPolicies":
		policies := []any{}
		for _, p := range e.Policies {
			policies = append(policies, map[string]any{"id": p.ID, "displayName": p.Name, "enforcedGrantControls": list([]string{p.Grant}),
				"enforcedSessionControls": []any{}, "result": p.Result})
		}
		return policies
	}
	return nil
}

// reason is "Other." for a sign-in that worked, as the log has it.
func (e *signInEntry) reason() any {
	if e.Number == 0 {
		return "Other."
	}
	return e.Reason
}
