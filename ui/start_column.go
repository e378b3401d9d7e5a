package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// startColumn is the start page's column at the left: what one can do.
type startColumn struct {
	w      *Window
	object fyne.CanvasObject
	begin  *kit.Button
	tongue *kit.Picker // nil where there is nothing to choose
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
	if len(w.deps.Languages) > 1 && w.deps.SetLanguage != nil {
		c.tongue = c.languages()
		items = append(items, kit.NewGap(24), c.tongue)
	}
	c.object = kit.NewPad(kit.NewColumn(0, items...), 28, 20, 0, 24)
	return c
}

// languages lets the person choose a language, each by its own name.
func (c *startColumn) languages() *kit.Picker {
	w, tags := c.w, c.w.deps.Languages
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = words.New(tag).Say("window.language")
	}
	picker := kit.NewPicker(w.win.Canvas, w.say("window.start.language"), slices.Index(tags, w.words.Tag()), names...)
	picker.OnPicked = func(index int) { w.speak(tags[index]) }
	return picker
}

func (c *startColumn) update() { c.begin.SetEnabled(!c.w.state.starting) }
