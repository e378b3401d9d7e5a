package setup

import "strings"

// Request puts into words what to send to whoever can grant what is missing: roles,
// and the permissions of a consent. say gives the words of a key with facts; window and
// terminal send the same. Words: "request.".
func (c Consent) Request(roles []string, say func(key string, facts map[string]string) string) string {
	line := func(name string, facts map[string]string) string { return say("request."+name, facts) }
	lines := []string{line("greeting", nil), ""}
	if c.Tenant == "" && c.TenantID == "" {
		lines = append(lines, line("purpose-nameless", nil))
	} else {
		lines = append(lines, line("purpose", map[string]string{"Tenant": strings.TrimSpace(c.Tenant + " " + c.TenantID)}))
	}
	if c.Account != "" {
		lines = append(lines, line("account", map[string]string{"Account": c.Account}))
	}
	if len(roles) > 0 {
		lines = append(lines, "", line("roles", nil))
		for _, role := range roles {
			lines = append(lines, line("role", map[string]string{"Role": role}))
		}
	}
	if len(c.Permissions) > 0 {
		lines = append(lines, "", line("permissions", nil))
		for _, permission := range c.Permissions {
			lines = append(lines, line("permission", map[string]string{"Permission": permission, "Why": firstText(say(PermissionKey(permission), nil), permission)}))
		}
		lines = append(lines, "", line("page", nil), c.Page, line("client", map[string]string{"Client": c.ClientID}))
	}
	return strings.Join(append(lines, "", line("thanks", nil)), "\n")
}
