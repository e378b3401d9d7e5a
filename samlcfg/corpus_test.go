package samlcfg

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var (
	writeCorpus     = flag.Bool("write-corpus", false, "make the corpus of responses anew, with new keys")
	publicResponses = flag.String("public-responses", "", "folder with responses of other libraries' tests")
)

// corpusUser is whom the portal knows in the corpus.
const corpusUser = "B.Simon@contoso.com"

// corpusEntry is one file of testdata/responses and what must be found in it:
// every finding that is not a Pass, as "severity code" in alphabetical order. A
// file that holds no response has the problem's kind instead.
type corpusEntry struct {
	File     string   `json:"file"`
	Problem  string   `json:"problem,omitempty"`
	How      string   `json:"how,omitempty"`
	Findings []string `json:"findings"`
}

func corpusFolder() string { return filepath.Join("testdata", "responses") }

// TestCorpus reads every file of the corpus as somebody would paste it, against
// what the bundle of its tenant says.
func TestCorpus(t *testing.T) {
	made := corpusCases()
	if *writeCorpus {
		writeCorpusFiles(t, made)
	}
	entries := corpusList(t)
	want := corpusExpectation(t)
	var files []string
	for _, entry := range entries {
		files = append(files, entry.File)
		raw, err := os.ReadFile(filepath.Join(corpusFolder(), entry.File))
		if err != nil {
			t.Fatal(err)
		}
		got := examined(raw, want, corpusUser)
		got.File = entry.File
		if !entry.same(got) {
			t.Errorf("%s: got %+v, want %+v", entry.File, got, entry)
		}
	}
	for name, one := range made {
		if !slices.ContainsFunc(entries, one.entry(name).same) {
			t.Errorf("%s is not in the corpus as it is made; run the test with -write-corpus", name)
		}
	}
	onDisk, err := filepath.Glob(filepath.Join(corpusFolder(), "*"))
	if err != nil || len(onDisk) != len(files)+2 || len(made) != len(files) {
		t.Errorf("%d files, %d in the list, %d made (%v)", len(onDisk), len(files), len(made), err)
	}
}

// TestCorpusAlone reads the same files with nothing to compare them with: no
// faulty response becomes a good one, and nothing is called proven.
func TestCorpusAlone(t *testing.T) {
	silent := []string{"other-certificate.xml", "other-audience.xml", "other-tenant.xml", "other-user.xml", "other-capitals.xml", "comment-in-name.xml", "both-signed-by-two.xml"}
	for _, entry := range corpusList(t) {
		raw, err := os.ReadFile(filepath.Join(corpusFolder(), entry.File))
		if err != nil {
			t.Fatal(err)
		}
		document, _, err := DecodeResponse(raw)
		if err != nil {
			continue
		}
		reading, findings := ExamineResponse(document, ResponseExpectation{Now: testNow()}, "")
		if reading.Proven || reading.Person.SignedBy != nil {
			t.Errorf("%s: proven by nothing", entry.File)
		}
		faulty := slices.ContainsFunc(entry.Findings, func(f string) bool { return !strings.HasPrefix(f, "note") })
		if got := Worst(findings); (got > Note) != faulty && !slices.Contains(silent, entry.File) {
			t.Errorf("%s: %v", entry.File, notPassed(findings))
		}
		for _, finding := range findings {
			if finding.Severity > Note && finding.Side() == SideNobody {
				t.Errorf("%s: nobody can act on %s", entry.File, finding.Code)
			}
		}
	}
}

// TestPublicResponses takes a folder of other libraries' test data, which is not
// ours to carry: go test ./samlcfg -run PublicResponses -args -public-responses DIR
func TestPublicResponses(t *testing.T) {
	if *publicResponses == "" {
		t.Skip("no folder given")
	}
	files, err := filepath.Glob(filepath.Join(*publicResponses, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := examined(raw, ResponseExpectation{Now: testNow()}, "")
		t.Logf("%s: %s %s %v", filepath.Base(file), got.Problem, got.How, got.Findings)
		if got.Problem == "" && len(got.Findings) == 0 {
			t.Errorf("%s: a foreign response without a word", file)
		}
	}
}

func examined(text []byte, want ResponseExpectation, user string) corpusEntry {
	raw, how, err := DecodeResponse(text)
	entry := corpusEntry{How: strings.Join(how, " "), Findings: []string{}}
	var problem *DecodeProblem
	if errors.As(err, &problem) {
		entry.Problem = string(problem.Kind)
		return entry
	}
	_, findings := ExamineResponse(raw, want, user)
	entry.Findings = notPassed(findings)
	return entry
}

func notPassed(findings []Finding) []string {
	names := []string{}
	for _, finding := range findings {
		if finding.Severity != Pass {
			names = append(names, []string{"pass", "note", "warn", "fail"}[finding.Severity]+" "+finding.Code)
		}
	}
	slices.Sort(names)
	return names
}

func (e corpusEntry) same(other corpusEntry) bool {
	return e.File == other.File && e.Problem == other.Problem && e.How == other.How && slices.Equal(e.Findings, other.Findings)
}

func corpusList(t *testing.T) []corpusEntry {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(corpusFolder(), "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []corpusEntry
	if err := json.Unmarshal(content, &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

func corpusExpectation(t *testing.T) ResponseExpectation {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(corpusFolder(), "certificate.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(content)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	want := responseExpectation()
	want.Certificates = []*x509.Certificate{certificate}
	return want
}

func writeCorpusFiles(t *testing.T, made map[string]corpusCase) {
	t.Helper()
	if err := os.RemoveAll(corpusFolder()); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(corpusFolder(), 0o755); err != nil {
		t.Fatal(err)
	}
	keys := corpusKeys{entra: newKey(2048, testNow().AddDate(0, -1, 0), testNow().AddDate(3, 0, 0), 1),
		other: newKey(2048, testNow().AddDate(0, -1, 0), testNow().AddDate(3, 0, 0), 2)}
	entries := []corpusEntry{}
	for name, one := range made {
		entries = append(entries, one.entry(name))
		writeCorpusFile(t, name, one.make(t, keys))
	}
	slices.SortFunc(entries, func(a, b corpusEntry) int { return strings.Compare(a.File, b.File) })
	var list bytes.Buffer
	for i, entry := range entries {
		list.WriteString(map[bool]string{true: "[\n  ", false: ",\n  "}[i == 0] + asJSON(t, entry))
	}
	writeCorpusFile(t, "expected.json", append(list.Bytes(), "\n]\n"...))
	writeCorpusFile(t, "certificate.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: keys.entra.certificate.Raw}))
}

func writeCorpusFile(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(corpusFolder(), name), content, 0o644); err != nil {
		t.Fatal(err)
	}
}
