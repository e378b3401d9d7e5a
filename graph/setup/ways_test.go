package setup

func waysFacts() map[Kind][]string {
	return map[Kind][]string{
		CLIMissing: nil, CLISignedOut: {"Command"}, CLIElsewhere: {"Tenant", "Command"}, CLIAgain: {"Command"}, CLIFailed: {"Command"},
		ProofUnreadable: {"Path"}, ProofPassword: {"Path"}, ProofUnusable: {"Path"}, ProofOutOfTime: {"Path", "Date"},
		ProofUnknown: {"Client", "Thumbprint"}, IdentityIncomplete: {"Missing"}, TokenFileUnusable: {"Path"},
		FederationRefused: {"Client", "Issuer", "Subject", "Audience"}, NoManagedIdentity: nil, ManagedIdentityNo: nil,
		OtherTenant: {"Tenant", "Got"}, AssertionOutOfTime: {"Clock"}, NobodyNamed: {"Account"}, ApplicationForbidden: {"Scope", "Account"},
	}
}
