package terminal

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnlyDocumentsAndFoldersAreOpened(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	folder := t.TempDir()
	script := filepath.Join(folder, "run.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{script, filepath.Join(folder, "missing.eml"), "relative.eml", ""} {
		if err := OpenFile(path); err == nil {
			t.Errorf("%q is opened", path)
		}
	}
}
