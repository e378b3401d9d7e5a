package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// heard is what Fyne's bridge to Windows finds: it goes into plain containers
// only and takes what is accessible and no container, as a flat list.
func heard(o fyne.CanvasObject) []fyne.Accessible {
	if o == nil || !o.Visible() {
		return nil
	}
	var found []fyne.Accessible
	if said, is := o.(fyne.Accessible); is && said.AccessibilityRole() != fyne.AccessibleRoleContainer {
		said.AccessibilityLabel()
		found = append(found, said)
	}
	if container, is := o.(*fyne.Container); is {
		for _, child := range container.Objects {
			found = append(found, heard(child)...)
		}
	}
	return found
}

// words are the labels with their roles, by which the bridge tells lists apart.
func spokenWords(list []fyne.Accessible) []string {
	var out []string
	for _, said := range list {
		out = append(out, string(said.AccessibilityRole())+" "+said.AccessibilityLabel())
	}
	return out
}

// everyControlIsSpoken holds what a screen reader gets against what is on the
// screen, as macOS hears it and as Windows does: there each Tab speaks the next
// entry of the list, and any change of its words begins it anew.
func (b *bench) everyControlIsSpoken() {
	b.t.Helper()
	roots := b.roots()
	b.w.spoken.TabsOnly = false
	list := heard(b.w.win.Content())
	all := strings.Join(spokenWords(list), "\n")
	for _, o := range tappables(roots[len(roots)-1], false) {
		label := labelOf(o)
		if _, entry := o.(interface{ SetPlaceHolder(string) }); entry {
			continue // its field speaks for it
		}
		if label == "" || !strings.Contains(all, label) {
			b.t.Errorf("nobody hears %T %q", o, label)
		}
	}
	for _, said := range list {
		if strings.TrimSpace(said.AccessibilityLabel()) == "" {
			b.t.Errorf("a %s says nothing", said.AccessibilityRole())
		}
	}
	b.w.spoken.TabsOnly = true
	before, at := spokenWords(heard(b.w.win.Content())), -1
	for range 2 * len(before) {
		b.w.win.Canvas().FocusNext()
		at = (at + 1) % len(before)
		now := heard(b.w.win.Content())
		if words := spokenWords(now); !slices.Equal(words, before) {
			before, at = words, -1
			continue
		}
		label := labelOf(b.w.win.Canvas().Focused().(fyne.CanvasObject))
		if !strings.Contains(now[at].AccessibilityLabel(), label) {
			b.t.Errorf("with the focus on %q one hears %q", label, now[at].AccessibilityLabel())
		}
	}
}
