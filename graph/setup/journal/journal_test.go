package journal

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var key = Key{TenantID: "11111111-2222-3333-4444-555555555555", Identifier: "https://us.backup.autotask.net/singlesignon/saml/metadata"}

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func open(t *testing.T, store *Store) *Book {
	t.Helper()
	book, err := store.Open(key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

func TestIntentAndOutcomeAreReadBack(t *testing.T) {
	store := In(filepath.Join(t.TempDir(), "deep", "folder"), noon)
	book := open(t, store)
	index, err := book.Begin(Entry{Step: "application", What: "application", Known: []string{"a"}})
	if err != nil {
		t.Fatal(err)
	}
	after, there, err := store.Read(key)
	if err != nil || !there || after.OpenEntry("application") != 0 || after.Entries[0].Begun != noon() {
		t.Fatalf("%+v, %t, %v", after, there, err)
	}
	if _, standing := after.Last("application"); standing {
		t.Error("an intent stands for a deed")
	}
	if err := book.End(index, Done, func(e *Entry) { e.Made, e.RequestID = "id-1", "r" }); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, store)
	if difference := cmp.Diff(book.Record(), again.Record()); difference != "" {
		t.Error(difference)
	}
	entry, standing := again.Record().Last("application")
	if !standing || entry.Made != "id-1" || again.Record().OpenEntry("application") != -1 {
		t.Errorf("%+v", entry)
	}
	if err := again.Update(func(r *Record) { r.Entries[0].TakenBack = noon(); r.State = Undone }); err != nil {
		t.Fatal(err)
	}
	if _, standing := again.Record().Last("application"); standing {
		t.Error("what was taken back still stands")
	}
	listed, failures := store.List()
	if len(listed) != 1 || len(failures) != 0 || listed[0].State != Undone {
		t.Errorf("%+v, %v", listed, failures)
	}
}

func TestSecondWindowIsToldSo(t *testing.T) {
	store := In(memoryFolder(t), noon)
	first := open(t, store)
	if _, err := In(store.folder, noon).Open(key); !errors.Is(err, ErrInUse) {
		t.Fatalf("got %v", err)
	}
	other := key
	other.Identifier += "2"
	if second, err := store.Open(other); err != nil {
		t.Errorf("another set-up: %v", err)
	} else if err := second.Close(); err != nil {
		t.Error(err)
	}
	if err := first.Update(func(*Record) {}); err != nil {
		t.Fatal(err)
	}
	if listed, _ := store.List(); len(listed) != 1 || !listed[0].InUse {
		t.Errorf("while it is open: %+v", listed)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if listed, _ := store.List(); len(listed) != 1 || listed[0].InUse {
		t.Errorf("after it was closed: %+v", listed)
	}
	open(t, store)
}

func TestFilesThatCannotBeRead(t *testing.T) {
	whole := `{"version":1,"tenant_id":"` + key.TenantID + `","identifier":"` + key.Identifier + `","state":"made","begun":"2026-11-23T12:00:00Z","changed":"2026-11-23T12:00:00Z"}`
	cases := map[string]string{
		"empty": "", "torn": whole[:len(whole)/2], "two": whole + whole, "garbage": "\x00\x00\x00", "no version": strings.Replace(whole, `"version":1,`, "", 1),
		"of another": strings.Replace(whole, "https://us.", "https://eu.", 1), "of nobody": `{"version":1}`,
		"wrong kinds": strings.Replace(whole, `"made"`, "7", 1), "huge": strings.Repeat(" ", maxSize) + whole,
		"newer": strings.Replace(whole, `"version":1`, `"version":3,"entries":"unknown"`, 1),
	}
	for name, content := range cases {
		t.Run(name, func(t *testing.T) {
			store := In(memoryFolder(t), noon)
			path := store.path(key)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(key)
			var damaged *DamagedError
			var newer *NewerError
			switch {
			case name == "newer" && (!errors.As(err, &newer) || newer.Version != 3 || newer.Path != path):
				t.Errorf("got %v", err)
			case name != "newer" && (!errors.As(err, &damaged) || damaged.Path != path || damaged.Empty != (name == "empty")):
				t.Errorf("got %v", err)
			}
			if left, _ := os.ReadFile(path); string(left) != content {
				t.Error("the file was touched")
			}
			if _, err := store.Open(key); errors.Is(err, ErrInUse) {
				t.Error("a failed start keeps the lock")
			}
			_, failures := store.List()
			if name != "of another" && len(failures) != 1 {
				t.Errorf("listed with %v", failures)
			}
		})
	}
}

func TestFailedWritesChangeNothing(t *testing.T) {
	store := In(memoryFolder(t), noon)
	book := open(t, store)
	if _, err := book.Begin(Entry{What: "one"}); err != nil {
		t.Fatal(err)
	}
	before := book.Record()
	store.write = func(string, []byte) error { return syscall.ENOSPC }
	_, err := book.Begin(Entry{What: "two"})
	var unwritable *UnwritableError
	if !errors.As(err, &unwritable) || !errors.Is(err, syscall.ENOSPC) || unwritable.Path != book.Path() {
		t.Fatalf("got %v", err)
	}
	onDisk, _, err := store.Read(key)
	if err != nil || cmp.Diff(before, book.Record()) != "" || cmp.Diff(before, onDisk) != "" {
		t.Errorf("a failed write changed something: %v", err)
	}
}

func TestAFileInTheFoldersPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := In(path, noon).Open(key)
	var unwritable *UnwritableError
	if !errors.As(err, &unwritable) {
		t.Errorf("got %v", err)
	}
	if runtime.GOOS != "windows" {
		if _, failures := In(path, noon).List(); len(failures) != 1 {
			t.Errorf("listed with %v", failures)
		}
	}
}

// TestNothingHalfIsLeft: a temporary file of a run that was cut off is no journal.
func TestNothingHalfIsLeft(t *testing.T) {
	store := In(memoryFolder(t), noon)
	book := open(t, store)
	for range 20 {
		if _, err := book.Begin(Entry{What: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(store.folder, ".journal-1.part"), []byte(`{"vers`), 0o600); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(store.folder)
	if err != nil || len(entries) != 3 { // journal, lock, the half one
		t.Errorf("%v, %v", entries, err)
	}
	listed, failures := store.List()
	if len(listed) != 1 || len(failures) != 0 || len(listed[0].Entries) != 20 {
		t.Errorf("%+v, %v", listed, failures)
	}
	if runtime.GOOS != "windows" {
		if info, err := os.Stat(book.Path()); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"version":1,"tenant_id":"t","identifier":"i","entries":[{"what":"x","before":{"a":["b"]}}]}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		record, _, err := decode("x", content)
		var damaged *DamagedError
		var newer *NewerError
		if err == nil && (record.Version != Version || record.TenantID == "") || err != nil && !errors.As(err, &damaged) && !errors.As(err, &newer) {
			t.Errorf("%+v, %v", record, err)
		}
	})
}
