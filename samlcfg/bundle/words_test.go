package bundle

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"backupsso/assets/words"
)

// TestEveryProblemAndFindingHasWords collects the names out of the sources.
func TestEveryProblemAndFindingHasWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	kind := regexp.MustCompile(`ProblemKind = "([a-z-]+)"`)
	code := regexp.MustCompile(`"(bundle-[a-z-]+)"`)
	english, count := words.New("en"), 0
	want := func(keys ...string) {
		for _, key := range keys {
			count++
			if !english.Has(key) {
				t.Errorf("no words for %s", key)
			}
		}
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range kind.FindAllStringSubmatch(string(content), -1) {
			key := (&Problem{Kind: ProblemKind(match[1])}).Key()
			want(key+".what", key+".next")
		}
		for _, match := range code.FindAllStringSubmatch(string(content), -1) {
			want("finding."+match[1]+".title", "finding."+match[1]+".what", "finding."+match[1]+".next")
		}
	}
	for _, file := range made(t, example(t)).Files() {
		want(file.Title)
	}
	if count < 60 {
		t.Errorf("only %d keys found", count)
	}
}
