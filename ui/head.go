package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/kit"
)

// pageOf is a page's head above its blocks, at the distances of the design.
func pageOf(head *kit.PageHead, blocks ...fyne.CanvasObject) *kit.Column {
	return kit.NewColumn(0, append([]fyne.CanvasObject{head, kit.NewGap(20)}, blocks...)...)
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
