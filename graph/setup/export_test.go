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

func TestProviderEnvironments(t *testing.T) {
	want := map[string]string{"global": "", "us-gov": "usgovernmentl4", "us-gov-dod": "usgovernmentl5", "china": "china"}
	for _, cloud := range graph.Clouds() {
		if got, known := want[cloud.Name]; !known || providerEnvironment(cloud.Name) != got {
			t.Errorf("%s is %q, want %q", cloud.Name, providerEnvironment(cloud.Name), got)
		}
	}
}
