package setup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

func source(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

func TestSaveBundle(t *testing.T) {
	flow := newFakeTenant(t).flow()
	folder := t.TempDir()
	result := Result{Bundle: []byte("one"), BundleName: "us.zip"}
	path := filepath.Join(folder, "us.zip")
	save := func(result Result, to, want string) {
		t.Helper()
		got, err := flow.SaveBundle(result, to)
		if err != nil || got != want {
			t.Fatalf("saved as %q, %v, want %q", got, err, want)
		}
		if content := source(t, got); content != string(result.Bundle) {
			t.Errorf("%s holds %q", got, content)
		}
	}
	save(result, path, path)
	save(result, path, path) // the same bytes: nothing to do
	save(result, folder, path)
	save(result, folder+string(filepath.Separator), path)
	save(Result{Bundle: []byte("two"), BundleName: "us.zip"}, path, filepath.Join(folder, "us (2).zip"))
	save(Result{Bundle: []byte("three"), BundleName: "us.zip"}, path, filepath.Join(folder, "us (3).zip"))
	if left := names(t, folder); len(left) != 3 {
		t.Errorf("the folder holds %v", left)
	}
	if runtime.GOOS != "windows" {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
	}
}

// brokenFile fails where a full or broken disk would.
type brokenFile struct {
	*os.File
	atWrite, atSync, atClose error
}

func (b brokenFile) Write(p []byte) (int, error) {
	if b.atWrite != nil {
		n, _ := b.File.Write(p[:len(p)/2])
		return n, b.atWrite
	}
	return b.File.Write(p)
}

func (b brokenFile) Sync() error { return errors.Join(b.File.Sync(), b.atSync) }

func (b brokenFile) Close() error { return errors.Join(b.File.Close(), b.atClose) }

func TestSaveBundleLeavesNoHalfFile(t *testing.T) {
	for name, c := range map[string]struct {
		broken brokenFile
		kind   Kind
	}{
		"full while writing": {brokenFile{atWrite: syscall.ENOSPC}, DiskFull},
		"quota at sync":      {brokenFile{atSync: syscall.EDQUOT}, DiskFull},
		"error at close":     {brokenFile{atClose: syscall.EIO}, CannotWrite},
	} {
		t.Run(name, func(t *testing.T) {
			flow := newFakeTenant(t).flow()
			flow.files = func(folder, pattern string) (tempFile, error) {
				file, err := os.CreateTemp(folder, pattern)
				c.broken.File = file
				return c.broken, err
			}
			folder := t.TempDir()
			path := filepath.Join(folder, "us.zip")
			saved, err := flow.SaveBundle(Result{Bundle: []byte("bundle"), BundleName: "us.zip"}, path)
			var problem *Problem
			if !errors.As(err, &problem) || problem.Kind != c.kind || problem.Facts["Path"] != path || saved != "" {
				t.Fatalf("saved %q, %v", saved, err)
			}
			if left := names(t, folder); len(left) != 0 {
				t.Errorf("left behind %v", left)
			}
		})
	}
}

func TestSaveBundleWhereItCannot(t *testing.T) {
	flow := newFakeTenant(t).flow()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	good := Result{Bundle: []byte("bundle"), BundleName: "us.zip"}
	for name, c := range map[string]struct {
		result Result
		path   string
		cause  error
	}{
		"no such folder":   {good, filepath.Join(t.TempDir(), "gone", "us.zip"), fs.ErrNotExist},
		"a file in place":  {good, filepath.Join(file, "us.zip"), syscall.ENOTDIR},
		"no bundle at all": {Result{}, filepath.Join(t.TempDir(), "us.zip"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := flow.SaveBundle(c.result, c.path)
			var problem *Problem
			if !errors.As(err, &problem) || problem.Kind != CannotWrite || problem.Facts["Path"] != c.path || c.cause != nil && !errors.Is(err, c.cause) {
				t.Errorf("got %v", err)
			}
		})
	}
}
