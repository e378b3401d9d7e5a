package kit_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

func TestFieldSettles(t *testing.T) {
	themed(t, look.Light, 1)
	c := &clock{}
	f := kit.NewField(c.host(), "Subdomain")
	var changed, settled []string
	f.OnChanged = func(s string) { changed = append(changed, s) }
	f.OnSettled = func(s string) { settled = append(settled, s) }
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(400, 120))
	w.Canvas().Focus(f.Focusable())
	for _, r := range "us" {
		f.Focusable().TypedRune(r)
		c.pass(200 * time.Millisecond)
	}
	if len(settled) != 0 {
		t.Errorf("settled too early: %q", settled)
	}
	c.pass(200 * time.Millisecond)
	if strings.Join(changed, ",") != "u,us" || strings.Join(settled, ",") != "us" {
		t.Errorf("changed %q, settled %q", changed, settled)
	}
}

func TestFieldProblemOffersItsFix(t *testing.T) {
	themed(t, look.Light, 1)
	f := kit.NewField(kit.Host{}, "Subdomain")
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(600, 120))
	before := f.MinSize().Height
	fixed := false
	f.SetProblem("Portals end in .net.", "Use northwind", func() { fixed = true })
	if !f.HasProblem() || f.MinSize().Height != before {
		t.Errorf("problem %v, height %v, want %v: an error shifts nothing", f.HasProblem(), f.MinSize().Height, before)
	}
	if !strings.Contains(f.AccessibilityLabel(), "Portals end in .net.") {
		t.Errorf("screen readers hear %q", f.AccessibilityLabel())
	}
	test.Tap(buttonNamed(t, f, "Use northwind"))
	if !fixed {
		t.Error("the fix button does nothing")
	}
	f.SetOk("Well formed.", "")
	if f.HasProblem() {
		t.Error("the problem stays")
	}
}

// TestClickPutsTheCaretWhereItIs types behind the third letter after a click there.
func TestClickPutsTheCaretWhereItIs(t *testing.T) {
	for _, scale := range []float32{0.9, 1, 1.5} {
		themed(t, look.Light, scale)
		for name, f := range map[string]*kit.Field{
			"plain":    kit.NewField(kit.Host{}, "Subdomain"),
			"an icon":  kit.NewField(kit.Host{}, "").WithIcon(look.IconSearch).NoStatus(),
			"a suffix": kit.NewField(kit.Host{}, "Subdomain"),
		} {
			if name == "a suffix" {
				f.SetSuffix(".backup.autotask.net")
			}
			f.SetText("northwind")
			w := test.NewTempWindow(t, f)
			w.Resize(fyne.NewSize(600, 120))
			typing := f.Focusable().(fyne.CanvasObject)
			drawn := textDrawn(t, typing, "northwind")
			at := positionOf(drawn).Subtract(positionOf(typing))
			before := fyne.MeasureText("nor", drawn.TextSize, drawn.TextStyle).Width
			for _, side := range []float32{-2, 2} {
				f.SetText("northwind")
				typing.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{
					Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: at.AddXY(before+side, drawn.Size().Height/2)},
				})
				f.Focusable().TypedRune('X')
				if f.Text() != "norXthwind" {
					t.Errorf("%s at %v: a click %v beside the third letter's end types %q", name, scale, side, f.Text())
				}
			}
		}
	}
}

// textDrawn finds what draws a text.
func textDrawn(t *testing.T, root fyne.CanvasObject, text string) *canvas.Text {
	t.Helper()
	for _, part := range test.LaidOutObjects(root) {
		if drawn, ok := part.(*canvas.Text); ok && drawn.Text == text {
			return drawn
		}
	}
	t.Fatalf("nothing draws %q", text)
	return nil
}

func positionOf(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}
