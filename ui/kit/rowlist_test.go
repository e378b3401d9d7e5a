package kit_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// staff are rows as a page has them, every tenth with a sentence.
func staff(count int) []kit.ListRow {
	rows := make([]kit.ListRow, count)
	for i := range rows {
		rows[i] = kit.ListRow{Icon: look.IconPerson, Title: fmt.Sprintf("Person %d", i), Second: fmt.Sprintf("person.%d@northwindtraders.com", i),
			State: "Assign", StateIcon: look.IconPlus, StateColour: look.Ok, Removable: true}
		if i%10 == 9 {
			rows[i].Second, rows[i].Sentence = "The tenant has nobody with this user name or mail address.", true
			rows[i].State, rows[i].StateIcon, rows[i].StateColour = "Cannot", look.IconWarn, look.Bad
		}
	}
	return rows
}

func shownList(t testing.TB, count int, size fyne.Size) *kit.RowList {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light, 1))
	list := kit.NewRowList(340, "People", "Delete takes it away")
	list.SetRows(staff(count))
	w := test.NewTempWindow(t, list)
	w.SetPadded(false)
	w.Resize(size)
	return list
}

// drawnRows are the rows that are drawn.
func drawnRows(list *kit.RowList) []string {
	var shown []string
	for _, o := range test.LaidOutObjects(list) {
		if fmt.Sprintf("%T", o) == "*kit.listRow" {
			shown = append(shown, o.(fyne.Accessible).AccessibilityLabel())
		}
	}
	return shown
}

func TestRowListDrawsOnlyWhatIsInSight(t *testing.T) {
	list := shownList(t, 5000, fyne.NewSize(695, 340))
	if n := len(drawnRows(list)); n < 6 || n > 8 {
		t.Errorf("%d rows are drawn", n)
	}
	list.FocusGained()
	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyDown, 1}, {fyne.KeyUp, 0}, {fyne.KeyUp, 0}, {fyne.KeyPageDown, 5}, {fyne.KeyEnd, 4999}, {fyne.KeyDown, 4999}, {fyne.KeyPageUp, 4994}, {fyne.KeyHome, 0}} {
		if list.TypedKey(key(c.key)); list.At() != c.want {
			t.Fatalf("%s leads to %d instead of %d", c.key, list.At(), c.want)
		}
		want := fmt.Sprintf("Person %d,", c.want)
		if !strings.Contains(strings.Join(drawnRows(list), "\n"), want) && c.want%10 != 9 {
			t.Errorf("%s: row %d is out of sight: %q", c.key, c.want, drawnRows(list))
		}
		if !strings.Contains(list.AccessibilityLabel(), fmt.Sprintf("Person %d", c.want)) {
			t.Errorf("%s: one hears %q", c.key, list.AccessibilityLabel())
		}
	}
}

func TestRowListChoosesAndTakesAway(t *testing.T) {
	list := shownList(t, 4, fyne.NewSize(695, 340))
	var chosen, removed, moved []int
	list.OnChosen = func(i int) { chosen = append(chosen, i) }
	list.OnMoved = func(i int) { moved = append(moved, i) }
	rows := staff(4)
	rows[3].Removable = false
	list.OnRemoved = func(i int) { removed = append(removed, i) }
	list.SetRows(rows)
	tap := func(x, y float32) { list.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, y)}) }
	tap(100, 60)       // the second row
	tap(660, 10)       // the cross of the first
	tap(660, 180)      // the last has none: it is chosen
	tap(100, 337)      // below the last
	list.FocusGained() // stays where it is
	list.TypedKey(key(fyne.KeyUp))
	list.TypedKey(key(fyne.KeyReturn))
	list.TypedKey(key(fyne.KeyDelete))
	list.TypedKey(key(fyne.KeyEnd))
	list.TypedKey(key(fyne.KeyDelete))
	if got := fmt.Sprint(chosen, removed, moved); got != "[1 3 2] [0 2] [1 3 2 3]" {
		t.Error(got)
	}
	list.SetRows(rows[:2])
	if list.At() != 1 {
		t.Errorf("the place is %d", list.At())
	}
	list.SetRows(nil)
	list.TypedKey(key(fyne.KeyDown))
	list.TypedKey(key(fyne.KeyDelete))
	list.TypedKey(key(fyne.KeyReturn))
	if list.At() != -1 || len(drawnRows(list)) != 0 {
		t.Errorf("an empty list is at %d", list.At())
	}
}

// TestRowListFindsTheRowUnderThePointer scrolls by some pixels and taps.
func TestRowListFindsTheRowUnderThePointer(t *testing.T) {
	list := shownList(t, 300, fyne.NewSize(695, 340))
	got := -1
	list.OnChosen = func(i int) { got = i }
	list.GoTo(200)
	for _, o := range test.LaidOutObjects(list) {
		if fmt.Sprintf("%T", o) != "*kit.listRow" {
			continue
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(list))
		if at.Y < 0 || at.Y+20 > 340 {
			continue
		}
		list.Tapped(&fyne.PointEvent{Position: at.Add(fyne.NewPos(60, 10))})
		if !strings.HasPrefix(o.(fyne.Accessible).AccessibilityLabel(), list.Row(got).Title+",") {
			t.Errorf("a tap on %q chose row %d", o.(fyne.Accessible).AccessibilityLabel(), got)
		}
	}
	if got < 0 {
		t.Error("nothing was tapped")
	}
}

func TestRowListShowsANewStateAtOnce(t *testing.T) {
	list := shownList(t, 5000, fyne.NewSize(695, 340))
	row := list.Row(2)
	row.State = "Assigned"
	list.SetRow(2, row)
	if got := drawnRows(list)[2]; !strings.HasSuffix(got, "Assigned") {
		t.Errorf("row 2 says %q", got)
	}
	row.State = "Failed"
	list.SetRow(4000, row)
	list.GoTo(4000)
	if !strings.Contains(strings.Join(drawnRows(list), "\n"), "Failed") {
		t.Errorf("row 4000 is old: %q", drawnRows(list))
	}
}

// BenchmarkRowListScroll is one step of the wheel through 5,000 rows. A frame has
// 16 ms.
func BenchmarkRowListScroll(b *testing.B) {
	list := shownList(b, 5000, fyne.NewSize(695, 340))
	at := 0
	for b.Loop() {
		at = (at + 3) % 5000
		list.GoTo(at)
	}
}

// BenchmarkRowListFill sets 5,000 rows anew.
func BenchmarkRowListFill(b *testing.B) {
	list := shownList(b, 5000, fyne.NewSize(695, 340))
	rows := staff(5000)
	for b.Loop() {
		list.SetRows(rows)
	}
}
