package ui

import (
	"context"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
)

// response is a file of the corpus of responses.
func response(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "samlcfg", "testdata", "responses", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// toTest walks to the test page of the sign-on that the corpus is about.
func (b *bench) toTest() {
	b.t.Helper()
	showSaved(b)
	b.press()
	test.Tap(b.w.shell.second)
	b.untilPage(pageTest)
	block, _ := pem.Decode([]byte(response(b.t, "certificate.pem")))
	c := &b.w.state.apply.result.Contents
	c.Certificate, c.TestUserUPN = block.Bytes, "B.Simon@contoso.com"
	b.w.state.apply.result.Plan = samplePlan()
	b.clock = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
}

// examines gives a text to the page that examines, and waits for the answer.
func (b *bench) examines(asked asking, text string) *examined {
	b.t.Helper()
	b.toTest()
	b.w.examine(asked)
	b.w.examineText(text)
	b.settles()
	return b.w.state.examine.found
}

func (b *bench) settles() {
	b.t.Helper()
	b.until("answer", func() bool {
		e := &b.w.state.examine
		return !e.busy && (e.found == nil || !e.found.mend.looking)
	})
}

func TestWhatIsGivenIsRecognised(t *testing.T) {
	for _, c := range []struct {
		name, text string
		fault      *fault
		mends      bool
		says       string
	}{
		{"good response", response(t, "good-base64.txt"), nil, false, "Entra’s answer, checked"},
		{"recording", response(t, "good-recording.har"), nil, false, "Entra’s answer, checked"},
		{"other audience", response(t, "other-audience.xml"), &fault{2, "audience"}, true, "The audience is not the one Autotask expects"},
		{"other certificate", response(t, "other-certificate.xml"), &fault{3, "signature"}, false, "Another certificate signed the response"},
		{"refused", response(t, "refused.xml"), &fault{1, "microsoft"}, true, "Entra refused the sign-in"},
		{"error page", response(t, "error-page.html"), &fault{1, "microsoft"}, true, "Entra’s error, explained"},
		{"code alone", "50105", &fault{1, "microsoft"}, true, "AADSTS50105"},
		{"address of an error page", "https://login.microsoftonline.com/error?code=700016", &fault{1, "microsoft"}, true, "AADSTS700016"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			found := b.examines(askError, c.text)
			if found == nil {
				t.Fatalf("not recognised: %+v", b.w.state.examine)
			}
			got := b.w.state.test.fault
			if (got == nil) != (c.fault == nil) || got != nil && *got != *c.fault {
				t.Errorf("fault %+v, want %+v", got, c.fault)
			}
			if _, mends := found.repair(b.w.standingWish()); mends != c.mends {
				t.Errorf("mends %v", mends)
			}
			b.shows(c.says)
		})
	}
}

func TestWhatCannotBeExaminedSaysWhy(t *testing.T) {
	b := newBench(t)
	if found := b.examines(askResponse, response(t, "request.txt")); found != nil {
		t.Fatalf("a request is %+v", found)
	}
	if p := b.w.state.examine.problem; p == nil || p.Kind != samlcfg.DecodeProblemKind("request") {
		t.Errorf("%+v", b.w.state.examine.problem)
	}
	b.w.screen.(*examinePage).field.SetText("50105")
	if b.w.state.examine.problem != nil {
		t.Error("the old problem stays beside a new text")
	}
	b.hit(fyne.KeyReturn)
	b.settles()
	b.shows("AADSTS50105")
	b.w.backByKey()
	if b.w.state.examine.found != nil || b.w.state.page != pageExamine {
		t.Error("back does not lead to the question")
	}
	b.w.backByKey()
	b.untilPage(pageTest)
}

// A paste of one line can be edited in the field; a long one is examined at once.
func TestLongPasteIsExaminedAtOnce(t *testing.T) {
	b := newBench(t)
	b.toTest()
	b.w.examine(askResponse)
	field := b.w.screen.(*examinePage).field
	paste := func(text string) {
		clipboard := b.w.app.Clipboard()
		clipboard.SetContent(text)
		field.Focusable().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	}
	paste(" 50105")
	if field.Text() != " 50105" || b.w.state.examine.busy {
		t.Errorf("field %q", field.Text())
	}
	paste(response(t, "good-base64.txt"))
	b.settles()
	if b.w.state.examine.found == nil || field.Text() != " 50105" {
		t.Errorf("field %q", field.Text())
	}
}

func TestDroppedFileIsExamined(t *testing.T) {
	b := newBench(t)
	b.toTest()
	path := filepath.Join(t.TempDir(), "recording.har")
	if err := os.WriteFile(path, []byte(response(t, "good-recording.har")), 0o600); err != nil {
		t.Fatal(err)
	}
	b.w.droppedFiles([]fyne.URI{storage.NewFileURI(path)}) // the test page takes none
	b.w.examine(askResponse)
	b.w.droppedFiles([]fyne.URI{storage.NewFileURI(path + "x")})
	if b.w.state.examine.failure == nil {
		t.Error("a file that is not there is taken")
	}
	b.w.droppedFiles([]fyne.URI{storage.NewFileURI(path)})
	b.settles()
	if b.w.state.examine.found == nil || !b.w.state.test.answered {
		t.Errorf("%+v", b.w.state.examine)
	}
	if legs := b.w.state.proofs().legs(); legs[1] != kit.ProvenHere || legs[2] != kit.WithSupport {
		t.Errorf("legs %v", legs)
	}
}

// A fault that one change in the tenant mends leads to the review of that change,
// and from there to the test again, or back with everything as it was.
func TestFaultLeadsToReviewAndBack(t *testing.T) {
	b := newBench(t)
	b.examines(askError, "50105")
	before := b.w.state.apply.result
	view := b.w.screen.(*examinePage).view
	if !view.fix.Visible() || view.fix.Label() != "Fix it: review 8 changes" {
		t.Fatalf("button %q", view.fix.Label())
	}
	if got := b.flow.wishes[len(b.flow.wishes)-1].Application; got != before.ApplicationID {
		t.Errorf("looks at application %q", got)
	}
	test.Tap(view.fix)
	b.untilPage(pageReview)
	b.w.backByKey()
	if b.w.state.page != pageExamine || b.w.state.apply.result != before || b.w.state.examine.found == nil {
		t.Fatalf("back leads to %s", b.w.state.page.key())
	}
	test.Tap(b.w.screen.(*examinePage).view.fix)
	b.press()
	b.until("applied", func() bool { return b.w.state.apply.result != nil })
	b.press()
	b.untilPage(pageTest)
	if b.w.state.test.fault != nil || b.w.state.repair != nil {
		t.Errorf("after the repair: %+v", b.w.state.test)
	}
	if got := b.w.state.ledger(b.w.words, false, false).title; got != "16 changes made" {
		t.Errorf("ledger %q", got)
	}
}

// nothingToChange plans a tenant in which everything is as wished.
func nothingToChange(context.Context, setup.Wish) (setup.Plan, error) {
	plan := samplePlan()
	for i := range plan.Changes {
		plan.Changes[i].Verb = setup.Same
	}
	return plan, nil
}

func TestNothingToMendInEntraIsSaid(t *testing.T) {
	b := newBench(t)
	b.toTest()
	b.flow.plan = nothingToChange
	b.w.examine(askError)
	b.w.examineText("50105")
	b.settles()
	if b.w.screen.(*examinePage).view.fix.Visible() || b.w.shell.footer.Hint() != "Entra is set as wished already." {
		t.Errorf("hint %q", b.w.shell.footer.Hint())
	}
}

func TestSymptomLeadsToQuestions(t *testing.T) {
	b := newBench(t)
	b.toTest()
	b.w.screen.(*testPage).saw.OnChosen(2)
	b.press()
	b.untilPage(pageSymptom)
	page := b.w.screen.(*symptomPage)
	if off, hint := b.off(); !off || hint == "" {
		t.Error("one may go on without a choice")
	}
	page.list.Choose(0)
	b.w.refresh()
	b.press()
	if b.w.state.symptom != samlcfg.SymptomUnknownUser || *b.w.state.test.fault != (fault{4, "name"}) {
		t.Errorf("%q %+v", b.w.state.symptom, b.w.state.test.fault)
	}
	b.shows("Entra sends the test user as B.Simon@contoso.com.")
	b.w.backByKey()
	if b.w.state.symptom != "" || b.w.state.test.fault != nil {
		t.Error("back does not lead to the list")
	}
	b.w.backByKey()
	b.untilPage(pageTest)
}

func TestEveryFaultHasWords(t *testing.T) {
	english := english()
	for _, code := range faultCodes(t) {
		if key := "window.fault." + code; !english.Has(key) {
			t.Errorf("%s has no words", key)
		}
		if key := "picture.fault." + faultName("response-"+code); !english.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
	for _, symptom := range samlcfg.Symptoms() {
		if key := "picture.fault." + symptomFault(symptom).name; !english.Has(key) {
			t.Errorf("%s has no words", key)
		}
	}
}

// faultCodes are the findings about a response that can fail: those of the corpus,
// and those that have words but are no mere note.
func faultCodes(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile("../assets/translations/en/samlcfg.json")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, line := range strings.Split(string(raw), "\n") {
		code, is := strings.CutPrefix(strings.TrimSpace(line), `"finding.response-`)
		code, title := strings.CutSuffix(strings.SplitN(code, `"`, 2)[0], ".title")
		note := strings.HasPrefix(code, "unchecked") || code == "time-over" || code == "email-differs" || code == "user"
		if is && title && !note {
			codes = append(codes, code)
		}
	}
	if len(codes) < 25 {
		t.Fatalf("only %d codes found", len(codes))
	}
	return codes
}

func TestLegsFollowWhatIsKnown(t *testing.T) {
	for _, c := range []struct {
		name  string
		known proofs
		want  [4]kit.Proof
		open  int
	}{
		{"nothing", proofs{}, [4]kit.Proof{}, 0},
		{"read back", proofs{verified: true}, [4]kit.Proof{kit.ProvenHere}, 1},
		{"sent", proofs{verified: true, sent: true}, [4]kit.Proof{kit.ProvenHere, kit.NotTried, kit.WithSupport}, 1},
		{"checked here", proofs{verified: true, local: true, sent: true}, [4]kit.Proof{kit.Proven, kit.ProvenHere, kit.WithSupport}, 2},
		{"fault", proofs{verified: true, sent: true, fault: &fault{3, "audience"}}, [4]kit.Proof{kit.ProvenHere, kit.NotTried, kit.Wrong}, 2},
		{"signed in", proofs{verified: true, signedIn: true}, [4]kit.Proof{kit.Proven, kit.Proven, kit.Proven, kit.Proven}, 0},
	} {
		if got := c.known.legs(); got != c.want || firstOpen(got) != c.open {
			t.Errorf("%s: %v, first %d", c.name, got, firstOpen(got))
		}
	}
}

func TestPictureByKeyboard(t *testing.T) {
	b := newBench(t)
	b.toTest()
	page := b.w.screen.(*testPage)
	legs := page.picture.Legs()
	b.w.win.Canvas().Focus(legs[0])
	b.shows(sampleResult(setup.Plan{}).TestUserUPN)
	b.hit(fyne.KeyRight)
	b.hit(fyne.KeyRight)
	if b.w.win.Canvas().Focused() != legs[2] || page.picture.Chosen() != 2 {
		t.Errorf("arrows lead to leg %d", page.picture.Chosen()+1)
	}
	b.shows("https://us.backup.autotask.net/singlesignon/saml/SSO")
	b.hit(fyne.KeyRight)
	b.hit(fyne.KeyRight) // there is no fifth leg
	if page.picture.Chosen() != 3 {
		t.Errorf("leg %d", page.picture.Chosen()+1)
	}
	label := legs[2].(fyne.Accessible).AccessibilityLabel()
	if !strings.HasPrefix(label, "Leg 3, SAML response, With support. Posted to https://us.backup") {
		t.Errorf("a screen reader hears %q", label)
	}
}

// trialPictures are the pages of the test and of what leads from a fault to its
// cause.
func trialPictures() []picture {
	examined := func(asked asking, file string) func(*bench) {
		return func(b *bench) { b.examines(asked, response(b.t, file)) }
	}
	return []picture{
		{"08-test-waiting", false, func(b *bench) { b.toTest() }},
		{"08-test-ways", false, func(b *bench) { b.toTest(); b.w.screen.(*testPage).showWays() }},
		{"08-test-leg", false, func(b *bench) {
			b.toTest()
			b.w.win.Canvas().Focus(b.w.screen.(*testPage).picture.Legs()[2])
		}},
		{"08-test-signed-in", false, func(b *bench) {
			b.toTest()
			b.w.screen.(*testPage).saw.Choose(0)
			b.w.screen.(*testPage).saw.OnChosen(0)
		}},
		{"08-examine-error-empty", false, func(b *bench) { b.toTest(); b.w.examine(askError) }},
		{"08-examine-response-empty", false, func(b *bench) { b.toTest(); b.w.examine(askResponse) }},
		{"08-examine-nothing", false, func(b *bench) { b.examines(askResponse, "no response at all") }},
		{"08-examine-error", false, func(b *bench) {
			b.examines(askError, "AADSTS50105: Your administrator has configured the application Autotask Endpoint Backup to block users.\n"+
				"Request Id: 7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4\nCorrelation Id: 0f8a3c52-1d2e-4b6f-9a7c-5e4d3c2b1a09\nTimestamp: 2026-11-23T09:58:12Z")
		}},
		{"08-examine-good", false, examined(askResponse, "good-assertion-signed.xml")},
		{"08-examine-audience", false, examined(askResponse, "other-audience.xml")},
		{"08-examine-capitals", false, examined(askResponse, "other-capitals.xml")},
		{"08-examine-refused", false, examined(askResponse, "refused.xml")},
		{"08-symptom", false, func(b *bench) { b.toTest(); b.w.show(pageSymptom) }},
		{"08-symptom-questions", false, func(b *bench) {
			b.toTest()
			b.w.show(pageSymptom)
			b.w.chooseSymptom(samlcfg.SymptomUnknownUser)
		}},
	}
}
