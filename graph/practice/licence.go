package practice

// Service plans of Microsoft Entra ID
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
const (
	planP1   = "41781fb2-bc02-4b7c-bd55-b576c07bb09d" // AAD_PREMIUM
	planFree = "113feb6c-3fe4-4440-bddc-54d774bf0318" // EXCHANGE_S_FOUNDATION, which says nothing of Entra
)

// premium reports whether the tenant has Microsoft Entra ID P1.
func (t *tenant) premium() bool {
	_, without := t.faults.standing("no-premium")
	return !without
}

// plans are the tenant's service plans as its organization object names them.
func (t *tenant) plans() []any {
	plan := func(service, id string) map[string]any {
		return map[string]any{"assignedDateTime": stamp(t.created), "capabilityStatus": "Enabled", "service": service, "servicePlanId": id}
	}
	plans := []any{plan("exchange", planFree)}
	if t.premium() {
		plans = append(plans, plan("AADPremiumService", planP1))
	}
	return plans
}

// checkAssignedGroup says why a group cannot be assigned to an application, or
// nil. That it takes P1 and a security group is documented; how Graph words the
// refusal is not, so the words are those of the admin center.
func (t *tenant) checkAssignedGroup(g *group) *graphError {
	switch {
	case !t.premium():
		return badRequest("Groups are not available for assignment due to your Active Directory plan level. You can assign individual users to the application.").
			about("InvalidUpdate", "principalId")
	case !g.security:
		return badRequest("The group '%s' is not security enabled.", g.id).about("InvalidUpdate", "principalId")
	}
	return nil
}
