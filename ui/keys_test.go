package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
)

// hit presses a key as the driver does: the focused widget hears it, or the
// window.
func (b *bench) hit(name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := b.w.win.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
		return
	}
	b.w.win.Canvas().OnTypedKey()(event)
}

// tab goes on with Tab until a button with the label has the focus.
func (b *bench) tab(label string) {
	b.t.Helper()
	for range 60 {
		b.w.win.Canvas().FocusNext()
		if button, ok := b.w.win.Canvas().Focused().(*kit.Button); ok && button.Label() == label {
			return
		}
	}
	b.t.Fatalf("Tab never comes to %q on page %s", label, b.w.state.page.key())
}

func TestWholeWizardByKeyboardAlone(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	b.hit(fyne.KeyReturn)
	b.untilPage(pageSignIn)
	b.hit(fyne.KeyDown)
	if b.w.screen.foot().primary.label != "Get a code" {
		t.Error("the arrows do not choose")
	}
	b.hit(fyne.KeyReturn)
	b.untilPage(pagePortal)
	test.Type(b.w.win.Canvas().Focused(), "us")
	b.until("check", func() bool { return !b.w.state.portal.typing })
	b.hit(fyne.KeyReturn)
	b.untilPage(pageTestUser)
	b.until("look-up", func() bool { off, _ := b.off(); return !off })
	b.hit(fyne.KeyReturn)
	b.untilPage(pageReview)
	b.until("plan", func() bool { return b.w.state.plan != nil })
	b.hit(fyne.KeyReturn)
	b.untilPage(pageApply)
	b.until("applied", func() bool { return b.w.state.apply.result != nil })
	b.hit(fyne.KeyReturn)
	b.untilPage(pageHandOver)
	b.tab("Save")
	b.hit(fyne.KeySpace)
	b.until("saved", func() bool { return b.w.state.handOver.savedAs != "" })
	b.tab("Hand it to practice support")
	b.hit(fyne.KeyReturn)
	b.until("delivered", func() bool { return b.w.state.handOver.delivered })
	b.tab("Go to the test")
	b.hit(fyne.KeyReturn)
	b.untilPage(pageTest)
	b.hit(fyne.KeyReturn)
	b.until("browser", func() bool { return b.w.state.test.opened })
	for range 10 {
		b.w.win.Canvas().FocusNext()
		if _, ok := b.w.win.Canvas().Focused().(*kit.Radio); ok {
			break
		}
	}
	b.hit(fyne.KeyDown)
	b.hit(fyne.KeyReturn)
	b.untilPage(pageGoLive)
	b.until("the tenant was asked", func() bool { return !b.w.state.live.looking })
	b.searches("jon")
	b.hit(fyne.KeyReturn) // takes the marked one
	b.asked()
	b.w.clearSearch()
	b.hit(fyne.KeyReturn)
	b.untilPage(pageLiveReview)
	b.until("plan", func() bool { return !b.w.state.live.planning })
	b.hit(fyne.KeyReturn)
	b.ranLive()
	b.hit(fyne.KeyReturn)
	b.untilPage(pageDone)
}

func TestEscGoesBackFromEveryFocus(t *testing.T) {
	b := newBench(t)
	b.toUser()
	b.hit(fyne.KeyEscape)
	b.untilPage(pagePortal)
	b.hit(fyne.KeyEscape)
	b.untilPage(pageSignIn)
	b.hit(fyne.KeyEscape)
	b.untilPage(pageStart)
	b.hit(fyne.KeyEscape)
	b.untilPage(pageStart)
}

func TestEnterMeantForThePageBeforeIsNotHeard(t *testing.T) {
	b := newBench(t)
	now := noon
	b.w.keyClock = func() time.Time { return now }
	b.press()
	b.hit(fyne.KeyReturn)
	if b.w.state.signIn.busy {
		t.Error("an Enter at once started the sign-in")
	}
	now = now.Add(time.Second)
	b.hit(fyne.KeyReturn)
	if !b.w.state.signIn.busy {
		t.Error("an Enter later did nothing")
	}
	b.untilPage(pagePortal)
}

func TestHeldEnterDoesNotRaceThroughPages(t *testing.T) {
	b := newBench(t)
	now := noon
	b.w.keyClock = func() time.Time { return now }
	b.press()
	for range 200 { // a key held down for six seconds
		now = now.Add(30 * time.Millisecond)
		b.hit(fyne.KeyReturn)
	}
	if b.w.state.page != pageSignIn || b.w.state.signIn.busy {
		t.Errorf("a held Enter led to %s", b.w.state.page.key())
	}
}

// TestQuestionMarkListsTheKeys holds that ? and F1 open one list that names every
// key, and that ? typed into a field is text.
func TestQuestionMarkListsTheKeys(t *testing.T) {
	b := newBench(t)
	b.toPortal()
	question := func() {
		if focused := b.w.win.Canvas().Focused(); focused != nil {
			focused.TypedRune('?')
			return
		}
		b.w.win.Canvas().OnTypedRune()('?')
	}
	for name, open := range map[string]func(){"?": func() { b.w.win.Canvas().Unfocus(); question() },
		"? on a button": func() { b.tab(b.w.say("window.nav.back")); question() }, "F1": func() { b.hit(fyne.KeyF1) }} {
		open()
		if b.w.dialog == nil {
			t.Fatalf("%s shows nothing", name)
		}
		drawn := map[string]bool{}
		for _, root := range b.roots() {
			eachText(root, func(text string) { drawn[text] = true })
		}
		for _, key := range []string{"Tab", "Enter", "Esc", "Alt+Left", "Page Up, Page Down", "F1 or ?"} {
			if !drawn[key] {
				t.Errorf("%s: the list does not name %q", name, key)
			}
		}
		b.hit(fyne.KeyEscape)
	}
	field := b.w.screen.(*portalPage).subdomain
	b.w.win.Canvas().Focus(field.Focusable())
	test.Type(field.Focusable(), "a?")
	if b.w.dialog != nil || field.Text() != "a?" {
		t.Errorf("? in a field opens the list, or is lost: %q", field.Text())
	}
}

func TestDialogKeepsKeysFromThePage(t *testing.T) {
	b := newBench(t)
	b.press()
	b.hit(fyne.KeyF1)
	if b.w.dialog == nil {
		t.Fatal("F1 shows nothing")
	}
	b.hit(fyne.KeyEscape)
	if b.w.dialog != nil || b.w.state.page != pageSignIn {
		t.Error("Esc did more, or less, than close the list")
	}
	b.w.showKeys()
	b.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b.w.state.signIn.busy {
		t.Error("Enter reached the page below")
	}
	b.hit(fyne.KeyReturn)
	if b.w.dialog != nil {
		t.Error("Enter on Close does not close")
	}
}

func TestLogOpensByKeyAndCloses(t *testing.T) {
	b := newBench(t)
	b.toApplied()
	b.w.shell.toggleLog()
	if !b.w.shell.drawer.Open() {
		t.Fatal("the log does not open")
	}
	b.hit(fyne.KeyEscape)
	if b.w.shell.drawer.Open() || b.w.state.page != pageApply {
		t.Error("Esc did not close the log alone")
	}
	b.w.host().Copy(b.w.state.logText())
	if got := b.w.app.Clipboard().Content(); len(got) < 100 {
		t.Errorf("copied %q", got)
	}
}

func TestCancelAsksFirst(t *testing.T) {
	b := newBench(t)
	showWaiting(b)
	b.hit(fyne.KeyEscape)
	if b.w.dialog == nil || !b.w.state.apply.running {
		t.Fatal("Esc did not ask")
	}
	b.hit(fyne.KeyReturn) // "Carry on" has the focus
	if b.w.dialog != nil || b.w.state.apply.cancelling {
		t.Error("the safe answer is not the first one")
	}
	b.hit(fyne.KeyEscape)
	b.w.win.Canvas().FocusNext()
	b.tab("Stop")
	b.hit(fyne.KeyReturn)
	b.until("cancelled", func() bool { return !b.w.state.apply.running })
}

func TestLongPageScrollsToTheFocus(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	frame := b.w.shell.frame
	if !frame.Scrolls() {
		t.Skip("the page fits")
	}
	top := func() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(b.w.screen.body()).Y }
	before := top()
	b.hit(fyne.KeyPageDown)
	if top() >= before {
		t.Error("page down does not scroll")
	}
	b.hit(fyne.KeyPageUp)
	if top() != before {
		t.Error("page up does not scroll back")
	}
	for range 12 {
		b.w.win.Canvas().FocusNext()
		if object, ok := b.w.win.Canvas().Focused().(fyne.CanvasObject); ok {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object).Y
			if at < 48 || at+object.Size().Height > 700 {
				t.Errorf("%T has the focus out of sight at %v", object, at)
			}
		}
	}
}
