package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/gofrs/flock"
)

// Book is the open journal of one set-up. It may be used from several goroutines.
type Book struct {
	store *Store
	path  string
	lock  *flock.Flock

	mu sync.Mutex
	onDisk
}

// Path is the journal's file.
func (b *Book) Path() string { return b.path }

// Record returns what is remembered by now.
func (b *Book) Record() Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.record.clone()
}

// Update changes the record, on disk first: when that fails, nothing is changed.
func (b *Book) Update(change func(*Record)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.stillHeld(); err != nil {
		return err
	}
	next := b.record.clone()
	change(&next)
	next.Changed = b.store.now().UTC()
	content, err := json.MarshalIndent(next, "", "  ")
	content = append(content, '\n')
	if err == nil && b.older {
		err = b.store.write(b.path+oldSuffix, b.content)
	}
	if err == nil {
		err = b.store.write(b.path, content)
	}
	if err != nil {
		return &UnwritableError{Path: b.path, Err: err}
	}
	b.onDisk = onDisk{record: next, content: content}
	return nil
}

// stillHeld makes sure that the lock is the one that others find. Who deletes the
// files meanwhile lets nobody else in: the lock is taken anew, unless another window
// was faster, and the next change writes the whole journal again.
func (b *Book) stillHeld() error {
	own, err := b.lock.Stat()
	found, foundErr := os.Stat(b.path + lockSuffix)
	if err == nil && foundErr == nil && os.SameFile(own, found) {
		return nil
	}
	lock, err := hold(b.path)
	if err != nil {
		return err
	}
	_ = b.lock.Close()
	b.lock = lock
	switch now, err := os.ReadFile(b.path); {
	case errors.Is(err, fs.ErrNotExist), err == nil && bytes.Equal(now, b.content):
		return nil
	case err != nil:
		return &UnwritableError{Path: b.path, Err: err}
	}
	return fmt.Errorf("%w: %s was written by another window", ErrInUse, b.path)
}

// Begin puts an intent on disk and returns its index.
func (b *Book) Begin(entry Entry) (int, error) {
	entry.Begun, entry.Outcome = b.store.now().UTC(), Open
	index := 0
	err := b.Update(func(r *Record) {
		index = len(r.Entries)
		r.Entries = append(r.Entries, entry)
	})
	return index, err
}

// End puts the outcome of an intent on disk.
func (b *Book) End(index int, outcome Outcome, change func(*Entry)) error {
	return b.Update(func(r *Record) {
		if index < 0 || index >= len(r.Entries) {
			return
		}
		entry := r.Entries[index]
		entry.Outcome, entry.Ended = outcome, b.store.now().UTC()
		if change != nil {
			change(&entry)
		}
		r.Entries[index] = entry
	})
}

// Close gives the lock back.
func (b *Book) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lock.Close()
}
