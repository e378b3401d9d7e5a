package graph

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// vaultPlace is the file that azidentity/cache writes: ciphertext, whose key is in the
// kernel's keyring.
func vaultPlace(name string) (string, error) {
	folder := os.Getenv("XDG_CACHE_HOME")
	if folder == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "~/.cache/.IdentityService", err
		}
		folder = filepath.Join(home, ".cache")
	}
	return filepath.Join(folder, ".IdentityService", name+".cae"), nil
}

func emptyStore(name string) (bool, error) {
	place, err := vaultPlace(name)
	if err != nil {
		return false, err
	}
	place = filepath.Join(filepath.Dir(place), name)
	dropKey(name)
	return removed(place, place+".lockfile")
}

// dropKey takes the key out of the keyrings that azidentity/cache may have put it
// into. Without the file it opens nothing, so that failing is no failure.
func dropKey(name string) {
	rings := []int{}
	if user, err := unix.KeyctlGetKeyringID(unix.KEY_SPEC_USER_KEYRING, false); err == nil {
		rings = append(rings, user)
		if persistent, err := unix.KeyctlInt(unix.KEYCTL_GET_PERSISTENT, -1, user, 0, 0); err == nil {
			rings = append(rings, persistent)
		}
	}
	for _, ring := range rings {
		if key, err := unix.KeyctlSearch(ring, "user", name, 0); err == nil {
			_, _ = unix.KeyctlInt(unix.KEYCTL_UNLINK, key, ring, 0, 0)
		}
	}
}
