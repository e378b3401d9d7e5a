package terminal

import (
	"context"
	"os"
	"slices"
	"strings"

	"backupsso/graph/setup"
)

// wayNames lists the ways to sign in as --sign-in takes them.
func wayNames() string {
	var names []string
	for _, way := range setup.Ways() {
		names = append(names, string(way))
	}
	return strings.Join(names, "|")
}

// way is how to sign in: as asked, else by browser, and by device code on a
// practice tenant, which approves codes by itself. A certificate says enough.
func (f *setupFlags) way(target Target) setup.Way {
	switch {
	case f.signIn != "":
		return setup.Way(f.signIn)
	case f.certificate != "":
		return setup.Certificate
	case target.Practice:
		return setup.DeviceCode
	}
	return setup.Browser
}

// checkWay refuses flags that do not go together.
func (f *setupFlags) checkWay(r *run) error {
	way := setup.Way(f.signIn)
	switch {
	case f.signIn != "" && !slices.Contains(setup.Ways(), way):
		return r.wrongUsage("way", facts{"Way": f.signIn, "Ways": strings.ReplaceAll(wayNames(), "|", ", ")})
	case f.signIn != "" && f.certificate != "" && way != setup.Certificate:
		return r.wrongUsage("certificate-way", facts{"Way": f.signIn})
	case f.stay && (f.certificate != "" || way == setup.AzureCLI || way.Unattended()):
		return r.wrongUsage("stay-way")
	}
	return nil
}

// codesAfter is how many device codes may follow one that ran out while a person is
// there to type them.
const codesAfter = 3

// how puts flags and environment into a way to sign in. Names in the environment are
// azidentity's.
func (f *setupFlags) how(r *run, target Target, ask setup.SignIn) (setup.SignIn, error) {
	how := f.leave(ask)
	how.Way, how.StaySignedIn = f.way(target), f.stay
	how.TenantID = firstNonEmpty(ask.TenantID, f.tenant)
	if r.InTerminal && !f.yes {
		how.NewCodes = codesAfter
	}
	if !how.Way.Unattended() {
		return how, nil
	}
	how.ClientID = firstNonEmpty(f.clientID, r.Getenv("AZURE_CLIENT_ID"))
	switch how.Way {
	case setup.Certificate:
		how.TenantID = firstNonEmpty(how.TenantID, r.Getenv("AZURE_TENANT_ID"))
		how.CertificateFile = firstNonEmpty(f.certificate, r.Getenv("AZURE_CLIENT_CERTIFICATE_PATH"))
		if how.CertificateFile == "" {
			return how, r.wrongUsage("no-certificate")
		}
		how.CertificatePassword = setup.NewSecret(r.Getenv("AZURE_CLIENT_CERTIFICATE_PASSWORD"))
		if f.certificatePassword == "" {
			return how, nil
		}
		password, err := passwordIn(f.certificatePassword)
		if err != nil {
			return how, r.wrongUsage("certificate-password-file", facts{"Path": f.certificatePassword})
		}
		how.CertificatePassword = password
	case setup.WorkloadIdentity:
		how.TenantID = firstNonEmpty(how.TenantID, r.Getenv("AZURE_TENANT_ID"))
		how.TokenFile = r.Getenv("AZURE_FEDERATED_TOKEN_FILE")
	}
	return how, nil
}

// passwordIn reads the first line of a file.
func passwordIn(path string) (setup.Secret, error) {
	const most = 4 << 10
	info, err := os.Stat(path)
	if err != nil {
		return setup.Secret{}, err
	}
	if info.Size() > most {
		return setup.Secret{}, os.ErrInvalid
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return setup.Secret{}, err
	}
	line, _, _ := strings.Cut(string(content), "\n")
	return setup.NewSecret(strings.TrimSuffix(line, "\r")), nil
}

// askCertificatePassword asks for what the file's key is sealed with.
func (r *run) askCertificatePassword(ctx context.Context, problem *setup.Problem, how *setup.SignIn) (again bool, failure error) {
	r.screen.line(r.words.Say("problem.certificate-password.what", factsOf(problem)))
	r.screen.prompt(r.words.Say("terminal.certificate.password"))
	password, err := r.ReadSecret(ctx)
	r.screen.line("")
	if err != nil || password == "" {
		return false, ctx.Err()
	}
	how.CertificatePassword = setup.NewSecret(password)
	return true, nil
}

// tellStay says whether the next run will ask, and where the sign-in is.
func (r *run) tellStay(stay setup.Stay) {
	switch {
	case stay.Silent:
		r.screen.line(r.words.Say("terminal.stay.silent"))
	case stay.Kept:
		r.screen.line(r.words.Say("terminal.stay.kept", facts{"Place": stay.Place}))
		r.screen.line(r.words.Say("terminal.stay."+stay.System) + " " + r.words.Say("terminal.stay.forget"))
	case stay.Why != "":
		r.screen.styled(warn, r.words.Say("terminal.stay."+stay.Why))
	}
}
