package terminal_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// alter DIR TO [FILE OLD NEW] copies the only zip of a folder to TO, and on the
// way changes a text in one of its files. An OLD that is not there is an error.
func alter(ts *testscript.TestScript, _ bool, args []string) {
	found, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "*.zip"))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("%d zip files in %s", len(found), args[0])
	}
	archive, err := zip.OpenReader(found[0])
	ts.Check(err)
	defer func() { _ = archive.Close() }()
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	altered := len(args) == 2
	for _, file := range archive.File {
		reader, err := file.Open()
		ts.Check(err)
		content, err := io.ReadAll(reader)
		ts.Check(err)
		ts.Check(reader.Close())
		if len(args) > 2 && file.Name == args[2] && strings.Contains(string(content), args[3]) {
			content, altered = []byte(strings.ReplaceAll(string(content), args[3], args[4])), true
		}
		entry, err := writer.Create(file.Name)
		ts.Check(err)
		_, err = entry.Write(content)
		ts.Check(err)
	}
	ts.Check(writer.Close())
	if !altered {
		ts.Fatalf("%s does not hold %q", args[2], args[3])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), packed.Bytes(), 0o644))
}
