package ui

import (
	"runtime/debug"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/look"
)

// appOfTest is Fyne's dummy app with a driver, a clipboard and settings of its own.
// Fyne's forgets every face and every measured text with each new app and with each
// theme; this one does so only where the faces or the colours change, since hundreds
// of windows would do little else than read the same faces again.
type appOfTest struct {
	fyne.App
	driver   fyne.Driver
	clip     fyne.Clipboard
	settings *settingsOfTest
}

// newApp makes an app for the time of a test.
func newApp(t testing.TB) fyne.App {
	before := fyne.CurrentApp()
	base := commonApp()
	a := &appOfTest{App: base, driver: test.NewDriver(), clip: test.NewClipboard()}
	a.settings = &settingsOfTest{Settings: base.Settings(), driver: a.driver, theme: base.Settings().Theme()}
	fyne.SetCurrentApp(a)
	t.Cleanup(func() { fyne.SetCurrentApp(before) })
	return a
}

// commonApp is below all of them, and holds the theme that the faces were read for.
// The pages of a test are small and soon forgotten, and rarely worth tidying up after.
var commonApp = sync.OnceValue(func() fyne.App {
	const percent = 400
	debug.SetGCPercent(percent)
	return test.NewApp()
})

func (a *appOfTest) Driver() fyne.Driver                { return a.driver }
func (a *appOfTest) Clipboard() fyne.Clipboard          { return a.clip }
func (a *appOfTest) Settings() fyne.Settings            { return a.settings }
func (a *appOfTest) NewWindow(title string) fyne.Window { return a.driver.CreateWindow(title) }

type settingsOfTest struct {
	fyne.Settings
	driver    fyne.Driver
	theme     fyne.Theme
	listeners []func(fyne.Settings)
}

func (s *settingsOfTest) Theme() fyne.Theme { return s.theme }

func (s *settingsOfTest) AddListener(listener func(fyne.Settings)) {
	s.listeners = append(s.listeners, listener)
}

func (s *settingsOfTest) SetTheme(theme fyne.Theme) {
	s.theme = theme
	if !s.drawsAlike(s.Settings.Theme(), theme) {
		s.Settings.SetTheme(theme)
	}
	for _, w := range s.driver.AllWindows() {
		applyTheme(w.Content())
		for _, over := range w.Canvas().Overlays().List() {
			applyTheme(over)
		}
	}
	for _, listener := range s.listeners {
		listener(s)
	}
}

// drawsAlike reports whether two themes have the same faces and colours here.
func (s *settingsOfTest) drawsAlike(a, b fyne.Theme) bool {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
		if a.Font(style) != b.Font(style) {
			return false
		}
	}
	return a.Color(look.Page, s.ThemeVariant()) == b.Color(look.Page, s.ThemeVariant())
}

// applyTheme lays everything out anew and draws it, as every app does with a new theme.
func applyTheme(o fyne.CanvasObject) {
	if o == nil {
		return
	}
	switch o := o.(type) {
	case fyne.Widget:
		renderer := test.WidgetRenderer(o)
		for _, child := range renderer.Objects() {
			applyTheme(child)
		}
		renderer.Layout(o.Size())
	case *fyne.Container:
		for _, child := range o.Objects {
			applyTheme(child)
		}
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	}
	o.Refresh()
}
