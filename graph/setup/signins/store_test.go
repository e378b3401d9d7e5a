package signins

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestRemembering(t *testing.T) {
	store := In(filepath.Join(t.TempDir(), "new", "folder"))
	if book, err := store.Read(); err != nil || len(book.Clients) != 0 || book.Version != Version {
		t.Fatalf("%+v, %v", book, err)
	}
	update := func(change func(*Book)) Book {
		t.Helper()
		if err := store.Update(change); err != nil {
			t.Fatal(err)
		}
		book, err := store.Read()
		if err != nil {
			t.Fatal(err)
		}
		return book
	}
	record := json.RawMessage(`{"username":"ada@contoso.example"}`)
	book := update(func(b *Book) {
		b.SetClient(Client{"global", "T1", "Contoso", "c1"})
		b.SetClient(Client{"global", "t1", "Contoso", "c2"})
		b.SetClient(Client{"china", "t1", "Contoso", "c3"})
		b.Keep(Kept{Cloud: "global", ClientID: "c1", Account: "ada", Record: record})
		b.Keep(Kept{Cloud: "global", TenantID: "t1", ClientID: "c1", Account: "ada", Record: record})
		b.Keep(Kept{Cloud: "global", ClientID: "C1", Account: "bob", Record: record})
	})
	if len(book.Clients) != 2 || book.Client("global", "T1") != "c2" || book.Client("china", "t1") != "c3" || book.Client("global", "t2") != "" || book.Client("global", "") != "" {
		t.Errorf("%+v", book.Clients)
	}
	if kept, there := book.Keeping("global", "", "c1"); !there || kept.Account != "bob" || len(book.Kept) != 2 {
		t.Errorf("%+v", book.Kept)
	}
	if _, there := book.Keeping("global", "", "c9"); there {
		t.Error("another client's sign-in")
	}
	book = update(func(b *Book) { b.SetClient(Client{Cloud: "global", TenantID: "t1"}); b.Kept = nil })
	if len(book.Clients) != 1 || len(book.Kept) != 0 {
		t.Errorf("%+v", book)
	}
	if info, err := os.Stat(store.Path()); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", info, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(store.Path()), ".sign-in-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOddFiles(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "text": "hello", "list": "[]", "half": `{"version":1,"clients":[{"cl`, "no version": `{"clients":[{"cloud":"a","tenant_id":"t","client_id":"c"}]}`,
		"odd types": `{"version":1,"clients":{"a":1}}`, "half entries": `{"version":1,"clients":[{"cloud":"a","tenant_id":"t"}],"kept":[{"cloud":"a","client_id":"c"}]}`,
		"large": `{"version":1,"x":"` + strings.Repeat("x", largest) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			store := In(t.TempDir())
			if err := os.WriteFile(store.Path(), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if book, err := store.Read(); err != nil || len(book.Clients) != 0 || len(book.Kept) != 0 {
				t.Errorf("%+v, %v", book, err)
			}
			if err := store.Update(func(b *Book) { b.SetClient(Client{"a", "t", "", "c"}) }); err != nil {
				t.Error(err)
			}
			if book, err := store.Read(); err != nil || book.Client("a", "t") != "c" {
				t.Errorf("%+v, %v", book, err)
			}
		})
	}
	newer := In(t.TempDir())
	const content = `{"version":2,"clients":"of another form"}`
	if err := os.WriteFile(newer.Path(), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := newer.Update(func(*Book) { t.Error("changed") }); !errors.Is(err, ErrNewer) {
		t.Errorf("%v", err)
	}
	if after, err := os.ReadFile(newer.Path()); err != nil || string(after) != content {
		t.Errorf("%s, %v", after, err)
	}
}

func TestNowhere(t *testing.T) {
	var none *Store
	if book, err := none.Read(); err != nil || book.Version != Version {
		t.Errorf("%+v, %v", book, err)
	}
	if err := none.Update(func(*Book) { t.Error("changed") }); err != nil {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := In(filepath.Join(file, "below")).Update(func(*Book) {}); err == nil {
		t.Error("written below a file")
	}
}

func TestManyAtOnce(t *testing.T) {
	folder := t.TempDir()
	var group sync.WaitGroup
	for at := range 8 {
		group.Go(func() {
			if err := In(folder).Update(func(b *Book) { b.SetClient(Client{"a", fmt.Sprint(at), "", "c"}) }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if book, err := In(folder).Read(); err != nil || len(book.Clients) != 8 {
		t.Errorf("%+v, %v", book, err)
	}
}

func TestOldOnesMakeRoom(t *testing.T) {
	var book Book
	for at := range mostKept + 5 {
		book.SetClient(Client{"a", fmt.Sprint(at), "", "c"})
		book.Keep(Kept{Cloud: "a", TenantID: fmt.Sprint(at), ClientID: "c", Record: json.RawMessage("{}")})
	}
	if len(book.Clients) != mostKept || len(book.Kept) != mostKept || book.Clients[0].TenantID != "5" {
		t.Errorf("%d, %d", len(book.Clients), len(book.Kept))
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"version":1,"clients":[{"cloud":"a","tenant_id":"t","client_id":"c"}],"kept":[{"client_id":"c","record":{}}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		book, err := decode(content)
		if err != nil && !errors.Is(err, ErrNewer) || book.Version != Version {
			t.Errorf("%+v, %v", book, err)
		}
	})
}
