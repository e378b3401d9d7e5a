package ui

import (
	"context"
	"errors"
	"image/color"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
	"backupsso/ui/settings"
)

// drawer keeps settings in memory, or fails to.
type settingsDrawer struct {
	mu       sync.Mutex
	kept     settings.Settings
	unread   error
	unkept   error
	written  []settings.Settings
	released chan struct{} // nil: writes end at once
}

func (d *settingsDrawer) Load() (settings.Settings, error) {
	if d.unread != nil || d.kept == (settings.Settings{}) {
		return settings.New(), d.unread
	}
	return d.kept, nil
}

func (d *settingsDrawer) Save(s settings.Settings) error {
	if d.released != nil {
		<-d.released
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.written = append(d.written, s)
	return d.unkept
}

func (d *settingsDrawer) last() settings.Settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.written) == 0 {
		return settings.Settings{}
	}
	return d.written[len(d.written)-1]
}

// withTastes is a window whose settings are kept in d.
func withTastes(d *settingsDrawer) func(*Deps) {
	return func(deps *Deps) {
		deps.Settings, deps.Languages = d, []string{"en", "pseudo"}
		deps.Speak = words.New
	}
}

// shortcut presses a shortcut that no focused widget wants for itself.
func (b *bench) shortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	pressed := &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
	b.w.shortcuts.TypedShortcut(pressed)
}

func (b *bench) untilKept(d *settingsDrawer, want settings.Settings) {
	b.t.Helper()
	b.until("settings kept", func() bool { return d.last() == want && !b.w.tastes.writing })
}

func TestSettingsAreInForceAtOnceAndKept(t *testing.T) {
	kept := &settingsDrawer{}
	b := newBench(t, withTastes(kept))
	b.shortcut(fyne.KeyComma, fyne.KeyModifierControl)
	panel := b.w.panel
	if panel == nil {
		t.Fatal("Ctrl+, shows no settings")
	}
	if b.w.win.Canvas().Focused() != fyne.Focusable(panel.language) {
		t.Errorf("focus on %T", b.w.win.Canvas().Focused())
	}
	page := func() color.Color {
		return b.w.app.Settings().Theme().Color(look.Page, theme.VariantLight)
	}
	light := page()
	b.w.win.Canvas().FocusNext()
	b.hit(fyne.KeyDown)
	b.hit(fyne.KeyDown)
	if page() == light {
		t.Error("dark is not dark")
	}
	b.w.win.Canvas().FocusNext()
	b.hit(fyne.KeyDown)
	if unit := b.w.app.Settings().Theme().Size(look.SizeUnit); unit != 1.1 {
		t.Errorf("text is %v as large", unit)
	}
	if b.w.panel == nil || b.w.win.Canvas().Focused() != fyne.Focusable(b.w.panel.size) {
		t.Error("the next size is not one key away")
	}
	b.untilKept(kept, settings.Settings{Appearance: settings.Dark, TextSize: 110})
	b.hit(fyne.KeyEscape)
	if b.w.dialog != nil || b.w.panel != nil {
		t.Error("Esc does not close the settings")
	}
}

func TestTextSizeByKeys(t *testing.T) {
	kept := &settingsDrawer{}
	b := newBench(t, withTastes(kept))
	b.toPortal()
	b.w.win.Canvas().Focus(b.w.screen.(*portalPage).subdomain.Focusable())
	for range 9 {
		b.shortcut(fyne.KeyPlus, fyne.KeyModifierControl)
	}
	if b.w.tastes.TextSize != 150 {
		t.Errorf("%d %% after nine steps", b.w.tastes.TextSize)
	}
	b.shortcut(fyne.KeyMinus, fyne.KeyModifierControl)
	if b.w.tastes.TextSize != 140 {
		t.Errorf("%d %% after one step back", b.w.tastes.TextSize)
	}
	b.untilKept(kept, settings.Settings{Appearance: settings.AsSystem, TextSize: 140})
	b.shortcut(fyne.Key0, fyne.KeyModifierControl)
	b.untilKept(kept, settings.New())
}

func TestKeptSettingsAreInForceFromTheFirstPicture(t *testing.T) {
	kept := &settingsDrawer{kept: settings.Settings{Language: "pseudo", Appearance: settings.Dark, TextSize: 120}}
	b := newBench(t, withTastes(kept))
	th := b.w.app.Settings().Theme()
	if b.w.words.Tag() != words.Pseudo || th.Size(look.SizeUnit) != 1.2 || th.Color(look.Page, theme.VariantLight) != look.New(look.Dark, 1).Color(look.Page, theme.VariantLight) {
		t.Errorf("%s at %v", b.w.words.Tag(), th.Size(look.SizeUnit))
	}
}

func TestLanguageOfTheCommandLineWins(t *testing.T) {
	kept := &settingsDrawer{kept: settings.Settings{Language: "pseudo", Appearance: settings.AsSystem, TextSize: 100}}
	b := newBench(t, withTastes(kept), func(d *Deps) { d.Told = true })
	if b.w.words.Tag() != "en" {
		t.Errorf("the window speaks %s", b.w.words.Tag())
	}
	b.w.showSettings()
	if got := b.w.panel.language.Value(); got != "English" {
		t.Errorf("the settings name %q", got)
	}
	b.w.panel.language.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.w.words.Tag() != words.Pseudo || b.w.panel.language.Value() != "pseudo" {
		t.Errorf("after a choice it speaks %s", b.w.words.Tag())
	}
}

func TestLanguageChangesInEveryPlaceAndAnswersStay(t *testing.T) {
	kept := &settingsDrawer{}
	b := newBench(t, withTastes(kept))
	picker := b.w.screen.(*startPage).tongue.(*kit.Picker)
	picker.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.w.words.Tag() != words.Pseudo {
		t.Fatal("the start page does not change it")
	}
	eachText(b.w.win.Content(), func(text string) {
		if strings.HasPrefix(text, "New set-up") {
			t.Error("the old words are still there")
		}
	})
	b.untilKept(kept, settings.Settings{Language: "pseudo", Appearance: settings.AsSystem, TextSize: 100})
	showQuestion(b)
	b.w.screen.(*reviewPage).question.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	chosen := b.w.screen.(*reviewPage).question.Chosen()
	b.shortcut(fyne.KeyComma, fyne.KeyModifierControl)
	b.w.panel.language.OnPicked(1)
	if b.w.panel == nil || b.w.win.Canvas().Focused() != fyne.Focusable(b.w.panel.language) {
		t.Error("the settings did not stay open")
	}
	b.hit(fyne.KeyEscape)
	page := b.w.screen.(*reviewPage)
	if chosen < 0 || page.question.Chosen() != chosen || b.w.state.portal.text != "us" || b.w.words.Tag() != "en" {
		t.Errorf("%d is chosen, %d was", page.question.Chosen(), chosen)
	}
}

func TestLanguageChangesWhileWorkGoesOn(t *testing.T) {
	go1, done := make(chan struct{}), false
	b := newBench(t, withTastes(&settingsDrawer{}))
	b.flow.apply = func(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		tell(setup.Event{Step: setup.StepApplication, State: setup.Started, Total: 8})
		select {
		case <-go1:
		case <-ctx.Done():
			return setup.Result{}, ctx.Err()
		}
		tellAll(plan, tell)
		done = true
		return sampleResult(plan), nil
	}
	b.toReview()
	b.press()
	b.until("start", func() bool { return b.w.state.apply.current != "" })
	b.w.speak("pseudo")
	b.shows(words.New("pseudo").Count("window.apply.title", 8))
	close(go1)
	b.until("end", func() bool { return b.w.state.apply.result != nil })
	if !done || b.w.state.apply.problem != nil {
		t.Error("the changes were stopped")
	}
	b.shows(words.New("pseudo").Say("window.apply.title-done"))
}

func TestSettingsThatCannotBeKeptSaySo(t *testing.T) {
	kept := &settingsDrawer{unread: errors.New("torn"), unkept: errors.New("read-only file system")}
	b := newBench(t, withTastes(kept))
	b.w.showSettings()
	note := func() string { return b.w.panel.note.AccessibilityLabel() }
	if got := note(); got != b.w.say("window.settings.unread") {
		t.Errorf("says %q", got)
	}
	b.w.panel.appearance.OnPicked(2)
	b.until("refusal", func() bool { return b.w.tastes.unkept != nil })
	if !strings.Contains(note(), "read-only file system") {
		t.Errorf("says %q", note())
	}
	if b.w.tastes.Appearance != settings.Dark {
		t.Error("the choice is not in force")
	}
	kept.unkept = nil
	b.w.panel.appearance.OnPicked(1)
	b.until("kept", func() bool { return note() == b.w.say("window.settings.kept") })
}

func TestOfManyQuickChangesTheLastIsKept(t *testing.T) {
	kept := &settingsDrawer{released: make(chan struct{})}
	b := newBench(t, withTastes(kept))
	for range 5 {
		b.w.resizeText(settings.Settings.Larger)
	}
	close(kept.released)
	b.untilKept(kept, settings.Settings{Appearance: settings.AsSystem, TextSize: 150})
}
