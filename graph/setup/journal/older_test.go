package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// first is a journal as the first version of the program left it.
const first = `{
  "version": 1,
  "tenant_id": "11111111-2222-3333-4444-555555555555",
  "tenant_name": "Contoso",
  "identifier": "https://us.backup.autotask.net/singlesignon/saml/metadata",
  "application_id": "object-1",
  "app_id": "app-1",
  "state": "sent",
  "begun": "2026-11-20T12:00:00Z",
  "changed": "2026-11-21T12:00:00Z",
  "sent": "2026-11-21T12:00:00Z",
  "entries": [{"step": "application", "what": "application", "begun": "2026-11-20T12:00:00Z", "outcome": "done", "made": "object-1"}]
}
`

// TestAnOlderJournalIsKeptWhenItIsWrittenAnew: looking at it changes nothing, the
// first change keeps it as it was, and an older program then says that it is newer.
func TestAnOlderJournalIsKeptWhenItIsWrittenAnew(t *testing.T) {
	store := In(memoryFolder(t), noon)
	path := store.path(key)
	if err := os.WriteFile(path, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	listed, failures := store.List()
	if len(listed) != 1 || len(failures) != 0 || listed[0].State != Sent || listed[0].Newest() != (App{ObjectID: "object-1", AppID: "app-1"}) {
		t.Fatalf("%+v, %v", listed, failures)
	}
	book := open(t, store)
	if left, _ := os.ReadFile(path); string(left) != first {
		t.Error("looking at it changes it")
	}
	before := book.Record()
	if err := book.Update(func(r *Record) { r.State = Live }); err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(path + ".v1"); err != nil || string(kept) != first {
		t.Errorf("kept %q, %v", kept, err)
	}
	if written, _ := os.ReadFile(path); !strings.Contains(string(written), `"version": 2`) || strings.Contains(string(written), "application_id") {
		t.Errorf("written: %s", written)
	}
	if err := book.Update(func(r *Record) { r.State = Sent }); err != nil { // which keeps nothing once more
		t.Fatal(err)
	}
	if kept, _ := os.ReadFile(path + ".v1"); string(kept) != first {
		t.Errorf("then kept %q", kept)
	}
	before.Changed = noon()
	if difference := cmp.Diff(before, book.Record()); difference != "" {
		t.Error(difference)
	}
	if listed, _ := store.List(); len(listed) != 1 {
		t.Errorf("the copy is listed: %+v", listed)
	}
}

// TestAnOlderJournalStaysWhereNoCopyCanBeKept: better no new one than no old one.
func TestAnOlderJournalStaysWhereNoCopyCanBeKept(t *testing.T) {
	store := In(memoryFolder(t), noon)
	path := store.path(key)
	if err := os.WriteFile(path, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	book := open(t, store)
	store.write = func(to string, content []byte) error {
		if to != path {
			return syscall.ENOSPC
		}
		return replace(to, content)
	}
	var unwritable *UnwritableError
	if _, err := book.Begin(Entry{What: "x"}); !errors.As(err, &unwritable) {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadFile(path); string(left) != first {
		t.Error("the old one is gone")
	}
}

// TestDeletedWhileInUse: the next change writes the whole journal again, and the lock
// that went with it is taken anew before anybody else gets in.
func TestDeletedWhileInUse(t *testing.T) {
	for name, gone := range map[string]string{"journal": suffix, "lock": lockSuffix, "both": "*"} {
		t.Run(name, func(t *testing.T) {
			store := In(memoryFolder(t), noon)
			book := open(t, store)
			if _, err := book.Begin(Entry{What: "one"}); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(store.folder, "*"+gone))
			if err != nil || len(files) == 0 {
				t.Fatal(files, err)
			}
			for _, file := range files {
				if err := os.Remove(file); err != nil {
					t.Skip("here nobody can delete it:", err)
				}
			}
			if _, err := book.Begin(Entry{What: "two"}); err != nil {
				t.Fatal(err)
			}
			if record, there, err := store.Read(key); err != nil || !there || len(record.Entries) != 2 {
				t.Errorf("%+v, %t, %v", record, there, err)
			}
			if _, err := store.Open(key); !errors.Is(err, ErrInUse) {
				t.Errorf("a second window gets %v", err)
			}
		})
	}
}

// TestDeletedAndTakenByAnotherWindow: whoever lost the lock writes nothing over what
// the other one keeps.
func TestDeletedAndTakenByAnotherWindow(t *testing.T) {
	store := In(memoryFolder(t), noon)
	book := open(t, store)
	if _, err := book.Begin(Entry{What: "one"}); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(store.folder, "*"))
	for _, file := range files {
		if err := os.Remove(file); err != nil {
			t.Skip("here nobody can delete it:", err)
		}
	}
	other := open(t, store)
	if _, err := other.Begin(Entry{What: "theirs"}); err != nil {
		t.Fatal(err)
	}
	if _, err := book.Begin(Entry{What: "two"}); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := book.Begin(Entry{What: "two"}); !errors.Is(err, ErrInUse) {
		t.Errorf("after the other one ended: %v", err)
	}
	if record, _, err := store.Read(key); err != nil || len(record.Entries) != 1 || record.Entries[0].What != "theirs" {
		t.Errorf("%+v, %v", record, err)
	}
}

// TestALedgerThatIsDeletedTakesNoMore: what cannot be remembered is not sent.
func TestALedgerThatIsDeletedTakesNoMore(t *testing.T) {
	store := In(memoryFolder(t), noon)
	book := open(t, store)
	ledger, err := book.Ledger()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.Close() })
	if _, err := ledger.Plan([]Member{{ID: "a"}}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(ledger.path); err != nil {
		t.Skip("here nobody can delete it:", err)
	}
	var unwritable *UnwritableError
	if err := ledger.Begin(1); !errors.As(err, &unwritable) {
		t.Errorf("got %v", err)
	}
}

// TestHalfFilesAreSweptByWhoHoldsTheLock: those of this journal, and no others.
func TestHalfFilesAreSweptByWhoHoldsTheLock(t *testing.T) {
	store := In(memoryFolder(t), noon)
	own := filepath.Join(store.folder, "."+filepath.Base(store.path(key))+"-12.part")
	foreign := filepath.Join(store.folder, ".other"+suffix+"-12.part")
	for _, part := range []string{own, foreign} {
		if err := os.WriteFile(part, []byte(`{"vers`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open(t, store)
	if _, err := os.Stat(own); err == nil {
		t.Error("it is left")
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("somebody else's is gone")
	}
}

// TestRenameWaitsForWhoLooks plays a virus scanner.
func TestRenameWaitsForWhoLooks(t *testing.T) {
	synctest.Test(t, renamesInUse)
}

func renamesInUse(t *testing.T) {
	inUse := func(err error) bool { return errors.Is(err, syscall.EBUSY) }
	for _, c := range []struct {
		err   error
		times int
		tries int
		fails bool
	}{{syscall.EBUSY, 2, 3, false}, {syscall.EBUSY, 100, 9, true}, {syscall.EROFS, 100, 1, true}} {
		tries := 0
		err := rename("a", "b", func(string, string) error {
			if tries++; tries <= c.times {
				return c.err
			}
			return nil
		}, inUse)
		if (err != nil) != c.fails || tries != c.tries {
			t.Errorf("%v: %d tries, %v", c.err, tries, err)
		}
	}
}
