package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// What is drawn, object by object. After a wanted change, take the new drawing
// from testdata/failed over to testdata.
func TestMarkup(t *testing.T) {
	themed(t, look.Light, 1)
	busy := kit.NewButton(kit.Primary, "Make 7 changes", nil)
	busy.SetBusy("Making changes…")
	off := kit.NewButton(kit.Secondary, "Save as…", nil).WithIcon(look.IconSave)
	off.SetEnabled(false)
	jobs := kit.NewJobList("Set Identifier", "Activate certificate", "Create B.Simon")
	jobs.Set(0, kit.JobDone, "0.9 s")
	jobs.Set(1, kit.JobWaiting, "Waiting")
	rail := kit.NewRail("Sign in", "Your portal", "Test user")
	rail.Set(0, kit.StepDone, "Mara Lind", false, true)
	rail.Set(1, kit.StepProblem, "Not found", true, false)
	changes := kit.NewChangeList([]kit.ChangeGroup{{Title: "Single sign-on", Items: []kit.ChangeItem{
		{Verb: kit.Change, Word: "Change", What: "Sign-on mode", Before: "Not set", After: "SAML"},
		{Verb: kit.Change, Word: "Change", What: "Reply URL", Before: "Empty", After: "https://us.backup.autotask.net/singlesignon/saml/SSO", Mono: true, NowWord: "Now", ThenWord: "Then"},
	}}}, kit.Folded{})
	for _, c := range []struct {
		name   string
		object fyne.CanvasObject
		size   fyne.Size
	}{
		{"button-primary", kit.NewButton(kit.Primary, "Make 7 changes", nil), fyne.NewSize(144, 36)},
		{"button-busy", busy, fyne.NewSize(180, 36)},
		{"button-off", off, fyne.NewSize(119, 36)},
		{"tag-problem", kit.NewTag(kit.Problem, "1 problem"), fyne.NewSize(91, 24)},
		{"status-done", kit.NewStatusLine(kit.Done, "Well formed."), fyne.NewSize(200, 20)},
		{"para-wrapped", kit.NewPara(kit.Body, look.Muted, "Nothing is changed yet. These changes go to Northwind Traders."), fyne.NewSize(220, 60)},
		{"jobs", jobs, fyne.NewSize(320, 122)},
		{"rail", rail, fyne.NewSize(224, 400)},
		{"changes", changes, fyne.NewSize(695, 140)},
		{"picture", samplePicture(kit.Host{}), fyne.NewSize(695, 224)},
		{"finding", kit.NewFinding(kit.Problem, "The audience is not the one Autotask expects", kit.NewTag(kit.Plain, "Your side: Entra"),
			[]kit.FindingPart{{Name: "Got", Body: kit.NewMarked("https://us/metadata/", 19, 20, kit.Problem)}, {Name: "Expected", Body: kit.NewMarked("https://us/metadata", 19, 19, kit.Done)}},
			nil, kit.NewButton(kit.Primary, "Fix it: review 1 change", nil).Small()), fyne.NewSize(695, 150)},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := test.NewTempWindow(t, c.object)
			w.SetPadded(false)
			w.Resize(c.size)
			test.AssertRendersToMarkup(t, c.name+".xml", w.Canvas())
		})
	}
}
