package setup

import (
	"errors"
	"io"
	"os"

	"backupsso/graph"
	"backupsso/graph/setup/signins"
)

// maxCertificate is more than any certificate with its chain needs, in bytes.
const maxCertificate = 1 << 20

// Stay says what became of the wish to stay signed in.
type Stay struct {
	Kept   bool // the next run will not ask
	Silent bool // this run did not ask
	// Place and System are where the sign-in is: a file or an entry of the Keychain,
	// on "linux", "windows" or "darwin".
	Place, System string
	Why           string // "" or why it is in memory only: NoVault or NotKept
}

// Why a sign-in is in memory only although it was to stay.
const (
	NoVault = "no-vault" // the system encrypts nothing for programs
	NotKept = "not-kept" // it could not be written
)

// entrance puts what was asked for, what is remembered and what lies in files into a
// sign-in.
func (f *Flow) entrance(ask SignIn) (graph.SignIn, error) {
	f.way, f.thumbprint, f.stay = ask, "", Stay{}
	book, _ := f.config.SignIns.Read() // what cannot be read is not remembered
	f.named = ask.ClientID != "" || f.config.ClientID != ""
	if f.way.ClientID == "" {
		f.way.ClientID = f.config.ClientID
	}
	how := graph.SignIn{
		Way: ask.Way, Cloud: f.config.Cloud, TenantID: f.askedTenant, LoginHint: ask.LoginHint, Scopes: ask.Permissions(),
		OpenURL: ask.OpenURL, ShowCode: ask.ShowCode, NewCodes: ask.NewCodes, TokenFile: ask.TokenFile,
	}
	if ask.Way.Unattended() {
		how.ClientID = f.way.ClientID
		return how, f.readProof(&how)
	}
	if f.way.ClientID == "" && ask.Way != graph.AzureCLI {
		f.way.ClientID = book.Client(f.cloudKey(), f.found.ID)
	}
	how.ClientID = f.way.ClientID
	if ask.Way != graph.AzureCLI {
		f.keepable(&how, book)
	}
	return how, nil
}

// readProof reads the certificate of an application.
func (f *Flow) readProof(how *graph.SignIn) error {
	if how.Way != graph.Certificate {
		return nil
	}
	content, err := readSmall(f.way.CertificateFile)
	if err != nil {
		return fileProblem(err)
	}
	proof, err := graph.ReadClientCertificate(content, f.way.CertificatePassword)
	if err == nil {
		err = proof.CheckTime(f.now())
	}
	if err != nil {
		return &graph.SignInError{Err: err}
	}
	how.Proof, f.thumbprint = proof, proof.Thumbprint()
	return nil
}

func readSmall(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxCertificate+1))
	if err == nil && len(content) > maxCertificate {
		err = errors.New("the file is too large for a certificate")
	}
	return content, err
}

// keepable opens the system's store when a sign-in is in it, or is to be.
func (f *Flow) keepable(how *graph.SignIn, book signins.Book) {
	client := how.ClientID
	if client == "" {
		client = graph.DefaultClientID
	}
	kept, there := book.Keeping(f.cloudKey(), f.found.ID, client)
	if !there && !f.way.StaySignedIn || f.config.Vault == nil {
		if f.way.StaySignedIn {
			f.stay.Why = NoVault
		}
		return
	}
	vault, err := f.config.Vault()
	if err != nil {
		f.stay.Why = NoVault
		return
	}
	how.Vault, how.Record = vault, string(kept.Record)
	f.stay.Place, f.stay.System = vault.Place(), vault.System()
}

// cloudKey names the cloud in what is remembered. Every practice tenant is a cloud of
// its own.
func (f *Flow) cloudKey() string {
	if f.config.Cloud.Practises {
		return f.config.Cloud.Login
	}
	return f.config.Cloud.Name
}

// remembered notes what made a sign-in work, for the next one. That it cannot be noted
// is no failure of the sign-in. It reports whether the client was noted.
func (f *Flow) remembered(how graph.SignIn, directory Directory, who Who) (client bool) {
	if how.Way.Unattended() || how.Way == graph.AzureCLI {
		return false
	}
	used := how.ClientID
	if used == "" {
		used = graph.DefaultClientID
	}
	record := ""
	if keeping, can := directory.(interface{ Kept() string }); can && how.Vault != nil {
		record = keeping.Kept()
	}
	err := f.config.SignIns.Update(func(book *signins.Book) {
		if f.named {
			remember := signins.Client{Cloud: f.cloudKey(), Tenant: who.Tenant.Name, ClientID: how.ClientID}
			if how.ClientID == graph.DefaultClientID {
				remember.ClientID = "" // which needs no remembering
			}
			for _, tenant := range []string{f.found.ID, who.Tenant.ID} {
				remember.TenantID = tenant
				book.SetClient(remember)
			}
		}
		if record != "" {
			book.Keep(signins.Kept{Cloud: f.cloudKey(), TenantID: f.found.ID, ClientID: used, Account: who.Account.Label(),
				Tenant: who.Tenant.Name, Record: []byte(record)})
		}
	})
	f.stay.Kept = record != "" && err == nil && f.config.SignIns != nil
	if f.way.StaySignedIn && !f.stay.Kept && f.stay.Why == "" {
		f.stay.Why = NotKept
	}
	return f.named && err == nil && f.config.SignIns != nil && used != graph.DefaultClientID
}
