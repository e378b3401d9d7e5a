package ui

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
)

// places are where the jobs, the panel beside them and the buttons of the footer
// are, by what they say or which they are.
func (b *bench) places() map[string]fyne.Position {
	found := map[string]fyne.Position{}
	count := 0
	eachSeen(b.w.win.Content(), func(o fyne.CanvasObject, _ bool) {
		name := ""
		switch kind := fmt.Sprintf("%T", o); kind {
		case "*kit.jobRow":
			name = fmt.Sprint("job ", count)
			count++
		case "*kit.WaitPanel", "*kit.ProblemPanel":
			name = "panel"
		case "*kit.Progress", "*kit.LogDrawer":
			name = kind
		}
		if list, is := o.(*kit.JobList); is {
			found["end of jobs"] = fyne.CurrentApp().Driver().AbsolutePositionForObject(list).Add(list.Size())
		}
		if name != "" {
			found[name] = fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		}
	}, false)
	found["primary"] = fyne.CurrentApp().Driver().AbsolutePositionForObject(b.w.shell.primary).Add(b.w.shell.primary.Size())
	return found
}

// news is what a run may tell, in an order in which each looks different from the
// one before: work, waits with many and with few facts, a job that ends, more of
// the log, a problem with much to say.
func news() []setup.Event {
	long := &setup.Wait{Reason: "metadata-shows", Since: noon, Attempt: 9, Next: noon.Add(5 * time.Second), GiveUp: noon.Add(20 * time.Minute), UsualTime: time.Minute}
	short := &setup.Wait{Reason: "app-appears", Since: noon, Attempt: 1}
	return []setup.Event{
		{Step: setup.StepGallery, State: setup.Started, Total: 8},
		{Step: setup.StepGallery, State: setup.Done, Outcome: setup.Checked, Total: 8},
		{Step: setup.StepApplication, State: setup.Waiting, Wait: short, Total: 8},
		{Step: setup.StepApplication, State: setup.Waiting, Wait: long, Total: 8},
		{Exchange: &setup.Exchange{Time: noon, Method: "PATCH", Path: "/v1.0/applications/7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4", Status: 204}},
		{Step: setup.StepApplication, State: setup.Done, Outcome: setup.Created, Elapsed: 72 * time.Second, Made: 1, Total: 8},
		{Step: setup.StepMode, State: setup.Started, Made: 1, Total: 8},
		{Step: setup.StepMode, State: setup.Failed, Made: 1, Total: 8, Problem: sampleProblem(setup.RoleMissing, setup.StepMode,
			map[string]string{"Role": "User Administrator", "Account": "ada@contoso.example"})},
	}
}

// TestNewsMovesNothing holds everything in its place while news of a run come.
func TestNewsMovesNothing(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1000, Height: 700}, {Width: 900, Height: 640}, {Width: 1600, Height: 1000}} {
		t.Run(fmt.Sprintf("%vx%v", size.Width, size.Height), func(t *testing.T) {
			b := newBench(t)
			b.w.win.Resize(size)
			b.flow.apply = func(ctx context.Context, _ setup.Plan, _ func(setup.Event)) (setup.Result, error) {
				return setup.Result{}, hold(ctx)
			}
			b.toReview()
			b.press()
			before := b.places()
			if len(before) != 14 {
				t.Fatalf("looks at %d places: %v", len(before), before)
			}
			for i, event := range news() {
				b.w.heard(event)
				b.clock = b.clock.Add(time.Second)
				b.w.refresh()
				if after := b.places(); !maps.Equal(before, after) {
					t.Errorf("news %d moved something:\n%v\n%v", i, before, after)
				}
			}
		})
	}
}

// TestNewsOfLaterDeedsMovesNothing is the same for what is done to a set-up that
// stands.
func TestNewsOfLaterDeedsMovesNothing(t *testing.T) {
	b := newBench(t)
	b.flow.undo = func(ctx context.Context, _ setup.UndoPlan, _ func(setup.Event)) ([]setup.UndoRow, error) {
		return nil, hold(ctx)
	}
	b.toDeed("undo", standing(setup.StageLive, withEntries))
	b.untilPage(pageUndo)
	b.until("plan", func() bool { return b.w.state.undo.plan != nil })
	b.press()
	b.untilPage(pageUndoing)
	before := b.places()
	for i, event := range news()[:7] {
		b.w.state.undo.work.take(event)
		b.w.refresh()
		if after := b.places(); !maps.Equal(before, after) {
			t.Errorf("news %d moved something:\n%v\n%v", i, before, after)
		}
	}
	b.w.state.undo.work.problem = news()[7].Problem
	b.w.refresh()
	after := b.places()
	for _, places := range []map[string]fyne.Position{before, after} {
		delete(places, "primary")     // it is in the panel then
		delete(places, "end of jobs") // a long problem takes the room it needs
	}
	if !maps.Equal(before, after) {
		t.Errorf("the problem moved something:\n%v\n%v", before, after)
	}
}

// standingAt collects the places of all that says something in the window: pages, rail,
// bar and panels, where they would be if nothing were scrolled. What says something
// else than before counts as another thing.
func standingAt(o fyne.CanvasObject, at fyne.Position, into map[string]fyne.Position) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	switch o := o.(type) {
	case *kit.Footer: // its buttons end at the right, see feet
	case *fyne.Container:
		for _, child := range o.Objects {
			standingAt(child, at, into)
		}
	case *container.Scroll:
		standingAt(o.Content, at.Add(o.Offset), into)
	case fyne.Widget:
		text := labelOf(o)
		if head, is := o.(*kit.PageHead); is {
			text = fmt.Sprintf("head %p", head)
		}
		if text != "" {
			into[fmt.Sprintf("%T %p %s", o, o, text)] = at
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			standingAt(child, at, into)
		}
	}
}

// mayShift are the pages on which a person's own choice opens or adds rows above
// others. Their head stays all the same.
var mayShift = map[page]string{
	pageTestUser: "what belongs to an option opens under it",
	pageGoLive:   "the list grows with everyone who is chosen",
	pageExamine:  "what is wrong with a text is said right under it",
	pageReview:   "leaving the assignment to oneself adds a count before the buttons",
}

// movesNothing holds, from now on, whatever stands on a page in its place while work
// begins, goes on, ends or fails: the rail, the head, the rows, and the corner of the
// main button. It returns the number of places that were compared.
func (b *bench) movesNothing() *int {
	compared := new(int)
	var before map[string]fyne.Position
	var screen any
	b.after = func() {
		after := map[string]fyne.Position{}
		standingAt(b.w.win.Content(), fyne.Position{}, after)
		if b.w.shell.foot.primary != nil {
			after["the end of the main button"] = fyne.CurrentApp().Driver().AbsolutePositionForObject(b.w.shell.primary).Add(b.w.shell.primary.Size())
		}
		shifts := mayShift[b.w.state.page] != ""
		for what, was := range before {
			now, there := after[what]
			if !there || screen != any(b.w.screen) || shifts && strings.HasPrefix(what, "*kit.") && !strings.HasPrefix(what, "*kit.PageHead") {
				continue
			}
			*compared++
			if now != was {
				b.t.Errorf("%s: %s moved from %v to %v", b.w.state.page.key(), what, was, now)
			}
		}
		before, screen = after, b.w.screen
	}
	return compared
}
