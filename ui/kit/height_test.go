package kit_test

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// TestHeightHoldsWhatPlaceRounds asks what holds text, at widths between whole
// steps, for the height that the next smaller whole width needs: edges are placed
// at whole steps, so that is what it may get.
func TestHeightHoldsWhatPlaceRounds(t *testing.T) {
	const text = "The address is removed at the end, or at the next start of this computer."
	a := test.NewTempApp(t)
	for _, size := range []float32{0.9, 1, 1.5} {
		a.Settings().SetTheme(look.New(look.Light, size))
		for name, o := range map[string]fyne.CanvasObject{
			"paragraph":   kit.NewPara(kit.Body, look.Ink, text),
			"status line": kit.NewStatusLine(kit.Info, text),
			"note":        kit.NewNoteRow(kit.NewStatusLine(kit.Info, text), nil),
			"columns":     kit.NewColumns(16, kit.Col{Object: kit.NewPara(kit.Body, look.Ink, text)}, kit.Col{Object: kit.NewStatusLine(kit.Info, text)}),
			"row of card": kit.NewCard(nil, kit.NewInfoRow(look.IconKey, text, text, nil)),
		} {
			tall := o.(kit.Tall)
			for width := float32(260); width < 420; width += 0.25 {
				got, least := tall.HeightFor(width), tall.HeightFor(float32(math.Floor(float64(width))))
				if got < least {
					t.Fatalf("%s at %v, %v wide: %v high, but %v in the whole width", name, size, width, got, least)
				}
			}
		}
	}
}
