package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Scan is a picture that a camera reads. It keeps its own black and white in every
// theme.
type Scan struct {
	base
	picture *canvas.Image
	side    float32
	label   string
}

var _ fyne.Accessible = (*Scan)(nil)

// NewScan returns a square picture of a side in units of the design. Label is what
// a screen reader says.
func NewScan(picture image.Image, side float32, label string) *Scan {
	s := &Scan{picture: canvas.NewImageFromImage(picture), side: side, label: label}
	s.picture.FillMode = canvas.ImageFillContain
	s.picture.ScaleMode = canvas.ImageScalePixels
	s.begin(s)
	return s
}

// AccessibilityLabel says what it is.
func (s *Scan) AccessibilityLabel() string { return s.label }

// AccessibilityRole says that this is read out as text; Fyne has no role for pictures.
func (s *Scan) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (s *Scan) objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.picture} }
func (s *Scan) height(float32) float32       { return s.unit(s.side) }
func (s *Scan) narrowest() float32           { return s.unit(s.side) }
func (s *Scan) paint()                       {}

func (s *Scan) arrange(size fyne.Size) {
	side := fyne.Min(s.unit(s.side), size.Width)
	place(s.picture, whole((size.Width-side)/2), 0, side, side)
}
