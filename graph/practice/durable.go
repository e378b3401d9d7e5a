package practice

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// writeWhole replaces a file so that whoever reads it, even after a crash, finds
// the old content or the new one: a file beside it is written, brought to the
// disk and renamed.
func writeWhole(path string, content []byte, mode fs.FileMode) error {
	folder := filepath.Dir(path)
	beside, err := os.CreateTemp(folder, "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = beside.Write(content)
	if err == nil {
		err = beside.Chmod(mode)
	}
	if err == nil {
		err = beside.Sync()
	}
	err = errors.Join(err, beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return syncFolder(folder)
}

// syncFolder brings a rename to the disk, where folders can be synced.
func syncFolder(folder string) error {
	opened, err := os.Open(folder)
	if err != nil {
		return err
	}
	_ = opened.Sync() // Windows knows no such thing
	return opened.Close()
}
