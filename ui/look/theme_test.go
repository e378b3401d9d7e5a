package look_test

import (
	"bytes"
	"image/color"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"backupsso/ui/look"
)

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n.R) + 0.7152*part(n.G) + 0.0722*part(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		on, ground  fyne.ThemeColorName
		light, dark float64
	}{
		{look.Muted, look.Off, 5.7, 6.7},
		{look.Control, look.Page, 3.5, 3.9},
		{look.Control, look.Chrome, 3.1, 4.3},
		{look.Control, look.Inset, 3.3, 3.6},
		{look.Ink, look.Page, 16.1, 14.4},
		{look.Ink, look.Chrome, 14.2, 15.5},
		{look.Muted, look.Page, 7.0, 8.1},
		{look.Muted, look.Chrome, 6.1, 8.7},
		{look.Muted, look.AccentSoft, 5.9, 6.3},
		{look.Faint, look.Page, 5.2, 6.1},
		{look.Faint, look.Chrome, 4.6, 6.6},
		{look.Faint, look.Inset, 4.9, 5.6},
		{look.Accent, look.Page, 7.6, 8.6},
		{look.Accent, look.Chrome, 6.7, 9.2},
		{look.OnAccent, look.AccentHover, 10.2, 9.7},
		{look.OnAccent, look.Accent, 7.6, 8.0},
		{look.Ink, look.AccentSoft, 13.7, 11.2},
		{look.Accent, look.AccentSoft, 6.5, 6.6},
		{look.Ok, look.OkSoft, 5.5, 7.3},
		{look.Ok, look.Page, 6.3, 8.8},
		{look.Wait, look.WaitSoft, 5.7, 7.7},
		{look.Wait, look.Page, 6.3, 9.2},
		{look.Bad, look.BadSoft, 5.7, 7.3},
		{look.Bad, look.Page, 6.5, 8.0},
		{look.OnPractice, look.Practice, 9.1, 5.5},
		{look.Practice, look.Page, 9.1, 3.1},
		{look.PracticeText, look.PracticeSoft, 7.6, 7.8},
		{look.PracticeMark, look.OnPractice, 7, 7},
		{look.Ink, look.WaitSoft, 7, 7},
		{look.Ink, look.BadSoft, 7, 7},
	} {
		for variant, want := range map[look.Variant]float64{look.Light: c.light, look.Dark: c.dark} {
			th := look.New(variant, 1)
			got := contrast(th.Color(c.on, theme.VariantLight), th.Color(c.ground, theme.VariantLight))
			// The design gives one figure behind the point.
			if got < want-0.06 {
				t.Errorf("variant %d: %s on %s has contrast %.2f, want %.1f", variant, c.on, c.ground, got, want)
			}
		}
	}
}

func TestVariantFollowsSystemOnlyIfAsked(t *testing.T) {
	light, dark := look.New(look.Light, 1).Color(look.Page, theme.VariantDark), look.New(look.Dark, 1).Color(look.Page, theme.VariantLight)
	if light == dark {
		t.Fatal("light and dark page are the same")
	}
	system := look.New(look.System, 1)
	if got := system.Color(look.Page, theme.VariantLight); got != light {
		t.Errorf("system light page is %v, want %v", got, light)
	}
	if got := system.Color(look.Page, theme.VariantDark); got != dark {
		t.Errorf("system dark page is %v, want %v", got, dark)
	}
}

// Every colour Fyne's own widgets ask for is one of ours, or derived from one.
func TestFyneColours(t *testing.T) {
	th := look.New(look.Light, 1)
	for name, want := range map[fyne.ThemeColorName]fyne.ThemeColorName{
		theme.ColorNameBackground:          look.Page,
		theme.ColorNameForeground:          look.Ink,
		theme.ColorNamePlaceHolder:         look.Faint,
		theme.ColorNameDisabled:            look.Muted,
		theme.ColorNameDisabledButton:      look.Off,
		theme.ColorNamePrimary:             look.Accent,
		theme.ColorNameForegroundOnPrimary: look.OnAccent,
		theme.ColorNameSeparator:           look.Hair,
		theme.ColorNameError:               look.Bad,
	} {
		if got := th.Color(name, theme.VariantLight); got != th.Color(want, theme.VariantLight) {
			t.Errorf("%s is %v, want the token %s", name, got, want)
		}
	}
}

func TestScale(t *testing.T) {
	for _, c := range []struct{ in, want float32 }{{0.1, 0.9}, {0.9, 0.9}, {1, 1}, {1.25, 1.25}, {1.5, 1.5}, {9, 1.5}} {
		th := look.New(look.Light, c.in)
		if got := th.Size(look.SizeUnit); got != c.want {
			t.Errorf("scale %v gives the unit %v, want %v", c.in, got, c.want)
		}
		if got := th.Size(theme.SizeNameText); math.Abs(float64(got-14*c.want)) > 0.001 {
			t.Errorf("scale %v gives a text size of %v, want %v", c.in, got, 14*c.want)
		}
	}
}

func TestStill(t *testing.T) {
	th := look.New(look.Light, 1)
	if th.Size(look.SizeMotion) != 1 || th.Still().Size(look.SizeMotion) != 0 {
		t.Error("motion is on by default and off after Still")
	}
}

func TestFonts(t *testing.T) {
	th := look.New(look.Light, 1)
	for _, c := range []struct {
		style fyne.TextStyle
		want  string
	}{
		{fyne.TextStyle{}, "Inter-Regular.otf"},
		{fyne.TextStyle{Italic: true}, "Inter-Regular.otf"},
		{fyne.TextStyle{Bold: true}, "Inter-SemiBold.otf"},
		{fyne.TextStyle{Monospace: true}, "DejaVuSansMono-Powerline.ttf"},
	} {
		if got := th.Font(c.style); got.Name() != c.want || len(got.Content()) < 10_000 {
			t.Errorf("style %+v gives %s of %d bytes, want %s", c.style, got.Name(), len(got.Content()), c.want)
		}
	}
}

// Fyne would fuse the slashes of an address if the face had ligatures.
func TestMonospaceHasNoLigatures(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light, 1))
	mono := fyne.TextStyle{Monospace: true}
	one := fyne.MeasureText("/", 13, mono).Width
	for _, s := range []string{"https://", "a->b", "!=", "==", "www", "ffi"} {
		want := one * float32(len(s))
		if got := fyne.MeasureText(s, 13, mono).Width; math.Abs(float64(got-want)) > 0.1 {
			t.Errorf("%q is %v wide, want %v", s, got, want)
		}
	}
}

func TestIcons(t *testing.T) {
	red := color.NRGBA{R: 0xB3, G: 0x26, B: 0x1E, A: 0xFF}
	for _, name := range look.AllIcons() {
		res := look.IconIn(name, red)
		if !bytes.Contains(res.Content(), []byte(`stroke="#b3261e"`)) {
			t.Errorf("%s is not drawn in the colour asked for", name)
		}
		if bytes.Contains(res.Content(), []byte("#000000")) {
			t.Errorf("%s keeps black strokes", name)
		}
		if !strings.Contains(res.Name(), "b3261e") || !strings.HasSuffix(res.Name(), ".svg") {
			t.Errorf("%s is named %s: the name must hold the colour", name, res.Name())
		}
	}
	if got := look.IconIn("no such icon", red); !bytes.Contains(got.Content(), []byte("<svg")) {
		t.Error("an unknown icon is not an empty drawing")
	}
}

func TestIconFollowsTheTheme(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Light, 1))
	icon := look.Icon(look.IconOk, look.Ok)
	light := icon.Name()
	app.Settings().SetTheme(look.New(look.Dark, 1))
	if icon.Name() == light || bytes.Contains(icon.Content(), []byte("#1a6e3c")) {
		t.Error("the icon keeps the light colour in the dark theme")
	}
}

func TestMark(t *testing.T) {
	svg := look.MarkIn(color.Black, color.White).Content()
	if !bytes.Contains(svg, []byte(`fill="#000000"`)) || !bytes.Contains(svg, []byte(`stroke="#ffffff"`)) {
		t.Errorf("the mark is not drawn in the colours asked for: %s", svg)
	}
}
