package terminal

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"backupsso/graph/setup"
)

// room is what a bundle may need on disk, in bytes, with plenty to spare.
const room = 1 << 20

// checkFolder makes sure that a bundle can be written into the folder: it makes
// the folder where missing, writes as much as a bundle takes, and takes it away
// again.
func checkFolder(path string) (err error) {
	defer func() {
		if err != nil {
			err = cannotWrite(path, err)
		}
	}()
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	probe, err := os.CreateTemp(path, ".backupsso-*")
	if err != nil {
		return err
	}
	_, err = io.CopyN(probe, zeros{}, room)
	return errors.Join(err, probe.Close(), os.Remove(probe.Name()))
}

func cannotWrite(path string, err error) *setup.Problem {
	kind := setup.CannotWrite
	if noRoom(err) {
		kind = setup.DiskFull
	}
	if absolute, failed := filepath.Abs(path); path == "." && failed == nil {
		path = absolute // a sentence that begins with a dot names nothing
	}
	return &setup.Problem{Step: setup.StepBundle, Kind: kind, Retry: true, Err: err,
		Facts: map[string]string{"Path": path}, Detail: setup.Detail{Message: err.Error()}}
}

// noRoom knows a full disk and a used-up quota; Windows has its own two numbers
// (ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL).
func noRoom(err error) bool {
	const windowsHandleFull, windowsFull = syscall.Errno(39), syscall.Errno(112)
	if runtime.GOOS == "windows" {
		return errors.Is(err, windowsHandleFull) || errors.Is(err, windowsFull)
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
