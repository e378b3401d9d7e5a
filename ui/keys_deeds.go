package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// finder is a screen with a field to search with; nil where there is none now.
type finder interface{ searchField() fyne.Focusable }

// texter is a screen that has more to copy than its values.
type texter interface{ text() string }

// escaper is a screen in which Esc ends something small before it leads back; false
// when there was nothing to end.
type escaper interface{ escape() bool }

// find gives the page's search field the focus.
func (w *Window) find() {
	if searching, ok := w.screen.(finder); ok {
		if field := searching.searchField(); field != nil {
			w.win.Canvas().Focus(field)
		}
	}
}

// copyPage copies the page's changes or values as text.
func (w *Window) copyPage() {
	text := ""
	if own, ok := w.screen.(texter); ok {
		text = own.text()
	}
	if text == "" {
		text = kit.ValuesIn(w.screen.body())
	}
	if text != "" {
		w.host().Copy(text)
		w.shell.footer.SetHint(w.say("window.copied-page"))
	}
}

// toggleDetails opens the details of what the page reports, or shuts them.
func (w *Window) toggleDetails() {
	if details := kit.DetailsIn(w.screen.body()); details != nil {
		details.Toggle()
	}
}

// keyRows are the rows of the list of keys, in its order.
func keyRows() []string {
	return []string{"tab", "shift-tab", "enter", "space", "arrows", "escape", "back", "steps", "page",
		"copy", "copy-all", "details", "find", "log", "settings", "text-size", "help"}
}

// showKeys lists the keys.
func (w *Window) showKeys() {
	if w.dialog != nil {
		return
	}
	ctrl := words.Facts{"Ctrl": w.say("window.keys.ctrl"), "Last": len(railPages())}
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		ctrl["Ctrl"] = "\u2318" // what macOS calls it
	}
	rows := kit.NewColumn(6)
	for _, key := range keyRows() {
		rows.SetItems(append(rows.Items(), kit.NewColumns(12, kit.Col{Object: kit.NewPara(kit.Strong, look.Ink, w.say("window.keys."+key+".key", ctrl)), Width: 150},
			kit.Col{Object: kit.NewPara(kit.Body, look.Muted, w.say("window.keys."+key))}))...)
	}
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	more := kit.NewButton(kit.Link, w.say("window.help.pages"), w.showPages)
	w.openPanel(w.say("window.keys.title"), rows, shut, shut, more)
}
