package kit

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// quiet is how long typing must pause before a text is checked.
const quiet = 300 * time.Millisecond

// Field is a labelled entry of one line: label above, entry of 36, and a fixed
// row of 32 below for its state, so that an error shifts nothing. The row grows
// only for a sentence of more than a line.
type Field struct {
	base
	// OnChanged is called with every change of the text.
	OnChanged func(text string)
	// OnSettled is called once typing has paused for 300 ms.
	OnSettled func(text string)
	// OnEnter is called on Enter.
	OnEnter func(text string)

	// OnPaste is asked first when something is pasted; it takes what is too long
	// for one line by returning true.
	OnPaste func(text string) bool
	// OnDown is asked on the arrow down; it goes on to a list below by returning
	// true.
	OnDown func() bool

	host       Host
	label      *words
	box        *box
	entry      *typing
	icon       *glyph
	lock       *glyph
	fixed      *words
	cell       *canvas.Rectangle
	cellLine   *canvas.Rectangle
	suffix     *words
	status     *StatusLine
	fix        *Button
	focused    bool
	problem    bool
	plain      bool
	said       string
	generation int
}

var (
	_ fyne.Accessible = (*Field)(nil)
	_ Tall            = (*Field)(nil)
)

// NewField returns an empty field with its label.
func NewField(host Host, label string) *Field {
	f := &Field{
		host: host, label: newWords(Small, look.Muted, label), box: newBox(look.Control, look.Page, 6),
		entry: newTyping(), fixed: newWords(Body, look.Muted, ""), icon: newGlyph("", look.Muted),
		lock: newGlyph("", look.Muted), cell: canvas.NewRectangle(color.Transparent), cellLine: canvas.NewRectangle(color.Transparent),
		suffix: newWords(Body, look.Muted, ""), status: NewStatusLine(Info, ""), fix: NewButton(Secondary, "", nil).Small(),
	}
	f.fix.Hide()
	f.begin(f)
	f.entry.onFocus = func(on bool) {
		f.focused = on
		f.Refresh()
	}
	f.entry.onPaste = func(text string) bool { return f.OnPaste != nil && f.OnPaste(text) }
	f.entry.onDown = func() bool { return f.OnDown != nil && f.OnDown() }
	f.entry.OnChanged = f.typed
	f.entry.OnSubmitted = func(text string) {
		if f.OnEnter != nil {
			f.OnEnter(text)
		}
	}
	return f
}

// NoStatus takes the row below the entry away and returns the field.
func (f *Field) NoStatus() *Field {
	f.plain = true
	return f
}

// Secret draws dots for what is typed, which is never said aloud, and returns the field.
func (f *Field) Secret() *Field {
	f.entry.Password = true
	return f
}

// WithIcon shows an icon inside the entry, as in a search, and returns the field.
func (f *Field) WithIcon(name look.IconName) *Field {
	f.icon.name, f.entry.indent = name, besideIcon
	return f
}

// Saying gives a field without a label the words that a screen reader hears in its
// place, and returns the field.
func (f *Field) Saying(label string) *Field {
	f.said = label
	return f
}

// Focusable returns the part that takes the focus, for canvas.Focus.
func (f *Field) Focusable() fyne.Focusable { return f.entry }

// Text returns what is typed.
func (f *Field) Text() string { return f.entry.Text }

// SetText changes what is typed, as if a person had typed it.
func (f *Field) SetText(text string) {
	f.entry.SetText(text)
	f.entry.CursorColumn = len([]rune(text))
	f.Refresh()
}

// SetLabel changes the label above.
func (f *Field) SetLabel(text string) {
	f.label.set(text)
	f.changed()
}

// SetPlaceholder shows a hint while nothing is typed.
func (f *Field) SetPlaceholder(text string) { f.entry.SetPlaceHolder(text) }

// SetSuffix shows what follows the text, in a cell; it hides once the text holds
// a dot, because then the person types the whole address.
func (f *Field) SetSuffix(text string) {
	f.suffix.set(text)
	f.changed()
}

// SetFixed marks the value as fixed by policy: off, with a lock.
func (f *Field) SetFixed(fixed bool) {
	if fixed {
		f.entry.Disable()
	} else {
		f.entry.Enable()
	}
	f.changed()
}

// SetInfo shows a muted sentence below.
func (f *Field) SetInfo(text string) { f.state(Info, text, "", "", nil) }

// SetOk shows that the text is good, and a muted sentence behind that.
func (f *Field) SetOk(text, more string) { f.state(Done, text, more, "", nil) }

// SetProblem shows what is wrong, and a button that mends it where fix is not nil.
func (f *Field) SetProblem(text, fixLabel string, fix func()) {
	f.state(Problem, text, "", fixLabel, fix)
}

// ClearStatus empties the row below.
func (f *Field) ClearStatus() { f.state(Info, "", "", "", nil) }

// HasProblem says whether a problem is shown.
func (f *Field) HasProblem() bool { return f.problem }

func (f *Field) state(tone Tone, text, more, fixLabel string, fix func()) {
	f.problem = tone == Problem
	f.status.SetWith(tone, text, more)
	f.fix.SetLabel(fixLabel)
	f.fix.SetTapped(fix)
	show(f.fix, fix != nil && fixLabel != "")
	f.changed()
}

func (f *Field) typed(text string) {
	if f.OnChanged != nil {
		f.OnChanged(text)
	}
	f.Refresh()
	if f.OnSettled == nil {
		return
	}
	if f.host.After == nil {
		f.OnSettled(text)
		return
	}
	f.generation++
	mine := f.generation
	f.host.After(quiet, func() {
		if mine == f.generation {
			f.OnSettled(f.entry.Text)
		}
	})
}

// AccessibilityLabel returns the label, the text and the state below.
func (f *Field) AccessibilityLabel() string {
	parts := []string{f.label.full + f.said}
	text := f.entry.Text
	if f.entry.Password {
		text = ""
	}
	for _, s := range []string{text, f.status.AccessibilityLabel()} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// AccessibilityRole says that this is text; Fyne has no role for entries.
func (f *Field) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (f *Field) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.label.canvas}
	out = append(out, f.box.body()...)
	out = append(append(out, f.entry, f.cell, f.cellLine), f.box.sides()...)
	return append(out, f.suffix.canvas, f.icon.canvas, f.lock.canvas, f.fixed.canvas, f.status, f.fix)
}

func (f *Field) top() float32 {
	if f.label.full == "" {
		return 0
	}
	return f.unit(20)
}

func (f *Field) height(width float32) float32 {
	h := f.top() + f.unit(36)
	if !f.plain {
		h += f.unit(8) + fyne.Max(f.unit(32), f.status.HeightFor(f.statusRoom(width)))
	}
	return h
}

func (f *Field) narrowest() float32 { return f.unit(96) }

func (f *Field) suffixShown() bool {
	return f.suffix.full != "" && !strings.Contains(f.entry.Text, ".")
}

func (f *Field) arrange(size fyne.Size) {
	y, high := f.top(), f.unit(36)
	f.label.put(&f.base, 0, 0, size.Width, f.unit(16))
	f.box.put(&f.base, 0, y, size.Width, high)
	taken := f.unit(4)
	if f.suffixShown() {
		w := whole(f.suffix.width(&f.base)) + f.unit(26)
		x := size.Width - w
		edge := f.thin(f.box.stroke)
		place(f.cell, x, y+edge, w-edge, high-2*edge)
		place(f.cellLine, x, y+edge, f.thin(1), high-2*edge)
		f.suffix.put(&f.base, x+f.unit(13), y, 0, high)
		taken = w
	}
	if f.entry.Disabled() {
		f.lock.put(size.Width-f.unit(32), y+f.unit(8), f.unit(20))
		f.fixed.put(&f.base, f.unit(13), y, size.Width-f.unit(13+40), high)
	}
	f.icon.put(f.unit(12), y+f.unit(8), f.unit(20))
	if f.entry.room.wide != taken {
		f.entry.room.wide = taken
		f.entry.Refresh()
	}
	place(f.entry, 0, y, size.Width, high)
	f.arrangeStatus(size.Width, y+high+f.unit(8))
}

// statusRoom is the room for the sentence below, beside the button that mends.
func (f *Field) statusRoom(width float32) float32 {
	if f.fix.Visible() {
		width -= f.fix.narrowest() + f.unit(12)
	}
	return fyne.Max(width, f.unit(96))
}

func (f *Field) arrangeStatus(width, y float32) {
	row := f.unit(32)
	if f.fix.Visible() {
		w := f.fix.narrowest()
		place(f.fix, width-w, y, w, row)
	}
	width = f.statusRoom(width)
	h := f.status.HeightFor(width)
	place(f.status, 0, y+fyne.Max(0, whole((row-h)/2)), fyne.Max(0, width), h)
}

func (f *Field) paint() {
	fixed := f.entry.Disabled()
	f.box.edge, f.box.ground, f.box.stroke = look.Control, look.Page, 1
	switch {
	case fixed:
		f.box.edge, f.box.ground = "", look.Off
	case f.problem:
		f.box.edge, f.box.stroke = look.Bad, 2
	case f.focused:
		f.box.edge, f.box.stroke = look.Accent, 2
	}
	f.fixed.set(f.entry.Text)
	f.fixed.paint(&f.base)
	show(f.fixed.canvas, fixed)
	show(f.entry, !fixed)
	f.lock.name = ""
	if fixed {
		f.lock.name = look.IconLock
	}
	f.box.paint(&f.base)
	inner := f.unit(6 - f.box.stroke)
	f.cell.FillColor, f.cell.TopRightCornerRadius, f.cell.BottomRightCornerRadius = f.colour(look.Inset), inner, inner
	f.cellLine.FillColor = f.colour(look.Hair)
	for _, w := range []*words{f.label, f.suffix} {
		w.paint(&f.base)
	}
	f.icon.paint(&f.base)
	f.lock.paint(&f.base)
	on := f.suffixShown()
	show(f.cell, on)
	show(f.cellLine, on)
	show(f.suffix.canvas, on)
	show(f.status, !f.plain)
}
