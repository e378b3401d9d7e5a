package ui

import (
	"context"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"
)

// bench is a window on a table: its goroutine is the test's, which runs what is
// hopped to it only when the test says so.
type bench struct {
	t     testing.TB
	w     *Window
	flow  *fakeFlow
	desk  *fakeDesk
	hops  chan func()
	ticks chan struct{} // lets everything that waits for a second go on once
	clock time.Time
	keys  time.Time
	waits time.Duration // how long until is patient
	held  time.Duration // the longest that a hop kept the window from drawing
	after func()        // called after each hop, where set

	mu       sync.Mutex
	opened   []string // addresses, files and folders that were opened
	unopened error    // why files are not
}

func newBench(t testing.TB, change ...func(*Deps)) *bench {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	b := &bench{t: t, flow: &fakeFlow{}, desk: &fakeDesk{}, hops: make(chan func(), 1000), ticks: make(chan struct{}), clock: noon, keys: noon, waits: 5 * time.Second}
	deps := Deps{Flow: b.flow, Words: english(), Now: func() time.Time { return b.clock }, SaveDir: "/home/ada/Downloads", Version: "1.0",
		OpenURL: func(address string) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.opened = append(b.opened, address)
			return nil
		},
		OpenFile: func(path string) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.opened = append(b.opened, path)
			return b.unopened
		}}
	for _, f := range change {
		f(&deps)
	}
	work := &worker{hop: func(f func()) { b.hops <- f }, sleep: b.sleep}
	b.w = newWindow(newApp(t), deps, work)
	b.w.keyClock = func() time.Time { b.keys = b.keys.Add(time.Second); return b.keys }
	t.Cleanup(func() {
		b.w.Close()
		b.w.win.Close()
		goleak.VerifyNone(t, leaks)
		if b.flow.clash {
			t.Error("two methods of the flow ran at the same time")
		}
	})
	return b
}

func practice(d *Deps) { d.Practice = true }

// sleep lets short pauses pass at once and long ones on a tick.
func (b *bench) sleep(ctx context.Context, pause time.Duration) error {
	if pause < time.Second {
		return ctx.Err()
	}
	select {
	case <-b.ticks:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// until runs what is hopped to the window until done.
func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	deadline := time.After(b.waits)
	for !done() {
		select {
		case f := <-b.hops:
			b.hop(f)
		case <-deadline:
			b.t.Fatalf("never came: %s (page %s)", what, b.w.state.page.key())
		}
	}
	for {
		select {
		case f := <-b.hops:
			b.hop(f)
		default:
			return
		}
	}
}

// hop runs what was hopped to the window, and notes how long it held it.
func (b *bench) hop(f func()) {
	from := time.Now()
	f()
	b.held = max(b.held, time.Since(from))
	if b.after != nil {
		b.after()
	}
}

func (b *bench) untilPage(p page) {
	b.t.Helper()
	b.until("page "+p.key(), func() bool { return b.w.state.page == p })
}

// press does the page's main deed as a click does.
func (b *bench) press() {
	b.t.Helper()
	d := b.w.shell.foot.primary
	if d == nil || d.off || d.busy != "" {
		b.t.Fatalf("page %s has nothing to press: %+v", b.w.state.page.key(), d)
	}
	test.Tap(b.w.shell.primary)
}

// off reports whether the main deed is off, and the hint beside it.
func (b *bench) off() (bool, string) {
	return b.w.shell.foot.primary.off, b.w.shell.footer.Hint()
}

// shows fails the test unless text is drawn in the window right now.
func (b *bench) shows(text string) {
	b.t.Helper()
	found := false
	eachText(b.w.win.Content(), func(drawn string) { found = found || drawn == text })
	if !found {
		b.t.Errorf("page %s does not show %q", b.w.state.page.key(), text)
	}
}

// toPortal, toUser and so on walk to a page as a person would.
func (b *bench) toPortal() {
	b.press()
	b.press()
	b.untilPage(pagePortal)
}

func (b *bench) toUser() {
	b.toPortal()
	b.w.screen.(*portalPage).subdomain.SetText("us")
	b.until("portal checked", func() bool { return !b.w.state.portal.typing })
	b.press()
	b.untilPage(pageTestUser)
	b.until("look-up", func() bool { off, _ := b.off(); return !off })
}

func (b *bench) toReview() {
	b.toUser()
	b.press()
	b.untilPage(pageReview)
	b.until("plan", func() bool { return b.w.state.plan != nil || b.w.state.planProblem != nil })
}

// portalToPlan goes from a sign-in to the plan, with what the pages offer.
func (b *bench) portalToPlan() {
	b.untilPage(pagePortal)
	b.typePortal("us")
	b.press()
	b.untilPage(pageTestUser)
	b.until("look-up", func() bool { off, _ := b.off(); return !off })
	b.press()
	b.untilPage(pageReview)
	b.until("plan", func() bool { return b.w.state.plan != nil || b.w.state.planProblem != nil })
}

func (b *bench) toApplied() {
	b.toReview()
	b.press()
	b.untilPage(pageApply)
	b.until("applied", func() bool { return !b.w.state.apply.running })
}

func (b *bench) toHandOver() {
	b.toApplied()
	b.press()
	b.untilPage(pageHandOver)
}

func withDesk(b **bench) func(*Deps) {
	return func(d *Deps) { d.Practice = true; d.PracticeDesk = deskOf{b} }
}

// deskOf hands a delivery to the bench's desk, which is made after its deps.
type deskOf struct{ bench **bench }

func (d deskOf) Deliver(ctx context.Context, zip []byte) error {
	return (*d.bench).desk.Deliver(ctx, zip)
}
