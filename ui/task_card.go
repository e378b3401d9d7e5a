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
	kind   kit.Kind // of the button that leads to the task
	card   *kit.Card
	object *kit.Column
}

func newTaskCard(w *Window) *taskCard {
	c := &taskCard{w: w, card: kit.NewCard(nil), kind: kit.Primary}
	c.object = kit.NewColumn(0, c.card, kit.NewGap(16))
	c.object.Hide()
	return c
}

// newLeftTask shows what a set-up that is made has left to the person, beside the
// page's own next step; nothing where it has left nothing.
func newLeftTask(w *Window) *taskCard {
	c := newTaskCard(w)
	c.kind = kit.Secondary
	if tasks := w.state.apply.result.Tasks; len(tasks) > 0 {
		c.set(&tasks[0])
	}
	return c
}

// newTaskReminder says in one row what waits for the person still.
func newTaskReminder(w *Window) fyne.CanvasObject {
	tasks := w.state.apply.result.Tasks
	if len(tasks) == 0 {
		return kit.NewGap(0)
	}
	key, link := "task."+string(tasks[0].Kind), tasks[0].Link
	open := kit.NewButton(kit.Secondary, w.say("window.task.open"), func() { w.openInBrowser(link) }).Small().WithTrailingIcon(look.IconOpen)
	row := kit.NewDeedRow(look.IconPerson, w.say(key+".title"), w.say(key+".then"), open)
	row.SetIcon(look.IconPerson, look.Wait)
	return kit.NewColumn(0, kit.NewCard(nil, row), kit.NewGap(16))
}

// set shows a task, or takes it away.
func (c *taskCard) set(task *setup.Task) {
	showIf(c.object, task != nil)
	if task == nil || *task == c.task {
		return
	}
	c.task = *task
	w, key := c.w, "task."+string(task.Kind)
	open := kit.NewButton(c.kind, w.say("window.task.open"), func() { w.openInBrowser(c.task.Link) }).Small().WithTrailingIcon(look.IconOpen)
	rows := []fyne.CanvasObject{kit.NewDeedRow(look.IconPerson, w.say(key+".title"), w.say(key+".why"), open)}
	for _, step := range task.Steps() {
		rows = append(rows, kit.NewPad(kit.NewStatusLine(kit.Info, w.say(step)).WithIcon(look.IconTodo), 8, 16, 8, 16))
	}
	rows = append(rows, kit.NewValueUnder(w.host(), w.say("window.wait.page"), task.Link, w.copyWords("window.wait.page")).Short(),
		kit.NewNoteRow(kit.NewStatusLine(kit.Waiting, w.say(key+".then")), nil))
	c.card.SetRows(rows...)
}
