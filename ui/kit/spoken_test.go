package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// TestWhatIsSpokenLiesWhereItIsSeen holds the frame that a screen reader draws around
// what it reads, in a page that was scrolled.
func TestWhatIsSpokenLiesWhereItIsSeen(t *testing.T) {
	themed(t, look.Light, 1)
	seen := map[string]fyne.CanvasObject{}
	rows := kit.NewColumn(40)
	for _, label := range []string{"One", "Two", "Three", "Four", "Five"} {
		seen[label] = kit.NewButton(kit.Secondary, label, nil)
		rows.SetItems(append(rows.Items(), kit.NewPad(seen[label], 7, 11, 0, 0))...)
	}
	page := container.NewVScroll(rows)
	spoken := &kit.Spoken{Roots: func() []fyne.CanvasObject { return []fyne.CanvasObject{page} }}
	w := test.NewTempWindow(t, spoken.Around(page))
	w.Resize(fyne.NewSize(300, 120))
	page.ScrollToOffset(fyne.NewPos(0, 90))
	found := 0
	for _, o := range w.Content().(*fyne.Container).Objects {
		if said, is := o.(fyne.Accessible); is {
			said.AccessibilityRole() // a screen reader listens
		}
		layer, is := o.(*fyne.Container)
		if !is {
			continue
		}
		for _, entry := range layer.Objects {
			original := seen[entry.(fyne.Accessible).AccessibilityLabel()]
			if want := positionOf(original); entry.Position() != want || entry.Size() != original.Size() {
				t.Errorf("%q is said to be at %v, %v large, and is at %v", original.(*kit.Button).Label(), entry.Position(), entry.Size(), want)
			}
			found++
		}
	}
	if found != len(seen) {
		t.Errorf("%d of %d are spoken", found, len(seen))
	}
}
