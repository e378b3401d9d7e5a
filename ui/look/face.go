package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Face returns the font to draw a text with directly, or nil where Fyne shall look
// through all it knows. Fyne's own way reads up to five more fonts for each style
// before it draws the first letter, one of them from the system; that was a third
// of the time of a start. So text that every one of our faces holds goes past it.
func Face(widget fyne.Widget, style fyne.TextStyle, text string) fyne.Resource {
	if strings.ContainsFunc(text, rare) {
		return nil
	}
	return theme.CurrentForWidget(widget).Font(style)
}

// rare reports whether one of our faces may lack a sign: those of western European
// languages and common punctuation are in all.
func rare(sign rune) bool {
	switch {
	case ' ' <= sign && sign <= '~', 'À' <= sign && sign <= 'ÿ':
		return false
	}
	return !strings.ContainsRune("–—‘’“”„…•·→\u00a0", sign)
}
