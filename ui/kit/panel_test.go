package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// TestPanelKeepsItsButtonsInSight holds that what a panel holds scrolls where the
// window is too low, and that its buttons do not.
func TestPanelKeepsItsButtonsInSight(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light, 1))
	shut := kit.NewButton(kit.Secondary, "Close", nil)
	more := kit.NewButton(kit.Link, "Pages to read", nil)
	var lines []fyne.CanvasObject
	for range 40 {
		lines = append(lines, kit.NewPara(kit.Body, look.Ink, "A line."))
	}
	panel := kit.NewPanel("Keys", kit.NewColumn(0, lines...), shut, more)
	window := test.NewTempWindow(t, panel)
	window.SetPadded(false)
	for _, high := range []float32{300, 500, panel.Needs(440)} {
		window.Resize(fyne.NewSize(440, high))
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(shut)
		if end := at.Add(shut.Size()); end.Y > high-19 || end.Y < high-21 || end.X != 420 {
			t.Errorf("%v high: the button ends at %v", high, end)
		}
		middle := func(b *kit.Button) float32 {
			return fyne.CurrentApp().Driver().AbsolutePositionForObject(b).Y + b.Size().Height/2
		}
		if middle(shut)-middle(more) > 1 || middle(more)-middle(shut) > 1 {
			t.Errorf("%v high: buttons are not in one line", high)
		}
		if end := fyne.CurrentApp().Driver().AbsolutePositionForObject(more).X + more.Size().Width; end > at.X-8 {
			t.Errorf("%v high: the link ends at %v, the button begins at %v", high, end, at.X)
		}
	}
}
