package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// signInAsks explains what a sign-in asks for, before the person is asked: what looking
// needs now, and what the changes need later.
type signInAsks struct {
	w       *Window
	title   *kit.Line
	why     *kit.Button
	head    fyne.CanvasObject
	reasons *kit.Column
	kept    *kit.StatusLine
	rows    map[string]*kit.InfoRow // by permission
	now     *kit.Card
	rest    *kit.Card
	later   *kit.Disclosure
	object  *kit.Column
}

// signInRight is one permission in words.
type signInRight struct {
	permission, key string
	icon            look.IconName
}

func signInRights() (looking, changing []signInRight) {
	return []signInRight{{setup.ScopeSelf, "self", look.IconPerson}, {setup.ScopeReadApplications, "read-apps", look.IconEye}, {setup.ScopeReadUsers, "read-users", look.IconSearch}},
		[]signInRight{{setup.ScopeApplications, "apps", look.IconPen}, {setup.ScopeAssignments, "assign", look.IconPeople}, {setup.ScopeUsers, "users", look.IconPlus}}
}

func newSignInAsks(w *Window) *signInAsks {
	a := &signInAsks{w: w, rows: map[string]*kit.InfoRow{}}
	a.title = kit.NewLine(kit.Strong, look.Ink, w.say("window.sign-in.asks"))
	a.why = kit.NewButton(kit.Link, w.say("window.why"), a.toggleWhy)
	a.head = kit.NewFlow(8, a.title, kit.NewSpring(), a.why)
	a.kept = a.reason(look.IconLock, "kept")
	a.reasons = kit.NewColumn(8, a.reason(look.IconPerson, "rights"), a.reason(look.IconPeople, "assign"), a.kept, a.reason(look.IconUndo, "back"), kit.NewGap(8))
	a.showWhy(false)
	looking, changing := signInRights()
	a.now, a.rest = kit.NewCard(nil, a.rightsOf(looking)...), kit.NewCard(nil, a.rightsOf(changing)...)
	a.later = kit.NewDisclosure(w.say("window.sign-in.asks-later"), w.say("window.sign-in.asks-later-value"), a.rest)
	a.object = kit.NewColumn(0, a.head, kit.NewGap(8), a.reasons, a.now, kit.NewGap(12), a.later)
	return a
}

// reason is one line of what "Why do we ask?" opens.
func (a *signInAsks) reason(icon look.IconName, key string) *kit.StatusLine {
	return kit.NewStatusLine(kit.Info, a.w.say("window.sign-in.why."+key)).WithIcon(icon)
}

func (a *signInAsks) toggleWhy() {
	a.showWhy(!a.reasons.Visible())
	a.object.Relayout()
	a.w.refresh()
}

func (a *signInAsks) showWhy(open bool) {
	showIf(a.reasons, open)
	icon := look.IconDown
	if open {
		icon = look.IconUp
	}
	a.why.WithTrailingIcon(icon)
}

// rightsOf are rows with Microsoft's name beside the words.
func (a *signInAsks) rightsOf(rights []signInRight) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, right := range rights {
		key := "window.sign-in.ask." + right.key
		row := kit.NewInfoRow(right.icon, a.w.say(key), a.w.say(key+"-lead"), kit.NewLine(kit.Code, look.Muted, right.permission))
		a.rows[right.permission] = row
		rows = append(rows, row)
	}
	return rows
}

// update lists what the sign-in as it is chosen asks for. The Azure CLI asks for
// nothing: it has what its own sign-in was given.
func (a *signInAsks) update() {
	w, s := a.w, &a.w.state.signIn
	cli := s.way == setup.AzureCLI
	ask := setup.SignIn{Way: s.way, CreatesUser: s.createsUser}
	asked := ask.Permissions()
	ask.AllAtOnce = true
	later := slices.DeleteFunc(ask.Permissions(), func(permission string) bool { return slices.Contains(asked, permission) })
	for permission, row := range a.rows {
		showIf(row, cli && permission != setup.ScopeUsers || slices.Contains(asked, permission) || slices.Contains(later, permission))
	}
	title := "window.sign-in.asks"
	if cli {
		title = "window.sign-in.asks-cli"
	}
	a.title.SetText(w.say(title))
	showIf(a.later, len(later) > 0)
	if s.stays {
		a.kept.Set(kit.Info, w.say("window.sign-in.why.stays"))
	} else {
		a.kept.Set(kit.Info, w.say("window.sign-in.why.kept"))
	}
	showIf(a.object, s.who == nil)
	a.now.Relayout()
	a.rest.Relayout()
	a.object.Relayout()
}
