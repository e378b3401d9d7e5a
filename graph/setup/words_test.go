package setup

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"backupsso/assets"
)

// kinds lists every problem; factsOf says which placeholders each may use.
func kinds() []Kind {
	var all []Kind
	for kind := range factsOf() {
		all = append(all, kind)
	}
	return all
}

// factsOf joins what the areas say of their own kinds.
func factsOf() map[Kind][]string {
	all := map[Kind][]string{}
	for _, area := range []map[Kind][]string{coreFacts(), networkFacts(), waysFacts(), peopleFacts(), accessFacts(), proofFacts(), answerFacts()} {
		maps.Copy(all, area)
	}
	return all
}

func accessFacts() map[Kind][]string {
	return map[Kind][]string{
		WrongCloud: {"Cloud", "Here"}, TenantDiffers: {"Tenant", "Got"}, OtherAccount: {"Account"}, ConsentByAdmin: nil, ConsentDeclined: nil,
		ClientNotAllowed: {"Client"}, ClientUnassigned: {"Client"}, ClientDisabled: {"Client"}, DeviceCodeBlocked: {"Code"}, AccessBlocked: {"Code"},
		TaskOpen: {"Minutes", "Link"},
	}
}

func coreFacts() map[Kind][]string {
	return map[Kind][]string{
		SignInCancelled: nil, SignInRefused: {"Code"},
		TenantUnknown: {"Tenant"}, ClientUnknown: {"Client"},
		SignInExpired: nil, BrowserNotOpened: {"URL"}, ConsentMissing: {"Scope"}, RoleMissing: {"Role", "Account"},
		GalleryWithoutApp: {"App"}, GalleryAmbiguous: {"App", "Count"}, GalleryWithoutSAML: {"App"}, SeveralApps: {"Count"}, NoSuchApplication: {"Application"},
		IdentifierTaken: {"Identifier"}, SpareApplication: {"Identifier", "Application"}, DomainRule: {"Identifier"}, UserNotFound: {"UPN"},
		UserDisabled: {"UPN"}, UserDomain: {"Domain", "Domains"}, UserName: {"UPN"}, NoManagedDomain: nil, PasswordRefused: nil,
		NoUserRole: nil, Throttled: {"Wait"}, ServiceDown: {"Status"}, WaitedTooLong: {"Reason", "Minutes"}, AppWithoutHalf: {"App"}, AppDeleted: {"App"},
		MetadataWrong: nil, TenantChanged: nil, NotAsPromised: {"What", "Got", "Expected"}, PortalRefused: {"Got", "Suggestion", "Problem"},
		NothingToUndo: nil, NotSetUp: {"Identifier"}, NoOtherCertificate: nil, JournalInUse: nil, JournalDamaged: {"Path"}, JournalNewer: {"Path"}, JournalUnwritable: {"Path"},
		DiskFull: {"Path"}, CannotWrite: {"Path"}, Cancelled: nil, Unexpected: nil,
	}
}

func answerFacts() map[Kind][]string {
	return map[Kind][]string{Refused: {"Status", "Code"}, RightsLost: {"Role", "Account"}, TenantUnreadable: nil, PromiseMissing: {"What", "Expected"}, ThrottledLong: {"Minutes"},
		IdentifierInBin: {"Identifier", "App", "Application"}, AnswerUnreadable: {"Host"}}
}

// readWords reads the flow's own file whole, and from the files of other areas what
// they say of problems and waits.
func readWords(t *testing.T) map[string]string {
	t.Helper()
	return wordsThat(t, func(file, key string) bool {
		return file == "setup.json" || strings.HasPrefix(key, "problem.") || strings.HasPrefix(key, "notice.") || strings.HasPrefix(key, "wait.")
	})
}

// allWords are the plain texts of every file of the English words.
func allWords(t *testing.T) map[string]string {
	t.Helper()
	return wordsThat(t, func(string, string) bool { return true })
}

// wordsThat are the plain English texts whose file and key are wanted.
func wordsThat(t *testing.T, wanted func(file, key string) bool) map[string]string {
	t.Helper()
	files, err := fs.Glob(assets.Files, "translations/en/*.json")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for _, file := range files {
		raw, err := assets.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]any
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatal(err)
		}
		for key, text := range texts {
			if plain, is := text.(string); is && wanted(path.Base(file), key) {
				words[key] = plain
			}
		}
	}
	return words
}

// TestEveryKeyHasWords checks both ways: nothing without words, no words for
// nothing.
func TestEveryKeyHasWords(t *testing.T) {
	words := readWords(t)
	wanted := []string{"choice.new"}
	for _, step := range append([]Step{StepSignIn}, Steps()...) {
		for _, part := range []string{".title", ".doing", ".short"} {
			wanted = append(wanted, "step."+string(step)+part)
		}
		if short := words["step."+string(step)+".short"]; len(short) > 20 {
			t.Errorf("%q is too long for a row", short)
		}
	}
	for _, what := range Whats() {
		wanted = append(wanted, "change."+what)
	}
	for _, kind := range NoticeKinds() {
		for _, part := range []string{".what", ".why", ".next"} {
			wanted = append(wanted, "notice."+string(kind)+part)
		}
	}
	for _, reason := range Reasons() {
		wanted = append(wanted, "wait."+reason)
	}
	for _, kind := range kinds() {
		for _, part := range []string{".what", ".why", ".next"} {
			wanted = append(wanted, "problem."+string(kind)+part)
		}
	}
	for _, verb := range []Verb{Create, Modify, Same, Cannot, ByHand} {
		wanted = append(wanted, "verb."+string(verb))
	}
	tenant := newFakeTenant(t)
	flow := tenant.flow()
	result, _ := apply(t, flow, plan(t, flow, wish()))
	report, err := flow.Verify(t.Context(), wish())
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{".title", ".what", ".next"} {
		wanted = append(wanted, "finding.verify-application"+part, "finding.verify-expiry"+part, "finding.verify-proof-url"+part)
	}
	for _, finding := range append(report.Findings, result.Findings...) {
		if strings.HasPrefix(finding.Code, "verify-") {
			for _, part := range []string{".title", ".what", ".next"} {
				wanted = append(wanted, "finding."+finding.Code+part)
			}
		}
	}
	for _, key := range wanted {
		if strings.TrimSpace(words[key]) == "" {
			t.Errorf("no words for %s", key)
		}
	}
	for key := range words {
		if !slices.Contains(wanted, key) {
			t.Errorf("words for nothing: %s", key)
		}
	}
}

func TestKindsAreAllListed(t *testing.T) {
	// Every Kind of problem.go and of problem_<area>.go is in factsOf, so that no
	// problem goes without words.
	files, err := filepath.Glob("problem*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found [][]string
	for _, file := range files {
		found = append(found, regexp.MustCompile(`Kind += "([a-z-]+)"`).FindAllStringSubmatch(source(t, file), -1)...)
	}
	if len(found) != len(kinds()) {
		t.Errorf("%v have %d kinds, the test knows %d", files, len(found), len(kinds()))
	}
	for _, match := range found {
		if !slices.Contains(kinds(), Kind(match[1])) {
			t.Errorf("%s is not known to the test", match[1])
		}
	}
}

func TestPlaceholdersAreFacts(t *testing.T) {
	placeholder := regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)
	for key, text := range readWords(t) {
		var allowed []string
		if strings.HasPrefix(key, "problem.") {
			allowed = factsOf()[Kind(strings.Split(key, ".")[1])]
		}
		if strings.HasPrefix(key, "finding.") {
			allowed = []string{"Got", "Expected"}
		}
		if strings.HasPrefix(key, "notice.") {
			allowed = []string{"App", "UPN", "Deleted", "Until"}
		}
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(allowed, match[1]) {
				t.Errorf("%s uses %s, which is no fact of it", key, match[1])
			}
		}
		if strings.Count(text, "{{") != len(placeholder.FindAllString(text, -1)) {
			t.Errorf("%s has a broken placeholder", key)
		}
	}
}

// TestSentencesKeepTheHouseRules: short, plain, no shouting.
func TestSentencesKeepTheHouseRules(t *testing.T) {
	placeholder := regexp.MustCompile(`\{\{[^}]*\}\}`)
	for key, text := range readWords(t) {
		plain := placeholder.ReplaceAllString(text, "X")
		for _, word := range []string{"!", "please", "simply", "oops", "successfully"} {
			if strings.Contains(strings.ToLower(plain), word) {
				t.Errorf("%s says %q", key, word)
			}
		}
		for _, sentence := range regexp.MustCompile(`\.\s`).Split(plain, -1) {
			if words := strings.Fields(sentence); len(words) > 15 {
				t.Errorf("%s has a sentence of %d words", key, len(words))
			}
		}
		sentenceKey := strings.HasPrefix(key, "problem.") || strings.HasPrefix(key, "wait.") || strings.HasPrefix(key, "notice.") ||
			strings.HasPrefix(key, "finding.") && !strings.HasSuffix(key, ".title")
		if ends := strings.HasSuffix(plain, "."); sentenceKey && !ends && !strings.HasSuffix(plain, "X") || !sentenceKey && ends {
			t.Errorf("%s ends oddly: %q", key, text)
		}
	}
}
