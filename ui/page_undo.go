package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
)

// undoPage shows what would be taken back before anything is: what is removed,
// what gets its old value back, and what stays, with the reason.
type undoPage struct {
	w       *Window
	head    *kit.PageHead
	looking *kit.WaitPanel
	trouble *trouble
	list    *kit.ChangeList
	bin     *kit.StatusLine
	shown   *setup.UndoPlan
	column  *kit.Column
}

func newUndoPage(w *Window) *undoPage {
	p := &undoPage{w: w, head: kit.NewPageHead("", ""), looking: kit.NewWaitPanel(nil), column: kit.NewColumn(0)}
	p.trouble = newTrouble(w, w.planUndo)
	p.list = kit.NewChangeList(nil, kit.Folded{})
	p.bin = kit.NewStatusLine(kit.Info, w.say("window.undo.bin"))
	return p
}

func (p *undoPage) opened() { p.w.planUndo() }

// planUndo looks what can be taken back. It changes nothing.
func (w *Window) planUndo() {
	u := &w.state.undo
	*u = undoState{looking: true}
	wish := w.standingWish()
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.UndoPlan, error) {
		return w.flow.PlanUndo(ctx, wish)
	}, func(plan setup.UndoPlan, err error) {
		u.looking, u.problem = false, problemOf(err)
		if err == nil {
			u.plan = &plan
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

func (p *undoPage) body() fyne.CanvasObject { return p.column }

func (p *undoPage) update() {
	w, u := p.w, &p.w.state.undo
	p.trouble.set(u.problem)
	p.head.Set(p.title(), p.lead())
	tone := kit.Info
	if u.looking {
		tone = kit.Plain
	}
	p.looking.Set(tone, w.say("window.review.looking"), w.say("window.undo.looking-lead"))
	showIf(p.looking, u.looking)
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.looking, p.trouble.object, p.trouble.gap}
	if u.plan != nil {
		if u.plan != p.shown {
			p.shown = u.plan
			p.list.Set([]kit.ChangeGroup{{Items: w.undoItems(u.plan.Rows)}}, kit.Folded{})
		}
		blocks = append(blocks, p.list)
		if binned(u.plan.Rows) {
			blocks = append(blocks, kit.NewGap(12), p.bin)
		}
		blocks = append(blocks, kit.NewGap(24))
	}
	p.column.SetItems(blocks...)
}

// closed stops what turns.
func (p *undoPage) closed() { p.looking.Set(kit.Info, "", "") }

// binned reports whether anything of it stays in Entra's recycle bin for a while.
func binned(rows []setup.UndoRow) bool {
	for _, row := range rows {
		if row.Bin {
			return true
		}
	}
	return false
}

// undoItems puts the rows of an undo into words. What stays says why.
func (w *Window) undoItems(rows []setup.UndoRow) []kit.ChangeItem {
	items := make([]kit.ChangeItem, len(rows))
	for i, row := range rows {
		item := kit.ChangeItem{Verb: undoVerb(row.Verb), Word: w.say("window.undo.verb." + string(row.Verb)), What: w.say("change." + row.What),
			NowWord: w.say("window.review.now"), ThenWord: w.say("window.review.then")}
		now, then := w.undoValue(row.What, row.Now), w.undoValue(row.What, row.Then)
		switch {
		case row.Verb == setup.Leave:
			item.After = w.say("window.undo.why." + row.Why)
		case row.Verb == setup.Remove:
			item.After = now
		default:
			item.Before, item.After = now, then
			item.Mono = row.What == "identifier" || row.What == "reply-url"
		}
		items[i] = item
	}
	return items
}

// undoValue is a value as the review shows it.
func (w *Window) undoValue(what, value string) string {
	switch {
	case value == "" && what == "notification":
		return w.say("window.review.nobody")
	case value == "":
		return w.say("window.review.empty")
	case what == "sign-on-mode":
		return modeName(value)
	case what == "certificate" || what == "active-certificate":
		return shortThumbprint(value)
	}
	return value
}

func undoVerb(verb setup.UndoVerb) kit.Verb {
	switch verb {
	case setup.Remove:
		return kit.Remove
	case setup.Restore:
		return kit.Restore
	}
	return kit.AlreadySo
}

func (p *undoPage) title() string {
	w, u := p.w, &p.w.state.undo
	switch {
	case u.looking:
		return w.say("window.undo.title-looking")
	case u.plan == nil:
		return w.say("window.undo.title-problem")
	case u.plan.Writes() == 0:
		return w.say("window.undo.title-none")
	}
	return w.words.Count("window.undo.title", u.plan.Writes())
}

func (p *undoPage) lead() string {
	w, u := p.w, &p.w.state.undo
	switch {
	case u.looking || u.plan == nil:
		return w.say("window.undo.lead-looking")
	case u.plan.Writes() == 0:
		return w.say("window.undo.lead-none")
	}
	return w.say("window.undo.lead", words.Facts{"Tenant": u.plan.Tenant.Name})
}

func (p *undoPage) foot() foot {
	w, u := p.w, &p.w.state.undo
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	switch {
	case u.looking:
		f.hint = w.say("window.undo.hint-looking")
	case u.plan == nil:
	case u.plan.Writes() == 0:
		f.primary = &deed{label: w.say("window.done.again"), run: w.restart}
	default:
		f.hint = w.say("window.undo.hint")
		f.primary = &deed{label: w.words.Count("window.undo.apply", u.plan.Writes()), run: w.startUndo}
	}
	return f
}

func (p *undoPage) first() fyne.Focusable { return nil }
