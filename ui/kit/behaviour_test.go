package kit_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// clock is a Host whose time is moved by hand.
type clock struct {
	copied  []string
	pending []struct {
		at time.Duration
		f  func()
	}
	now time.Duration
}

func (c *clock) host() kit.Host {
	return kit.Host{
		Copy: func(s string) { c.copied = append(c.copied, s) },
		After: func(d time.Duration, f func()) {
			c.pending = append(c.pending, struct {
				at time.Duration
				f  func()
			}{c.now + d, f})
		},
	}
}

func (c *clock) pass(d time.Duration) {
	c.now += d
	due := c.pending
	c.pending = nil
	for _, p := range due {
		if p.at <= c.now {
			p.f()
		} else {
			c.pending = append(c.pending, p)
		}
	}
}

func key(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }

func TestButtonDeed(t *testing.T) {
	themed(t, look.Light, 1)
	for _, c := range []struct {
		name    string
		prepare func(*kit.Button)
		press   func(*kit.Button)
		want    int
	}{
		{"tap", nil, func(b *kit.Button) { test.Tap(b) }, 1},
		{"Enter", nil, func(b *kit.Button) { b.TypedKey(key(fyne.KeyReturn)) }, 1},
		{"keypad Enter", nil, func(b *kit.Button) { b.TypedKey(key(fyne.KeyEnter)) }, 1},
		{"Space", nil, func(b *kit.Button) { b.TypedKey(key(fyne.KeySpace)) }, 1},
		{"another key", nil, func(b *kit.Button) { b.TypedKey(key(fyne.KeyA)) }, 0},
		{"off", func(b *kit.Button) { b.SetEnabled(false) }, func(b *kit.Button) { test.Tap(b) }, 0},
		{"off by key", func(b *kit.Button) { b.SetEnabled(false) }, func(b *kit.Button) { b.TypedKey(key(fyne.KeySpace)) }, 0},
		{"busy", func(b *kit.Button) { b.SetBusy("Working…") }, func(b *kit.Button) { test.Tap(b) }, 0},
		{"busy no more", func(b *kit.Button) { b.SetBusy("Working…"); b.SetBusy("") }, func(b *kit.Button) { test.Tap(b) }, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := 0
			b := kit.NewButton(kit.Primary, "Make 7 changes", func() { n++ })
			if c.prepare != nil {
				c.prepare(b)
			}
			if c.press(b); n != c.want {
				t.Errorf("the deed ran %d times, want %d", n, c.want)
			}
		})
	}
}

func TestBusyButtonKeepsItsWidth(t *testing.T) {
	themed(t, look.Light, 1)
	b := kit.NewButton(kit.Primary, "Open the sign-in page", nil)
	before := b.MinSize().Width
	b.SetBusy("Busy…")
	if got := b.MinSize().Width; got < before {
		t.Errorf("busy button shrank from %v to %v", before, got)
	}
	if b.AccessibilityLabel() != "Busy…" {
		t.Errorf("screen readers hear %q", b.AccessibilityLabel())
	}
	b.SetBusy("")
	if got := b.MinSize().Width; got != before || b.Label() != "Open the sign-in page" {
		t.Errorf("after being busy the button is %v wide with %q", got, b.Label())
	}
}

func TestTabSkipsWhatIsOff(t *testing.T) {
	themed(t, look.Light, 1)
	a, off, c := kit.NewButton(kit.Primary, "A", nil), kit.NewButton(kit.Primary, "B", nil), kit.NewButton(kit.Primary, "C", nil)
	off.SetEnabled(false)
	w := test.NewTempWindow(t, kit.NewColumn(8, a, off, c))
	w.Resize(fyne.NewSize(300, 200))
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != a {
		t.Fatal("Tab does not reach the first button")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != c {
		t.Error("Tab does not skip the button that is off")
	}
}

func TestFrameTabOrder(t *testing.T) {
	themed(t, look.Light, 1)
	field := kit.NewField(kit.Host{}, "Subdomain")
	primary, back := kit.NewButton(kit.Primary, "Go on", nil), kit.NewButton(kit.Back, "Back", nil)
	foot := kit.NewFooter()
	foot.Set(back, nil, nil, primary)
	help := kit.NewIconButton(look.IconHelp, "Help", nil)
	rail := kit.NewRail("One", "Two")
	rail.Set(0, kit.StepDone, "", false, true)
	f := kit.NewFrame(kit.NewTopBar("backupsso", help), rail, foot, nil)
	f.SetContent(kit.NewColumn(8, field))
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(1000, 700))
	var got []fyne.Focusable
	for range 5 {
		w.Canvas().FocusNext()
		got = append(got, w.Canvas().Focused())
	}
	if got[0] != field.Focusable() || got[1] != primary || got[2] != back || got[4] != help {
		t.Errorf("Tab goes to %T, %T, %T, %T, %T", got[0], got[1], got[2], got[3], got[4])
	}
}

func TestCopyValue(t *testing.T) {
	themed(t, look.Light, 1)
	c := &clock{}
	const address = "https://northwind.backup.autotask.net/singlesignon/saml/metadata"
	v := kit.NewCopyValue(c.host(), address, kit.CopyWords{Copy: "Copy Identifier", Copied: "Copied"})
	v.Resize(fyne.NewSize(220, 36))
	if v.Cell().AccessibilityLabel() != "Copy Identifier" {
		t.Errorf("screen readers hear %q", v.Cell().AccessibilityLabel())
	}
	test.Tap(v.Cell())
	if len(c.copied) != 1 || c.copied[0] != address {
		t.Fatalf("copied %q, want the whole value", c.copied)
	}
	if !v.Cell().Copied() || v.Cell().AccessibilityLabel() != "Copied" {
		t.Error("no tick after copying")
	}
	c.pass(time.Second)
	v.Cell().TypedShortcut(&fyne.ShortcutCopy{})
	c.pass(1500 * time.Millisecond)
	if !v.Cell().Copied() {
		t.Error("the tick of the second copy went with the first one's time")
	}
	c.pass(time.Second)
	if v.Cell().Copied() {
		t.Error("the tick stays longer than 2 s")
	}
	if len(c.copied) != 2 {
		t.Errorf("copied %d times, want 2", len(c.copied))
	}
}

func buttonNamed(t *testing.T, o fyne.CanvasObject, label string) *kit.Button {
	t.Helper()
	for _, part := range test.LaidOutObjects(o) {
		if b, ok := part.(*kit.Button); ok && b.Visible() && b.Label() == label {
			return b
		}
	}
	t.Fatalf("no button %q", label)
	return nil
}

func TestOptionsByKey(t *testing.T) {
	themed(t, look.Light, 1)
	below := kit.NewField(kit.Host{}, "Name")
	var chosen []int
	entered := 0
	g := kit.NewOptionGroup(0, kit.Option{Title: "One", Why: "First"}, kit.Option{Title: "Two", Why: "Second", Below: below})
	g.OnChosen = func(i int) { chosen = append(chosen, i) }
	g.OnEnter = func() { entered++ }
	w := test.NewTempWindow(t, g)
	w.Resize(fyne.NewSize(600, 400))
	shut := g.MinSize().Height
	if below.Visible() {
		t.Error("the second option's part is open")
	}
	g.TypedKey(key(fyne.KeyDown))
	g.TypedKey(key(fyne.KeyDown))
	if g.Chosen() != 1 || len(chosen) != 1 || !below.Visible() || g.MinSize().Height <= shut {
		t.Errorf("chosen %d, told %v, open %v", g.Chosen(), chosen, below.Visible())
	}
	g.TypedKey(key(fyne.KeyUp))
	g.TypedKey(key(fyne.KeyReturn))
	if g.Chosen() != 0 || below.Visible() || entered != 1 {
		t.Errorf("chosen %d, open %v, entered %d", g.Chosen(), below.Visible(), entered)
	}
	g.Disable()
	g.TypedKey(key(fyne.KeyDown))
	if g.Chosen() != 0 {
		t.Error("a group that is off lets itself be changed")
	}
}

func TestDisclosureMakesRoom(t *testing.T) {
	themed(t, look.Light, 1)
	d := kit.NewDisclosure("Where do I get this?", "In the address bar", kit.NewLead("It is the first part of the address."))
	after := kit.NewButton(kit.Secondary, "After", nil)
	w := test.NewTempWindow(t, kit.NewColumn(8, d, after))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 400))
	before := after.Position().Y
	d.Toggle()
	if !d.Open() || after.Position().Y <= before {
		t.Errorf("open %v, what follows moved from %v to %v", d.Open(), before, after.Position().Y)
	}
	d.Toggle()
	if d.Open() || after.Position().Y != before {
		t.Errorf("open %v, what follows is at %v, want %v", d.Open(), after.Position().Y, before)
	}
}

func TestChangeListUnfolds(t *testing.T) {
	themed(t, look.Light, 1)
	l := kit.NewChangeList([]kit.ChangeGroup{{Title: "Single sign-on", Items: []kit.ChangeItem{{Verb: kit.Create, Word: "Create", What: "App", After: "New"}}}},
		kit.Folded{Word: "Already so", Summary: "Mode", Show: "Show 1", Hide: "Hide", Items: []kit.ChangeItem{{Verb: kit.AlreadySo, Word: "Already so", What: "Mode", After: "SAML"}}})
	w := test.NewTempWindow(t, kit.NewColumn(0, l))
	w.Resize(fyne.NewSize(700, 500))
	shut := l.Size().Height
	test.Tap(buttonNamed(t, l, "Show 1"))
	if !l.Unfolded() || l.Size().Height <= shut {
		t.Errorf("unfolded %v, height %v after %v", l.Unfolded(), l.Size().Height, shut)
	}
	test.Tap(buttonNamed(t, l, "Hide"))
	if l.Unfolded() || l.Size().Height != shut {
		t.Errorf("unfolded %v, height %v, want %v", l.Unfolded(), l.Size().Height, shut)
	}
}

func TestRailLeadsBack(t *testing.T) {
	themed(t, look.Light, 1)
	r := kit.NewRail("Sign in", "Your portal", "Test user")
	var back []int
	r.OnStep = func(i int) { back = append(back, i) }
	r.Set(0, kit.StepDone, "Mara Lind", false, true)
	r.Set(1, kit.StepCurrent, "", true, false)
	w := test.NewTempWindow(t, r)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(224, 600))
	for i := range 3 {
		test.TapCanvas(w.Canvas(), fyne.NewPos(60, 12+48*float32(i)+20))
	}
	if len(back) != 1 || back[0] != 0 {
		t.Errorf("taps led to %v, want step 0 only", back)
	}
}

func TestDetailsCopy(t *testing.T) {
	themed(t, look.Light, 1)
	c := &clock{}
	d := kit.NewDetails(c.host(), kit.DetailsWords{Details: "Details", Copy: "Copy", Copied: "Copied"},
		kit.Pair{Name: "Code", Value: "403"}, kit.Pair{Name: "Call", Value: "POST /v1.0/users"})
	w := test.NewTempWindow(t, kit.NewColumn(0, d))
	w.Resize(fyne.NewSize(400, 200))
	test.Tap(buttonNamed(t, d, "Details"))
	test.Tap(buttonNamed(t, d, "Copy"))
	if len(c.copied) != 1 || c.copied[0] != "Code: 403\nCall: POST /v1.0/users\n" {
		t.Errorf("copied %q", c.copied)
	}
	buttonNamed(t, d, "Copied")
	c.pass(2 * time.Second)
	buttonNamed(t, d, "Copy")
}
