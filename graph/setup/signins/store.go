// Package signins remembers, between runs, how one signs in: by which client in which
// tenant, and whose sign-in the system keeps.
//
// Promises: the file holds no secret, only names and ids; it is whole or not there,
// also after a crash; two programs that write at once lose nothing; a file of a newer
// program is never overwritten. Limits: what is damaged counts as empty, since all of
// it can be typed again.
package signins

import (
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

// Version is the format that this program writes.
const Version = 1

const (
	fileName  = "sign-in.json"
	largest   = 1 << 20
	mostKept  = 200 // of each kind; the oldest make room
	lockTries = 50
	lockPause = 20 * time.Millisecond
)

// ErrNewer says that a newer program wrote the file.
var ErrNewer = errors.New("the file is of a newer program")

// Client is the client that is used in one tenant instead of the usual one.
type Client struct {
	Cloud    string `json:"cloud"`            // its name; for a practice tenant its address
	TenantID string `json:"tenant_id"`        // empty: whenever no tenant is named
	Tenant   string `json:"tenant,omitempty"` // its name, for people
	ClientID string `json:"client_id"`
}

// Kept is a sign-in that the system's store keeps.
type Kept struct {
	Cloud    string          `json:"cloud"`
	TenantID string          `json:"tenant_id,omitempty"` // empty: the account's own was asked for
	ClientID string          `json:"client_id"`
	Account  string          `json:"account"`
	Tenant   string          `json:"tenant,omitempty"`
	Record   json.RawMessage `json:"record"` // names account, tenant and client; no secret
}

// Book is all that is remembered.
type Book struct {
	Version int      `json:"version"`
	Clients []Client `json:"clients"`
	Kept    []Kept   `json:"kept"`
}

// Store is the file.
type Store struct{ folder string }

// In returns the store in a folder, which is made when something is remembered.
func In(folder string) *Store { return &Store{folder} }

// Path is where the file is, or will be.
func (s *Store) Path() string { return filepath.Join(s.folder, fileName) }

// Read returns what is remembered. A nil store remembers nothing.
func (s *Store) Read() (Book, error) {
	if s == nil {
		return Book{Version: Version}, nil
	}
	file, err := os.Open(s.Path())
	if errors.Is(err, fs.ErrNotExist) {
		return Book{Version: Version}, nil
	}
	if err != nil {
		return Book{Version: Version}, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err != nil {
		return Book{Version: Version}, err
	}
	return decode(content)
}

// decode reads the version first, since nothing else of a newer file can be relied on.
func decode(content []byte) (Book, error) {
	var head struct {
		Version int `json:"version"`
	}
	if json.Unmarshal(content, &head) == nil && head.Version > Version {
		return Book{Version: Version}, fmt.Errorf("%w: version %d", ErrNewer, head.Version)
	}
	var book Book
	if len(content) > largest || json.Unmarshal(content, &book) != nil || book.Version != Version {
		return Book{Version: Version}, nil
	}
	book.Clients = slices.DeleteFunc(book.Clients, func(c Client) bool { return c.ClientID == "" })
	book.Kept = slices.DeleteFunc(book.Kept, func(k Kept) bool { return k.ClientID == "" || len(k.Record) == 0 })
	return book, nil
}

// Client is the client that is remembered for a tenant, "" for when none is named; or "".
func (b Book) Client(cloud, tenantID string) string {
	at := slices.IndexFunc(b.Clients, func(c Client) bool { return c.Cloud == cloud && strings.EqualFold(c.TenantID, tenantID) })
	if at < 0 {
		return ""
	}
	return b.Clients[at].ClientID
}

// SetClient remembers a tenant's client; one with an empty ClientID is forgotten.
func (b *Book) SetClient(client Client) {
	b.Clients = slices.DeleteFunc(b.Clients, func(c Client) bool { return c.Cloud == client.Cloud && strings.EqualFold(c.TenantID, client.TenantID) })
	if client.ClientID != "" {
		b.Clients = append(b.Clients, client)
	}
	b.Clients = b.Clients[max(0, len(b.Clients)-mostKept):]
}

// Keeping finds the kept sign-in for a tenant, "" for the account's own, and a client.
func (b Book) Keeping(cloud, tenantID, clientID string) (Kept, bool) {
	at := slices.IndexFunc(b.Kept, func(k Kept) bool { return k.same(Kept{Cloud: cloud, TenantID: tenantID, ClientID: clientID}) })
	if at < 0 {
		return Kept{}, false
	}
	return b.Kept[at], true
}

// Keep remembers a kept sign-in in the place of the one before.
func (b *Book) Keep(kept Kept) {
	b.Kept = append(slices.DeleteFunc(b.Kept, kept.same), kept)
	b.Kept = b.Kept[max(0, len(b.Kept)-mostKept):]
}

func (k Kept) same(other Kept) bool {
	return k.Cloud == other.Cloud && strings.EqualFold(k.TenantID, other.TenantID) && strings.EqualFold(k.ClientID, other.ClientID)
}

// Update changes what is remembered, alone among all programs.
func (s *Store) Update(change func(*Book)) error {
	if s == nil {
		return nil
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return err
	}
	lock := flock.New(s.Path() + ".lock")
	if err := locked(lock); err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	book, err := s.Read()
	if err != nil {
		return err
	}
	change(&book)
	content, err := json.MarshalIndent(book, "", "  ")
	if err != nil {
		return err
	}
	return replace(s.Path(), append(content, '\n'))
}

func locked(lock *flock.Flock) error {
	for range lockTries {
		if got, err := lock.TryLock(); err != nil || got {
			return err
		}
		time.Sleep(lockPause) // held by another program for the time of one write
	}
	return errors.New("another program holds the file")
}

// replace writes beside the place and moves it there.
func replace(path string, content []byte) error {
	beside, err := os.CreateTemp(filepath.Dir(path), ".sign-in-*.part") // readable by its owner only
	if err != nil {
		return err
	}
	_, err = beside.Write(content)
	err = errors.Join(err, beside.Sync(), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}
