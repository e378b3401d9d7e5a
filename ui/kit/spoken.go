package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// Spoken lists what is on the screen for screen readers. The driver's walk goes
// into plain containers only and would see nothing of a window made of widgets,
// of scrolls and of what lies over the page. So beside the window's content lies a
// plain container of invisible entries, one for each text and control, in the
// order of Tab, each where its original is.
//
// The list is made anew when the driver asks for it, after each frame, and only in
// a program built with -tags accessibility; in any other it stays empty.
type Spoken struct {
	// Roots returns what is to be spoken: the content, or what lies over it alone.
	Roots func() []fyne.CanvasObject
	// Focused returns what has the focus.
	Focused func() fyne.Focusable
	// TabsOnly lists controls alone, the one after the focus first, and puts texts
	// before the control that follows them. Fyne's bridge to Windows needs that:
	// there each Tab speaks the next entry of the list, whatever the focus does.
	TabsOnly bool

	layer *fyne.Container
	words string // of the list as it was
	start int    // which of its controls comes first
}

// Around returns the content with the list beside it, to be set as the window's
// content.
func (s *Spoken) Around(content fyne.CanvasObject) *fyne.Container {
	s.layer = &fyne.Container{}
	return &fyne.Container{Layout: over{}, Objects: []fyne.CanvasObject{content, &listener{onAsked: s.update}, s.layer}}
}

// over gives the content the whole window, and lets the list be.
type over struct{}

func (over) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

func (over) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// update makes the list anew.
func (s *Spoken) update() {
	entries := s.entries()
	if s.TabsOnly {
		entries = s.turned(tabStops(entries))
	}
	s.layer.Objects = s.layer.Objects[:0:0]
	for _, e := range entries {
		s.layer.Objects = append(s.layer.Objects, e)
	}
}

// entries are all texts and controls in the order of Tab.
func (s *Spoken) entries() []*entry {
	var found []*entry
	for _, root := range s.Roots() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(root)
		speak(root, at.Subtract(root.Position()), false, &found)
	}
	return found
}

// speak lists an object, which is in something at a place, and what is in it. Texts
// within something that speaks for itself are not said twice. To ask the driver for
// each place would be to go through the whole window for each.
func speak(o fyne.CanvasObject, in fyne.Position, said bool, found *[]*entry) {
	if o == nil || !o.Visible() {
		return
	}
	at := in.Add(o.Position())
	if field, is := o.(*Field); is {
		e := newEntry(field, at, field.AccessibilityLabel(), fyne.AccessibleRoleText)
		if !field.entry.Disabled() {
			e.control = field.entry
		}
		*found = append(*found, e)
		speak(field.fix, at, true, found)
		return
	}
	control, isControl := o.(fyne.Focusable)
	off := false
	if may, can := o.(fyne.Disableable); can && isControl && may.Disabled() {
		isControl, off = false, true
	}
	if speaker, is := o.(fyne.Accessible); is {
		label, role := speaker.AccessibilityLabel(), speaker.AccessibilityRole()
		if s, is := o.(steadily); is {
			label, role = s.steadyLabel(), fyne.AccessibleRoleText
		}
		if (isControl || !said && role != fyne.AccessibleRoleContainer) && label != "" {
			said = said || role != fyne.AccessibleRoleContainer // the choices of a list speak too
			if role == fyne.AccessibleRoleContainer {
				role = fyne.AccessibleRoleButton
			}
			e := newEntry(o, at, label, role)
			e.off = off
			if isControl {
				e.control = control
			}
			*found = append(*found, e)
		}
	}
	for _, inside := range insideOf(o) {
		speak(inside, at, said, found)
	}
}

// steadily is a widget that shows a clock or a count which changes every second.
// Entries keep quiet about those: each other word makes a screen reader begin anew.
type steadily interface{ steadyLabel() string }

// tabStops keeps the controls, and puts each text before the control that follows
// it.
func tabStops(all []*entry) []*entry {
	var stops []*entry
	var before []string
	for _, e := range all {
		if e.off {
			continue // Tab does not come there
		}
		before = append(before, e.label)
		if e.control == nil {
			continue
		}
		e.label = sentences(before)
		before = nil
		stops = append(stops, e)
	}
	if last := len(stops) - 1; last >= 0 && len(before) > 0 {
		stops[last].label = sentences(append([]string{stops[last].label}, before...))
	}
	return stops
}

// sentences puts texts behind each other, each with an end.
func sentences(texts []string) string {
	var out strings.Builder
	for i, text := range texts {
		out.WriteString(text)
		if i == len(texts)-1 {
			break
		}
		if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
			out.WriteString(".")
		}
		out.WriteString(" ")
	}
	return out.String()
}

// turned begins the list with the control after the one that had the focus when
// the words last changed: that is when the bridge begins to count anew.
func (s *Spoken) turned(stops []*entry) []*entry {
	var words strings.Builder
	for _, e := range stops {
		words.WriteString(e.label + "\n")
	}
	if words.String() != s.words {
		s.words, s.start = words.String(), 0
		for i, e := range stops {
			if e.control == s.Focused() {
				s.start = i + 1
			}
		}
	}
	start := min(s.start, len(stops))
	return append(stops[start:len(stops):len(stops)], stops[:start]...)
}

// entry is one line of the list: an invisible object that the driver asks for its
// words, its role and its place.
type entry struct {
	nothing
	control fyne.Focusable // nil for a text
	off     bool           // a control that takes no focus now
	label   string
	role    fyne.AccessibleRole
	at      fyne.Position
	size    fyne.Size
}

func newEntry(of fyne.CanvasObject, at fyne.Position, label string, role fyne.AccessibleRole) *entry {
	return &entry{label: label, role: role, at: at, size: of.Size()}
}

func (e *entry) AccessibilityLabel() string             { return e.label }
func (e *entry) AccessibilityRole() fyne.AccessibleRole { return e.role }
func (e *entry) Position() fyne.Position                { return e.at }
func (e *entry) Size() fyne.Size                        { return e.size }

// listener is asked before the list is, and so knows that it is wanted.
type listener struct {
	nothing
	onAsked func()
}

func (l *listener) AccessibilityLabel() string { return "" }
func (l *listener) AccessibilityRole() fyne.AccessibleRole {
	l.onAsked()
	return fyne.AccessibleRoleContainer
}

// nothing is an object that is not drawn and takes no room.
type nothing struct{}

func (nothing) MinSize() fyne.Size      { return fyne.Size{} }
func (nothing) Move(fyne.Position)      {}
func (nothing) Position() fyne.Position { return fyne.Position{} }
func (nothing) Resize(fyne.Size)        {}
func (nothing) Size() fyne.Size         { return fyne.Size{} }
func (nothing) Show()                   {}
func (nothing) Hide()                   {}
func (nothing) Visible() bool           { return true }
func (nothing) Refresh()                {}
