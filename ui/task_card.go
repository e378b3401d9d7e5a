package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// taskCard leads through a step that only a person can take, in the admin centre. The
// run sees by itself that it was taken.
type taskCard struct {
	w      *Window
	task   setup.Task
	card   *kit.Card
	object *kit.Column
}

func newTaskCard(w *Window) *taskCard {
	c := &taskCard{w: w, card: kit.NewCard(nil)}
	c.object = kit.NewColumn(0, c.card, kit.NewGap(16))
	c.object.Hide()
	return c
}

// set shows a task, or takes it away.
func (c *taskCard) set(task *setup.Task) {
	showIf(c.object, task != nil)
	if task == nil || *task == c.task {
		return
	}
	c.task = *task
	w, key := c.w, "task."+string(task.Kind)
	open := kit.NewButton(kit.Primary, w.say("window.task.open"), func() { w.openInBrowser(c.task.Link) }).Small().WithTrailingIcon(look.IconOpen)
	rows := []fyne.CanvasObject{kit.NewDeedRow(look.IconPerson, w.say(key+".title"), w.say(key+".why"), open)}
	for _, step := range task.Steps() {
		rows = append(rows, kit.NewPad(kit.NewStatusLine(kit.Info, w.say(step)).WithIcon(look.IconTodo), 8, 16, 8, 16))
	}
	rows = append(rows, kit.NewValueUnder(w.host(), w.say("window.wait.page"), task.Link, w.copyWords("window.wait.page")).Short(),
		kit.NewNoteRow(kit.NewStatusLine(kit.Waiting, w.say(key+".then")), nil))
	c.card.SetRows(rows...)
}
