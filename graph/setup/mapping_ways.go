package setup

import (
	"errors"
	"io/fs"
	"strings"

	"backupsso/graph"
)

// fromWay reads what a way of signing in lacks of itself, before Microsoft's codes
// are looked at. It reports whether that was it.
func (f *Flow) fromWay(made *Problem, refused *graph.SignInError) bool {
	var proof *graph.ProofError
	var missing *graph.MissingError
	var file *graph.TokenFileError
	switch {
	case refused.CLI != "":
		f.fromCLI(made, refused)
	case errors.As(refused.Err, &proof):
		f.fromProof(made, proof)
	case errors.As(refused.Err, &missing):
		made.Kind = IdentityIncomplete
		made.Facts["Missing"] = missingNames(*missing)
	case errors.As(refused.Err, &file):
		made.Kind, made.Facts["Path"] = TokenFileUnusable, file.Path
	case errors.Is(refused.Err, graph.ErrNoManagedIdentity):
		made.Kind = NoManagedIdentity
	case refused.OtherTenant != "":
		made.Kind, made.Facts["Tenant"], made.Facts["Got"] = OtherTenant, f.askedTenant, refused.OtherTenant
	case refused.Managed:
		made.Kind = ManagedIdentityNo
	default:
		return f.fromAssertion(made, refused.Code)
	}
	return true
}

// fromCLI reads what the az program said.
func (f *Flow) fromCLI(made *Problem, refused *graph.SignInError) {
	made.Facts["Command"] = f.cliCommand()
	switch refused.CLI {
	case graph.CLIMissing:
		made.Kind, made.Facts = CLIMissing, map[string]string{}
	case graph.CLISignedOut:
		made.Kind = CLISignedOut
	case graph.CLITenant:
		made.Kind, made.Facts["Tenant"] = CLIElsewhere, orUnknown(f.askedTenant)
	case graph.CLIAgain:
		made.Kind = CLIAgain
	default:
		made.Kind = CLIFailed
	}
}

// cliCommand is what to run to sign in to az for this tenant and for Graph.
func (f *Flow) cliCommand() string {
	command := "az login"
	if f.askedTenant != "" {
		command += " --tenant " + f.askedTenant
	}
	return command + " --scope " + strings.TrimRight(f.config.Cloud.Graph, "/") + "/.default"
}

func (f *Flow) fromProof(made *Problem, proof *graph.ProofError) {
	made.Facts["Path"] = orUnknown(f.way.CertificateFile)
	switch proof.Reason {
	case graph.ProofPassword:
		made.Kind = ProofPassword
	case graph.ProofExpired, graph.ProofNotYet:
		made.Kind, made.Facts["Date"] = ProofOutOfTime, minute(proof.Until)
	case graph.ProofUnreadable:
		made.Kind = ProofUnreadable
	default:
		made.Kind = ProofUnusable
	}
}

// fromAssertion reads Entra's refusals of what an application proves itself by
// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
func (f *Flow) fromAssertion(made *Problem, code int) bool {
	if !f.way.Way.Unattended() {
		return false
	}
	switch code {
	case 700027, 7000222:
		made.Kind = ProofUnknown
		made.Facts["Client"], made.Facts["Thumbprint"] = f.way.ClientID, orUnknown(f.thumbprint)
	case 70021, 70025, 700211, 700212, 700213, 7002137, 7002138:
		said, _ := graph.ReadPlatformToken(f.way.TokenFile)
		made.Kind = FederationRefused
		made.Facts["Client"], made.Facts["Issuer"] = f.way.ClientID, orUnknown(said.Issuer)
		made.Facts["Subject"], made.Facts["Audience"] = orUnknown(said.Subject), orUnknown(said.Audience)
	case 700024:
		made.Kind, made.Facts["Clock"] = AssertionOutOfTime, minute(f.now())
	default:
		return false
	}
	return true
}

func missingNames(missing graph.MissingError) string {
	var names []string
	for _, one := range []struct {
		is   bool
		name string
	}{{missing.Tenant, "AZURE_TENANT_ID"}, {missing.Client, "AZURE_CLIENT_ID"}, {missing.TokenFile, "AZURE_FEDERATED_TOKEN_FILE"}} {
		if one.is {
			names = append(names, one.name)
		}
	}
	return strings.Join(names, ", ")
}

// fileProblem dresses a certificate file that cannot be opened.
func fileProblem(err error) error {
	reason := errors.New("the file cannot be opened")
	if errors.Is(err, fs.ErrNotExist) {
		reason = errors.New("there is no such file")
	}
	return &graph.SignInError{Err: &graph.ProofError{Reason: graph.ProofUnreadable, Err: reason}}
}
