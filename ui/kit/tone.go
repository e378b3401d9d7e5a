package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Tone is what a sentence, a tag or a row tells at a glance. It is never shown by
// colour alone: each has an icon, and a word stands beside it.
type Tone int

// The tones.
const (
	Info     Tone = iota // something to know
	Done                 // proven, read back and compared
	Waiting              // waits on a service or a person; worth a note
	Problem              // wrong or refused
	Practice             // belongs to the practice tenant
	Plain                // no state
)

// colours returns text colour and ground of the tone.
func (t Tone) colours() (text, ground fyne.ThemeColorName) {
	switch t {
	case Done:
		return look.Ok, look.OkSoft
	case Waiting:
		return look.Wait, look.WaitSoft
	case Problem:
		return look.Bad, look.BadSoft
	case Practice:
		return look.PracticeText, look.PracticeSoft
	}
	return look.Muted, look.Inset
}

// icon returns the icon of the tone; Plain has none.
func (t Tone) icon() look.IconName {
	switch t {
	case Info:
		return look.IconInfo
	case Done:
		return look.IconOk
	case Waiting:
		return look.IconClock
	case Problem:
		return look.IconWarn
	case Practice:
		return look.IconFlask
	}
	return ""
}
