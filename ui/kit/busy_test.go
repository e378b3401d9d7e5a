package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

func TestArcBecomesAClockWithoutMotion(t *testing.T) {
	for _, still := range []bool{false, true} {
		app := test.NewTempApp(t)
		th := look.New(look.Light, 1)
		if still {
			th = th.Still()
		}
		app.Settings().SetTheme(th)
		arc := kit.NewBusyArc(look.Accent)
		arc.Start()
		w := test.NewTempWindow(t, arc)
		w.Resize(fyne.NewSize(20, 20))
		drawn := test.RenderToMarkup(w.Canvas())
		if got := strings.Contains(drawn, "clock-"); got != still {
			t.Errorf("still %v: a clock is drawn: %v\n%s", still, got, drawn)
		}
		if got := strings.Contains(drawn, "<arc"); got == still {
			t.Errorf("still %v: an arc is drawn: %v\n%s", still, got, drawn)
		}
		arc.Stop()
	}
}
