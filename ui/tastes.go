package ui

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
	"backupsso/ui/settings"
)

// tastes are the person's settings and how keeping them goes.
type tastes struct {
	settings.Settings
	unread  error // why they could not be read
	unkept  error // why the last change could not be written
	writing bool
	changed bool // since writing began
}

// readTastes takes what was kept. A language that was named on the command line
// wins over it.
func (w *Window) readTastes() {
	w.tastes.Settings = settings.New()
	if w.deps.Settings != nil {
		w.tastes.Settings, w.tastes.unread = w.deps.Settings.Load()
	}
	if tag := w.tastes.Language; tag != "" && !w.deps.Told && w.deps.Speak != nil {
		w.words = w.deps.Speak(tag)
	}
}

// theme is how the window looks now.
func (w *Window) theme() fyne.Theme {
	variant := look.System
	switch w.tastes.Appearance {
	case settings.Light:
		variant = look.Light
	case settings.Dark:
		variant = look.Dark
	}
	made := look.New(variant, float32(w.tastes.TextSize)/settings.UsualText).For(w.words.Tag())
	if !w.app.Settings().ShowAnimations() {
		return made.Still()
	}
	return made
}

// prefer puts settings into force at once, and keeps them.
func (w *Window) prefer(wanted settings.Settings) {
	before := w.tastes.Settings
	if wanted == before {
		return
	}
	w.tastes.Settings = wanted
	if wanted.Appearance != before.Appearance || wanted.TextSize != before.TextSize {
		w.app.Settings().SetTheme(w.theme())
		w.fitPanel()
	}
	if wanted.TextSize != before.TextSize && w.panel != nil {
		w.reopenSettings()
	}
	w.keepTastes()
}

// keepTastes writes the settings. Changes that come while it writes are written
// after it, so that the last one stays.
func (w *Window) keepTastes() {
	t := &w.tastes
	if w.deps.Settings == nil {
		return
	}
	if t.writing {
		t.changed = true
		return
	}
	t.writing = true
	chosen := t.Settings
	runAsync(w.work, w.life, w.life, func(context.Context) (struct{}, error) {
		return struct{}{}, w.deps.Settings.Save(chosen)
	}, func(_ struct{}, err error) {
		t.writing, t.unkept = false, err
		if err == nil {
			t.unread = nil
		}
		if t.changed {
			t.changed = false
			w.keepTastes()
		}
		if w.panel != nil {
			w.panel.update()
		}
	})
}

// resizeText changes the size of the text.
func (w *Window) resizeText(change func(settings.Settings) settings.Settings) {
	w.prefer(change(w.tastes.Settings))
}

// speak changes the language of everything on the screen; answers stay. An empty
// tag is the system's language.
func (w *Window) speak(tag string) {
	w.deps.Told = false
	wanted := w.tastes.Settings
	wanted.Language = tag
	w.words = w.deps.Speak(tag)
	w.app.Settings().SetTheme(w.theme()) // the language may need other faces
	if plan := w.state.plan; plan != nil && !w.state.apply.running {
		plan.Wish.Language = w.words.Tag()
	}
	settled := w.panel != nil
	w.rebuild()
	if settled {
		w.showSettings()
	}
	w.prefer(wanted)
}

// languageChoice is one language that can be chosen.
type languageChoice struct{ tag, name string }

// languageChoices lists them, the system's first; none where there is no choice.
func (w *Window) languageChoices() []languageChoice {
	if len(w.deps.Languages) < 2 || w.deps.Speak == nil {
		return nil
	}
	choices := []languageChoice{{"", w.say("window.settings.language-system")}}
	for _, tag := range w.deps.Languages {
		choices = append(choices, languageChoice{tag, words.Name(tag)})
	}
	if tag := w.words.Tag(); !slices.Contains(w.deps.Languages, tag) {
		choices = append(choices, languageChoice{tag, words.Name(tag)}) // one for developers
	}
	return choices
}

// languagePicker chooses among languages, each called by its own name.
func (w *Window) languagePicker(choices []languageChoice) *kit.Picker {
	names, spoken := make([]string, len(choices)), -1
	for i, choice := range choices {
		names[i] = choice.name
		if choice.tag == w.words.Tag() && spoken < 0 {
			spoken = i
		}
		if choice.tag == w.tastes.Language && !w.deps.Told {
			spoken = i
		}
	}
	picker := kit.NewPicker(w.win.Canvas, w.say("window.settings.language"), spoken, names...)
	picker.OnPicked = func(index int) { w.speak(choices[index].tag) }
	return picker
}

// percent writes a text size.
func (w *Window) percent(size int) string {
	return w.say("window.settings.percent", words.Facts{"Percent": strconv.Itoa(size)})
}
