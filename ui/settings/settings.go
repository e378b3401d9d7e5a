// Package settings keeps how a person likes the window: language, light or dark,
// and the size of text.
//
// Promises: what is read is always usable, whatever the file holds; a file is
// whole or as it was before, also when the power fails while it is written.
// Limits: no more than these three are kept, and nothing of a tenant; two
// programs that write at the same time leave the settings of one of them.
package settings

// Appearance says whether the window is light or dark.
type Appearance string

// The appearances.
const (
	AsSystem Appearance = "system" // follows the system while the window runs
	Light    Appearance = "light"
	Dark     Appearance = "dark"
)

// Appearances lists them in the order of the window.
func Appearances() []Appearance { return []Appearance{AsSystem, Light, Dark} }

// The text sizes in percent.
const (
	SmallestText = 90
	UsualText    = 100
	LargestText  = 150
	textStep     = 10
)

// Settings are what a person has chosen. The zero value is not usable; New is.
type Settings struct {
	// Language is a BCP 47 tag; empty follows the system.
	Language   string     `json:"language,omitempty"`
	Appearance Appearance `json:"appearance"`
	// TextSize is in percent, from SmallestText to LargestText.
	TextSize int `json:"text_size"`
}

// New returns the settings of somebody who has chosen nothing.
func New() Settings { return Settings{Appearance: AsSystem, TextSize: UsualText} }

// TextSizes lists the sizes that can be chosen, in percent.
func TextSizes() []int {
	var sizes []int
	for size := SmallestText; size <= LargestText; size += textStep {
		sizes = append(sizes, size)
	}
	return sizes
}

// Larger returns the settings with the next larger text, if there is one.
func (s Settings) Larger() Settings {
	s.TextSize = min((s.TextSize/textStep+1)*textStep, LargestText)
	return s
}

// Smaller returns the settings with the next smaller text, if there is one.
func (s Settings) Smaller() Settings {
	s.TextSize = max((s.TextSize-1)/textStep*textStep, SmallestText)
	return s
}

// Usual returns the settings with the text as large as designed.
func (s Settings) Usual() Settings {
	s.TextSize = UsualText
	return s
}

// usable puts the usual in place of what no window can use.
func (s Settings) usable() Settings {
	usual := New()
	switch s.Appearance {
	case AsSystem, Light, Dark:
	default:
		s.Appearance = usual.Appearance
	}
	switch {
	case s.TextSize <= 0:
		s.TextSize = usual.TextSize
	default:
		s.TextSize = min(max(s.TextSize, SmallestText), LargestText)
	}
	if len(s.Language) > longestTag {
		s.Language = usual.Language
	}
	return s
}

// longestTag is the length of a language tag beyond which it is none.
const longestTag = 35
