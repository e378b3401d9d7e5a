package graph

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"backupsso/graph/practice"
	"backupsso/graph/practice/platform"
)

// asMachine leads the address of the instance metadata service to a stand-in, as
// the network of an Azure machine does to the real one.
type asMachine struct {
	next    http.RoundTripper
	address string
}

func (a asMachine) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Host == "169.254.169.254" {
		request.URL.Host = a.address
	}
	return a.next.RoundTrip(request)
}

// noMachine takes away what would make this computer one of Azure's.
func noMachine(t *testing.T) {
	for _, name := range []string{"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "MSI_ENDPOINT", "MSI_SECRET", "IMDS_ENDPOINT"} {
		t.Setenv(name, "")
	}
}

func TestManagedIdentitySignsIn(t *testing.T) {
	noMachine(t)
	info, cloud := startPractice(t, practice.Options{})
	identity := (&platform.Identity{Login: info.Login, TenantID: info.TenantID, ClientID: info.ClientID, Secret: info.ClientSecret, Header: canary}).Start(t)
	t.Setenv("IDENTITY_ENDPOINT", identity.Endpoint())
	t.Setenv("IDENTITY_HEADER", canary)

	isApplication(t, openPractice(t, SignIn{Way: ManagedIdentity, Cloud: cloud}, testDeps(t)), info)
	asked := identity.Asked()[0]
	if asked.Get("resource") != strings.TrimSuffix(info.Graph, "/v1.0") || asked.Get("client_id") != "" {
		t.Errorf("asked %v", asked)
	}
	// One of several identities, named by its client id; and only in its own tenant.
	openPractice(t, SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someApp, TenantID: info.TenantID}, testDeps(t))
	if got := identity.Asked()[1].Get("client_id"); got != someApp {
		t.Errorf("asked for %s", got)
	}
	_, err := Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someID, TenantID: someID}, testDeps(t))
	if failure := signInFailure(t, err); failure.OtherTenant != info.TenantID {
		t.Errorf("another tenant: %v", err)
	}
	identity.Refuse = "Identity not found"
	_, err = Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someUser}, testDeps(t))
	if failure := signInFailure(t, err); !failure.Managed || failure.Message != "Identity not found" {
		t.Errorf("refused: %+v", *failure)
	}
}

func TestManagedIdentityOfAMachine(t *testing.T) {
	noMachine(t)
	info, practiceCloud := startPractice(t, practice.Options{})
	identity := (&platform.Identity{Login: info.Login, TenantID: info.TenantID, ClientID: info.ClientID, Secret: info.ClientSecret}).Start(t)
	// Not a practice cloud, which would be kept on this computer.
	cloud := practiceCloud
	cloud.Name, cloud.Practises = "machine", false
	deps := testDeps(t)
	deps.Transport = asMachine{deps.Transport, identity.Address()}
	openPractice(t, SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someRole}, deps)
	if asked := identity.Asked(); len(asked) != 1 || asked[0].Get("client_id") != someRole || asked[0].Get("api-version") == "" {
		t.Errorf("asked %v", asked)
	}
	_, err := Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: practiceCloud, ClientID: someRole + "0"}, deps)
	if !errors.Is(err, ErrForeignHost) {
		t.Errorf("practice left this computer: %v", err)
	}
}

func TestNoManagedIdentity(t *testing.T) {
	noMachine(t)
	_, cloud := startPractice(t, practice.Options{})
	t.Setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token")
	t.Setenv("IDENTITY_HEADER", canary)
	_, err := Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: "nobody"}, testDeps(t))
	if signInFailure(t, err); !errors.Is(err, ErrNoManagedIdentity) {
		t.Errorf("%v", err)
	}
	// Whoever sets the variable cannot have the token of another machine asked for.
	t.Setenv("IDENTITY_ENDPOINT", "http://identity.example/msi/token")
	_, err = Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: "nobody"}, testDeps(t))
	if signInFailure(t, err); !errors.Is(err, ErrForeignHost) {
		t.Errorf("%v", err)
	}
}
