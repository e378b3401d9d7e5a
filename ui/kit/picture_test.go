package kit_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// samplePicture has a leg in each state but the plainest.
func samplePicture(host kit.Host) *kit.Picture {
	leg := func(number, name string, proof kit.Proof, state string, values ...kit.LegValue) kit.Leg {
		return kit.Leg{Name: name, Proof: proof, State: state, Label: "Leg " + number + ", " + name + ", " + state, Way: "There to here", Values: values}
	}
	value := func(lead, value string) kit.LegValue {
		return kit.LegValue{Lead: lead, Value: value, Copy: kit.CopyWords{Copy: "Copy " + lead, Copied: "Copied"}}
	}
	return kit.NewPicture(host, [3]kit.Node{
		{Icon: look.IconDirectory, Name: "Entra ID", Second: "Northwind"}, {Icon: look.IconBrowser, Name: "Browser", Second: "B.Simon"}, {Icon: look.IconPortal, Name: "Autotask", Second: "northwind"},
	}, [4]kit.Leg{
		leg("1", "Asks to sign in", kit.Proven, "Proven", value("Opens", "https://launcher.example")),
		leg("2", "SAML response", kit.ProvenHere, "Proven here", value("Signed with", "3F2A"), value("Comes from", "https://sts.example")),
		leg("3", "SAML response", kit.WithSupport, "With support", value("Posted to", "https://portal.example/SSO")),
		leg("4", "Signed in", kit.Wrong, "Unknown person"),
	}, 2)
}

func texts(o fyne.CanvasObject) string {
	all := ""
	for _, part := range test.LaidOutObjects(o) {
		if text, ok := part.(*canvas.Text); ok && text.Visible() {
			all += text.Text + "\n"
		}
	}
	return all
}

func TestPictureShowsValuesOfTheLegOfInterest(t *testing.T) {
	themed(t, look.Light, 1)
	clock := &clock{}
	p := samplePicture(clock.host())
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(695, 240))
	shows := func(value string) {
		t.Helper()
		if !strings.Contains(texts(p), value+"\n") {
			t.Errorf("the strip does not show %s:\n%s", value, texts(p))
		}
	}
	high := p.HeightFor(695)
	shows("https://portal.example/SSO")
	legs := p.Legs()
	legs[0].(interface{ Tapped(*fyne.PointEvent) }).Tapped(nil)
	shows("https://launcher.example")
	pointed := legs[1].(desktop.Hoverable)
	pointed.MouseIn(nil)
	shows("https://sts.example")
	pointed.MouseOut()
	shows("https://launcher.example")
	w.Canvas().Focus(legs[1])
	shows("https://sts.example")
	if p.HeightFor(695) != high {
		t.Errorf("the picture grows from %v to %v with another leg", high, p.HeightFor(695))
	}
	for _, part := range test.LaidOutObjects(p) {
		if cell, ok := part.(*kit.CopyCell); ok && cell.Visible() && cell.AccessibilityLabel() == "Copy Comes from" {
			test.Tap(cell)
		}
	}
	if len(clock.copied) != 1 || clock.copied[0] != "https://sts.example" {
		t.Errorf("copied %q", clock.copied)
	}
	clock.pass(3 * time.Second)
}

// Where the window is too narrow for the drawing, the legs are listed with the
// same words, and none is lost.
func TestNarrowPictureIsAList(t *testing.T) {
	themed(t, look.Light, 1)
	p := samplePicture(kit.Host{})
	w := test.NewTempWindow(t, p)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(480, 300))
	for _, text := range []string{"Asks to sign in", "There to here", "Proven here", "With support", "Unknown person"} {
		if !strings.Contains(texts(p), text+"\n") {
			t.Errorf("%q is missing:\n%s", text, texts(p))
		}
	}
}

func TestSmallPictureTakesNoFocus(t *testing.T) {
	themed(t, look.Light, 1)
	p := kit.NewSmallPicture([3]kit.Node{{Name: "A"}, {Name: "B"}, {Name: "C"}}, [4]kit.Leg{{Name: "1", Label: "Leg 1"}})
	for _, leg := range p.Legs() {
		if !leg.(fyne.Disableable).Disabled() {
			t.Error("a leg of a small picture takes the focus")
		}
		if leg.(fyne.Accessible).AccessibilityRole() != fyne.AccessibleRoleText {
			t.Error("it is announced as a button")
		}
	}
}

func TestDifferMarksWhatDiffers(t *testing.T) {
	for _, c := range []struct{ a, b, onlyA, onlyB string }{
		{"https://us/metadata/", "https://us/metadata", "/", ""},
		{"https://us/metadata", "https://us/metadata/", "", "/"},
		{"https://eu/SSO", "https://us/SSO", "eu", "us"},
		{"aaa", "aa", "a", ""},
		{"", "x", "", "x"},
		{"same", "same", "", ""},
		{"Zürich", "Zurich", "ü", "u"},
	} {
		fromA, toA, fromB, toB := kit.Differ(c.a, c.b)
		if a, b := string([]rune(c.a)[fromA:toA]), string([]rune(c.b)[fromB:toB]); a != c.onlyA || b != c.onlyB {
			t.Errorf("%q, %q: differ in %q and %q", c.a, c.b, a, b)
		}
	}
}

// A marked value that wraps keeps every character and marks across lines.
func TestMarkedWrapsAnywhere(t *testing.T) {
	themed(t, look.Light, 1)
	long := strings.Repeat("https://us.backup.autotask.net/", 6)
	m := kit.NewMarked(long, 10, 120, kit.Problem)
	w := test.NewTempWindow(t, m)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 200))
	lines, marked := "", 0
	for _, part := range test.LaidOutObjects(m) {
		switch o := part.(type) {
		case *canvas.Text:
			if o.Position().X == 0 && !strings.Contains(lines, o.Text) {
				lines += o.Text
			}
		case *canvas.Rectangle:
			if o.Visible() && o.Size().Height > 10 {
				marked++
			}
		}
	}
	if m.HeightFor(300) < 100 || marked < 3 {
		t.Errorf("height %v, %d lines marked", m.HeightFor(300), marked)
	}
	if empty := kit.NewMarked("", 0, 5, kit.Problem); empty.HeightFor(100) != 0 {
		t.Error("an empty value takes room")
	}
}

func TestCopyLinkSaysWhatItCopied(t *testing.T) {
	themed(t, look.Light, 1)
	clock := &clock{}
	c := kit.NewCopyLink(clock.host(), "Copy", kit.CopyWords{Copy: "Copy User access URL", Copied: "Copied"}, func() string { return "x" })
	if c.AccessibilityLabel() != "Copy User access URL" || c.Label() != "Copy" {
		t.Errorf("%q, %q", c.AccessibilityLabel(), c.Label())
	}
	test.Tap(c)
	if c.AccessibilityLabel() != "Copied" || len(clock.copied) != 1 {
		t.Errorf("%q, copied %v", c.AccessibilityLabel(), clock.copied)
	}
	clock.pass(3 * time.Second)
	if c.AccessibilityLabel() != "Copy User access URL" {
		t.Error("the tick stays")
	}
}
