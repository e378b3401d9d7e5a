// Package qr draws an address as a QR code (ISO/IEC 18004), for a phone that is
// held in front of a window or a terminal.
//
// Promises: pure values, no I/O; what is drawn is the text to the letter. Limits:
// a text of at most 1,000 bytes, drawn with the error correction that survives a
// dirty screen (level M, 15 percent).
package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// Longest is how many bytes a text may have. Longer ones give cells too small for
// a phone.
const Longest = 1000

// Quiet is the width of the empty margin in cells, as the standard wants it.
const Quiet = 4

// Code is a square of black and white cells, margin included.
type Code struct {
	side  int
	black []bool
}

// Of returns the code of a text; an error for one that is empty or too long.
func Of(text string) (Code, error) {
	if text == "" || len(text) > Longest {
		return Code{}, fmt.Errorf("qr: a text of %d bytes cannot be drawn", len(text))
	}
	drawn, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return Code{}, fmt.Errorf("qr: %w", err)
	}
	inner := drawn.Bounds()
	code := Code{side: inner.Dx() + 2*Quiet}
	code.black = make([]bool, code.side*code.side)
	for y := range inner.Dy() {
		for x := range inner.Dx() {
			code.black[(y+Quiet)*code.side+x+Quiet] = drawn.At(inner.Min.X+x, inner.Min.Y+y) == color.Black
		}
	}
	return code, nil
}

// Side is the number of cells along one side, 0 for the zero Code.
func (c Code) Side() int { return c.side }

// Black reports whether a cell is black. Outside of the code everything is white.
func (c Code) Black(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.side && y < c.side && c.black[y*c.side+x]
}

// Image draws every cell as a square of so many pixels, black on white.
func (c Code) Image(pixels int) image.Image {
	pixels = max(1, pixels)
	picture := image.NewPaletted(image.Rect(0, 0, c.side*pixels, c.side*pixels), color.Palette{color.White, color.Black})
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			if c.Black(x/pixels, y/pixels) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	return picture
}

// PNG is Image as a file.
func (c Code) PNG(pixels int) ([]byte, error) {
	var file bytes.Buffer
	if err := png.Encode(&file, c.Image(pixels)); err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	return file.Bytes(), nil
}

// HalfBlocks draws two rows of cells a line with the block elements of Unicode.
// Light cells are drawn and dark ones left out, as most terminals are dark; on a
// light one the code appears inverted, which the cameras of phones read as well.
func (c Code) HalfBlocks() []string {
	lines := make([]string, 0, (c.side+1)/2)
	for y := 0; y < c.side; y += 2 {
		var line strings.Builder
		for x := range c.side {
			upper, lower := !c.Black(x, y), !c.Black(x, y+1) && y+1 < c.side
			switch {
			case upper && lower:
				line.WriteRune('█')
			case upper:
				line.WriteRune('▀')
			case lower:
				line.WriteRune('▄')
			default:
				line.WriteByte(' ')
			}
		}
		lines = append(lines, line.String())
	}
	return lines
}
