package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Variant says whether the window follows the system's light or dark setting or
// holds to one of them.
type Variant int

// The variants a person can choose.
const (
	System Variant = iota
	Light
	Dark
)

// SizeUnit is the theme size that holds the text scale: 1 at 100 %. Widgets
// multiply the lengths of the design with it.
const SizeUnit fyne.ThemeSizeName = "look.unit"

// SizeMotion is 1 where things may move and 0 where animations are switched off.
const SizeMotion fyne.ThemeSizeName = "look.motion"

// The range of the text scale; values outside are brought to the nearest end.
const (
	SmallestScale float32 = 0.9
	LargestScale  float32 = 1.5
)

// Theme is the window's Fyne theme. It is immutable; change variant, scale or
// motion by setting a new one.
type Theme struct {
	variant Variant
	scale   float32
	still   bool
	fonts   fonts
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme. Scale is 1 at 100 % text size and is kept between
// SmallestScale and LargestScale.
func New(variant Variant, scale float32) *Theme {
	switch {
	case scale < SmallestScale:
		scale = SmallestScale
	case scale > LargestScale:
		scale = LargestScale
	}
	return &Theme{variant: variant, scale: scale, fonts: loadFonts()}
}

// Still returns the same theme without motion, for systems where animations are
// switched off.
func (t *Theme) Still() *Theme {
	still := *t
	still.still = true
	return &still
}

// For returns the same theme with the faces that a language needs, given by its
// BCP 47 tag.
func (t *Theme) For(language string) *Theme {
	if language != "ja" {
		return t
	}
	japanese := *t
	japanese.fonts = loadJapaneseFonts()
	return &japanese
}

// Color returns the colour of a name. The variant given by the system counts
// only while the theme follows the system.
func (t *Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	dark := t.dark(system)
	if token, ok := palette(name); ok {
		return token.in(dark)
	}
	if token, alpha, ok := standIn(name); ok {
		p, _ := palette(token)
		c := p.in(dark)
		c.A = alpha
		return c
	}
	if name == theme.ColorNameShadow {
		if dark {
			return color.NRGBA{A: 0x80}
		}
		return color.NRGBA{R: 0x14, G: 0x23, B: 0x2A, A: 0x24}
	}
	variant := theme.VariantLight
	if dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

func (t *Theme) dark(system fyne.ThemeVariant) bool {
	switch t.variant {
	case Light:
		return false
	case Dark:
		return true
	}
	return system == theme.VariantDark
}

// standIn names the token, and its opacity, that stands for a colour of Fyne's
// own widgets.
func standIn(name fyne.ThemeColorName) (fyne.ThemeColorName, uint8, bool) {
	switch name {
	case theme.ColorNameBackground, theme.ColorNameInputBackground,
		theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return Page, 0xFF, true
	case theme.ColorNameButton, theme.ColorNameHeaderBackground:
		return Inset, 0xFF, true
	case theme.ColorNameForeground:
		return Ink, 0xFF, true
	case theme.ColorNamePlaceHolder:
		return Faint, 0xFF, true
	case theme.ColorNameDisabled:
		return Muted, 0xFF, true
	case theme.ColorNameDisabledButton:
		return Off, 0xFF, true
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return Accent, 0xFF, true
	case theme.ColorNameForegroundOnPrimary:
		return OnAccent, 0xFF, true
	case theme.ColorNameFocus:
		return Accent, 0x66, true
	case theme.ColorNameHover:
		return Ink, 0x0F, true
	case theme.ColorNamePressed:
		return Ink, 0x1A, true
	case theme.ColorNameInputBorder, theme.ColorNameScrollBar:
		return Control, 0xFF, true
	case theme.ColorNameScrollBarBackground:
		return Page, 0x00, true
	case theme.ColorNameSeparator:
		return Hair, 0xFF, true
	case theme.ColorNameSelection:
		return AccentSoft, 0xFF, true
	case theme.ColorNameSuccess:
		return Ok, 0xFF, true
	case theme.ColorNameWarning:
		return Wait, 0xFF, true
	case theme.ColorNameError:
		return Bad, 0xFF, true
	case theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning, theme.ColorNameForegroundOnError:
		return Page, 0xFF, true
	}
	return "", 0, false
}

// Font returns Inter Regular, Inter SemiBold for bold, and the monospaced face
// for values. There is no italic.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return t.fonts.choose(style) }

// Icon returns Fyne's own icon, used only inside Fyne's widgets and menus.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size returns a length in Fyne's units, multiplied by the text scale.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if name == SizeMotion {
		if t.still {
			return 0
		}
		return 1
	}
	if n, ok := length(name); ok {
		return n * t.scale
	}
	return theme.DefaultTheme().Size(name) * t.scale
}

// length is the design's measure of a size at 100 %.
func length(name fyne.ThemeSizeName) (float32, bool) {
	switch name {
	case SizeUnit, theme.SizeNameSeparatorThickness:
		return 1, true
	case theme.SizeNameInputBorder: // the caret is as wide as that
		return 2, true
	case theme.SizeNameText:
		return 14, true
	case theme.SizeNameCaptionText:
		return 12, true
	case theme.SizeNameSubHeadingText:
		return 16, true
	case theme.SizeNameHeadingText:
		return 22, true
	case theme.SizeNamePadding, theme.SizeNameLineSpacing:
		return 4, true
	case theme.SizeNameInnerPadding:
		return 8, true
	case theme.SizeNameInlineIcon:
		return 20, true
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius:
		return 6, true
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return 8, true
	case theme.SizeNameSelectionRadius:
		return 2, true
	case theme.SizeNameScrollBar:
		return 12, true
	case theme.SizeNameScrollBarSmall, theme.SizeNameScrollBarRadius:
		return 3, true
	case theme.SizeNameModalBlurRadius:
		return 0, true
	}
	return 0, false
}

// Unit returns the text scale in force for a widget: 1 at 100 %, and 1 under a
// theme that is not ours.
func Unit(w fyne.Widget) float32 {
	if u := theme.SizeForWidget(SizeUnit, w); u > 0 {
		return u
	}
	return 1
}

// Moves says whether the widget may animate.
func Moves(w fyne.Widget) bool { return theme.SizeForWidget(SizeMotion, w) > 0 }
