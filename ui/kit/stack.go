package kit

import "fyne.io/fyne/v2"

// Stack lays objects over each other, each as large as the whole, for panels of
// which one is seen at a time. It is as high as the highest that is seen.
type Stack struct {
	base
	layers []fyne.CanvasObject
}

var _ Tall = (*Stack)(nil)

// NewStack returns a stack, the lowest first.
func NewStack(layers ...fyne.CanvasObject) *Stack {
	s := &Stack{layers: layers}
	s.begin(s)
	for _, o := range layers {
		hangOn(o, s.grew)
	}
	return s
}

func (s *Stack) objects() []fyne.CanvasObject { return s.layers }
func (s *Stack) paint()                       {}

func (s *Stack) height(width float32) float32 {
	most := float32(0)
	for _, o := range s.layers {
		most = fyne.Max(most, heightOf(o, width))
	}
	return most
}

func (s *Stack) narrowest() float32 {
	most := float32(0)
	for _, o := range s.layers {
		most = fyne.Max(most, widthOf(o))
	}
	return most
}

func (s *Stack) arrange(size fyne.Size) {
	for _, o := range s.layers {
		place(o, 0, 0, size.Width, size.Height)
	}
}
