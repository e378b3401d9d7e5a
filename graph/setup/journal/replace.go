package journal

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// replace puts content in the place of a file so that it is there whole or not at
// all, also after a loss of power.
func replace(path string, content []byte) (err error) {
	folder := filepath.Dir(path)
	temp, err := os.CreateTemp(folder, partOf(path)) // readable by its owner only
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
		err = rename(temp.Name(), path, os.Rename, busy)
	}
	if err != nil {
		return err
	}
	return syncFolder(folder)
}

// partOf is the pattern of the temporary files of a journal.
func partOf(path string) string { return "." + filepath.Base(path) + "-*.part" }

// sweep removes temporary files that a loss of power left, while the lock is held.
func sweep(path string) {
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), partOf(path)))
	for _, part := range left {
		_ = os.Remove(part)
	}
}

// rename moves a file over another one. On Windows that fails as long as a virus
// scanner or an indexer looks at either, which takes a moment.
func rename(from, to string, move func(from, to string) error, busy func(error) bool) error {
	const tries, pause = 8, 5 * time.Millisecond
	for try := 0; ; try++ {
		err := move(from, to)
		if err == nil || try == tries || !busy(err) {
			return err
		}
		time.Sleep(pause << try) // 1.3 seconds in all
	}
}

// busy reports whether somebody else has a file open: ERROR_ACCESS_DENIED or
// ERROR_SHARING_VIOLATION.
func busy(err error) bool {
	return runtime.GOOS == "windows" && (errors.Is(err, syscall.Errno(5)) || errors.Is(err, syscall.Errno(32)))
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
