package qr

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"strings"
	"testing"
)

var pictures = flag.String("pictures", "", "folder to leave the drawn codes in, for a reader of QR codes")

const launch = "https://launcher.myapps.microsoft.com/api/signin/b2f0aaaa-bbbb-cccc-dddd-eeeeeeee41ce?tenantId=11111111-2222-3333-4444-555555555555"

func TestPictureShowsTheCells(t *testing.T) {
	for _, text := range []string{"x", launch, strings.Repeat("ä", Longest/2)} {
		code, err := Of(text)
		if err != nil {
			t.Fatal(err)
		}
		file, err := code.PNG(3)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(file))
		if err != nil || picture.Bounds().Dx() != 3*code.Side() || picture.Bounds().Dy() != 3*code.Side() {
			t.Fatalf("%v, %v", picture.Bounds(), err)
		}
		black := 0
		for y := range picture.Bounds().Dy() {
			for x := range picture.Bounds().Dx() {
				r, _, _, _ := picture.At(x, y).RGBA()
				if (r == 0) != code.Black(x/3, y/3) {
					t.Fatalf("cell %d,%d", x/3, y/3)
				}
				if r == 0 {
					black++
				}
			}
		}
		if share := 100 * black / (9 * code.Side() * code.Side()); share < 20 || share > 60 {
			t.Errorf("%d percent are black", share)
		}
		if *pictures != "" {
			if err := os.WriteFile(*pictures+"/"+text[:1]+".png", file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestCodeHasItsMarks looks for what every reader looks for first: three marks in
// the corners, and an empty margin.
func TestCodeHasItsMarks(t *testing.T) {
	code, err := Of(launch)
	if err != nil {
		t.Fatal(err)
	}
	mark := []string{"#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"}
	far := code.Side() - Quiet - 7
	for _, corner := range [][2]int{{Quiet, Quiet}, {far, Quiet}, {Quiet, far}} {
		for y, row := range mark {
			for x, cell := range row {
				if code.Black(corner[0]+x, corner[1]+y) != (cell == '#') {
					t.Fatalf("mark at %v: cell %d,%d", corner, x, y)
				}
			}
		}
	}
	for at := range code.Side() {
		for margin := range Quiet {
			last := code.Side() - 1 - margin
			if code.Black(at, margin) || code.Black(at, last) || code.Black(margin, at) || code.Black(last, at) {
				t.Fatalf("the margin is not empty at %d", at)
			}
		}
	}
	if code.Black(-1, 0) || code.Black(0, code.Side()) {
		t.Error("black outside of the code")
	}
}

// TestHalfBlocks reads the lines back into cells.
func TestHalfBlocks(t *testing.T) {
	for _, text := range []string{"x", launch} {
		code, err := Of(text)
		if err != nil {
			t.Fatal(err)
		}
		lines := code.HalfBlocks()
		if len(lines) != (code.Side()+1)/2 {
			t.Fatalf("%d lines for %d rows", len(lines), code.Side())
		}
		for row, line := range lines {
			for x, r := range []rune(line) {
				upper, lower := r == '█' || r == '▀', r == '█' || r == '▄'
				if upper == code.Black(x, 2*row) || 2*row+1 < code.Side() && lower == code.Black(x, 2*row+1) {
					t.Fatalf("cell %d,%d is drawn as %q", x, 2*row, r)
				}
			}
		}
	}
}

func TestWhatCannotBeDrawn(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("x", Longest+1)} {
		if code, err := Of(text); err == nil || code.Side() != 0 {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
}
