package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	maxSize   = 4 << 20
	maxListed = 1000
	suffix    = ".journal.json"

	lockSuffix = ".lock"
	lockTries  = 3
	lockPause  = 10 * time.Millisecond
)

// Key names one set-up.
type Key struct{ TenantID, Identifier string }

// Store is the folder of journals.
type Store struct {
	folder string
	now    func() time.Time
	write  func(path string, content []byte) error
}

// In returns the journals of a folder, which is made when the first one is.
func In(folder string, now func() time.Time) *Store {
	return &Store{folder: folder, now: now, write: replace}
}

func (s *Store) path(key Key) string {
	sum := sha256.Sum256([]byte(strings.ToLower(key.TenantID) + "\n" + key.Identifier))
	return filepath.Join(s.folder, hex.EncodeToString(sum[:16])+suffix)
}

// Read returns what is remembered of a set-up, without a lock; nothing is no
// error.
func (s *Store) Read(key Key) (Record, bool, error) {
	record, err := read(s.path(key))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Record{}, false, nil
	case err != nil:
		return Record{}, false, err
	case !strings.EqualFold(record.TenantID, key.TenantID) || record.Identifier != key.Identifier:
		return Record{}, false, &DamagedError{Path: s.path(key), Err: errors.New("it is about another set-up")}
	}
	return record, true, nil
}

// List returns every set-up that can be read, the latest change first. What
// cannot be read comes back as errors beside the rest.
func (s *Store) List() ([]Record, []error) {
	entries, err := os.ReadDir(s.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []error{&UnwritableError{Path: s.folder, Err: err}}
	}
	var records []Record
	var failures []error
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), suffix) || len(records) == maxListed {
			continue
		}
		record, err := read(filepath.Join(s.folder, entry.Name()))
		if err != nil {
			failures = append(failures, err)
			continue
		}
		record.InUse = inUse(filepath.Join(s.folder, entry.Name()))
		records = append(records, record)
	}
	slices.SortStableFunc(records, func(a, b Record) int { return b.Changed.Compare(a.Changed) })
	return records, failures
}

// inUse reports whether somebody holds the lock of a journal. It makes no file,
// and shares the lock it tries with others who ask.
func inUse(path string) bool {
	if _, err := os.Lstat(path + lockSuffix); err != nil {
		return false
	}
	lock := flock.New(path+lockSuffix, flock.SetFlag(os.O_RDONLY))
	free, err := lock.TryRLock()
	_ = lock.Close()
	return err == nil && !free
}

// Open locks the journal of a set-up, for as long as the Book is open, and reads
// it. Errors: ErrInUse, *DamagedError, *NewerError, *UnwritableError.
func (s *Store) Open(key Key) (*Book, error) {
	path := s.path(key)
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return nil, &UnwritableError{Path: s.folder, Err: err}
	}
	lock := flock.New(path+lockSuffix, flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	for try := 1; try < lockTries && err == nil && !locked; try++ {
		time.Sleep(lockPause) // somebody may only be looking whether it is in use
		locked, err = lock.TryLock()
	}
	if err != nil {
		return nil, &UnwritableError{Path: path, Err: err}
	}
	if !locked {
		return nil, fmt.Errorf("%w: %s", ErrInUse, path)
	}
	record, there, err := s.Read(key)
	if err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	if !there {
		record = Record{Version: Version, TenantID: key.TenantID, Identifier: key.Identifier, State: Applying, Begun: s.now().UTC()}
	}
	return &Book{store: s, path: path, lock: lock, record: record}, nil
}

// Forget removes the journal of a set-up; nothing there is no error. Errors are
// those of Open.
func (s *Store) Forget(key Key) error {
	if _, err := os.Lstat(s.path(key)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	book, err := s.Open(key)
	if err != nil {
		return err
	}
	err = os.Remove(book.path)
	_ = book.Close() // the lock ends with the process at the latest
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &UnwritableError{Path: book.path, Err: err}
	}
	return nil
}

func read(path string) (Record, error) {
	file, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return Record{}, err
		}
		return Record{}, &UnwritableError{Path: path, Err: err}
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	switch {
	case err != nil:
		return Record{}, &DamagedError{Path: path, Err: err}
	case len(content) == 0:
		return Record{}, &DamagedError{Path: path, Empty: true, Err: errors.New("it is empty")}
	case len(content) > maxSize:
		return Record{}, &DamagedError{Path: path, Err: errors.New("it is too large")}
	}
	return decode(path, content)
}

// decode reads the version first, since nothing else of a newer journal can be
// relied on.
func decode(path string, content []byte) (Record, error) {
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(content, &head); err != nil {
		return Record{}, &DamagedError{Path: path, Err: err}
	}
	if head.Version > Version {
		return Record{}, &NewerError{Path: path, Version: head.Version}
	}
	if head.Version < 1 {
		return Record{}, &DamagedError{Path: path, Err: fmt.Errorf("there is no version %d", head.Version)}
	}
	var record Record
	if err := json.Unmarshal(content, &record); err != nil {
		return Record{}, &DamagedError{Path: path, Err: err}
	}
	if record.TenantID == "" || record.Identifier == "" && record.State != Asked {
		return Record{}, &DamagedError{Path: path, Err: errors.New("it names no set-up")}
	}
	return record, nil
}
