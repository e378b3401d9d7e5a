package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeptSettingsComeBack(t *testing.T) {
	store := In(filepath.Join(t.TempDir(), "new", "folder"))
	if got, err := store.Load(); err != nil || got != New() {
		t.Fatalf("with no file: %+v, %v", got, err)
	}
	want := Settings{Language: "ja", Appearance: Dark, TextSize: 130}
	if err := store.Save(want); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Load(); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(store.path), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAnyFileGivesUsableSettings(t *testing.T) {
	dark := Settings{Appearance: Dark, TextSize: 100}
	for content, want := range map[string]struct {
		settings Settings
		fault    bool
	}{
		"":                               {New(), true},
		`{"appearance":"dark","text_s`:   {New(), true},
		`{"appearance":3}`:               {New(), true},
		"[]":                             {New(), true},
		"\x00\x00\x00\x00":               {New(), true},
		`{}`:                             {New(), false},
		`null`:                           {New(), false},
		`{"appearance":"dark"}`:          {dark, false},
		`{"appearance":"dark","new":[]}`: {dark, false},
		`{"appearance":"pink"}`:          {New(), false},
		`{"text_size":5}`:                {Settings{Appearance: AsSystem, TextSize: 90}, false},
		`{"text_size":9000}`:             {Settings{Appearance: AsSystem, TextSize: 150}, false},
		`{"text_size":-1}`:               {New(), false},
		`{"language":"` + strings.Repeat("x", 100) + `"}`: {New(), false},
		`{"a":"` + strings.Repeat("x", largest) + `"}`:    {New(), true},
	} {
		store := In(t.TempDir())
		if err := os.WriteFile(store.path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := store.Load()
		if got != want.settings || (err != nil) != want.fault {
			t.Errorf("%.60q: %+v, %v", content, got, err)
		}
		if err := store.Save(dark); err != nil {
			t.Errorf("%.60q cannot be replaced: %v", content, err)
		}
		if got, err := store.Load(); got != dark || err != nil {
			t.Errorf("%.60q was not replaced: %+v, %v", content, got, err)
		}
	}
}

func TestWhatCannotBeKeptIsToldAndHarmsNothing(t *testing.T) {
	folder := t.TempDir()
	store := In(folder)
	if err := os.Mkdir(store.path, 0o700); err != nil { // a folder where the file should be
		t.Fatal(err)
	}
	if got, err := store.Load(); err == nil || got != New() {
		t.Errorf("a folder was read: %+v", got)
	}
	if err := store.Save(New()); err == nil {
		t.Error("nobody is told")
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	blocked := filepath.Join(folder, "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := In(filepath.Join(blocked, "below")).Save(New()); err == nil {
		t.Error("a folder was made inside a file")
	}
}

func TestTextGrowsAndShrinksWithinItsRange(t *testing.T) {
	s := New()
	for range 20 {
		s = s.Larger()
	}
	if s.TextSize != LargestText {
		t.Errorf("largest is %d", s.TextSize)
	}
	for range 20 {
		s = s.Smaller()
	}
	if s.TextSize != SmallestText {
		t.Errorf("smallest is %d", s.TextSize)
	}
	s.TextSize = 115
	if s.Larger().TextSize != 120 || s.Smaller().TextSize != 110 {
		t.Errorf("from 115: %d and %d", s.Larger().TextSize, s.Smaller().TextSize)
	}
	if sizes := TextSizes(); sizes[0] != SmallestText || sizes[len(sizes)-1] != LargestText {
		t.Errorf("%v", sizes)
	}
}
