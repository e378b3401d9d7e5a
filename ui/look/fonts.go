package look

import (
	"path"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"backupsso/assets"
)

// fonts holds the three cuts in use. The monospaced one is DejaVu Sans Mono, which
// Fyne brings along. It has no ligatures: Fyne shapes text, and a ligature would fuse
// the slashes of https:// into one sign.
type fonts struct{ regular, strong, mono fyne.Resource }

// loadFonts gives the same resources each time: Fyne reads a face anew, and keeps it, for each resource that it
// meets, and every change of theme would cost the time and the memory of all of them.
var loadFonts = sync.OnceValue(func() fonts {
	return fonts{
		regular: font("Inter-Regular.otf", fyne.TextStyle{}),
		strong:  font("Inter-SemiBold.otf", fyne.TextStyle{Bold: true}),
		mono:    theme.DefaultTheme().Font(fyne.TextStyle{Monospace: true}),
	}
})

// loadJapaneseFonts returns the faces for Japanese. Fyne looks for signs that a face
// lacks among the system's fonts, and on a machine without Japanese ones shows
// empty boxes; so these hold the signs that the window's Japanese words use. Names
// of tenants with other signs still need a font of the system. The monospaced face
// stays: addresses and ids are in Latin letters.
var loadJapaneseFonts = sync.OnceValue(func() fonts {
	return fonts{
		regular: font("NotoSansJP-Regular.otf", fyne.TextStyle{}),
		strong:  font("NotoSansJP-Bold.otf", fyne.TextStyle{Bold: true}),
		mono:    theme.DefaultTheme().Font(fyne.TextStyle{Monospace: true}),
	}
})

// font returns an embedded cut, or Fyne's own where the file is missing: text in
// another face is better than no window.
func font(name string, style fyne.TextStyle) fyne.Resource {
	data, err := assets.Files.ReadFile(path.Join("fonts", name))
	if err != nil {
		return theme.DefaultTheme().Font(style)
	}
	return fyne.NewStaticResource(name, data)
}

func (f fonts) choose(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Monospace:
		return f.mono
	case style.Bold:
		return f.strong
	}
	return f.regular
}
