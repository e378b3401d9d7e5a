//go:build linux

package main

import (
	"debug/elf"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// parts are the origins of what is in the binary, by how the names of symbols begin.
var parts = []struct {
	name     string
	prefixes []string
}{
	{"Microsoft's Graph SDK", []string{"github.com/microsoftgraph/"}},
	{"Sign-in and HTTP of that SDK", []string{"github.com/microsoft/", "github.com/Azure", "github.com/AzureAD/", "github.com/std-uritemplate/", "go.opentelemetry.io/"}},
	{"Fyne's fonts and icons", []string{"fyne.io/fyne/v2/theme"}},
	{"Fyne and what it draws with", []string{"fyne.io/", "github.com/go-gl/", "github.com/go-text/", "github.com/fyne-io/", "github.com/FyshOS/", "github.com/srwiley/",
		"github.com/yuin/", "github.com/godbus/", "github.com/rymdport/", "golang.org/x/image", "_glfw", "glfw"}},
	{"backupsso's code", []string{"backupsso/", "main."}},
}

// sizes prints what the binary weighs, and what of it comes from where.
func sizes(out *table, work, program, bare string) error {
	terminal, whole := filepath.Join(work, "terminal"), filepath.Join(work, "whole")
	if err := build(terminal, ".", "CGO_ENABLED=0"); err != nil {
		return err
	}
	if err := build(whole, ".", "SYMBOLS=1"); err != nil {
		return err
	}
	out.head("Binary, stripped", "Size", "Target")
	for _, line := range []struct{ what, file, target string }{
		{"backupsso for Linux", program, "60 MB"}, {"Without the window", terminal, ""}, {"Bare Fyne window", bare, ""},
	} {
		info, err := os.Stat(line.file)
		if err != nil {
			return err
		}
		out.row(line.what, megabytes(info.Size()), line.target)
	}
	out.end()
	weights, sections, err := weigh(whole)
	if err != nil {
		return err
	}
	out.head("Part of it", "Code and data", "With its share of Go's tables")
	for _, part := range parts {
		out.row(part.name, megabytes(weights[part.name].all), megabytes(weights[part.name].with(sections)))
	}
	out.row("Go's own library and the rest", megabytes(weights[""].all), megabytes(weights[""].with(sections)))
	if files, err := embedded(); err == nil {
		out.row("Files of ours inside: words, fonts, icons, help", megabytes(files), "")
	}
	out.end()
	return nil
}

// weight is what one part has in the binary, in bytes.
type weight struct{ all, code int64 }

// with adds the share of Go's tables of functions that goes with the code.
func (w weight) with(s sectionSizes) int64 {
	return w.all + int64(float64(w.code)*float64(s.tables)/float64(s.code))
}

type sectionSizes struct{ code, tables int64 }

// weigh adds up the symbols of a binary that has them.
func weigh(binary string) (map[string]weight, sectionSizes, error) {
	file, err := elf.Open(binary)
	if err != nil {
		return nil, sectionSizes{}, err
	}
	defer func() { _ = file.Close() }()
	symbols, err := file.Symbols()
	if err != nil {
		return nil, sectionSizes{}, fmt.Errorf("%s: %w", binary, err)
	}
	weights := map[string]weight{}
	for _, symbol := range symbols {
		at := int(symbol.Section)
		if at <= 0 || at >= len(file.Sections) || file.Sections[at].Type == elf.SHT_NOBITS || strings.HasPrefix(symbol.Name, "crypto/internal/fips140/drbg.memory") {
			continue
		}
		of := weights[partOf(symbol.Name)]
		of.all += int64(symbol.Size)
		if file.Sections[at].Name == ".text" {
			of.code += int64(symbol.Size)
		}
		weights[partOf(symbol.Name)] = of
	}
	var sections sectionSizes
	for _, section := range file.Sections {
		switch section.Name {
		case ".text":
			sections.code = int64(section.Size)
		case ".gopclntab":
			sections.tables = int64(section.Size)
		}
	}
	return weights, sections, nil
}

// partOf names the part that a symbol belongs to; empty: the rest.
func partOf(symbol string) string {
	for _, wrapper := range []string{"type:.eq.", "type:.hash.", "type:", "go:itab.", "*"} {
		symbol = strings.TrimPrefix(symbol, wrapper)
	}
	for _, part := range parts {
		if slices.ContainsFunc(part.prefixes, func(prefix string) bool { return strings.HasPrefix(symbol, prefix) }) {
			return part.name
		}
	}
	return ""
}

// embedded is the size of the files that go into the binary as they are.
func embedded() (size int64, err error) {
	for _, folder := range []string{"translations", "templates", "icons", "fonts", "docs"} {
		err = filepath.WalkDir(filepath.Join("assets", folder), func(_ string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			if err == nil {
				size += info.Size()
			}
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return size, nil
}
