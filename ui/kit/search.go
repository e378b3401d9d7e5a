package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// each calls f with every visible object in root, in the order of Tab, until f
// wants no more.
func each(root fyne.CanvasObject, f func(fyne.CanvasObject) bool) bool {
	if root == nil || !root.Visible() {
		return true
	}
	if !f(root) {
		return false
	}
	for _, child := range insideOf(root) {
		if !each(child, f) {
			return false
		}
	}
	return true
}

// insideOf are the objects in one that holds others.
func insideOf(root fyne.CanvasObject) []fyne.CanvasObject {
	switch r := root.(type) {
	case drawn:
		return r.objects()
	case *fyne.Container:
		return r.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{r.Content}
	}
	return nil
}

// named is a widget that shows a value under a name.
type named interface {
	// NameAndValue returns both; an empty value is none.
	NameAndValue() (name, value string)
}

// ValuesIn returns the values that are shown in root with their names, one a line.
func ValuesIn(root fyne.CanvasObject) string {
	var out strings.Builder
	each(root, func(o fyne.CanvasObject) bool {
		if n, ok := o.(named); ok {
			if name, value := n.NameAndValue(); value != "" {
				out.WriteString(name + ": " + value + "\n")
			}
		}
		return true
	})
	return out.String()
}

// DetailsIn returns the first details that are shown in root, or nil.
func DetailsIn(root fyne.CanvasObject) *Details {
	var found *Details
	each(root, func(o fyne.CanvasObject) bool {
		if d, ok := o.(*Details); ok {
			found = d
		}
		return found == nil
	})
	return found
}
