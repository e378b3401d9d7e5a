// Package look is the window's appearance as values: colours, sizes, fonts and
// icons, put together as one Fyne theme.
//
// Promises: every colour pair that carries words keeps the contrast the tests
// name; no package-level state; nothing is read from disk. Limits: it draws
// nothing itself, and it needs no display and no cgo.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Our own colour names, beside the ones Fyne's widgets ask for. Chrome is where
// you go, page is what you read. Accent is the only colour of action; Ok, Wait
// and Bad are only states; Practice is only practice.
const (
	Chrome       fyne.ThemeColorName = "look.chrome"       // window, top bar, rail
	Page         fyne.ThemeColorName = "look.page"         // sheet, cards, entries
	Inset        fyne.ThemeColorName = "look.inset"        // values, group heads, waiting panel
	Off          fyne.ThemeColorName = "look.off"          // disabled fill, progress track
	Hair         fyne.ThemeColorName = "look.hair"         // dividers and card edges, never the only sign of a control
	Control      fyne.ThemeColorName = "look.control"      // edges of entry, check, radio, button
	Ink          fyne.ThemeColorName = "look.ink"          // text
	Muted        fyne.ThemeColorName = "look.muted"        // leads, hints
	Faint        fyne.ThemeColorName = "look.faint"        // captions, what has not started
	Accent       fyne.ThemeColorName = "look.accent"       // primary, links, current step, focus ring
	AccentHover  fyne.ThemeColorName = "look.accentHover"  // primary under the pointer
	OnAccent     fyne.ThemeColorName = "look.onAccent"     // text on accent
	AccentSoft   fyne.ThemeColorName = "look.accentSoft"   // chosen option, selection
	Ok           fyne.ThemeColorName = "look.ok"           // proven, create
	OkSoft       fyne.ThemeColorName = "look.okSoft"       // ground of Ok
	Wait         fyne.ThemeColorName = "look.wait"         // waiting, note, soon
	WaitSoft     fyne.ThemeColorName = "look.waitSoft"     // ground of Wait
	Bad          fyne.ThemeColorName = "look.bad"          // problem, refused
	BadSoft      fyne.ThemeColorName = "look.badSoft"      // ground of Bad
	Practice     fyne.ThemeColorName = "look.practice"     // practice bar and frame
	OnPractice   fyne.ThemeColorName = "look.onPractice"   // text on Practice, and the ground of the practice mark
	PracticeText fyne.ThemeColorName = "look.practiceText" // practice icons and tags
	PracticeSoft fyne.ThemeColorName = "look.practiceSoft" // ground of PracticeText
	PracticeMark fyne.ThemeColorName = "look.practiceMark" // the word on the white practice mark, in both variants
)

// pair is one token in the light and in the dark variant, as 0xRRGGBB.
type pair struct{ light, dark uint32 }

// palette returns the tokens of both variants. It is a function, not a variable,
// so that nobody can repaint the program by writing to it.
func palette(name fyne.ThemeColorName) (pair, bool) {
	switch name {
	case Chrome:
		return pair{0xEDF1F1, 0x0F1518}, true
	case Page:
		return pair{0xFFFFFF, 0x161D20}, true
	case Inset:
		return pair{0xF4F7F7, 0x1D2529}, true
	case Off:
		return pair{0xE3E9EA, 0x232D31}, true
	case Hair:
		return pair{0xD9E0E1, 0x2B363A}, true
	case Control:
		return pair{0x7D8B8E, 0x6C7C82}, true
	case Ink:
		return pair{0x14232A, 0xE6EDEE}, true
	case Muted:
		return pair{0x4C5C62, 0xA7B5B9}, true
	case Faint:
		return pair{0x5F6F75, 0x8E9DA2}, true
	case Accent:
		return pair{0x0B5C6B, 0x6AC5D1}, true
	case AccentHover:
		return pair{0x084854, 0x8AD6DF}, true
	case OnAccent:
		return pair{0xFFFFFF, 0x06262C}, true
	case AccentSoft:
		return pair{0xE1EFF0, 0x15343B}, true
	}
	return statePalette(name)
}

// statePalette holds the tokens that mean a state: proven, waiting, problem, practice.
func statePalette(name fyne.ThemeColorName) (pair, bool) {
	switch name {
	case Ok:
		return pair{0x1A6E3C, 0x74CC90}, true
	case OkSoft:
		return pair{0xE4F3E9, 0x17301F}, true
	case Wait:
		return pair{0x8A5300, 0xE9B65A}, true
	case WaitSoft:
		return pair{0xFDF1DA, 0x35290F}, true
	case Bad:
		return pair{0xB3261E, 0xFF948A}, true
	case BadSoft:
		return pair{0xFCEBE9, 0x3B1B19}, true
	case Practice:
		return pair{0x5A2CA0, 0x7A4BD9}, true
	case OnPractice:
		return pair{0xFFFFFF, 0xFFFFFF}, true
	case PracticeText:
		return pair{0x5A2CA0, 0xC3A8FF}, true
	case PracticeSoft:
		return pair{0xEFE8FA, 0x281C42}, true
	case PracticeMark:
		return pair{0x5A2CA0, 0x5A2CA0}, true
	}
	return pair{}, false
}

// in returns the token's colour in one variant, opaque.
func (p pair) in(dark bool) color.NRGBA {
	v := p.light
	if dark {
		v = p.dark
	}
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}
