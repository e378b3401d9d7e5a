package ui

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"backupsso/samlcfg/terraform"
)

// saveTerraform writes the files into a new folder "terraform" in parent and
// returns it. A folder of that name that is there already is the answer when it
// holds the same files; otherwise " (2)" and so on is added to the name, because
// Terraform reads every file of a folder. All files are written, or none.
func saveTerraform(parent string, files []terraform.File) (string, error) {
	const most = 1000
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", err
	}
	folder := filepath.Join(parent, "terraform")
	for n := 2; n < most; n++ {
		err := os.Mkdir(folder, 0o755)
		switch {
		case err == nil:
			if err := fill(folder, files); err != nil {
				return "", err
			}
			return folder, nil
		case !errors.Is(err, fs.ErrExist):
			return "", err
		case holds(folder, files):
			return folder, nil
		}
		folder = filepath.Join(parent, fmt.Sprintf("terraform (%d)", n))
	}
	return "", fmt.Errorf("no free name beside %s", folder)
}

// fill writes the files into a folder that was made for them, or takes it away.
func fill(folder string, files []terraform.File) error {
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(folder, file.Name), file.Bytes, 0o644); err != nil {
			return errors.Join(err, os.RemoveAll(folder))
		}
	}
	return nil
}

// holds reports that all files are in folder with these bytes.
func holds(folder string, files []terraform.File) bool {
	for _, file := range files {
		path := filepath.Join(folder, file.Name)
		info, err := os.Lstat(path)
		if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(file.Bytes)) {
			return false
		}
		if there, err := os.ReadFile(path); err != nil || !bytes.Equal(there, file.Bytes) {
			return false
		}
	}
	return true
}
