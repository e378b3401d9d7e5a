package ui

import (
	"fyne.io/fyne/v2"

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
	extra  []fyne.CanvasObject
}

// newTrouble returns a place for problems; again is what "Try again" does. extra
// buttons stand behind it.
func newTrouble(w *Window, again func(), extra ...fyne.CanvasObject) *trouble {
	t := &trouble{w: w, extra: extra}
	t.again = kit.NewButton(kit.Secondary, w.say("window.apply.again"), again).Small().WithIcon(look.IconRenew)
	details := kit.NewDetails(w.host(), w.detailsWords())
	t.panel = kit.NewProblemPanel(kit.ProblemWords{}, details, t.again)
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
	buttons := append([]fyne.CanvasObject(nil), t.extra...)
	if problem.Retry {
		buttons = append([]fyne.CanvasObject{t.again}, buttons...)
	}
	t.panel.SetButtons(buttons...)
	t.panel.Details().SetPairs(pairsOf(problemViewOf(t.w.words, problem).details)...)
}

// problemWords puts a problem into the words of a panel.
func (w *Window) problemWords(problem *setup.Problem) kit.ProblemWords {
	view := problemViewOf(w.words, problem)
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
