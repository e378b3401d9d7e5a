package journal

import (
	"encoding/json"
	"sync"

	"github.com/gofrs/flock"
)

// Book is the open journal of one set-up. It may be used from several goroutines.
type Book struct {
	store *Store
	path  string
	lock  *flock.Flock

	mu     sync.Mutex
	record Record
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
	next := b.record.clone()
	change(&next)
	next.Changed = b.store.now().UTC()
	content, err := json.MarshalIndent(next, "", "  ")
	if err == nil {
		err = b.store.write(b.path, append(content, '\n'))
	}
	if err != nil {
		return &UnwritableError{Path: b.path, Err: err}
	}
	b.record = next
	return nil
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
func (b *Book) Close() error { return b.lock.Close() }
