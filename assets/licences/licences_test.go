package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestPageIsCurrentAndEveryLicencePermissive(t *testing.T) {
	modules, err := linked()
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) < 40 {
		t.Fatalf("only %d modules found", len(modules))
	}
	permissive := []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear", "Apache-2.0", "ISC", "Zlib", "Unlicense", "CC0-1.0", "FTL"}
	for _, one := range modules {
		for _, licence := range one.licences {
			if !slices.Contains(permissive, licence) {
				t.Errorf("%s %s is under %s", one.path, one.version, licence)
			}
		}
	}
	have, err := os.ReadFile("../docs/licences.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != page(modules) {
		t.Error("assets/docs/licences.md is old: go run ./assets/licences > assets/docs/licences.md")
	}
}

// TestPackagesBringTheTexts wants every linked module, Go and the fonts among the texts, with what
// their licences ask to be passed on.
func TestPackagesBringTheTexts(t *testing.T) {
	var out strings.Builder
	if err := write(&out, true); err != nil {
		t.Fatal(err)
	}
	modules, err := linked()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range modules {
		if !strings.Contains(out.String(), "==== "+one.path+" "+one.version+", ") {
			t.Errorf("no text of %s", one.path)
		}
	}
	for _, wanted := range []string{"The Go Authors", "Inter-OFL.txt", "NotoSansJP-OFL.txt", "Bitstream Vera", "Camilla L"} {
		if !strings.Contains(out.String(), wanted) {
			t.Errorf("nothing of %s", wanted)
		}
	}
}
