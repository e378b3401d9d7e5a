package journal

import (
	"os"
	"path/filepath"
	"runtime"
)

// replace puts content in the place of a file so that it is there whole or not at
// all, also after a loss of power.
func replace(path string, content []byte) (err error) {
	folder := filepath.Dir(path)
	temp, err := os.CreateTemp(folder, ".journal-*.part") // readable by its owner only
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(content)
	if err == nil {
		err = temp.Sync()
	}
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return err
	}
	return syncFolder(folder)
}

// syncFolder brings the names of new files to the disk.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" { // where a folder cannot be synced
		return nil
	}
	opened, err := os.Open(folder)
	if err != nil {
		return nil //nolint:nilerr // the file itself is safe already
	}
	_ = opened.Sync()
	return opened.Close()
}
