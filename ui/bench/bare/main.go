//go:build cgo

// Command bare opens the smallest useful Fyne window: one label, no theme, nothing
// of ours. ui/bench measures the program against it, in the same run.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	window := app.NewWithID("net.backupsso.bare").NewWindow("bare")
	window.Resize(fyne.NewSize(1000, 700))
	window.SetContent(widget.NewLabel("A bare window"))
	window.ShowAndRun()
}
