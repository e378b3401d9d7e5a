package ui

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"backupsso/ui/look"
)

// Every page and state is drawn with
//
//	CGO_ENABLED=0 go test ./ui -run TestPictures -pages DIR
//
// and fewer, or in other ways, with the flags below; -run 'TestPictures/05' draws
// the pages whose names begin so. It needs no display.
var (
	pagesDir   = flag.String("pages", "", "folder to draw every page and state to")
	pagesLang  = flag.String("pages-lang", "en", "language of the pages, also pseudo")
	pagesLook  = flag.String("pages-look", "light,dark", "light, dark, or both")
	pagesSize  = flag.String("pages-size", "1000x700", "sizes of the window, in units at 1x")
	pagesScale = flag.String("pages-scale", "1", "pixels a unit: 1, 2, or both")
	pagesText  = flag.Int("pages-text", 100, "text size in percent")
)

// view is how a page is drawn.
type view struct {
	name    string // what is added to the page's name
	variant look.Variant
	size    fyne.Size
	scale   float32
	text    float32
}

// views are all ways in which the flags want a page drawn. What is as in the
// design, light at 1000 by 700, is not part of the name.
func views(t *testing.T) []view {
	t.Helper()
	var all []view
	for _, variant := range strings.Split(*pagesLook, ",") {
		for _, size := range strings.Split(*pagesSize, ",") {
			for _, scale := range strings.Split(*pagesScale, ",") {
				v := view{variant: look.Light, text: float32(*pagesText) / 100}
				var wide, high int
				if _, err := fmt.Sscanf(size+" "+scale, "%dx%d %g", &wide, &high, &v.scale); err != nil || wide*high <= 0 || v.scale <= 0 {
					t.Fatalf("size %q at scale %q: %v", size, scale, err)
				}
				v.size = fyne.NewSize(float32(wide), float32(high))
				if variant == "dark" {
					v.variant, v.name = look.Dark, "-dark"
				}
				if size != "1000x700" {
					v.name += "-" + size
				}
				if *pagesText != 100 {
					v.name += fmt.Sprintf("-%d", *pagesText)
				}
				if *pagesLang != "en" {
					v.name += "-" + *pagesLang
				}
				if v.scale != 1 {
					v.name += "@" + scale + "x"
				}
				all = append(all, v)
			}
		}
	}
	return all
}

// draw writes what the window shows to a file.
func (b *bench) draw(name string, size fyne.Size, scale float32) {
	b.t.Helper()
	b.w.win.Resize(size)
	b.w.fitPanel()
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(scale)
	c.SetContent(b.w.win.Content())
	c.Resize(size)
	if focused := b.w.win.Canvas().Focused(); focused != nil {
		c.Focus(focused)
	}
	for _, overlay := range b.w.win.Canvas().Overlays().List() {
		c.Overlays().Add(overlay)
	}
	picture := c.Capture()
	if picture.Bounds().Dx() != int(size.Width*scale) {
		b.t.Errorf("%s is %v", name, picture.Bounds())
	}
	file, err := os.Create(filepath.Join(*pagesDir, name+".png"))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := png.Encode(file, picture); err != nil {
		b.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.t.Fatal(err)
	}
}
