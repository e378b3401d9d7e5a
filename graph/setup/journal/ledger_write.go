package journal

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
)

// Ledger opens the ledger of the book's set-up for writing; it may be used as long
// as the book is open. Errors: *DamagedError, *NewerError, *UnwritableError.
func (b *Book) Ledger() (*Ledger, error) {
	record := b.Record()
	key := Key{TenantID: record.TenantID, Identifier: record.Identifier}
	ledger := &Ledger{path: ledgerPath(b.path), now: b.store.now, sync: (*os.File).Sync}
	file, err := os.OpenFile(ledger.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, &UnwritableError{Path: ledger.path, Err: err}
	}
	whole, err := ledger.replay(file, key)
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	ledger.file = file
	// What is torn at the end goes, so that the next line begins where one ended.
	if err = file.Truncate(whole); err == nil {
		_, err = file.Seek(whole, 0)
	}
	if err == nil && whole == 0 {
		err = ledger.append(true, ledgerLine{Version: ledgerVersion, TenantID: key.TenantID, Identifier: key.Identifier})
		if err == nil {
			err = syncFolder(filepath.Dir(ledger.path))
		}
	}
	if err != nil {
		_ = file.Close()
		return nil, &UnwritableError{Path: ledger.path, Err: err}
	}
	return ledger, nil
}

// append writes lines at the end, and waits until they are on the disk when they
// must be there before anything else happens.
func (l *Ledger) append(durable bool, lines ...ledgerLine) error {
	if l.failed != nil {
		return l.failed
	}
	var content []byte
	for _, line := range lines {
		written, err := json.Marshal(line)
		if err != nil {
			return &UnwritableError{Path: l.path, Err: err}
		}
		content = append(append(content, written...), '\n')
	}
	err := l.stillThere()
	if err == nil {
		_, err = l.file.Write(content)
	}
	if err == nil && durable {
		err = l.sync(l.file)
	}
	if err != nil {
		l.failed = &UnwritableError{Path: l.path, Err: err}
	}
	return l.failed
}

// stillThere makes sure that what is appended can be read again: a file that somebody
// deleted takes lines, and loses them.
func (l *Ledger) stillThere() error {
	own, err := l.file.Stat()
	if err != nil {
		return err
	}
	found, err := os.Stat(l.path)
	if err == nil && !os.SameFile(own, found) {
		err = fs.ErrNotExist
	}
	return err
}

// Plan begins a run: members join, and nothing was sent for them yet. It returns
// the number of the first one; the others follow.
func (l *Ledger) Plan(members []Member) (first int, err error) {
	lines := []ledgerLine{{Run: l.now().UTC()}}
	for _, member := range members {
		lines = append(lines, ledgerLine{ID: member.ID, Kind: member.Kind, Name: cut(member.Name), UPN: cut(member.UPN)})
	}
	first = len(l.members) + 1
	return first, l.do(true, lines...)
}

// cut keeps foreign texts from making a line too long.
func cut(text string) string {
	const most = 400
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most])
	}
	return text
}

// Begin puts on disk that something is about to be sent for a member.
func (l *Ledger) Begin(n int) error {
	return l.do(true, ledgerLine{N: n, Begun: l.now().UTC()})
}

// End notes what came of it. That line reaches the disk with the next intent at
// the latest; when it is lost, a look at the tenant says the same.
func (l *Ledger) End(n int, outcome Outcome, made, requestID, clientRequestID string) error {
	return l.do(false, ledgerLine{N: n, Outcome: outcome, Made: made, Ended: l.now().UTC(), RequestID: requestID, ClientRequestID: clientRequestID})
}

// TakeBack notes that a member's assignment is gone.
func (l *Ledger) TakeBack(n int) error {
	return l.do(false, ledgerLine{N: n, TakenBack: l.now().UTC()})
}

// Finish ends the newest run: what was not sent by now is not to be.
func (l *Ledger) Finish() error { return l.do(true, ledgerLine{End: l.now().UTC()}) }

func (l *Ledger) do(durable bool, lines ...ledgerLine) error {
	if err := l.append(durable, lines...); err != nil {
		return err
	}
	for _, line := range lines {
		if err := l.take(line); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the file, after all of it reached the disk. A nil ledger has none.
func (l *Ledger) Close() error {
	if l == nil || l.file == nil {
		return nil
	}
	err := l.sync(l.file)
	if closeErr := l.file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return &UnwritableError{Path: l.path, Err: err}
	}
	return nil
}
