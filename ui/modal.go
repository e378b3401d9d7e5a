package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// overPage is what can be shown over the page: a panel of our own, or a dialog
// about files.
type overPage interface {
	Show()
	Hide()
	SetOnClosed(func())
}

// The measures of a panel in units of the design.
const (
	panelWide   = 440
	panelWider  = 680
	panelAround = 40 // left free of the window, above and below
)

// panel is a small sheet over the page with a title and buttons at its foot. What
// is too high for the window scrolls.
type panel struct {
	pop    *widget.PopUp
	sheet  *kit.Panel
	width  float32 // in units of the design
	closed func()
}

func (w *Window) newPanel(width float32, title string, body fyne.CanvasObject, buttons ...*kit.Button) *panel {
	p := &panel{sheet: kit.NewPanel(title, body, buttons...), width: width}
	p.pop = widget.NewModalPopUp(p.sheet, w.win.Canvas())
	p.fit()
	return p
}

// fit makes the panel as large as it needs to be and the window lets it.
func (p *panel) fit() {
	unit, window := look.Unit(p.sheet), p.pop.Canvas.Size()
	wide := min(p.width*unit, window.Width-2*panelAround)
	high := min(p.sheet.Needs(wide), window.Height-2*panelAround)
	p.pop.Resize(fyne.NewSize(wide, high))
	p.pop.Move(fyne.NewPos((window.Width-wide)/2, (window.Height-high)/2))
}

// Show brings the panel up.
func (p *panel) Show() { p.pop.Show() }

// Hide takes it away.
func (p *panel) Hide() {
	p.pop.Hide()
	if p.closed != nil {
		p.closed()
	}
}

// SetOnClosed sets what is told when the panel was taken away.
func (p *panel) SetOnClosed(closed func()) { p.closed = closed }

// openPanel shows a panel; first has the focus.
func (w *Window) openPanel(title string, body fyne.CanvasObject, first fyne.Focusable, buttons ...*kit.Button) {
	w.open(w.newPanel(panelWide, title, body, buttons...), first)
}

// openWidePanel is openPanel for what needs the room.
func (w *Window) openWidePanel(title string, body fyne.CanvasObject, first fyne.Focusable, buttons ...*kit.Button) {
	w.open(w.newPanel(panelWider, title, body, buttons...), first)
}

// fitPanel brings the panel that is open in line with the window's size.
func (w *Window) fitPanel() {
	open, is := w.dialog.(*panel)
	if !is {
		return
	}
	open.fit()
	if focused, is := w.win.Canvas().Focused().(fyne.CanvasObject); is {
		w.shell.frame.Reveal(focused)
	}
}
