package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// page is assets/docs/licences.md.
func page(modules []module) string {
	var out strings.Builder
	out.WriteString(`# Licences of what is inside

backupsso itself is under the Apache License 2.0. This page lists the modules that are linked into it, on Linux, Windows or
macOS. It is made by ` + "`go run ./assets/licences`" + `, and a test keeps it current. Packages bring the texts along.

| Module | Version | Licence |
|---|---|---|
`)
	for _, one := range modules {
		fmt.Fprintf(&out, "| %s | %s | %s |\n", one.path, one.version, strings.Join(one.licences, ", "))
	}
	out.WriteString(`| The Go standard library and runtime | of the compiler | BSD-3-Clause |

## Fonts and drawings

| What | From | Licence |
|---|---|---|
| Inter, cut down | assets/fonts; whole inside Fyne | OFL-1.1 |
| Noto Sans JP, cut down | assets/fonts | OFL-1.1 |
| DejaVu Sans Mono | inside Fyne | Bitstream Vera and Arev, public domain changes |
| Noto Sans | inside Fyne | OFL-1.1 |
| Material icons | inside Fyne | Apache-2.0 |
| GLFW, in C | inside github.com/go-gl/glfw | Zlib |
| Icons of the window, the mark | assets/icons | Apache-2.0, ours |
`)
	return out.String()
}

// writeTexts prints the licence of every module, of Go and of the fonts, each under its name.
func writeTexts(to io.Writer, modules []module) error {
	for _, find := range []func() (module, error){goTexts, fontTexts} {
		one, err := find()
		if err != nil {
			return err
		}
		modules = append(modules, one)
	}
	for _, one := range modules {
		for _, name := range append(one.files, inside(one.path)...) {
			text, err := os.ReadFile(filepath.Join(one.folder, name))
			if err != nil {
				return err
			}
			title := strings.TrimSpace(one.path + " " + one.version)
			if _, err := fmt.Fprintf(to, "==== %s, %s\n\n%s\n\n", title, name, strings.TrimSpace(string(text))); err != nil {
				return err
			}
		}
	}
	return nil
}
