package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func openLedger(t *testing.T, store *Store) (*Book, *Ledger) {
	t.Helper()
	book := open(t, store)
	ledger, err := book.Ledger()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.file.Close() })
	return book, ledger
}

func steps(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestLedgerRemembers(t *testing.T) {
	store := In(memoryFolder(t), noon)
	if empty, err := store.ReadLedger(key); err != nil || len(empty.Members()) != 0 {
		t.Fatalf("%+v, %v", empty, err)
	}
	_, ledger := openLedger(t, store)
	first, err := ledger.Plan([]Member{{ID: "a", Kind: "User", Name: "Ada", UPN: "ada@contoso.com"}, {ID: "b", Kind: "Group", Name: strings.Repeat("x", 9000)}, {ID: "c", Kind: "User"}})
	if err != nil || first != 1 {
		t.Fatal(first, err)
	}
	steps(t, ledger.Begin(1), ledger.End(1, Done, "made", "r", "c"), ledger.Begin(2), ledger.End(2, Refused, "", "", ""), ledger.Begin(3))
	read, err := store.ReadLedger(key)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ledger.Members(), read.Members()); diff != "" {
		t.Error(diff)
	}
	want := []Member{{ID: "a", Kind: "User", Name: "Ada", UPN: "ada@contoso.com", Begun: noon(), Outcome: Done, Made: "made", Ended: noon(), RequestID: "r", ClientRequestID: "c"},
		{ID: "b", Kind: "Group", Begun: noon(), Outcome: Refused, Ended: noon()}, {ID: "c", Kind: "User", Begun: noon()}}
	if diff := cmp.Diff(want, read.Members(), cmpopts.IgnoreFields(Member{}, "Name")); diff != "" || !read.Members()[2].Unsettled() || !read.Members()[0].Standing() {
		t.Error(diff)
	}
	if open, since := read.Unfinished(); len(open) != 3 || !since.Equal(noon()) {
		t.Errorf("%+v since %v", open, since)
	}
	steps(t, ledger.Finish(), ledger.TakeBack(1), ledger.Close())
	_, again := openLedgerAgain(t, store)
	if open, _ := again.Unfinished(); open != nil || again.Members()[0].Standing() {
		t.Errorf("%+v, %+v", open, again.Members()[0])
	}
	if first, err := again.Plan([]Member{{ID: "d"}}); err != nil || first != 4 {
		t.Error(first, err)
	}
	if open, _ := again.Unfinished(); len(open) != 1 || open[0].ID != "d" {
		t.Errorf("%+v", open)
	}
}

// openLedgerAgain opens the ledger of a store whose book is still open.
func openLedgerAgain(t *testing.T, store *Store) (*Book, *Ledger) {
	t.Helper()
	book := &Book{store: store, path: store.path(key), onDisk: onDisk{record: Record{TenantID: key.TenantID, Identifier: key.Identifier}}}
	ledger, err := book.Ledger()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.Close() })
	return book, ledger
}

// TestLedgerCutAnywhere ends the file after every byte: what is whole is read, and
// the next run goes on behind it.
func TestLedgerCutAnywhere(t *testing.T) {
	store := In(memoryFolder(t), noon)
	_, ledger := openLedger(t, store)
	if _, err := ledger.Plan([]Member{{ID: "a", Kind: "User"}, {ID: "b", Kind: "User"}}); err != nil {
		t.Fatal(err)
	}
	steps(t, ledger.Begin(1), ledger.End(1, Done, "made", "", ""), ledger.Begin(2), ledger.Close())
	whole, err := os.ReadFile(ledger.path)
	if err != nil {
		t.Fatal(err)
	}
	for size := range len(whole) + 1 {
		if err := os.WriteFile(ledger.path, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		lines := bytes.Count(whole[:size], []byte("\n"))
		_, again := openLedgerAgain(t, store)
		if want := min(max(lines-2, 0), 2); len(again.Members()) != want {
			t.Fatalf("%d bytes: %d members, want %d", size, len(again.Members()), want)
		}
		first, err := again.Plan([]Member{{ID: "c"}})
		if err != nil {
			t.Fatal(err)
		}
		steps(t, again.Begin(first), again.Close())
		read, err := store.ReadLedger(key)
		if err != nil || !read.Members()[first-1].Unsettled() {
			t.Fatalf("%d bytes: %+v, %v", size, read, err)
		}
	}
}

func TestLedgersThatCannotBeRead(t *testing.T) {
	head := `{"version":1,"tenant_id":"` + key.TenantID + `","identifier":"` + key.Identifier + `"}` + "\n"
	for name, c := range map[string]struct {
		content string
		newer   bool
	}{
		"another": {strings.Replace(head, "https://us.", "https://eu.", 1), false}, "newer": {strings.Replace(head, `"version":1`, `"version":2`, 1), true},
		"no head": {`{"id":"a"}` + "\n", false}, "garbage": {head + "garbage\n", false}, "foreign number": {head + `{"n":1,"outcome":"done"}` + "\n", false},
		"a long line": {head + `{"id":"` + strings.Repeat("x", 1<<20) + `"}` + "\n", false}, "zeros": {head + "\x00\x00\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			store := In(memoryFolder(t), noon)
			book := open(t, store)
			path := ledgerPath(store.path(key))
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			var damaged *DamagedError
			var newer *NewerError
			for _, err := range []error{errOf(store.ReadLedger(key)), errOf(book.Ledger())} {
				if c.newer && !errors.As(err, &newer) || !c.newer && !errors.As(err, &damaged) {
					t.Errorf("got %v", err)
				}
			}
			if left, _ := os.ReadFile(path); string(left) != c.content {
				t.Error("the file was touched")
			}
		})
	}
}

func errOf(_ *Ledger, err error) error { return err }

// TestLedgerOnAFullDisk: what could not be written is not taken for written, and
// nothing is appended behind it.
func TestLedgerOnAFullDisk(t *testing.T) {
	_, ledger := openLedger(t, In(memoryFolder(t), noon))
	if _, err := ledger.Plan([]Member{{ID: "a"}}); err != nil {
		t.Fatal(err)
	}
	ledger.sync = func(*os.File) error { return syscall.ENOSPC }
	var unwritable *UnwritableError
	if err := ledger.Begin(1); !errors.As(err, &unwritable) || !errors.Is(err, syscall.ENOSPC) || unwritable.Path != ledger.path {
		t.Fatalf("got %v", err)
	}
	ledger.sync = (*os.File).Sync
	if err := ledger.End(1, Done, "x", "", ""); err == nil || ledger.Members()[0].Unsettled() {
		t.Errorf("%v, %+v", err, ledger.Members())
	}
}

// TestALedgerIsNoJournal: the list of set-ups passes it over.
func TestALedgerIsNoJournal(t *testing.T) {
	store := In(memoryFolder(t), noon)
	book, _ := openLedger(t, store)
	if err := book.Update(func(*Record) {}); err != nil {
		t.Fatal(err)
	}
	if listed, failures := store.List(); len(listed) != 1 || len(failures) != 0 {
		t.Errorf("%+v, %v", listed, failures)
	}
	if matches, _ := filepath.Glob(filepath.Join(store.folder, "*"+ledgerSuffix)); len(matches) != 1 {
		t.Errorf("%v", matches)
	}
}

func FuzzLedger(f *testing.F) {
	f.Add([]byte(`{"version":1,"tenant_id":"` + key.TenantID + `","identifier":"` + key.Identifier + `"}` + "\n" + `{"run":"2026-11-23T12:00:00Z"}` + "\n" + `{"id":"a","kind":"User"}` + "\n" + `{"n":1,"begun":"2026-11-23T12:00:00Z"}` + "\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		ledger := &Ledger{path: "x", now: noon}
		whole, err := ledger.replay(bytes.NewReader(content), key)
		var damaged *DamagedError
		var newer *NewerError
		if whole > int64(len(content)) || err != nil && !errors.As(err, &damaged) && !errors.As(err, &newer) {
			t.Errorf("%d, %v", whole, err)
		}
		_, _ = ledger.Unfinished()
	})
}

func BenchmarkLedger(b *testing.B) {
	store := In(b.TempDir(), time.Now)
	book, err := store.Open(key)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	ledger, err := book.Ledger()
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = ledger.Close() }()
	members := make([]Member, 5000)
	for i := range members {
		members[i] = Member{ID: "33ad69f9-da99-4bed-acd0-3f24235cb296", Kind: "User", Name: "Ada Lovelace", UPN: "ada@contoso.com"}
	}
	first, err := ledger.Plan(members)
	if err != nil {
		b.Fatal(err)
	}
	n := first
	for b.Loop() {
		if err := errors.Join(ledger.Begin(n), ledger.End(n, Done, "-WmtM5na7Uus0D8kI1yylpU9Mdo0Pb9OoBJvd3T5eKc", "11111111-2222-3333-4444-555555555555", "")); err != nil {
			b.Fatal(err)
		}
		n = first + (n-first+1)%len(members)
	}
}
