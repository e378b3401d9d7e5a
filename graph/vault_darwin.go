//go:build darwin && cgo

package graph

import (
	"context"
	"os"
	"path/filepath"

	"github.com/AzureAD/microsoft-authentication-extensions-for-go/cache/accessor"
)

// vaultAccount is the account of the Keychain entries that azidentity/cache makes.
const vaultAccount = "MSALCache"

// vaultPlace is the name of the entry in the Keychain.
func vaultPlace(name string) (string, error) { return name + ".cae", nil }

func emptyStore(name string) (bool, error) {
	entry, err := accessor.New(name, accessor.WithAccount(vaultAccount))
	if err != nil {
		return false, err
	}
	content, readErr := entry.Read(context.Background())
	if err := entry.Delete(context.Background()); err != nil {
		return false, err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return readErr == nil && len(content) > 0, nil
	}
	// What lies in files only says when the entry changed.
	stamp := filepath.Join(home, ".IdentityService", name)
	_, err = removed(stamp, stamp+".lockfile")
	return readErr == nil && len(content) > 0, err
}
