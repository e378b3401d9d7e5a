// Package assets holds what the program carries in itself: translations,
// templates of the bundle's files, icons, fonts and the documents that double as
// the window's help.
//
// Promises: everything is inside the binary, nothing is read from disk at run
// time. Limits: files only, no behaviour; words are put together in
// assets/words.
package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
)

// Files is the tree of all embedded folders: "translations/<language>/*.json",
// "templates", "icons", "fonts/*.otf" and "docs/*.md".
var Files = Tree{embedded}

//go:embed translations templates icons fonts/*.otf docs/*.md
var embedded embed.FS

// Tree is a tree of embedded files. Packages carry the long texts in it compressed
// (assets/packaging/build), which ReadFile undoes; read files with it alone.
type Tree struct{ embed.FS }

// ReadFile gives the content of a file, as it lies in the repository.
func (t Tree) ReadFile(name string) ([]byte, error) {
	content, err := t.FS.ReadFile(name)
	if err != nil || !bytes.HasPrefix(content, []byte{0x1f, 0x8b}) { // of gzip, RFC 1952 section 2.3.1
		return content, err
	}
	packed, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(packed)
}

// Icon is the program's mark as a PNG of 128 by 128 pixels: what a title bar or a
// task list shows. icon.png beside it is for packages.
//
//go:embed icon-window.png
var Icon []byte
