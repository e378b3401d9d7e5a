package setup

import (
	"testing"

	"backupsso/graph"
	"backupsso/graph/practice"
)

func TestStandingDescribesWhatWasSetUp(t *testing.T) {
	server := startPractice(t, practice.Options{})
	flow := signedInFlow(t, practiceConfig(server))
	first := plan(t, flow, wish())
	if standing, there := first.Standing(""); there {
		t.Errorf("before anything is set up there stands %+v", standing)
	}
	result, _ := apply(t, flow, first)
	standing, there := plan(t, flow, wish()).Standing("")
	if !there || !standing.Practice || standing.Environment != "" || standing.ApplicationID != result.ApplicationID ||
		standing.PrincipalID != result.ServicePrincipalID || standing.ClientID != result.Contents.AppID ||
		standing.TenantID != result.Contents.TenantID || standing.Thumbprint != result.Contents.Thumbprint ||
		!standing.NotAfter.Equal(result.Contents.NotAfter) || standing.CertificateName != certificateSubject ||
		standing.UserUPN != result.TestUserUPN || standing.SignOnMode != modeSAML {
		t.Errorf("there stands %+v", standing)
	}
	for name, value := range map[string]string{"template": standing.TemplateID, "key": standing.KeyID,
		"assignment": standing.AssignmentID, "role": standing.RoleID} {
		if value == "" {
			t.Errorf("the %s has no id", name)
		}
	}
	if len(standing.Identifiers) != 1 || len(standing.ReplyURLs) != 1 || len(standing.Notify) != 1 {
		t.Errorf("addresses %v, %v, %v", standing.Identifiers, standing.ReplyURLs, standing.Notify)
	}
}

// TestStandingNamesAllThatStands: the certificate that waits and what others
// assigned, in an order of its own.
func TestStandingNamesAllThatStands(t *testing.T) {
	seen := observation{application: &graph.Application{ObjectID: "app"}, user: &graph.User{ID: "simon", UPN: "B.Simon@contoso.example"},
		principal: &graph.ServicePrincipal{ObjectID: "principal", ActiveThumbprint: "aa", Certificates: []graph.SigningCertificate{
			{KeyID: "2", Thumbprint: "BB"}, {KeyID: "3", Thumbprint: "AA"}, {KeyID: "1", Thumbprint: "CC"}}},
		assignments: []graph.Assignment{{ID: "z", PrincipalID: "staff", PrincipalName: "All staff", RoleID: "user"},
			{ID: "y", PrincipalID: "SIMON", RoleID: "user"}, {ID: "x", PrincipalID: "ada", RoleID: "user"}}}
	standing, there := Plan{observed: seen}.Standing("global")
	if !there || standing.KeyID != "3" || standing.AssignmentID != "y" {
		t.Errorf("there stands %+v", standing)
	}
	if others := standing.OtherCertificates; len(others) != 2 || others[0].KeyID != "1" || others[1].KeyID != "2" {
		t.Errorf("other certificates %+v", others)
	}
	if others := standing.OtherAssignments; len(others) != 2 || others[0].PrincipalID != "ada" || others[1].PrincipalName != "All staff" {
		t.Errorf("other assignments %+v", others)
	}
}

func TestProviderEnvironments(t *testing.T) {
	want := map[string]string{"global": "", "us-gov": "usgovernmentl4", "us-gov-dod": "usgovernmentl5", "china": "china"}
	for _, cloud := range graph.Clouds() {
		if got, known := want[cloud.Name]; !known || providerEnvironment(cloud.Name) != got {
			t.Errorf("%s is %q, want %q", cloud.Name, providerEnvironment(cloud.Name), got)
		}
	}
}
