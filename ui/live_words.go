package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// fewNames is how many names stand beside a note; more are counted.
const fewNames = 5

// liveRows puts those who are chosen into rows, in an order.
func liveRows(w *Window, l *liveState, order []int) []kit.ListRow {
	said := sayOnce(w.words)
	rows := make([]kit.ListRow, len(order))
	for at, i := range order {
		rows[at] = liveRow(w.words, said, l.rows[i])
	}
	return rows
}

// sayOnce is words.Say for keys without facts, which are said thousands of times.
func sayOnce(w *words.Words) func(key string) string {
	known := map[string]string{}
	return func(key string) string {
		if _, is := known[key]; !is {
			known[key] = w.Say(key)
		}
		return known[key]
	}
}

func liveRow(w *words.Words, said func(string) string, c chosen) kit.ListRow {
	row := memberRow(w, c.member)
	if row.Title == "" {
		row.Title, row.Icon = c.asked, look.IconPerson
	}
	row.Removable = true
	row.State = said("window.live.verb.looking")
	if c.open() {
		row.StateColour = look.Faint
		return row
	}
	row.State, row.StateIcon, row.StateColour = verbFace(said, c.verb)
	switch {
	case c.twice():
		row.State, row.StateIcon, row.StateColour = said("window.live.verb.twice"), look.IconSame, look.Muted
		row.Second, row.Sentence = said("live.why."+c.why), true
		if c.of > 0 {
			row.StateMore = w.Say("window.live.of-line", words.Facts{"Line": w.Number(c.of)})
		}
	case c.verb == setup.StaysOut:
		row.Second, row.Sentence = said("live.why."+c.why), true
		if c.line > 0 {
			row.StateMore = w.Say("window.live.line", words.Facts{"Line": w.Number(c.line)})
		}
	case c.verb == setup.IsIn:
		row.Removable = false
	}
	return row
}

// verbFace is what a verb looks like.
func verbFace(said func(string) string, verb setup.LiveVerb) (state string, icon look.IconName, colour fyne.ThemeColorName) {
	switch verb {
	case setup.LetIn:
		return said("window.live.verb.assign"), look.IconPlus, look.Ok
	case setup.IsIn:
		return said("window.live.verb.already-so"), look.IconSame, look.Muted
	}
	return said("window.live.verb.cannot"), look.IconWarn, look.Bad
}

// memberRow names a person or a group.
func memberRow(w *words.Words, member setup.Member) kit.ListRow {
	if member.Kind != setup.AGroup {
		return kit.ListRow{Icon: look.IconPerson, Title: firstOf(member.Name, member.UPN), Second: member.UPN}
	}
	row := kit.ListRow{Icon: look.IconPeople, Title: member.Name, Second: w.Say("window.live.group"), Sentence: true}
	if member.Group.Counted {
		row.Second = w.Count("window.live.group-members", member.Group.People)
	}
	return row
}

// foundRows puts those who were found into rows.
func foundRows(w *Window, l *liveState, members []setup.Member) []kit.ListRow {
	rows := make([]kit.ListRow, len(members))
	for i, member := range members {
		row := memberRow(w.words, member)
		row.State, row.StateIcon, row.StateColour = w.say("window.live.verb.add"), look.IconPlus, look.Ok
		if why := whyNot(member); why != "" {
			row.State, row.StateIcon, row.StateColour = w.say("window.live.verb.cannot"), look.IconWarn, look.Bad
			row.Second, row.Sentence = w.say("live.why."+why), true
		} else if l.has(member.ID) {
			row.State, row.StateIcon, row.StateColour = w.say("window.live.verb.chosen"), look.IconSame, look.Muted
		}
		rows[i] = row
	}
	return rows
}

// whyNot is why somebody who was found cannot be chosen; "" when nothing is known
// against it.
func whyNot(member setup.Member) string {
	switch {
	case member.Off:
		return setup.WhyDisabled
	case member.Kind == setup.AGroup && !member.Group.Security:
		return setup.WhyNotSecurity
	}
	return ""
}

// liveNotes are what is worth knowing of those who are let in, each said once.
func liveNotes(w *Window, l *liveState) []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	nested := false
	for _, noted := range l.noted() {
		nested = nested || noted.note == setup.NoteNested
		line, tone := kit.NewStatusLine(kit.Info, ""), kit.Info
		if noted.note == setup.NoteEmpty || noted.note == setup.NoteNeedsP1 {
			tone = kit.Waiting
			line.WithIcon(look.IconWarn)
		}
		line.SetWith(tone, w.say("live.note."+noted.note), namesText(w.words, noted.names))
		lines = append(lines, line)
	}
	if l.groups() && !nested {
		lines = append(lines, kit.NewStatusLine(kit.Info, w.say("live.note.nested")))
	}
	return lines
}

// namesText names a few, and counts more.
func namesText(w *words.Words, names []string) string {
	if len(names) <= fewNames {
		return strings.Join(names, ", ")
	}
	return w.Count("window.live.many", len(names))
}

// liveSum says in a few words what would be done where the test user is taken away.
func liveSum(w *words.Words, l *liveState) string {
	in, verb := l.count(setup.LetIn), removalKey(l.person)
	if in == 0 {
		return w.Say("window.live.sum-" + verb)
	}
	return w.Count("window.live.sum-both-"+verb, in)
}

// cutOffCard offers to carry on with a run that was cut off. It takes no room while
// there is none.
type cutOffCard struct {
	w    *Window
	row  *kit.InfoRow
	card *kit.Card
	gap  *kit.Gap
}

func newCutOffCard(w *Window) *cutOffCard {
	c := &cutOffCard{w: w, gap: kit.NewGap(16)}
	c.row = kit.NewDeedRow(look.IconResume, "", "", kit.NewButton(kit.Secondary, w.say("window.live.resume"), w.resumeLive).Small())
	c.row.SetIcon(look.IconResume, look.Wait)
	c.card = kit.NewCard(nil, c.row)
	return c
}

func (c *cutOffCard) update() {
	w, cut := c.w, c.w.state.live.cut
	showIf(c.card, cut != nil)
	showIf(c.gap, cut != nil)
	if cut == nil {
		return
	}
	began := cut.Began.Local()
	c.row.Set(w.say("window.live.cut", words.Facts{"Date": w.words.Date(began), "Time": w.words.Clock(began)}),
		w.words.Count("window.live.cut-lead", cut.Left))
}

// groupsNote says before a group is chosen what groups need, and asks for the right
// to see them.
type groupsNote struct {
	w     *Window
	p1    *kit.StatusLine
	none  *kit.StatusLine
	allow *kit.Button
}

func newGroupsNote(w *Window) *groupsNote {
	return &groupsNote{w: w, p1: kit.NewStatusLine(kit.Info, w.say("window.live.groups")),
		none:  kit.NewStatusLine(kit.Info, w.say("window.live.no-groups")),
		allow: kit.NewButton(kit.Secondary, w.say("window.live.allow"), func() { w.permit(permissionGroups, pageGoLive) }).Small()}
}

func (g *groupsNote) blocks(found setup.FoundMembers) []fyne.CanvasObject {
	if found.NoGroups {
		return []fyne.CanvasObject{kit.NewCard(nil, kit.NewNoteRow(g.none, g.allow))}
	}
	for _, member := range found.Members {
		if member.Kind == setup.AGroup {
			return []fyne.CanvasObject{g.p1}
		}
	}
	return nil
}
