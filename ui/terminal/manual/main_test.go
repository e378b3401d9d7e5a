package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestManual wants a page for every command, the same bytes each time, and what
// --help says in it.
func TestManual(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, folder := range []string{first, second} {
		if err := write([]string{folder, "1.2.3", "2026-11-25"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"backupsso", "backupsso-setup", "backupsso-renew", "backupsso-export-terraform", "backupsso-practice", "backupsso-version"} {
		page, err := os.ReadFile(filepath.Join(first, name+".1"))
		if err != nil {
			t.Error(err)
			continue
		}
		again, err := os.ReadFile(filepath.Join(second, name+".1"))
		if err != nil || !bytes.Equal(page, again) {
			t.Errorf("%s: another page the second time (%v)", name, err)
		}
		if !bytes.Contains(page, []byte("Nov 2026")) || !bytes.Contains(page, []byte("backupsso 1.2.3")) {
			t.Errorf("%s names neither day nor version:\n%s", name, page[:200])
		}
	}
	setup, _ := os.ReadFile(filepath.Join(first, "backupsso-setup.1"))
	for _, wanted := range []string{"EXAMPLE", "subdomain", "us-gov", "SEE ALSO"} {
		if !strings.Contains(string(setup), wanted) {
			t.Errorf("the page of setup lacks %q", wanted)
		}
	}
	for _, wanted := range []string{`\fB--ca\fP=FILE` + "\n", `\fB--practice\fP[=URL]` + "\n", `\fB--yes\fP` + "\n", `\fB--cloud\fP=C` + "\n", `\fB--lang\fP=TAG` + "\n"} {
		if !strings.Contains(string(setup), wanted) {
			t.Errorf("the page of setup lacks %q", wanted)
		}
	}
}

func TestManualWantsItsArguments(t *testing.T) {
	for _, arguments := range [][]string{nil, {t.TempDir()}, {t.TempDir(), "1", "today"}, {filepath.Join(t.TempDir(), "none"), "1", "2026-11-25"}} {
		if write(arguments) == nil {
			t.Errorf("%q is taken", arguments)
		}
	}
}
