package graph

import (
	"errors"
	"os"
	"runtime"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// vaultName sets this program's sign-ins apart from those of others.
const vaultName = "backupsso"

// Vault is the system's own encrypted store, in which a sign-in outlives the program:
// a file sealed with a key of the kernel's keyring on Linux, which a restart of the
// computer forgets; a file sealed for the account on Windows (DPAPI); the Keychain on
// macOS. It is Microsoft's azidentity/cache.
type Vault struct {
	cache azidentity.Cache
	place string
}

// ErrNoVault says that this system encrypts nothing for programs, so that a sign-in
// can be kept in memory only.
var ErrNoVault = errors.New("this system has no store that encrypts")

// OpenVault finds the system's store and tries it. It fails with ErrNoVault where
// nothing can be encrypted: nothing is ever kept in the clear.
func OpenVault() (*Vault, error) { return openVault(vaultName) }

func openVault(name string) (*Vault, error) {
	place, err := vaultPlace(name)
	if err != nil {
		return nil, errors.Join(ErrNoVault, err)
	}
	opened, err := openCache(name)
	if err != nil {
		return nil, errors.Join(ErrNoVault, err)
	}
	return &Vault{opened, place}, nil
}

// Place names where the store is, for people: a file, or an entry of the Keychain.
func (v *Vault) Place() string { return v.place }

// System names the kind of store by its system: "linux", "windows" or "darwin".
func (v *Vault) System() string { return runtime.GOOS }

// EmptyVault forgets every sign-in that was kept. It reports whether there was one,
// and where.
func EmptyVault() (place string, there bool, err error) { return emptyVault(vaultName) }

func emptyVault(name string) (place string, there bool, err error) {
	if place, err = vaultPlace(name); err != nil {
		return place, false, err
	}
	for _, store := range []string{name, name + ".cae"} {
		found, failure := emptyStore(store)
		there, err = there || found, errors.Join(err, failure)
	}
	return place, there, err
}

// removed deletes files that may not be there, and reports whether the first was.
func removed(files ...string) (first bool, err error) {
	for at, file := range files {
		failure := os.Remove(file)
		if at == 0 {
			first = failure == nil
		}
		if failure != nil && !errors.Is(failure, os.ErrNotExist) {
			err = errors.Join(err, failure)
		}
	}
	return first, err
}
