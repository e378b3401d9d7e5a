package setup

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"backupsso/samlcfg/bundle"
)

// tempFile is a file on its way to its name.
type tempFile interface {
	io.WriteCloser
	Name() string
	Sync() error
	Chmod(mode fs.FileMode) error
}

// fileMaker makes a new file in a folder, readable by its owner only.
type fileMaker func(folder, pattern string) (tempFile, error)

func createTemp(folder, pattern string) (tempFile, error) { return os.CreateTemp(folder, pattern) }

// SaveBundle writes the bundle to path and returns the absolute path used. It is
// complete on disk or not there: a temporary file beside it is written, synced
// and renamed. A file that is there already is kept: with the same bytes it is
// the answer, otherwise " (2)" and so on is added to the name. A path that names
// a folder, or ends in a separator, gets Result.BundleName. The folder must
// exist. Errors: DiskFull and CannotWrite, with Path.
func (f *Flow) SaveBundle(result Result, path string) (string, error) {
	target, err := f.saveBundle(result, path)
	if err == nil {
		return target, nil
	}
	return "", unsaved(path, err)
}

// SaveChangeRecord writes what was created or changed, when, by whom and in which
// requests, beside the bundle saved at path, and returns the absolute paths used:
// for the tenant's own files, so it is no part of the bundle. Nothing is written
// when nothing was changed. Files and errors are as with SaveBundle.
func (f *Flow) SaveChangeRecord(result Result, path string) ([]string, error) {
	if len(result.Contents.Changes) == 0 {
		return nil, nil
	}
	files, err := bundle.ChangeRecord(result.Contents)
	if err != nil {
		return nil, f.problem(StepBundle, err)
	}
	var saved []string
	for _, file := range files {
		target, err := f.saveFile(file.Bytes, strings.TrimSuffix(path, filepath.Ext(path))+"-"+file.Name)
		if err != nil {
			return saved, unsaved(path, err)
		}
		saved = append(saved, target)
	}
	return saved, nil
}

// SaveFile writes a file that goes with a bundle, such as a draft or a reminder, to
// path and returns the absolute path used. It is whole or not there; a file of
// that name with other bytes is kept, as with SaveBundle, and so are the errors.
func (f *Flow) SaveFile(content []byte, path string) (string, error) {
	target, err := f.saveFile(content, path)
	if err != nil {
		return "", unsaved(path, err)
	}
	return target, nil
}

func unsaved(path string, err error) *Problem {
	kind := CannotWrite
	if diskFull(err) {
		kind = DiskFull
	}
	return &Problem{Step: StepBundle, Kind: kind, Facts: map[string]string{"Path": path}, Retry: true, Err: err, Detail: detail(err)}
}

func (f *Flow) saveBundle(result Result, path string) (string, error) {
	if len(result.Bundle) == 0 {
		return "", errors.New("setup: there is no bundle to save")
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() || os.IsPathSeparator(lastByte(path)) {
		path = filepath.Join(path, filepath.Base(result.BundleName))
	}
	return f.saveFile(result.Bundle, path)
}

// saveFile writes a file whole or not at all, under a name that is free.
func (f *Flow) saveFile(content []byte, path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("setup: finding the folder of the bundle: %w", err)
	}
	target, same, err := freePath(path, content)
	if err != nil || same {
		return target, err
	}
	temp, err := f.writeTemp(filepath.Dir(path), content)
	if err != nil {
		return "", err
	}
	if err := os.Rename(temp, target); err != nil {
		_ = os.Remove(temp)
		return "", fmt.Errorf("setup: naming the bundle: %w", err)
	}
	syncFolder(filepath.Dir(path))
	return target, nil
}

// writeTemp writes and syncs a temporary file and removes it when that fails.
func (f *Flow) writeTemp(folder string, content []byte) (name string, err error) {
	// The bundle is meant to be handed on and holds no secret, so others on this
	// computer may read it.
	const readable fs.FileMode = 0o644
	file, err := f.files(folder, ".bundle-*.part")
	if err != nil {
		return "", fmt.Errorf("setup: starting the bundle: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	_, err = io.Copy(file, bytes.NewReader(content))
	if err == nil {
		err = file.Chmod(readable)
	}
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return "", fmt.Errorf("setup: writing the bundle: %w", err)
	}
	return file.Name(), nil
}

// freePath finds a name that is not taken, or the file that has these bytes.
func freePath(path string, content []byte) (free string, same bool, err error) {
	const most = 1000
	extension := filepath.Ext(path)
	stem := strings.TrimSuffix(path, extension)
	for n := 2; n < most; n++ {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, false, nil
		}
		if err != nil {
			return "", false, fmt.Errorf("setup: looking for a free name: %w", err)
		}
		if info.Mode().IsRegular() && info.Size() == int64(len(content)) {
			if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, content) {
				return path, true, nil
			}
		}
		path = fmt.Sprintf("%s (%d)%s", stem, n, extension)
	}
	return "", false, fmt.Errorf("setup: no free name beside %s", stem+extension)
}

// syncFolder makes the new name itself survive a power loss, where that can be
// asked for; the file's content is safe already.
func syncFolder(folder string) {
	opened, err := os.Open(folder)
	if err != nil {
		return
	}
	_ = opened.Sync()
	_ = opened.Close()
}

// diskFull knows ENOSPC, EDQUOT and Windows' ERROR_HANDLE_DISK_FULL and
// ERROR_DISK_FULL.
func diskFull(err error) bool {
	const windowsHandleDiskFull, windowsDiskFull = syscall.Errno(39), syscall.Errno(112)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return true
	}
	return os.PathSeparator == '\\' && (errors.Is(err, windowsHandleDiskFull) || errors.Is(err, windowsDiskFull))
}

func lastByte(path string) uint8 {
	if path == "" {
		return 0
	}
	return path[len(path)-1]
}
