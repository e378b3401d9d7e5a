package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// outline is a window as a person without eyes for colour or place knows it: what
// is said, in order, what can have the focus (-), what has it (>), what is off.
func outline(object fyne.CanvasObject, focused fyne.Focusable, inText bool) []string {
	if object == nil || !object.Visible() {
		return nil
	}
	var lines []string
	switch o := object.(type) {
	case *canvas.Text:
		if o.Text != "" && !inText {
			lines = append(lines, "  "+o.Text)
		}
	case *fyne.Container:
		for _, child := range o.Objects {
			lines = append(lines, outline(child, focused, inText)...)
		}
	case fyne.Widget:
		line, leaf := describe(o, focused)
		if _, control := o.(fyne.Focusable); line != "" && (control || !inText) {
			lines = append(lines, line)
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			lines = append(lines, outline(child, focused, inText || leaf)...)
		}
	}
	return lines
}

// describe is one widget in the outline; leaf says that its texts are in it.
func describe(o fyne.Widget, focused fyne.Focusable) (line string, leaf bool) {
	mark := "  "
	if control, ok := o.(fyne.Focusable); ok {
		mark = "- "
		if control == focused {
			mark = "> "
		}
		if off, can := o.(fyne.Disableable); can && off.Disabled() {
			mark = "x "
		}
	}
	said, ok := o.(fyne.Accessible)
	if !ok {
		if mark != "  " {
			return mark + "(" + strings.TrimPrefix(fmt.Sprintf("%T", o), "*") + ")", false
		}
		return "", false
	}
	leaf = said.AccessibilityRole() != fyne.AccessibleRoleContainer
	if !leaf && mark == "  " {
		return "", false
	}
	return mark + string(said.AccessibilityRole()) + ": " + strings.ReplaceAll(said.AccessibilityLabel(), "\n", " / "), leaf
}

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

// eachWidget calls f with every widget in object, hidden ones too.
func eachWidget(object fyne.CanvasObject, f func(fyne.Widget)) {
	switch o := object.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			eachWidget(child, f)
		}
	case fyne.Widget:
		f(o)
		for _, child := range test.WidgetRenderer(o).Objects() {
			if child != nil {
				eachWidget(child, f)
			}
		}
	}
}
