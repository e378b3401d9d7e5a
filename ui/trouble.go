package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// trouble is a problem shown in the place where it happened, with the buttons
// that go on from it. It takes no room while there is none.
type trouble struct {
	w      *Window
	panel  *kit.ProblemPanel
	again  *kit.Button
	object fyne.CanvasObject
	gap    fyne.CanvasObject
	shown  *setup.Problem
}

// newTrouble returns a place for problems; again is what "Try again" does, nil
// where the footer offers it.
func newTrouble(w *Window, again func()) *trouble {
	t := &trouble{w: w}
	if again != nil {
		t.again = kit.NewButton(kit.Secondary, w.say("window.apply.again"), again).Small().WithIcon(look.IconRenew)
	}
	details := kit.NewDetails(w.host(), w.detailsWords())
	t.panel = kit.NewProblemPanel(kit.ProblemWords{}, details)
	t.object = t.panel
	t.gap = kit.NewGap(16)
	t.set(nil)
	return t
}

// set shows problem, or nothing.
func (t *trouble) set(problem *setup.Problem) {
	showIf(t.panel, problem != nil)
	showIf(t.gap, problem != nil)
	if problem == nil || problem == t.shown {
		return
	}
	t.shown = problem
	t.panel.Set(t.w.problemWords(problem))
	again := t.again
	if !problem.Retry {
		again = nil
	}
	t.panel.SetButtons(t.w.deedsOf(problem, again)...)
	t.panel.Details().SetPairs(pairsOf(problemViewOf(t.w.words, problem).details)...)
}

// deedsOf are the buttons under a problem, the one that helps first. again is the
// page's own, nil for none. Where a new sign-in is needed, it comes first.
func (w *Window) deedsOf(problem *setup.Problem, again *kit.Button) []*kit.Button {
	deeds := w.waysOut(problem)
	at := 0
	if problem.Kind == setup.ProxyPassword && w.deps.ProxyPassword != nil {
		return append([]*kit.Button{kit.NewButton(kit.Secondary, w.say("window.proxy.open"), func() { w.askProxyPassword(problem, again) }).Small()}, deeds...)
	}
	if needsSignIn(problem.Kind) && len(deeds) > 0 {
		at = 1
	}
	if again != nil {
		deeds = slices.Insert(deeds, at, again)
	}
	return deeds
}

// mainDeedsOf is deedsOf where the footer has no main deed but the panel does: its
// first button.
func (w *Window) mainDeedsOf(problem *setup.Problem, again *kit.Button) []*kit.Button {
	deeds := w.deedsOf(problem, again)
	for i, deed := range deeds {
		kind := kit.Secondary
		if i == 0 {
			kind = kit.Primary
		}
		deed.SetKind(kind)
	}
	return deeds
}

// needsSignIn reports whether trying again only helps after a new sign-in: the
// rights that a token has do not grow.
func needsSignIn(kind setup.Kind) bool {
	return kind == setup.SignInExpired || kind == setup.ConsentMissing || kind == setup.RoleMissing || kind == setup.OtherAccount
}

// signInOtherwise is a button that signs in the way that a problem asks for; nil where
// it names none.
func (w *Window) signInOtherwise(problem *setup.Problem) *kit.Button {
	s := &w.state.signIn
	if w.state.page != pageSignIn || s.who != nil {
		return nil
	}
	label, change := "", func() {}
	switch problem.Kind {
	case setup.WrongCloud:
		if cloud := problem.Facts["Cloud"]; slices.Contains(w.deps.Clouds, cloud) && w.offersClouds() {
			label, change = w.say("window.sign-in.go-cloud", words.Facts{"Cloud": w.say("cloud." + cloud)}), func() { s.cloud = cloud }
		}
	case setup.DeviceCodeBlocked:
		label, change = w.say("window.sign-in.go-browser"), func() { s.way = setup.Browser }
	case setup.ClientUnknown, setup.ClientNotAllowed, setup.ClientUnassigned, setup.ClientDisabled:
		if s.client != "" {
			label, change = w.say("window.sign-in.go-usual-client"), func() { s.client = "" }
		}
	}
	if label == "" {
		return nil
	}
	return kit.NewButton(kit.Secondary, label, func() {
		change()
		w.startSignIn()
	}).Small()
}

// waysOut are buttons to the page where the answer behind a problem is given.
func (w *Window) waysOut(problem *setup.Problem) []*kit.Button {
	label, to := "", pageStart
	switch problem.Kind {
	case setup.SignInExpired, setup.ConsentMissing, setup.RoleMissing, setup.OtherAccount:
		label, to = "window.out.sign-in", pageSignIn
	case setup.IdentifierTaken, setup.DomainRule, setup.PortalRefused:
		label, to = "window.out.portal", pagePortal
	case setup.UserNotFound, setup.UserDisabled, setup.UserDomain, setup.UserName, setup.NoManagedDomain, setup.PasswordRefused:
		label, to = "window.out.test-user", pageTestUser
	}
	var ways []*kit.Button
	if otherwise := w.signInOtherwise(problem); otherwise != nil {
		ways = append(ways, otherwise)
	}
	if leadsToAccess(problem) && w.state.page != pageAccess && (w.state.signIn.who != nil || problem.Consent != nil) {
		ways = append(ways, kit.NewButton(kit.Secondary, w.say("window.out.access"), func() { w.openAccess(problem) }).Small())
	}
	add := func(label string, to page) {
		if w.state.aside(to) {
			return
		}
		ways = append(ways, kit.NewButton(kit.Secondary, w.say(label), func() {
			if to == pageSignIn {
				w.signInAgain()
				return
			}
			w.visitPage(to)
		}).Small())
	}
	if label != "" && to != w.state.page {
		add(label, to)
	}
	if w.maySkipAssignment(problem) {
		ways = append(ways, kit.NewButton(kit.Secondary, w.say("window.out.by-hand"), w.skipAssignment).Small())
	}
	if strings.Contains(problem.Facts["Scope"], setup.ScopeUsers) && w.state.page > pageTestUser {
		add("window.out.test-user", pageTestUser)
	}
	if problem.Step == setup.StepTestUser && to != pageTestUser && w.state.page > pageTestUser {
		add("window.out.test-user", pageTestUser)
	}
	return ways
}

// maySkipAssignment reports whether a set-up that was stopped because nobody may be
// assigned can be finished without that.
func (w *Window) maySkipAssignment(problem *setup.Problem) bool {
	s := w.state
	lacks := strings.Contains(problem.Facts["Scope"], setup.ScopeAssignments) || problem.Step == setup.StepAssignment && problem.Kind == setup.RoleMissing
	return lacks && s.page == pageApply && !s.byHand && s.repair == nil
}

// skipAssignment leaves the assignment to the person, and plans what is left.
func (w *Window) skipAssignment() {
	if w.state.busy() {
		return // the run ends in a moment
	}
	w.state.changed(pageReview)
	w.state.byHand = true
	w.show(pageReview)
}

// problemWords puts a problem into the words of a panel.
func (w *Window) problemWords(problem *setup.Problem) kit.ProblemWords {
	view := problemViewOf(w.words, problem)
	if problem.Kind == setup.ProxyPassword && w.deps.ProxyPassword != nil {
		view.next = w.say("window.proxy.next")
	}
	return kit.ProblemWords{What: view.what, WhyHead: w.say("window.apply.why"), Why: view.why,
		ToDoHead: w.say("window.apply.what-to-do"), ToDo: view.next}
}

// detailsWords are the words of what opens under a problem.
func (w *Window) detailsWords() kit.DetailsWords {
	return kit.DetailsWords{Details: w.say("window.details"), Copy: w.say("window.copy"), Copied: w.say("window.copied")}
}

// copyWords are the words of a copy button for the value that key names.
func (w *Window) copyWords(key string) kit.CopyWords {
	return kit.CopyWords{Copy: w.say("window.copy-of", map[string]any{"What": w.say(key)}), Copied: w.say("window.copied")}
}

func pairsOf(rows []detailRow) []kit.Pair {
	pairs := make([]kit.Pair, len(rows))
	for i, row := range rows {
		pairs[i] = kit.Pair{Name: row.name, Value: row.value}
	}
	return pairs
}
