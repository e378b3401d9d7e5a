package graph

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// vaultPlace is the file that azidentity/cache writes, sealed for the account.
func vaultPlace(name string) (string, error) {
	folder, err := windows.KnownFolderPath(windows.FOLDERID_LocalAppData, 0)
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, ".IdentityService", name+".cae"), nil
}

func emptyStore(name string) (bool, error) {
	place, err := vaultPlace(name)
	if err != nil {
		return false, err
	}
	place = filepath.Join(filepath.Dir(place), name)
	return removed(place, place+".lockfile")
}
