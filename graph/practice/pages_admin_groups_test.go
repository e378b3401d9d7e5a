package practice

import "testing"

func TestAdminPageShowsGroups(t *testing.T) {
	server := startForLogin(t, Options{})
	newVisitor(t).open(server.Info().Admin).shows("Service Desk Security 1, groups inside: 1", "All guests Security, dynamic by a rule",
		"Contoso Town Hall Microsoft 365 3")
}
