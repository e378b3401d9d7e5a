package setup

import (
	"os"
	"path/filepath"
	"strings"
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

// TestEveryPermissionIsDocumented holds the tables for administrators against what is
// asked for.
func TestEveryPermissionIsDocumented(t *testing.T) {
	for _, page := range []string{"README.md", "assets/docs/permissions.md", "assets/docs/admins.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(page)))
		if err != nil {
			t.Fatal(err)
		}
		for _, permission := range Register(graph.Global(), Browser).Permissions {
			if !strings.Contains(string(text), permission.Name) {
				t.Errorf("%s does not name %s", page, permission.Name)
			}
		}
	}
}
