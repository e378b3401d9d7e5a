package setup

import (
	"slices"
	"strings"
)

// WithoutEndedPractice leaves out the set-ups of practice tenants that no longer
// answer: every start of a practice tenant is a new tenant, so nobody can carry on
// there. answers is asked once for each practice tenant's id, never for a real one.
func WithoutEndedPractice(all []Standing, answers func(tenantID string) bool) []Standing {
	asked := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(s Standing) bool {
		if !s.Practice {
			return false
		}
		id := strings.ToLower(s.TenantID)
		there, known := asked[id]
		if !known {
			there = answers(s.TenantID)
			asked[id] = there
		}
		return !there
	})
}
