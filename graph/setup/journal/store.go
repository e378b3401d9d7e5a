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
	oldSuffix  = ".v1" // of a journal in the first form, kept when it is written anew
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
	found, err := s.read(key)
	return found.record, found.content != nil, err
}

// onDisk is a journal as it is kept; the record is in our form, also where the
// content is in an older one.
type onDisk struct {
	record  Record
	content []byte // nil: there is none
	older   bool
}

func (s *Store) read(key Key) (onDisk, error) {
	found, err := read(s.path(key))
	record := found.record
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return onDisk{}, nil
	case err != nil:
		return onDisk{}, err
	case !strings.EqualFold(record.TenantID, key.TenantID) || record.Identifier != key.Identifier:
		return onDisk{}, &DamagedError{Path: s.path(key), Err: errors.New("it is about another set-up")}
	}
	return found, nil
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
		found, err := read(filepath.Join(s.folder, entry.Name()))
		if err != nil {
			failures = append(failures, err)
			continue
		}
		record := found.record
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
	lock, err := hold(path)
	if err != nil {
		return nil, err
	}
	found, err := s.read(key)
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	if found.content == nil {
		found.record = Record{Version: Version, TenantID: key.TenantID, Identifier: key.Identifier, State: Applying, Begun: s.now().UTC()}
	}
	sweep(path)
	return &Book{store: s, path: path, lock: lock, onDisk: found}, nil
}

// hold takes the lock of a journal.
func hold(path string) (*flock.Flock, error) {
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
	return lock, nil
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

func read(path string) (onDisk, error) {
	file, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return onDisk{}, err
		}
		return onDisk{}, &UnwritableError{Path: path, Err: err}
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	switch {
	case err != nil:
		return onDisk{}, &DamagedError{Path: path, Err: err}
	case len(content) == 0:
		return onDisk{}, &DamagedError{Path: path, Empty: true, Err: errors.New("it is empty")}
	case len(content) > maxSize:
		return onDisk{}, &DamagedError{Path: path, Err: errors.New("it is too large")}
	}
	record, older, err := decode(path, content)
	if err != nil {
		return onDisk{}, err
	}
	return onDisk{record, content, older}, nil
}

// decode reads the version first, since nothing else of a newer journal can be
// relied on. It reports whether the form is an older one; the record is in ours.
func decode(path string, content []byte) (record Record, older bool, err error) {
	var head struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(content, &head); err != nil {
		return Record{}, false, &DamagedError{Path: path, Err: err}
	}
	if head.Version > Version {
		return Record{}, false, &NewerError{Path: path, Version: head.Version}
	}
	if head.Version < 1 {
		return Record{}, false, &DamagedError{Path: path, Err: fmt.Errorf("there is no version %d", head.Version)}
	}
	if err = json.Unmarshal(content, &record); err == nil && head.Version == 1 {
		err = record.fromFirst(content)
	}
	if err != nil {
		return Record{}, false, &DamagedError{Path: path, Err: err}
	}
	if record.TenantID == "" || record.Identifier == "" && record.State != Asked {
		return Record{}, false, &DamagedError{Path: path, Err: errors.New("it names no set-up")}
	}
	return record, head.Version < Version, nil
}

// fromFirst completes a record that was written in the first form.
func (r *Record) fromFirst(content []byte) error {
	var newest struct {
		ObjectID string `json:"application_id"`
		AppID    string `json:"app_id"`
	}
	if err := json.Unmarshal(content, &newest); err != nil {
		return err
	}
	r.Version = Version
	if newest.ObjectID != "" && !slices.ContainsFunc(r.Applications, func(known App) bool { return known.ObjectID == newest.ObjectID }) {
		r.Applications = append(r.Applications, App{ObjectID: newest.ObjectID, AppID: newest.AppID})
	}
	return nil
}
