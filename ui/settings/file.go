package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Store keeps settings between runs.
type Store interface {
	// Load returns what was kept. With an error the settings are the usual ones.
	Load() (Settings, error)
	// Save keeps settings. After an error the store holds what it held before.
	Save(settings Settings) error
}

// File is a Store in one small JSON file.
type File struct{ path string }

// In returns the store in a folder, which is made when something is kept.
func In(folder string) File { return File{filepath.Join(folder, "settings.json")} }

// largest is more than any settings file needs, in bytes.
const largest = 64 << 10

// errNoSettings says that a file is not one of ours, or only a part of one.
var errNoSettings = errors.New("the file holds no settings")

// Load reads the file. That there is none is no error. What the file does not
// say, or says wrong, is as usual.
func (f File) Load() (Settings, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return New(), nil
	}
	if err != nil {
		return New(), err
	}
	defer file.Close() //nolint:errcheck // it was only read
	content, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err != nil {
		return New(), err
	}
	read := New()
	if len(content) > largest || json.Unmarshal(content, &read) != nil {
		return New(), fmt.Errorf("%s: %w", f.path, errNoSettings)
	}
	return read.usable(), nil
}

// Save writes the file beside its place and then moves it there.
func (f File) Save(settings Settings) (err error) {
	content, err := json.MarshalIndent(settings.usable(), "", "  ")
	if err != nil {
		return err
	}
	folder := filepath.Dir(f.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	beside, err := os.CreateTemp(folder, ".settings-*.part")
	if err != nil {
		return err
	}
	if err := errors.Join(write(beside, append(content, '\n')), beside.Close()); err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	if err := os.Rename(beside.Name(), f.path); err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}

// write puts content onto the disk.
func write(file *os.File, content []byte) error {
	if _, err := file.Write(content); err != nil {
		return err
	}
	return file.Sync()
}
