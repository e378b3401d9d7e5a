package samlcfg

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryFindingHasWords collects the codes out of the sources: a finding that
// nobody can read is as good as none.
func TestEveryFindingHasWords(t *testing.T) {
	codes := findingCodes(t)
	if len(codes) < 30 {
		t.Fatalf("only %d codes found", len(codes))
	}
	words := map[string]string{}
	content, err := os.ReadFile("../assets/translations/en/samlcfg.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &words); err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		for _, part := range []string{".title", ".what", ".next"} {
			if words["finding."+code+part] == "" {
				t.Errorf("no words for finding.%s%s", code, part)
			}
		}
	}
	for key := range words {
		if code, found := strings.CutPrefix(key, "finding."); found && !slices.Contains(codes, code[:strings.LastIndexByte(code, '.')]) {
			t.Errorf("words for nothing: %s", key)
		}
	}
	for _, hint := range []string{HintCompanyLike, HintOtherHost, HintDifferentHosts, HintUnusualPath, HintPathCase} {
		if words["portal-hint."+hint] == "" {
			t.Errorf("no words for the hint %s", hint)
		}
	}
}

// findingCodes returns the codes that the sources name, and those that a
// signature's or a time window's faults add an ending to.
func findingCodes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`"((?:metadata|response)-[a-z-]+)"`)
	var codes []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range form.FindAllStringSubmatch(string(content), -1) {
			codes = append(codes, match[1])
			if strings.HasSuffix(match[1], "-signature") {
				for _, ending := range []string{"-missing", "-shape", "-other-key", "-layout", "-altered"} {
					codes = append(codes, match[1]+ending)
				}
			}
			if strings.HasSuffix(match[1], "-time") {
				codes = append(codes, match[1]+"-early", match[1]+"-late")
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
