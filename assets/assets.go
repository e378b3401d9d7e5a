// Package assets holds what the program carries in itself: translations,
// templates of the bundle's files, icons, fonts and the documents that double as
// the window's help.
//
// Promises: everything is inside the binary, nothing is read from disk at run
// time. Limits: files only, no behaviour; words are put together in
// assets/words.
package assets

import "embed"

// Files is the tree of all embedded folders: "translations/<language>/*.json",
// "templates", "icons", "fonts" and "docs".
//
//go:embed translations templates icons fonts docs
var Files embed.FS

// Icon is the program's mark as a PNG of 128 by 128 pixels: what a title bar or a
// task list shows. icon.png beside it is for packages.
//
//go:embed icon-window.png
var Icon []byte
