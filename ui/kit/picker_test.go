package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// TestPickerShowsWhatIsPicked holds that the note gives way to what is picked, and
// that a picked text that is too long even so keeps both its ends.
func TestPickerShowsWhatIsPicked(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light, 1))
	for name, c := range map[string]struct {
		width float32
		pick  string
		want  string // what is drawn, in order
	}{
		"room for both":     {300, "contoso.example", "Domain|contoso.example|Predeterminado"},
		"room for one":      {190, "contoso.example", "Domain|contoso.example"},
		"not even for this": {120, "contoso.example", "Domain|cont…ple"},
	} {
		picker := kit.NewPicker(nil, "Domain", 0)
		picker.SetChoices(0, []string{c.pick}, []string{"Predeterminado"})
		renderer := test.WidgetRenderer(picker)
		picker.Resize(fyne.NewSize(c.width, 56))
		var drawn []string
		for _, o := range renderer.Objects() {
			if text, is := o.(*canvas.Text); is && text.Text != "" {
				drawn = append(drawn, text.Text)
			}
		}
		if got := strings.Join(drawn, "|"); got != c.want {
			t.Errorf("%s: draws %q, want %q", name, got, c.want)
		}
		if said := picker.AccessibilityLabel(); said != "Domain, contoso.example, Predeterminado" {
			t.Errorf("%s: says %q", name, said)
		}
	}
}
