package ui

import (
	"context"
	"runtime"
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// Lengths of time that the window keeps.
const (
	quietBeforeCheck = 300 * time.Millisecond // after the last key, before typed text is judged
	deafAfterOpening = 500 * time.Millisecond // a page takes no Enter meant for the one before
	patienceAtStart  = 100 * time.Millisecond // for the journal, before the window shows without it
	patienceAtClose  = 3 * time.Second        // for work to wind up
)

// screen is one page as it is shown.
type screen interface {
	// body is the page's content below the title, built once.
	body() fyne.CanvasObject
	// update brings everything shown in line with the state. It runs after each
	// change and rebuilds nothing.
	update()
	// foot is what the footer shows now.
	foot() foot
	// first is what has the focus when the page opens; nil for none.
	first() fyne.Focusable
}

// opener is a screen that starts work when it is opened.
type opener interface{ opened() }

// closer is a screen that has something turning, to be stopped when it is left.
type closer interface{ closed() }

// foot is a footer: the way back, a hint, at most one more button, and the next
// thing to do.
type foot struct {
	backLabel string        // empty: no way back
	backIcon  look.IconName // empty: the arrow
	back      func()
	note      string            // at the left, where there is no way back
	aside     fyne.CanvasObject // before the hint; nil for none
	hint      string
	extra     *deed // a quiet way on, beside Back
	second    *deed
	primary   *deed
	inBody    bool // the primary's button stands on the page, not here
}

// deed is a button's label and what it does; off is "not yet".
type deed struct {
	label string
	icon  look.IconName
	busy  string // "-ing" text while it is being done
	off   bool
	run   func()
}

// Window is the wizard in one window.
type Window struct {
	deps      Deps
	words     *words.Words
	flow      *serialFlow
	work      *worker
	state     *state
	win       fyne.Window
	app       fyne.App
	life      context.Context // ends with the window
	end       context.CancelFunc
	visit     context.Context // ends with the page
	leave     context.CancelFunc
	screen    screen
	opened    time.Time // when the page was opened, by keyClock
	keyClock  func() time.Time
	lastEnter time.Time
	shortcuts fyne.ShortcutHandler
	shell     *shell
	spoken    *kit.Spoken
	tastes    tastes
	dialog    overPage          // the one that is open, if any
	marked    chan struct{}     // closed once the latest stage was recorded; nil: none was
	panel     *settingsPanel    // in the dialog, if it is this one
	early     <-chan remembered // read while the window is made; nil once taken, or where nothing is kept
}

// New returns the window of app, closed, on its first page. All of its methods
// belong on the app's goroutine.
func New(app fyne.App, deps Deps) *Window { return newWindow(app, deps, newWorker()) }

func newWindow(app fyne.App, deps Deps, work *worker) *Window {
	w := &Window{deps: deps, words: deps.Words, flow: newSerialFlow(deps.Flow), work: work, state: newState(), app: app, keyClock: time.Now}
	w.readTastes()
	app.Settings().SetTheme(w.theme())
	w.life, w.end = context.WithCancel(context.Background())
	w.readEarly()
	w.win = app.NewWindow(w.title())
	w.win.SetPadded(false)
	w.win.Resize(fyne.NewSize(1000, 700))
	w.shell = newShell(w)
	w.win.SetOnClosed(w.end)
	w.win.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { w.droppedFiles(files) })
	w.bindKeys()
	w.turnTo(pageStart)
	w.setContent() // now, so that it is laid out once
	w.focusFirst()
	return w
}

// Close ends all work and waits for it, for a few seconds at most.
func (w *Window) Close() {
	w.end()
	w.work.wait(patienceAtClose)
}

// setContent puts the shell into the window, with what a screen reader says of it.
func (w *Window) setContent() {
	w.spoken = &kit.Spoken{Focused: w.win.Canvas().Focused, TabsOnly: runtime.GOOS == "windows", Roots: func() []fyne.CanvasObject {
		if open, is := w.dialog.(*panel); is {
			return []fyne.CanvasObject{open.sheet}
		}
		return []fyne.CanvasObject{w.shell.frame}
	}}
	w.win.SetContent(w.spoken.Around(w.shell.frame))
}

func (w *Window) title() string {
	if w.deps.Practice {
		return PracticeTitle
	}
	return Title
}

func (w *Window) now() time.Time { return w.deps.Now() }

// say is words.Say, for short.
func (w *Window) say(key string, facts ...words.Facts) string { return w.words.Say(key, facts...) }

// host is what the window lends to its widgets.
func (w *Window) host() kit.Host {
	return kit.Host{
		Copy:  func(text string) { w.app.Clipboard().SetContent(text) },
		After: func(pause time.Duration, f func()) { w.work.after(w.life, pause, f) },
	}
}

// show leaves the page that is open and opens p.
func (w *Window) show(p page) {
	w.turnTo(p)
	w.focusFirst()
}

// turnTo is show without the focus.
func (w *Window) turnTo(p page) {
	if w.leave != nil {
		w.leave()
	}
	w.closeDialog()
	if turning, ok := w.screen.(closer); ok {
		turning.closed()
	}
	w.state.left()
	w.visit, w.leave = context.WithCancel(w.life)
	w.state.page = p
	w.opened = w.keyClock()
	w.screen = w.screenOf(p)
	w.shell.open(w.screen)
	w.refresh()
	if starter, ok := w.screen.(opener); ok {
		starter.opened()
	}
}

func (w *Window) screenOf(p page) screen {
	switch p {
	case pageSignIn:
		return newSignInPage(w)
	case pagePortal:
		return newPortalPage(w)
	case pageTestUser:
		return newTestUserPage(w)
	case pageReview:
		return newReviewPage(w)
	case pageApply:
		return newApplyPage(w)
	case pageHandOver:
		return newHandOverPage(w)
	case pageTest:
		return newTestPage(w)
	case pageDone:
		return newDonePage(w)
	case pageExamine:
		return newExaminePage(w)
	case pageSymptom:
		return newSymptomPage(w)
	case pageTenant:
		return newTenantPage(w)
	case pageGoLive:
		return newLivePage(w)
	case pageLiveList:
		return newLiveListPage(w)
	case pageLiveReview:
		return newLiveReviewPage(w)
	case pageLiveRun:
		return newLiveRunPage(w)
	case pageSignIns:
		return newSignInsPage(w)
	case pagePermission:
		return newPermissionPage(w)
	case pageProve:
		return newProvePage(w)
	case pageAccess:
		return newAccessPage(w)
	case pageVerify:
		return newVerifyPage(w)
	case pageUndo:
		return newUndoPage(w)
	case pageUndoing:
		return newUndoingPage(w)
	case pageRenew:
		return newRenewPage(w)
	case pageRenewed:
		return newRenewedPage(w)
	case pageActivate:
		return newActivatePage(w)
	}
	return newStartPage(w)
}

// refresh brings page, rail, bars and footer in line with the state.
func (w *Window) refresh() {
	w.screen.update()
	w.shell.update()
	w.departWhenIdle()
}

// next opens the page after this one.
func (w *Window) next() { w.show(w.state.advance()) }

// back opens the page before this one, where that is allowed.
func (w *Window) back() {
	if w.state.repair != nil && w.state.page == pageReview && !w.state.settled() {
		w.unmend()
		return
	}
	if p, ok := w.state.back(); ok {
		w.show(p)
	}
}

// visitPage follows a click on the rail.
func (w *Window) visitPage(p page) {
	if w.state.mayVisit(p) {
		w.show(p)
	}
}

// restart begins a new set-up on the first page.
func (w *Window) restart() {
	w.state = newState()
	w.show(pageStart)
}

func (w *Window) focusFirst() {
	if first := w.screen.first(); first != nil {
		w.win.Canvas().Focus(first)
		return
	}
	w.win.Canvas().Unfocus()
}

// practise moves the window on to a practice tenant.
func (w *Window) practise(flow Flow, desk PracticeDesk) {
	w.deps.Practice, w.deps.PracticeDesk, w.deps.Flow = true, desk, flow
	w.deps.Remembers = true
	w.deps.Recent = nil // a tenant that ends with the window has no earlier set-ups
	w.flow = newSerialFlow(flow)
	w.win.SetTitle(w.title())
	w.shell.practise()
	w.restart()
}

// note adds requests to the log, wherever they come from.
func (w *Window) note(exchange setup.Exchange) {
	w.state.remember(exchange)
	w.shell.logged()
}

// personFacts name the test user in a sentence.
func (w *Window) personFacts() words.Facts { return words.Facts{"Person": w.state.personName()} }

// focusLater gives an object the focus once it is on the screen.
func (w *Window) focusLater(object fyne.Focusable) {
	w.work.post(w.visit, func() { w.win.Canvas().Focus(object) })
}

// finish notes when the sign-on was proven, and goes to the last page. It is
// recorded here, not with the answer, because arrows pass by answers.
func (w *Window) finish() {
	if w.state.test.seen.IsZero() {
		w.state.test.seen = w.now()
		w.mark(setup.StageLive)
	}
	w.next()
}

// heir is a screen that takes over from one of its kind, in another language,
// what is not in the state.
type heir interface{ inherit(before screen) }

// rebuild makes everything on the screen anew, in the words in force. The page's
// work goes on, and answers stay.
func (w *Window) rebuild() {
	w.closeDialog()
	before := w.screen
	if turning, ok := before.(closer); ok {
		turning.closed()
	}
	w.shell = newShell(w)
	w.setContent()
	w.screen = w.screenOf(w.state.page)
	if heir, ok := w.screen.(heir); ok {
		heir.inherit(before)
	}
	w.shell.open(w.screen)
	w.refresh()
	w.focusFirst()
}
