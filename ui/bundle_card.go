package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// bundleCard shows what is in a bundle, saves it, and shows where it is.
type bundleCard struct {
	parcel
	save   *kit.Button // or, once it is saved, open its folder
	saveAs *kit.Button
	files  *kit.FileList
	all    *kit.Button // shows every file
	unfold bool
	note   *kit.StatusLine
	record *kit.Check // nil where nothing was changed
	card   *kit.Card
}

func newBundleCard(p parcel) *bundleCard {
	w := p.w
	c := &bundleCard{parcel: p, files: kit.NewFileList(190)}
	c.save = kit.NewButton(kit.Secondary, w.say("window.hand-over.save"), c.saveOrOpen).Small().WithIcon(look.IconSave)
	c.saveAs = kit.NewButton(kit.Secondary, w.say("window.hand-over.save-as"), p.askWhere).Small().WithIcon(look.IconSave)
	c.note = kit.NewStatusLine(kit.Done, "").WithIcon(look.IconShieldOk)
	c.all = kit.NewButton(kit.Link, "", c.fold)
	name := kit.NewFlow(8, kit.NewCount(look.IconBundle, look.Accent, ""), kit.NewLine(kit.Strong, look.Ink, p.result.BundleName),
		kit.NewLine(kit.Body, look.Muted, w.words.Size(int64(len(p.result.Bundle)))), kit.NewSpring(), c.save, c.saveAs)
	rows := []fyne.CanvasObject{kit.NewPad(name, 10, 12, 10, 16), c.files}
	if len(p.result.Contents.Changes) > 0 {
		c.record = kit.NewCheck(w.say("window.hand-over.record"), w.say("window.hand-over.record-lead"), p.result.Plan.Wish.RecordInBundle).InCard()
		c.record.OnChanged = p.recordInside
		rows = append(rows, c.record)
	}
	c.card = kit.NewCard(nil, append(rows, kit.NewNoteRow(c.note, c.all))...)
	return c
}

func (c *bundleCard) saveOrOpen() {
	if c.state.savedAs != "" {
		c.openFolder()
		return
	}
	c.saveDefault()
}

func (c *bundleCard) fold() {
	c.unfold = !c.unfold
	c.w.refresh()
}

// mainFiles are those that support needs, in the order of the list.
func mainFiles() []string {
	return []string{"metadata", "letter", "summary", "certificate", "record", "sums"}
}

func (c *bundleCard) update() {
	w, h := c.w, c.state
	c.list()
	label, icon, busy := "window.hand-over.save", look.IconSave, ""
	if h.savedAs != "" {
		label, icon = "window.hand-over.open-folder", look.IconFolder
	}
	if h.saving {
		busy = w.say("window.hand-over.saving")
	}
	c.save.SetLabel(w.say(label))
	c.save.SetIcon(icon)
	c.save.SetBusy(busy)
	c.saveAs.SetEnabled(!h.saving && !h.recording)
	if c.record != nil {
		c.record.SetTicked(c.result.Plan.Wish.RecordInBundle != h.recording)
		if h.recording {
			c.record.Disable()
		} else {
			c.record.Enable()
		}
	}
	switch {
	case h.refused != "":
		c.tell(look.IconWarn, kit.Problem, w.say("window.hand-over.refused", words.Facts{"Reason": h.refused}))
	case h.draftUnopened:
		c.tell(look.IconWarn, kit.Waiting, w.say("window.hand-over.draft-unopened", words.Facts{"Path": h.draft}))
	case h.folderUnopened:
		c.tell(look.IconWarn, kit.Waiting, w.say("window.hand-over.folder-unopened", words.Facts{"Path": h.savedAs}))
	case h.savedAs != "":
		c.tell(look.IconOk, kit.Done, w.say("window.hand-over.saved", words.Facts{"Path": h.savedAs}))
	default:
		c.tell(look.IconShieldOk, kit.Done, w.say("window.hand-over.safe"))
	}
	if c.record != nil {
		showIf(c.record, c.unfold || c.result.Plan.Wish.RecordInBundle || h.recording)
	}
	c.card.Relayout()
}

// tell says what became of the bundle.
func (c *bundleCard) tell(icon look.IconName, tone kit.Tone, text string) {
	c.note.WithIcon(icon)
	c.note.Set(tone, text)
}

// list shows the main files, or all of them.
func (c *bundleCard) list() {
	all := bundleFiles(c.w.words, *c.result)
	var files []kit.Pair
	for _, file := range all {
		if c.unfold || slices.Contains(mainFiles(), purposeKey(file.name)) {
			files = append(files, kit.Pair{Name: file.name, Value: file.purpose})
		}
	}
	c.files.Set(files...)
	c.all.SetLabel(c.w.words.Count("window.hand-over.show-files", len(all)))
	if c.unfold {
		c.all.SetLabel(c.w.say("window.hand-over.fewer-files"))
	}
	showIf(c.all, c.unfold || len(files) < len(all))
}
