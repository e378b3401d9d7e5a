package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/settings"
)

// settingsPanel is the dialog in which the person says how the window should be.
// What is chosen is in force at once.
type settingsPanel struct {
	w          *Window
	language   *kit.Picker // nil where there is nothing to choose
	appearance *kit.Picker
	size       *kit.Picker
	note       *kit.StatusLine
}

func newSettingsPanel(w *Window) *settingsPanel {
	p := &settingsPanel{w: w, note: kit.NewStatusLine(kit.Info, "")}
	if choices := w.languageChoices(); choices != nil {
		p.language = w.languagePicker(choices)
	}
	looks, named := settings.Appearances(), []string{}
	for _, look := range looks {
		named = append(named, w.say("window.settings.appearance."+string(look)))
	}
	p.appearance = kit.NewPicker(w.win.Canvas, w.say("window.settings.appearance"), slices.Index(looks, w.tastes.Appearance), named...)
	p.appearance.OnPicked = func(index int) {
		wanted := w.tastes.Settings
		wanted.Appearance = looks[index]
		w.prefer(wanted)
	}
	sizes, percents := settings.TextSizes(), []string{}
	for _, size := range sizes {
		percents = append(percents, w.percent(size))
	}
	p.size = kit.NewPicker(w.win.Canvas, w.say("window.settings.text-size"), slices.Index(sizes, w.tastes.TextSize), percents...)
	p.size.OnPicked = func(index int) {
		wanted := w.tastes.Settings
		wanted.TextSize = sizes[index]
		w.prefer(wanted)
	}
	p.update()
	return p
}

// pickers are the choices in their order.
func (p *settingsPanel) pickers() []*kit.Picker {
	if p.language == nil {
		return []*kit.Picker{p.appearance, p.size}
	}
	return []*kit.Picker{p.language, p.appearance, p.size}
}

func (p *settingsPanel) body() fyne.CanvasObject {
	column := kit.NewColumn(16)
	for _, picker := range p.pickers() {
		column.SetItems(append(column.Items(), picker)...)
	}
	column.SetItems(append(column.Items(), p.note)...)
	return column
}

// update says whether the settings will be there next time.
func (p *settingsPanel) update() {
	w := p.w
	switch {
	case w.deps.Settings == nil:
		p.note.Set(kit.Waiting, w.say("window.settings.not-kept"))
	case w.tastes.unkept != nil:
		p.note.Set(kit.Problem, w.say("window.settings.unkept", words.Facts{"Reason": reason(w.tastes.unkept)}))
	case w.tastes.unread != nil:
		p.note.Set(kit.Waiting, w.say("window.settings.unread"))
	default:
		p.note.Set(kit.Info, w.say("window.settings.kept"))
	}
}

// showSettings opens the panel.
func (w *Window) showSettings() {
	if w.dialog != nil {
		return
	}
	panel := newSettingsPanel(w)
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	w.openPanel(w.say("window.settings.title"), panel.body(), panel.pickers()[0], shut)
	w.panel = panel
}

// reopenSettings measures the panel anew, with the focus on the same choice.
func (w *Window) reopenSettings() {
	at := slices.IndexFunc(w.panel.pickers(), func(p *kit.Picker) bool { return fyne.Focusable(p) == w.win.Canvas().Focused() })
	w.closeDialog()
	w.showSettings()
	if at >= 0 {
		w.win.Canvas().Focus(w.panel.pickers()[at])
	}
}
