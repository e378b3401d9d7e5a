package practice

import (
	"net/http"
	"slices"
	"strings"
)

// Who may read the sign-in log, and who sees the Conditional Access policies in it
// (learn.microsoft.com/graph/api/signin-list).
func rolesForSignIns() []string {
	return []string{roleGlobalAdmin, roleGlobalReader, roleReportsReader, roleSecurityAdmin, roleSecurityOperator, roleSecurityReader}
}

func rolesForPolicies() []string {
	return []string{roleGlobalAdmin, roleGlobalReader, roleSecurityAdmin, roleSecurityReader}
}

func readsPolicies() []string {
	return []string{"Policy.Read.All", "Policy.Read.ConditionalAccess", "Policy.ReadWrite.ConditionalAccess"}
}

// mayReadLog checks permission, licence and role, each with its own refusal.
func (c *call) mayReadLog() *graphError {
	forbidden := func(code, message string) *graphError { return refused(http.StatusForbidden, code, "%s", message) }
	switch {
	case !c.grant.hasAny([]string{"AuditLog.Read.All"}):
		return forbidden("Authentication_MSGraphPermissionMissing", "Calling principal does not have required MSGraph permissions AuditLog.Read.All")
	case !c.t.premium(), !c.grant.hasAny([]string{"Directory.Read.All", "Directory.ReadWrite.All"}):
		// Without leave to read the directory the service cannot see the licence.
		return forbidden("Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license")
	case c.user != nil && !c.user.hasAnyRole(rolesForSignIns()):
		return forbidden("Authentication_RequestFromUnsupportedUserRole", "User is not in the allowed roles")
	}
	return nil
}

// signIns is the log as the caller sees it: without the policies for who may not
// read those.
func (c *call) signIns() source {
	s := c.types()["signIn"]
	mayRead := c.grant.hasAny(readsPolicies()) && (c.user == nil || c.user.hasAnyRole(rolesForPolicies()))
	if !mayRead {
		shown := *s
		shown.properties = slices.DeleteFunc(slices.Clone(s.properties), func(p *property) bool { return p.name == "appliedConditionalAccessPolicies" })
		s = &shown
	}
	from := fixedSource(c.t.signInsSeen(c.steady), s, "auditLogs/signIns")
	from.most, from.page = 1000, 1000
	return from
}

// listSignIns answers with the newest first. The log offers $filter, $top and
// $skiptoken only.
func (c *call) listSignIns() (answer, *graphError) {
	if failure := c.mayReadLog(); failure != nil {
		return answer{}, failure
	}
	for name := range c.query.values {
		switch option := strings.ToLower(strings.TrimPrefix(name, "$")); option {
		case "filter", "top", "skiptoken", "format":
		default:
			return answer{}, unsupportedQuery("The query option '$%s' is not supported on sign-ins.", option)
		}
	}
	return c.list(c.signIns())
}

func (c *call) getSignIn() (answer, *graphError) {
	if failure := c.mayReadLog(); failure != nil {
		return answer{}, failure
	}
	for _, entry := range c.t.signInsSeen(c.steady) {
		if equal(entry.ID, c.key(0).text) {
			return c.one(c.signIns(), entry)
		}
	}
	return answer{}, notFound(c.key(0).text)
}
