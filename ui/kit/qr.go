package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// qrSide is the side of a QR code in units of the design: cells of three to four
// pixels, which a phone reads from an arm's length.
const qrSide = 124

// QR is a square of black and white cells for a phone's camera. It is dark on white
// in both appearances, because many readers take nothing else.
type QR struct {
	base
	picture *canvas.Image
	label   string
}

var _ fyne.Accessible = (*QR)(nil)

// NewQR returns an empty code; label says in words what a phone gets from it.
func NewQR(label string) *QR {
	q := &QR{picture: canvas.NewImageFromImage(image.NewGray(image.Rect(0, 0, 1, 1))), label: label}
	q.picture.FillMode, q.picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	q.begin(q)
	return q
}

// Set draws side by side cells; black tells which of them are.
func (q *QR) Set(side int, black func(x, y int) bool) {
	cells := image.NewGray(image.Rect(0, 0, max(side, 1), max(side, 1)))
	for y := range side {
		for x := range side {
			if !black(x, y) {
				cells.SetGray(x, y, color.Gray{Y: 0xff})
			}
		}
	}
	q.picture.Image = cells
	q.picture.Refresh()
}

// AccessibilityLabel says what the code leads to.
func (q *QR) AccessibilityLabel() string { return q.label }

// AccessibilityRole says that this is a text: there is no role for pictures.
func (q *QR) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (q *QR) objects() []fyne.CanvasObject { return []fyne.CanvasObject{q.picture} }
func (q *QR) height(float32) float32       { return q.unit(qrSide) }
func (q *QR) narrowest() float32           { return q.unit(qrSide) }
func (q *QR) paint()                       {}

func (q *QR) arrange(fyne.Size) { place(q.picture, 0, 0, q.unit(qrSide), q.unit(qrSide)) }
