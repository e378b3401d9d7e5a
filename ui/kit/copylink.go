package kit

import (
	"backupsso/ui/look"
)

// CopyLink is a link that copies a value; for 2 s after copying it shows a tick.
// On the screen it says as little as "Copy"; a screen reader hears what is copied.
type CopyLink struct {
	Button
	host  Host
	short string
	words CopyWords
	turns int
}

// NewCopyLink returns a link that shows short and copies what value returns at
// the time of the tap.
func NewCopyLink(host Host, short string, copyWords CopyWords, value func() string) *CopyLink {
	c := &CopyLink{host: host, short: short, words: copyWords}
	c.setUp(Link, short, func() { c.copy(value()) })
	c.icon.name = look.IconCopy
	c.begin(c)
	return c
}

func (c *CopyLink) copy(text string) {
	c.host.copyText(text)
	c.turns++
	mine := c.turns
	c.atLeast = c.narrowest() // the row keeps its place
	c.SetLabel(c.words.Copied)
	c.SetIcon(look.IconCheck)
	if c.host.After == nil {
		return
	}
	c.host.After(tickTime, func() {
		if mine == c.turns {
			c.SetLabel(c.short)
			c.SetIcon(look.IconCopy)
		}
	})
}

// AccessibilityLabel says what is copied, or that it has been.
func (c *CopyLink) AccessibilityLabel() string {
	if c.label.full == c.words.Copied {
		return c.words.Copied
	}
	return c.words.Copy
}
