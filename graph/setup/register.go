package setup

import (
	"slices"
	"strings"

	"backupsso/graph"
)

// Registration is what an app registration of one's own is entered with, in the admin
// centre's words, so that nothing is left to guess.
type Registration struct {
	Way  Way
	Page string // where to begin
	Name string
	// RedirectURI and PublicClient are for people's sign-ins: the platform "Mobile and
	// desktop applications", and "Allow public client flows" for device codes.
	RedirectURI  string
	PublicClient bool
	// Audience is of the federated credential that trusts a platform's tokens; "" for
	// every way but workload identity.
	Audience    string
	Permissions []RegisteredPermission
}

// RegisteredPermission is a permission of Microsoft Graph to be added. What it is for
// is said under PermissionKey(Name).
type RegisteredPermission struct {
	Name        string
	Application bool // of the kind that an administrator grants to the application itself
	Optional    bool // needed for part of the job only
}

// Register lists what to enter for a way of signing in. A machine's own identity and
// the Azure CLI need no registration; for the former the permissions are still listed.
func Register(cloud graph.Cloud, way Way) Registration {
	alone := way.Unattended()
	made := Registration{Way: way, Name: "backupsso",
		Page: strings.TrimRight(cloud.Admin, "/") + "/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade"}
	if !alone {
		made.RedirectURI, made.PublicClient = "http://localhost", true
	}
	if way == graph.WorkloadIdentity {
		made.Audience = audienceIn(cloud)
	}
	// What is asked for at a sign-in is what is registered; the one without options first.
	least := SignIn{Way: way, AllAtOnce: true}
	most := SignIn{Way: way, AllAtOnce: true, CreatesUser: true, Groups: true, ReadsLog: true}
	needed := least.Permissions()
	for _, name := range once(append(slices.Clone(needed), most.Permissions()...)) {
		made.Permissions = append(made.Permissions, RegisteredPermission{Name: name, Application: alone, Optional: !slices.Contains(needed, name)})
	}
	return made
}

// audienceIn is the audience of federated credentials in a cloud, as
// learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
// lists it: public cloud, Fairfax and Mooncake.
func audienceIn(cloud graph.Cloud) string {
	const audience = "api://AzureADTokenExchange"
	switch {
	case strings.HasPrefix(cloud.Name, "us-gov"):
		return audience + "USGov"
	case cloud.Name == "china":
		return audience + "China"
	}
	return audience
}
