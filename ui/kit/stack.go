package kit

import "fyne.io/fyne/v2"

// Stack sets objects one above the other in the same place, where one of them is
// seen at a time. Unlike Fyne's own it knows the height that they need at a width
// which they do not have yet, as a window that grows asks for.
type Stack struct {
	base
	objs []fyne.CanvasObject
}

var _ Tall = (*Stack)(nil)

// NewStack returns objects in the same place.
func NewStack(objects ...fyne.CanvasObject) *Stack {
	s := &Stack{objs: objects}
	s.begin(s)
	for _, o := range objects {
		hangOn(o, s.grew)
	}
	return s
}

func (s *Stack) objects() []fyne.CanvasObject { return s.objs }
func (s *Stack) paint()                       {}

func (s *Stack) arrange(size fyne.Size) {
	for _, o := range s.objs {
		place(o, 0, 0, size.Width, size.Height)
	}
}

func (s *Stack) height(width float32) float32 {
	high := float32(0)
	for _, o := range s.objs {
		high = fyne.Max(high, heightOf(o, width))
	}
	return high
}

func (s *Stack) narrowest() float32 {
	widest := float32(0)
	for _, o := range s.objs {
		widest = fyne.Max(widest, widthOf(o))
	}
	return widest
}
