package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// startColumn is the start page's column at the left: what one can do.
type startColumn struct {
	w      *Window
	object fyne.CanvasObject
	begin  *kit.Button
}

func newStartColumn(w *Window) *startColumn {
	c := &startColumn{w: w}
	c.begin = kit.NewButton(kit.Primary, w.say("window.start.new"), w.primaryDeed).WithIcon(look.IconPlus)
	lead := kit.NewPara(kit.Body, look.Muted, w.say("window.start.new-lead"))
	key := "window.start.kept"
	if w.deps.Recent != nil {
		key = "window.start.remembered"
	}
	kept := kit.NewCard(nil, kit.NewInfoRow(look.IconLock, w.say(key), w.say("window.start.kept-lead"), nil))
	check := kit.NewButton(kit.Secondary, w.say("window.check.ask"), w.askBundle).WithIcon(look.IconFileCheck)
	checkLead := kit.NewPara(kit.Body, look.Muted, w.say("window.check.ask-lead"))
	items := []fyne.CanvasObject{kit.NewTitle(w.say("window.start.title")), kit.NewGap(20), c.begin, kit.NewGap(8), lead,
		kit.NewGap(20), check, kit.NewGap(8), checkLead, kit.NewGap(24), kept}
	c.object = kit.NewOverflow(kit.NewPad(kit.NewColumn(0, items...), 28, 20, 12, 24))
	return c
}

func (c *startColumn) update() { c.begin.SetEnabled(!c.w.state.starting) }
