package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// eachText calls f with every text that is drawn in object.
func eachText(object fyne.CanvasObject, f func(string)) {
	if object == nil || !object.Visible() {
		return
	}
	switch o := object.(type) {
	case *canvas.Text:
		f(o.Text)
	case *fyne.Container:
		for _, child := range o.Objects {
			eachText(child, f)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			eachText(child, f)
		}
	}
}
