package ui

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/samlcfg/bundle"
	"backupsso/ui/kit"
)

func TestSaveAndSendWhereNobodyPractises(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	if label := b.w.shell.foot.primary.label; label != "Open draft e-mail" {
		t.Errorf("the next thing to do is %q", label)
	}
	full := &setup.Problem{Step: setup.StepBundle, Kind: setup.DiskFull, Retry: true, Facts: map[string]string{"Path": "/home"}}
	b.flow.save = func(setup.Result, string) (string, error) { return "", full }
	page := b.w.screen.(*handOverPage)
	test.Tap(page.bundle.save)
	b.until("refused", func() bool { return b.w.state.handOver.problem != nil })
	if !page.trouble.panel.Visible() {
		t.Error("a full disk goes unsaid")
	}
	b.flow.save = func(_ setup.Result, path string) (string, error) { return path, nil }
	test.Tap(page.bundle.save)
	b.until("saved", func() bool { return b.w.state.handOver.savedAs != "" })
	if got := b.w.state.handOver.savedAs; got != "/home/ada/Downloads/us-sso-2026-11-23.zip" {
		t.Errorf("saved as %q", got)
	}
	test.Tap(page.bundle.save) // which opens the folder now
	b.until("folder", func() bool { return len(b.opens()) == 1 })
	if got := b.opens()[0]; got != "/home/ada/Downloads" {
		t.Errorf("opened %q", got)
	}
	b.press()
	if items := b.w.state.rail(b.w.words); items[5].mark != markWaiting || items[5].second != "Waiting on support" {
		t.Errorf("%+v", items[5])
	}
	b.shows("Waiting on Autotask support")
	test.Tap(b.w.shell.second)
	b.untilPage(pageTest)
}

// opens are the addresses, files and folders that were opened so far.
func (b *bench) opens() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.opened...)
}

func TestDraftIsSavedBesideTheBundleAndOpened(t *testing.T) {
	b := newBench(t)
	written := map[string][]byte{}
	b.flow.file = func(content []byte, path string) (string, error) { written[path] = content; return path, nil }
	b.toHandOver()
	b.press()
	b.until("draft", func() bool { return b.w.state.handOver.draft != "" })
	const draft = "/home/ada/Downloads/us-sso-2026-11-23.eml"
	if got := b.opens(); len(got) != 1 || got[0] != draft || len(written[draft]) == 0 {
		t.Errorf("opened %v, wrote %d bytes", got, len(written[draft]))
	}
	if b.w.state.handOver.savedAs == "" || b.w.shell.foot.primary.label != "I have sent it" {
		t.Errorf("the next thing to do is %q", b.w.shell.foot.primary.label)
	}
	b.unopened = errors.New("no mail program")
	test.Tap(b.w.shell.second)
	b.until("no mail program", func() bool { return b.w.state.handOver.draftUnopened })
	if got := b.w.screen.(*handOverPage).bundle.note.AccessibilityLabel(); got != "No mail program opened. The draft is "+draft+"." {
		t.Errorf("said %q", got)
	}
}

// What support confirms is kept step by step, and leads to the test once it is all
// there.
func TestWaitingCollectsWhatSupportSays(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	b.w.markSent()
	page := b.w.screen.(*handOverPage)
	b.clock = noon.AddDate(0, 0, 3)
	b.w.refresh()
	b.shows("Day 4")
	if off := b.w.shell.foot.primary; off != nil {
		t.Errorf("the next thing to do is %+v", off)
	}
	page.waiting.ticket.SetText("T20261126.0042")
	b.until("ticket", func() bool { return b.flow.knows().Ticket != "" })
	page.waiting.loaded.Tapped(nil)
	b.until("loaded", func() bool { return !b.flow.knows().Loaded.IsZero() })
	page.waiting.activated.Tapped(nil)
	b.until("activated", func() bool { return !b.flow.knows().Activated.IsZero() })
	b.shows("Autotask support is done")
	page.waiting.loaded.Tapped(nil) // a slip, taken back
	b.until("not loaded", func() bool { return b.flow.knows().Loaded.IsZero() })
	page.waiting.loaded.Tapped(nil)
	b.until("loaded again", func() bool { return !b.flow.knows().Loaded.IsZero() })
	b.press()
	b.untilPage(pageTest)
	if legs := b.w.state.proofs().legs(); legs[2] != kit.NotTried {
		t.Errorf("legs %v: support is done", legs)
	}
}

func (f *fakeFlow) knows() setup.Support {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.said
}

func TestReminderIsMadeOpenedAndKept(t *testing.T) {
	b := newBench(t)
	var entry string
	b.flow.file = func(content []byte, path string) (string, error) { entry = string(content); return path, nil }
	b.toHandOver()
	b.w.markSent()
	page := b.w.screen.(*handOverPage)
	page.waiting.reminder.days.Pick(2)
	test.Tap(page.waiting.reminder.add)
	b.until("reminder", func() bool { return !b.flow.knows().Remind.IsZero() })
	when := b.flow.knows().Remind.Local()
	if daysBetween(noon, when) != 7 || when.Hour() != remindAt || !strings.Contains(entry, "DTSTART:"+when.UTC().Format("20060102T150405Z")) {
		t.Errorf("on %v, entry\n%s", when, entry)
	}
	if got := b.opens(); len(got) != 1 || got[0] != "/home/ada/Downloads/"+reminderName {
		t.Errorf("opened %v", got)
	}
	if hint := b.w.shell.footer.Hint(); hint != "Closing is safe. We remind you on 30 Nov 2026." {
		t.Errorf("hint %q", hint)
	}
}

func TestWhatSupportSaidThatCannotBeKeptIsTold(t *testing.T) {
	b := newBench(t)
	b.flow.note = func(string) error {
		return &setup.Problem{Kind: setup.JournalUnwritable, Retry: true, Facts: map[string]string{"Path": "/home/ada/.local/state/backupsso"}}
	}
	b.toHandOver()
	b.w.markSent()
	page := b.w.screen.(*handOverPage)
	page.waiting.loaded.Tapped(nil)
	b.until("problem", func() bool { return b.w.state.handOver.unkept != nil })
	if !page.waiting.unkept.panel.Visible() || !page.waiting.loaded.Ticked() {
		t.Error("the loss goes unsaid, or the tick is lost too")
	}
	b.flow.note = nil
	test.Tap(page.waiting.unkept.again)
	b.until("kept", func() bool { return b.w.state.handOver.unkept == nil && !b.flow.knows().Loaded.IsZero() })
}

func TestSendingAgainKeepsTheWaiting(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	b.w.markSent()
	test.Tap(b.w.screen.(*handOverPage).waiting.again)
	b.shows("us-sso-2026-11-23.zip")
	b.press()
	b.until("draft", func() bool { return b.w.state.handOver.draft != "" })
	b.press()
	b.shows("Waiting on Autotask support")
	test.Tap(b.w.screen.(*handOverPage).waiting.again)
	b.w.backByKey()
	b.shows("Waiting on Autotask support")
}

// The record of the changes goes into the bundle when it is asked for, and what
// was saved before is not taken for it.
func TestRecordOfTheChangesIsOptional(t *testing.T) {
	b := newBench(t)
	raw, err := os.ReadFile("../samlcfg/bundle/testdata/v2.zip")
	if err != nil {
		t.Fatal(err)
	}
	contents, _, err := bundle.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	b.flow.apply = func(_ context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		result := sampleResult(plan)
		result.Contents, result.Bundle = contents, raw
		result.Contents.Changes = []bundle.Change{{What: "identifier", After: contents.Identifier, Time: noon}}
		return result, nil
	}
	showSaved(b)
	record := b.w.screen.(*handOverPage).bundle.record
	record.Tapped(nil)
	b.until("recorded", func() bool { return !b.w.state.handOver.recording })
	if p := b.w.state.handOver.problem; p != nil {
		t.Fatal(p)
	}
	inside := func() bool { return len(fileIn(b.w.state.apply.result.Bundle, bundle.RecordFile)) > 0 }
	if !inside() || !record.Ticked() || b.w.state.handOver.savedAs != "" || !b.w.state.wish("en").RecordInBundle {
		t.Errorf("inside %v, ticked %v, saved as %q", inside(), record.Ticked(), b.w.state.handOver.savedAs)
	}
	record.Tapped(nil)
	b.until("taken out", func() bool { return !b.w.state.handOver.recording })
	if inside() || record.Ticked() {
		t.Error("the record stays")
	}
}

// showLostPassword is a set-up whose test user was made by a run that was cut off.
func showLostPassword(b *bench) {
	b.flow.apply = func(_ context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		tellAll(plan, tell)
		result := sampleResult(plan)
		result.Password, result.PasswordLost = setup.Secret{}, true
		return result, nil
	}
	b.toHandOver()
}

// handOverPictures are the states of the hand-over that are not on the usual way.
func handOverPictures() []picture {
	return []picture{
		{"07-hand-over-draft", false, func(b *bench) {
			b.toHandOver()
			b.press()
			b.until("draft", func() bool { return b.w.state.handOver.draft != "" })
		}},
		{"07-hand-over-all", false, func(b *bench) { b.toHandOver(); test.Tap(b.w.screen.(*handOverPage).bundle.all) }},
		{"07-hand-over-record", false, func(b *bench) {
			b.flow.apply = func(_ context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
				tellAll(plan, tell)
				result := sampleResult(plan)
				result.Contents.Changes = []bundle.Change{{What: "identifier", Time: noon}}
				return result, nil
			}
			b.toHandOver()
			test.Tap(b.w.screen.(*handOverPage).bundle.all)
		}},
		{"07-hand-over-password-lost", false, showLostPassword},
		{"08-test-password-lost", false, func(b *bench) { showLostPassword(b); b.w.markSent(); b.w.next() }},
		{"07-hand-over-no-mail", false, func(b *bench) {
			b.unopened = errors.New("no mail program")
			b.toHandOver()
			b.press()
			b.until("draft", func() bool { return b.w.state.handOver.draftUnopened })
		}},
		{"07-waiting", false, func(b *bench) { b.toHandOver(); b.w.markSent() }},
		{"07-waiting-done", false, func(b *bench) {
			b.toHandOver()
			b.w.markSent()
			for _, check := range []*kit.Check{b.w.screen.(*handOverPage).waiting.loaded, b.w.screen.(*handOverPage).waiting.activated} {
				check.Tapped(nil)
			}
			b.until("kept", func() bool { return !b.flow.knows().Activated.IsZero() })
		}},
		{"07-waiting-reminded", false, func(b *bench) {
			b.toHandOver()
			b.w.markSent()
			test.Tap(b.w.screen.(*handOverPage).waiting.reminder.add)
			b.until("reminder", func() bool { return !b.flow.knows().Remind.IsZero() })
		}},
		{"07-waiting-again", false, func(b *bench) { b.toHandOver(); b.w.markSent(); b.w.sendAgain() }},
	}
}

func TestDeskThatRefuses(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	b.desk.err = errRefused
	b.toHandOver()
	b.press()
	b.until("refusal", func() bool { return b.w.state.handOver.refused != "" })
	if b.w.state.handOver.delivered {
		t.Error("a refused bundle counts as delivered")
	}
	b.desk.err = nil
	b.press()
	b.until("delivery", func() bool { return b.w.state.handOver.delivered })
}

func TestAfterApplyAnswersAreReadOnly(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	b.w.visitPage(pagePortal)
	if b.w.state.page != pagePortal {
		t.Fatal("the rail does not lead back")
	}
	b.press()
	b.press()
	b.untilPage(pageReview)
	b.press()
	b.untilPage(pageHandOver)
	if calls := b.flow.called(); calls[len(calls)-1] != "apply" {
		t.Errorf("looking back called %v", calls)
	}
}

func TestPractiseFromTheStartPage(t *testing.T) {
	other := &fakeFlow{}
	b := newBench(t, func(d *Deps) {
		d.Practise = func(context.Context) (Flow, PracticeDesk, error) { return other, &fakeDesk{}, nil }
	})
	if b.w.win.Title() != Title {
		t.Errorf("title %q", b.w.win.Title())
	}
	test.Tap(b.w.shell.start.practise)
	b.until("practice", func() bool { return b.w.deps.Practice })
	if b.w.win.Title() != PracticeTitle {
		t.Errorf("title %q", b.w.win.Title())
	}
	b.toPortal()
	if len(other.called()) != 1 || len(b.flow.called()) != 0 {
		t.Error("the real tenant was asked")
	}
}

func TestNoPageIsWithoutWords(t *testing.T) {
	b := newBench(t)
	b.toApplied()
	for _, p := range railPages() {
		b.w.state.furthest = pageDone
		b.w.show(p)
		test.WidgetRenderer(b.w.shell.frame)
		eachText(b.w.win.Content(), func(text string) {
			if len(text) > 1 && text[0] == '<' && text[1] == '<' {
				t.Errorf("page %s shows %s", p.key(), text)
			}
		})
	}
}

func TestNothingTurnsOnceWorkHasEnded(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	turning := func() int {
		count := 0
		eachWidget(b.w.win.Content(), func(o fyne.Widget) {
			if arc, ok := o.(*kit.BusyArc); ok && arc.Turns() {
				count++
			}
		})
		return count
	}
	b.toUser()
	b.press()
	b.untilPage(pageReview)
	review := b.w.screen.(*reviewPage)
	b.until("plan", func() bool { return b.w.state.plan != nil })
	if review.turning {
		t.Error("the review turns on with a plan in hand")
	}
	b.press()
	b.until("applied", func() bool { return b.w.state.apply.result != nil })
	if n := turning(); n > 0 {
		t.Errorf("%d arcs turn after all is made", n)
	}
	b.press()
	b.press()
	b.until("delivered", func() bool { return b.w.state.handOver.delivered })
	if n := turning(); n > 0 {
		t.Errorf("%d arcs turn after the delivery", n)
	}
}
