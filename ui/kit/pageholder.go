package kit

import (
	"fyne.io/fyne/v2"
)

// pageHolder holds the page's content at its place within the sheet.
type pageHolder struct {
	base
	content     fyne.CanvasObject
	left, width float32
}

func newPageHolder() *pageHolder {
	p := &pageHolder{}
	p.begin(p)
	return p
}

func (p *pageHolder) set(content fyne.CanvasObject) {
	p.content = content
	if content != nil {
		hangOn(content, func() {
			if p.outer != nil {
				p.outer()
			}
		})
	}
}

func (p *pageHolder) objects() []fyne.CanvasObject {
	if p.content == nil {
		return nil
	}
	return []fyne.CanvasObject{p.content}
}

func (p *pageHolder) height(float32) float32 {
	return p.unit(titleDrop) + heightOf(p.content, p.width) + p.unit(12)
}
func (p *pageHolder) narrowest() float32 { return 0 }
func (p *pageHolder) arrange(fyne.Size) {
	if p.content != nil {
		place(p.content, p.left, p.unit(titleDrop), p.width, heightOf(p.content, p.width))
	}
}
func (p *pageHolder) paint() {}
