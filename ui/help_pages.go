package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/help"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// showPages lists the pages of help.
func (w *Window) showPages() {
	w.closeDialog()
	list := kit.NewColumn(4)
	var first fyne.Focusable
	for _, topic := range help.Topics() {
		link := kit.NewButton(kit.Link, topic.Title, func() { w.showPage(topic) })
		if first == nil {
			first = link
		}
		list.SetItems(append(list.Items(), kit.NewFlow(8, link))...)
	}
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	w.openPanel(w.say("window.help.pages"), list, first, shut)
}

// showPage shows a page of help. Nothing on it has the focus at first, so that the
// keys that turn pages turn this one.
func (w *Window) showPage(topic help.Topic) {
	w.closeDialog()
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	all := kit.NewButton(kit.Link, w.say("window.help.all"), w.showPages)
	w.openWidePanel(topic.Title, pageOfHelp(topic), nil, shut, all)
	w.win.Canvas().Unfocus()
}

// pageOfHelp lays a page out in plain texts, which screen readers can read.
func pageOfHelp(topic help.Topic) *kit.Column {
	column := kit.NewColumn(0)
	var items []fyne.CanvasObject
	add := func(gap float32, object fyne.CanvasObject) {
		if len(items) > 0 {
			items = append(items, kit.NewGap(gap))
		}
		items = append(items, object)
	}
	before := help.Heading
	for _, block := range topic.Blocks() {
		gap := float32(12)
		if block.Kind == before {
			gap = 6
		}
		switch before = block.Kind; block.Kind {
		case help.Heading:
			add(20, kit.NewPara(kit.Strong, look.Ink, block.Text))
		case help.Item:
			add(gap, kit.NewPad(kit.NewPara(kit.Body, look.Ink, block.Text), 0, 0, 0, 12))
		case help.Code:
			add(gap, kit.NewPad(kit.NewPara(kit.Code, look.Ink, block.Text), 0, 0, 0, 12))
		case help.Row:
			add(gap+2, rowOfHelp(block))
		default:
			add(gap, kit.NewPara(kit.Body, look.Ink, block.Text))
		}
	}
	column.SetItems(items...)
	return column
}

// rowOfHelp is a row of a table: its name on the left, what is said of it beside.
func rowOfHelp(block help.Block) fyne.CanvasObject {
	told := kit.NewColumn(2)
	for at, cell := range block.Cells[1:] {
		if cell == "" {
			continue
		}
		colour := look.Ink
		if at > 0 {
			colour = look.Muted
		}
		told.SetItems(append(told.Items(), kit.NewPara(kit.Body, colour, cell))...)
	}
	return kit.NewColumns(16, kit.Col{Object: kit.NewPara(kit.Strong, look.Ink, block.Cells[0]), Width: 200}, kit.Col{Object: told}).StackBelow(200)
}
