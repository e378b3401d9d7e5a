package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// head is a page's title and the line under it.
type head struct {
	title *kit.Para
	lead  *kit.Para
}

func newHead(title, lead string) head {
	return head{title: kit.NewTitle(title), lead: kit.NewLead(lead)}
}

// set changes both.
func (h head) set(title, lead string) {
	h.title.SetText(title)
	h.lead.SetText(lead)
}

// page is the head above the blocks, at the distances of the design.
func (h head) page(blocks ...fyne.CanvasObject) *kit.Column {
	items := []fyne.CanvasObject{h.title, kit.NewGap(4), h.lead, kit.NewGap(20)}
	return kit.NewColumn(0, append(items, blocks...)...)
}

// toneOf gives a status mark its tone.
func toneOf(mark statusMark) kit.Tone {
	switch mark {
	case statusOK:
		return kit.Done
	case statusWait:
		return kit.Waiting
	case statusBad:
		return kit.Problem
	}
	return kit.Info
}

// showIf shows or hides an object.
func showIf(object fyne.CanvasObject, visible bool) {
	if visible {
		object.Show()
		return
	}
	object.Hide()
}

// newIcon is an icon of 20 by 20.
func newIcon(icon look.IconName, colour fyne.ThemeColorName) fyne.CanvasObject {
	image := canvas.NewImageFromResource(look.Icon(icon, colour))
	image.FillMode = canvas.ImageFillContain
	image.SetMinSize(fyne.NewSize(20, 20))
	return image
}

// iconLine is an icon and a few words in one colour.
func iconLine(icon look.IconName, colour fyne.ThemeColorName, text string) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedHBoxLayout(6), newIcon(icon, colour), kit.NewLine(kit.Body, colour, text))
}
