package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
)

// A ledger holds what a journal cannot: thousands of writes of one kind. It is a
// file of lines beside the journal, under the journal's lock, and is only ever
// appended to, so the thousandth write costs what the first one did. A line that
// is not whole, because the program died while it wrote it, is dropped: its write
// was not sent yet.
const (
	ledgerSuffix = ".people.jsonl"
	maxLedger    = 64 << 20
	maxLine      = 16 << 10

	ledgerVersion = 1
)

// Member is one person or group of a ledger: who it is, and what came of the
// write that lets them use the application.
type Member struct {
	ID   string // object id of the person or group
	Kind string // User or Group
	Name string
	UPN  string

	Begun           time.Time // zero: nothing was sent yet
	Outcome         Outcome
	Made            string // id of the assignment
	Ended           time.Time
	RequestID       string
	ClientRequestID string
	TakenBack       time.Time
}

// Standing reports whether the assignment was made here and not taken back.
func (m Member) Standing() bool { return m.Outcome == Done && m.TakenBack.IsZero() }

// Left reports whether a run that is carried on has to look at the member again.
func (m Member) Left() bool { return m.Outcome != Done }

// Unsettled reports whether something was sent of which nobody knows what came.
func (m Member) Unsettled() bool { return !m.Begun.IsZero() && m.Outcome == Open }

// Ledger is the open ledger of a book. It is used from one goroutine.
type Ledger struct {
	path    string
	now     func() time.Time
	file    *os.File
	sync    func(*os.File) error
	members []Member
	begun   int       // where the newest run begins in members
	started time.Time // of the newest run; zero: there was none
	ended   bool      // it came to its end
	failed  error     // nothing is appended behind a line that may be torn
}

// ledgerLine is one line. The first one holds a version and whose ledger it is.
type ledgerLine struct {
	Version    int    `json:"version,omitempty"`
	TenantID   string `json:"tenant_id,omitempty"`
	Identifier string `json:"identifier,omitempty"`

	Run time.Time `json:"run,omitzero"` // a run begins
	End time.Time `json:"end,omitzero"` // the run is at its end

	ID   string `json:"id,omitempty"` // a member joins, the next number is hers
	Kind string `json:"kind,omitempty"`
	Name string `json:"name,omitempty"`
	UPN  string `json:"upn,omitempty"`

	N               int       `json:"n,omitempty"` // about the member with that number, from 1
	Begun           time.Time `json:"begun,omitzero"`
	Outcome         Outcome   `json:"outcome,omitempty"`
	Made            string    `json:"made,omitempty"`
	Ended           time.Time `json:"ended,omitzero"`
	RequestID       string    `json:"request_id,omitempty"`
	ClientRequestID string    `json:"client_request_id,omitempty"`
	TakenBack       time.Time `json:"taken_back,omitzero"`
}

func ledgerPath(journalPath string) string {
	return strings.TrimSuffix(journalPath, suffix) + ledgerSuffix
}

// ReadLedger returns what is remembered of the people of a set-up, without a lock;
// nothing is no error. Errors: *DamagedError, *NewerError, *UnwritableError.
func (s *Store) ReadLedger(key Key) (*Ledger, error) {
	path := ledgerPath(s.path(key))
	ledger := &Ledger{path: path, now: s.now, sync: (*os.File).Sync}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ledger, nil
	}
	if err != nil {
		return nil, &UnwritableError{Path: path, Err: err}
	}
	defer func() { _ = file.Close() }()
	_, err = ledger.replay(file, key)
	return ledger, err
}

// replay reads all lines and returns how many bytes of them are whole.
func (l *Ledger) replay(from io.Reader, key Key) (whole int64, err error) {
	lines := bufio.NewReaderSize(from, 64<<10)
	damaged := func(err error) error { return &DamagedError{Path: l.path, Err: err} }
	for number := 1; ; number++ {
		text, err := lines.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			return whole, nil // the end, or what was being written at the end
		case err != nil || len(text) > maxLine:
			return whole, damaged(fmt.Errorf("line %d is too long", number))
		case whole+int64(len(text)) > maxLedger:
			return whole, damaged(errors.New("it is too large"))
		}
		var line ledgerLine
		if err := json.Unmarshal(bytes.TrimSpace(text), &line); err != nil {
			return whole, damaged(fmt.Errorf("line %d: %w", number, err))
		}
		if number == 1 {
			err = l.head(line, key)
		} else {
			err = l.take(line)
		}
		if err != nil {
			return whole, err
		}
		whole += int64(len(text))
	}
}

func (l *Ledger) head(line ledgerLine, key Key) error {
	switch {
	case line.Version > ledgerVersion:
		return &NewerError{Path: l.path, Version: line.Version}
	case line.Version < 1:
		return &DamagedError{Path: l.path, Err: errors.New("it is no ledger")}
	case !strings.EqualFold(line.TenantID, key.TenantID) || line.Identifier != key.Identifier:
		return &DamagedError{Path: l.path, Err: errors.New("it is about another set-up")}
	}
	return nil
}

// take takes one line over.
func (l *Ledger) take(line ledgerLine) error {
	switch {
	case !line.Run.IsZero():
		l.begun, l.started, l.ended = len(l.members), line.Run, false
	case !line.End.IsZero():
		l.ended = true
	case line.ID != "":
		l.members = append(l.members, Member{ID: line.ID, Kind: line.Kind, Name: line.Name, UPN: line.UPN})
	case line.N < 1 || line.N > len(l.members):
		return &DamagedError{Path: l.path, Err: fmt.Errorf("there is no member %d", line.N)}
	default:
		member := &l.members[line.N-1]
		if !line.Begun.IsZero() && !member.Unsettled() { // of several tries the first one counts
			member.Begun, member.Outcome = line.Begun, Open
		}
		if line.Outcome != Open {
			member.Outcome, member.Made, member.Ended = line.Outcome, line.Made, line.Ended
			member.RequestID, member.ClientRequestID = line.RequestID, line.ClientRequestID
		}
		if !line.TakenBack.IsZero() {
			member.TakenBack = line.TakenBack
		}
	}
	return nil
}

// Members are all members of all runs, in the order in which they joined.
func (l *Ledger) Members() []Member {
	if l == nil {
		return nil
	}
	return l.members
}

// Unfinished returns the members of the newest run when that was cut off, and when
// it began; nobody when it came to its end.
func (l *Ledger) Unfinished() ([]Member, time.Time) {
	if l == nil || l.ended || l.started.IsZero() {
		return nil, time.Time{}
	}
	return l.members[l.begun:], l.started
}
