package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

func TestFrameScrollsOnlyWhenItMust(t *testing.T) {
	themed(t, look.Light, 1)
	text := kit.NewPara(kit.Body, look.Ink, "One line.")
	foot := kit.NewFooter()
	f := kit.NewFrame(kit.NewTopBar("backupsso"), kit.NewRail("One"), foot, nil)
	f.SetContent(kit.NewColumn(0, kit.NewPageHead("Title", "Lead"), text))
	w := test.NewTempWindow(t, f)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1000, 700))
	if f.Scrolls() {
		t.Error("a short page scrolls")
	}
	if got := text.Size().Width; got != 695 {
		t.Errorf("content is %v wide at 1000, want 695", got)
	}
	text.SetText(strings.Repeat("One more line of text that goes on and on. ", 120))
	if !f.Scrolls() {
		t.Error("a long page does not scroll")
	}
	text.SetText("Short again.")
	if f.Scrolls() {
		t.Error("the page still scrolls")
	}
	w.Resize(fyne.NewSize(1400, 700))
	if got := text.Size().Width; got != 800 {
		t.Errorf("content is %v wide at 1400, want 800", got)
	}
	w.Resize(fyne.NewSize(900, 700))
	if got := text.Size().Width; got != 900-64-41-40 {
		t.Errorf("content is %v wide at 900, want %v with the narrow rail", got, 900-64-41-40)
	}
}

func TestEverythingScales(t *testing.T) {
	for _, scale := range []float32{0.9, 1.5} {
		themed(t, look.Light, scale)
		b := kit.NewButton(kit.Primary, "Go on", nil)
		if got := b.MinSize().Height; got != 36*scale {
			t.Errorf("at %v a button is %v high, want %v", scale, got, 36*scale)
		}
		r := kit.NewRail("One", "Two")
		if got, want := r.MinSize().Height, (12+48*2+64)*scale; got-want > 0.01 || want-got > 0.01 {
			t.Errorf("at %v the rail is %v high, want %v", scale, got, want)
		}
	}
}

func TestThemeChangeRepaints(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light, 1))
	l := kit.NewLine(kit.Body, look.Ink, "Words")
	w := test.NewTempWindow(t, l)
	light := test.RenderToMarkup(w.Canvas())
	app.Settings().SetTheme(look.New(look.Dark, 1.5))
	l.Refresh()
	if dark := test.RenderToMarkup(w.Canvas()); dark == light {
		t.Error("the text keeps its colour and size under another theme")
	}
}

func TestSoftLineIsCutOnlyWhereRoomIsShort(t *testing.T) {
	themed(t, look.Light, 1)
	soft := kit.NewLine(kit.Body, look.Ink, "a-rather-long-name-of-a-bundle.zip").CutMiddle()
	row := kit.NewFlow(8, soft, kit.NewSpring(), kit.NewButton(kit.Secondary, "Save as…", nil))
	w := test.NewTempWindow(t, row)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 40))
	if got := soft.Size().Width; got < soft.Natural()-1 {
		t.Errorf("with room to spare the name is %v wide, want %v", got, soft.Natural())
	}
	w.Resize(fyne.NewSize(260, 40))
	if got := soft.Size().Width; got >= soft.Natural() || got < 100 {
		t.Errorf("in a narrow row the name is %v wide of %v", got, soft.Natural())
	}
}

// Short words behind others keep all their letters wherever they come to stand.
func TestLinesInARowAreNotCut(t *testing.T) {
	for _, scale := range []float32{0.9, 1, 1.1, 1.25, 1.5} {
		themed(t, look.Light, scale)
		name, size := kit.NewLine(kit.Strong, look.Ink, "us-sso-2026-11-23.zip"), kit.NewLine(kit.Body, look.Muted, "1 KB")
		row := kit.NewPad(kit.NewFlow(8, kit.NewCount(look.IconBundle, look.Accent, ""), name, size), 3, 3, 3, 3)
		w := test.NewTempWindow(t, row)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(900, 60))
		if drawn := test.RenderToMarkup(w.Canvas()); strings.Contains(drawn, "…") {
			t.Errorf("at %v a word is cut:\n%s", scale, drawn)
		}
	}
}

func TestRowMakesRoomForItsButton(t *testing.T) {
	themed(t, look.Light, 1)
	n := kit.NewNoteRow(kit.NewStatusLine(kit.Info, "The code is good until 12:15."), kit.NewButton(kit.Secondary, "Open the page", nil).Small())
	if got := n.HeightFor(600); got < 32+8 {
		t.Errorf("the row is %v high, too low for its button of 32", got)
	}
}

func TestUnplacedTextDoesNotAskForTheSky(t *testing.T) {
	themed(t, look.Light, 1)
	p := kit.NewPara(kit.Body, look.Ink, "Tab goes to the next field or button, and back with Shift.")
	if got := p.MinSize().Height; got > 40 {
		t.Errorf("a short sentence that has no place yet asks for a height of %v", got)
	}
}
