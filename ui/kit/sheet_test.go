package kit_test

import (
	"flag"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// go test ./ui/kit -run Sheet -sheet DIR writes every sheet as PNG, light and dark.
var sheetDir = flag.String("sheet", "", "folder to write the component sheets to")

var sheetScale = flag.Float64("sheetscale", 1, "pixels per unit of the component sheets")

// themed sets the theme of the test's app and gives it back afterwards.
func themed(t *testing.T, variant look.Variant, scale float32) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(variant, scale))
}

// shot draws an object at a size.
func shot(t *testing.T, name string, o fyne.CanvasObject, size fyne.Size, focus fyne.Focusable) {
	t.Helper()
	w := test.NewTempWindow(t, canvas.NewRectangle(color.Transparent))
	w.SetPadded(false)
	c := w.Canvas()
	c.(software.WindowlessCanvas).SetScale(float32(*sheetScale))
	w.SetContent(o)
	w.Resize(size)
	for _, part := range test.LaidOutObjects(o) {
		if img, ok := part.(*canvas.Image); ok {
			img.Refresh() // drawn before the window's scale was known
		}
	}
	if focus != nil {
		c.Focus(focus)
	}
	img := c.Capture()
	seen := map[[4]uint32]bool{}
	for x := 0; x < img.Bounds().Dx(); x += 3 {
		for y := 0; y < img.Bounds().Dy(); y += 3 {
			r, g, b, a := img.At(x, y).RGBA()
			seen[[4]uint32{r, g, b, a}] = true
		}
	}
	if len(seen) < 8 {
		t.Errorf("%s shows %d colours: nothing is drawn", name, len(seen))
	}
	if *sheetDir == "" {
		return
	}
	file, err := os.Create(filepath.Join(*sheetDir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, img); err != nil {
		t.Fatal(err)
	}
}

func TestSheets(t *testing.T) {
	for _, v := range []struct {
		name    string
		variant look.Variant
	}{{"light", look.Light}, {"dark", look.Dark}} {
		t.Run(v.name, func(t *testing.T) {
			themed(t, v.variant, 1)
			size := fyne.NewSize(1000, 700)
			shot(t, "components-"+v.name, components(), size, nil)
			shot(t, "states-"+v.name, states(), size, nil)
			for _, p := range pages() {
				shot(t, p.name+"-"+v.name, p.frame, size, p.focus)
			}
		})
	}
}

// sheet places objects freely, as on a drawing board.
type sheet struct{ *fyne.Container }

func newSheet() sheet {
	return sheet{container.NewWithoutLayout()}
}

func (s sheet) at(x, y float32, o fyne.CanvasObject) {
	w := o.MinSize().Width
	s.size(x, y, w, o)
}

func (s sheet) size(x, y, w float32, o fyne.CanvasObject) {
	h := o.MinSize().Height
	if t, ok := o.(kit.Tall); ok {
		h = t.HeightFor(w)
	}
	o.Resize(fyne.NewSize(w, h))
	o.Move(fyne.NewPos(x, y))
	s.Add(o)
}

func (s sheet) caption(x, y float32, text string) {
	s.at(x, y, kit.NewLine(kit.Small, look.Faint, text))
}

func (s sheet) head(x, y float32, text string) { s.at(x, y, kit.NewLine(kit.Strong, look.Ink, text)) }

func components() fyne.CanvasObject {
	s := newSheet()
	s.head(32, 20, "Buttons")
	x := float32(32)
	for i, name := range []string{"Primary", "Hover", "Focus", "Busy", "Not yet"} {
		b := kit.NewButton(kit.Primary, "Make 7 changes", func() {})
		switch i {
		case 1:
			b.MouseIn(nil)
		case 2:
			b.FocusGained()
		case 3:
			b.SetBusy("Making changes…")
		case 4:
			b.SetLabel("Continue")
			b.SetEnabled(false)
		}
		s.at(x, 50, b)
		s.caption(x, 92, name)
		x += b.Size().Width + 24
	}
	row := []struct {
		name string
		b    *kit.Button
	}{
		{"Secondary", kit.NewButton(kit.Secondary, "Save as…", nil).WithIcon(look.IconSave)},
		{"Focus", kit.NewButton(kit.Secondary, "Save as…", nil).WithIcon(look.IconSave)},
		{"Quiet", kit.NewButton(kit.Quiet, "Copy link", nil).WithIcon(look.IconCopy)},
		{"Back", kit.NewButton(kit.Back, "Back", nil)},
		{"Cannot be undone", kit.NewButton(kit.Danger, "Delete for good…", nil).WithIcon(look.IconTrash)},
		{"Link", kit.NewButton(kit.Link, "Show 2", nil).WithTrailingIcon(look.IconDown)},
	}
	row[1].b.FocusGained()
	x = 32
	for _, r := range row {
		s.at(x, 120, r.b)
		s.caption(x, 162, r.name)
		x += r.b.Size().Width + 24
	}

	s.head(32, 196, "Entry")
	fields := make([]*kit.Field, 4)
	for i, name := range []string{"Empty", "Focus", "Problem, with the reason below", "Fixed by policy"} {
		f := kit.NewField(kit.Host{}, "").NoStatus()
		f.SetPlaceholder("Name or address")
		fields[i] = f
		s.size(32+232*float32(i), 226, 208, f)
		s.caption(32+232*float32(i), 268, name)
	}
	fields[1].SetText("northwind")
	fields[1].Focusable().FocusGained()
	fields[2].SetText("north_wind")
	fields[2].SetProblem("x", "", nil)
	fields[3].SetText("Global")
	fields[3].SetFixed(true)

	s.head(32, 302, "Choice")
	off, on, focus := kit.NewRadio(-1, "Radio"), kit.NewRadio(0, "On"), kit.NewRadio(0, "Focus")
	focus.FocusGained()
	s.at(32, 326, off)
	s.at(120, 326, on)
	s.at(200, 326, focus)
	s.at(300, 332, kit.NewCheck("Check", "", false))
	s.at(400, 332, kit.NewCheck("On", "", true))
	open := kit.NewDetails(kit.Host{}, kit.DetailsWords{Details: "Details"})
	open.SetOpen(true)
	s.at(500, 332, kit.NewDetails(kit.Host{}, kit.DetailsWords{Details: "Details"}))
	s.at(600, 332, open)
	p := kit.NewProgress("", "")
	p.Set("", "", 0.57)
	s.size(720, 339, 200, p)

	s.head(32, 392, "Copyable value")
	v := kit.NewCopyValue(kit.Host{}, "https://northwind.backup.autotask.net/singlesignon/saml/metadata", kit.CopyWords{})
	s.size(32, 422, 452, v)
	w := kit.NewCopyValue(kit.Host{}, "https://northwind.backup.autotask.net/singlesignon/saml/metadata", kit.CopyWords{})
	test.Tap(w.Cell())
	s.size(508, 422, 452, w)

	s.head(32, 498, "Status line and tag")
	x = 32
	for _, l := range []*kit.StatusLine{
		kit.NewStatusLine(kit.Done, "Well formed."), kit.NewStatusLine(kit.Waiting, "Waiting on support"),
		kit.NewStatusLine(kit.Problem, "Portals end in .net."), kit.NewStatusLine(kit.Info, "One thing to know."),
	} {
		s.size(x, 528, 170, l)
		x += 162
	}
	x = 679
	for _, g := range []*kit.Tag{kit.NewTag(kit.Done, "8 passed"), kit.NewTag(kit.Waiting, "1 note").WithIcon(look.IconInfo), kit.NewTag(kit.Problem, "1 problem")} {
		s.at(x, 528, g)
		x += g.Size().Width + 20
	}
	s.at(32, 580, kit.NewTag(kit.Practice, "Practice"))
	s.size(160, 580, 400, kit.NewPara(kit.Body, look.Ink, "A paragraph breaks its lines with exact pitch: twenty units from line to line, at every text size that a person may choose."))
	return s.Container
}

func states() fyne.CanvasObject {
	s := newSheet()
	s.head(24, 20, "Rail item")
	rail := kit.NewRail("Review", "Apply", "Hand over", "Test", "Go live")
	rail.Set(0, kit.StepDone, "7 changes", false, true)
	rail.Set(1, kit.StepCurrent, "4 of 7", true, false)
	rail.Set(2, kit.StepWaiting, "Waiting on support", false, false)
	rail.Set(3, kit.StepProblem, "Wrong audience", false, false)
	rail.Set(4, kit.StepTodo, "", false, false)
	rail.SetLedger(look.IconShield, "No changes yet", "You approve first", nil)
	s.size(24, 50, 224, rail)
	s.head(272, 20, "Change row")
	s.size(272, 50, 704, kit.NewChangeList([]kit.ChangeGroup{{Items: []kit.ChangeItem{
		{Verb: kit.Create, Word: "Create", What: "Signing certificate", After: "3 years, until 23 Nov 2029"},
		{Verb: kit.Change, Word: "Change", What: "Sign-on mode", Before: "Not set", After: "SAML"},
		{Verb: kit.AlreadySo, Word: "Already so", What: "Assignment required", After: "Yes"},
		{Verb: kit.Remove, Word: "Remove", What: "User", After: "B.Simon@northwindtraders.com"},
	}}}, kit.Folded{}))
	s.head(24, 416, "Icons")
	for i, name := range look.AllIcons() {
		x, y := float32(30+(i%13)*74), float32(444+(i/13)*56)
		b := kit.NewIconButton(name, string(name), nil)
		s.at(x, y, b)
		s.caption(x-4, y+30, string(name))
	}
	return s.Container
}
