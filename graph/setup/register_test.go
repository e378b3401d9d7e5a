package setup

import (
	"testing"

	"backupsso/graph"
)

// TestAudienceInEveryCloud: Entra takes no other audience in a federated credential.
func TestAudienceInEveryCloud(t *testing.T) {
	want := map[string]string{"global": "api://AzureADTokenExchange", "us-gov": "api://AzureADTokenExchangeUSGov",
		"us-gov-dod": "api://AzureADTokenExchangeUSGov", "china": "api://AzureADTokenExchangeChina"}
	for _, cloud := range graph.Clouds() {
		if got := Register(cloud, WorkloadIdentity).Audience; got != want[cloud.Name] || got == "" {
			t.Errorf("%s: %q", cloud.Name, got)
		}
		if got := Register(cloud, Browser).Audience; got != "" {
			t.Errorf("%s: a person needs no audience, got %q", cloud.Name, got)
		}
	}
}
