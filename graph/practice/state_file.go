package practice

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// stateVersion is the version of the state file's format. A program refuses files
// of another version rather than misread them.
const stateVersion = 1

// A state file is a journal: its first line holds the tenant's names, every other
// one all that one exchange changed. A line reaches the disk before the exchange
// is answered. A line that is not whole, because the program or the machine died
// while it was written, was never answered and is dropped.

// stateHead is the first line.
type stateHead struct {
	Version   int               `json:"backupsso_practice_state"`
	TenantID  string            `json:"tenant_id"`
	Created   time.Time         `json:"created"`
	ClientID  string            `json:"client_id"`
	Secret    string            `json:"client_secret"` // made up by the tenant for itself
	TwinID    string            `json:"twin_id"`
	RoleIDs   map[string]string `json:"role_ids"`
	Templates []storedTemplate  `json:"templates"`
}

// stateLine is any other line.
type stateLine struct {
	Changes []stateChange `json:"changes"`
}

// stateChange is one object as it stands from a moment on, or is gone.
type stateChange struct {
	Kind  string          `json:"kind"`
	ID    string          `json:"id"`
	From  time.Time       `json:"from"`
	Gone  bool            `json:"gone,omitempty"`
	Value json.RawMessage `json:"value,omitempty"`
}

// stateFile writes the journal. A nil one keeps nothing.
type stateFile struct {
	path   string
	lock   *flock.Flock
	prover *prover

	mu      sync.Mutex
	file    *os.File
	pending []stateChange
	failed  error // the first failure; nothing is kept after it
}

// maxStateLine bounds one line of a state file.
const maxStateLine = 64 << 20

// openState takes the file for this process and reads it; an absent or empty one
// is a new tenant's and gives no head.
func openState(path string) (*stateFile, *stateHead, []stateChange, error) {
	s := &stateFile{path: path, lock: flock.New(path + ".lock"), prover: newProver()}
	free, err := s.lock.TryLock()
	if err != nil {
		return nil, nil, nil, fmt.Errorf("practice: the state file cannot be locked: %w", err)
	}
	if !free {
		return nil, nil, nil, fmt.Errorf("practice: another practice tenant uses the state file %s", path)
	}
	head, changes, err := readState(path)
	if err != nil {
		return nil, nil, nil, errors.Join(fmt.Errorf("practice: state file %s: %w", path, err), s.lock.Unlock())
	}
	return s, head, changes, nil
}

func readState(path string) (*stateHead, []stateChange, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = file.Close() }()
	return decodeState(file)
}

func decodeState(from io.Reader) (*stateHead, []stateChange, error) {
	lines := bufio.NewReaderSize(from, 1<<16)
	first, whole, err := stateLineOf(lines)
	if err != nil || len(first) == 0 {
		return nil, nil, err
	}
	var head stateHead
	if err := json.Unmarshal(first, &head); err != nil || !whole || head.Version == 0 {
		return nil, nil, errors.New("this is no state of a practice tenant")
	}
	if head.Version != stateVersion {
		return nil, nil, fmt.Errorf("it has version %d, and this program reads version %d; use a new file", head.Version, stateVersion)
	}
	var changes []stateChange
	for number := 2; ; number++ {
		line, whole, err := stateLineOf(lines)
		if err != nil {
			return nil, nil, err
		}
		if !whole {
			return &head, changes, nil // the end, or what was being written at the end
		}
		var read stateLine
		if err := json.Unmarshal(line, &read); err != nil {
			return nil, nil, fmt.Errorf("line %d is damaged: %w", number, err)
		}
		changes = append(changes, read.Changes...)
	}
}

// stateLineOf reads a line and says whether it ended.
func stateLineOf(from *bufio.Reader) (line []byte, whole bool, err error) {
	for {
		part, err := from.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return bytes.TrimSuffix(line, []byte("\n")), true, nil
		case errors.Is(err, io.EOF):
			return line, false, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, false, err
		case len(line) > maxStateLine:
			return nil, false, errors.New("a line is too long")
		}
	}
}

// begin replaces the file by a short one that says the same, and goes on from it.
func (s *stateFile) begin(head stateHead, all []stateChange) error {
	var content bytes.Buffer
	encoder := json.NewEncoder(&content)
	err := encoder.Encode(head)
	for at := 0; at < len(all) && err == nil; at += 1000 {
		err = encoder.Encode(stateLine{all[at:min(at+1000, len(all))]})
	}
	if err == nil {
		err = writeWhole(s.path, content.Bytes(), 0o600) // it holds the keys that sign
	}
	if err == nil {
		s.file, err = os.OpenFile(s.path, os.O_WRONLY|os.O_APPEND, 0o600)
	}
	if err != nil {
		return fmt.Errorf("practice: the state cannot be kept in %s: %w", s.path, err)
	}
	return nil
}

// note takes a change into the next line.
func (s *stateFile) note(kind, id string, from time.Time, value any) {
	if s == nil {
		return
	}
	change := stateChange{Kind: kind, ID: id, From: from, Gone: value == nil}
	var err error
	if value != nil {
		change.Value, err = json.Marshal(value)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = errors.Join(s.failed, err)
	s.pending = append(s.pending, change)
}

// fail notes that something could not be kept.
func (s *stateFile) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = errors.Join(s.failed, fmt.Errorf("practice: the state cannot be kept in %s: %w", s.path, err))
}

// commit brings the changes that were noted to the disk. What cannot be kept must
// not be answered as done.
func (s *stateFile) commit() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil || len(s.pending) == 0 {
		return s.failed
	}
	line, err := json.Marshal(stateLine{s.pending})
	if err == nil {
		_, err = s.file.Write(append(line, '\n'))
	}
	if err == nil {
		err = s.file.Sync()
	}
	s.pending = nil
	if err != nil {
		s.failed = fmt.Errorf("practice: the state cannot be kept in %s: %w", s.path, err)
	}
	return s.failed
}

// close lets the file go.
func (s *stateFile) close() error {
	if s == nil {
		return nil
	}
	err := s.commit()
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
	}
	return errors.Join(err, s.lock.Unlock())
}
