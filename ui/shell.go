package ui

import (
	"strings"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// logShown is how many of the newest requests the drawer lists; Copy takes all.
const logShown = 200

// sideWide is the width of the start page's column, in units of the design.
const sideWide = 344

// shell is what stays on the screen while pages change: top bar, rail, footer
// and log.
type shell struct {
	w       *Window
	bar     *kit.TopBar
	rail    *kit.Rail
	journey journey // whose steps the rail lists
	start   *startColumn
	footer  *kit.Footer
	drawer  *kit.LogDrawer
	frame   *kit.Frame
	foot    foot

	back, extra, second, primary *kit.Button
	footShape                    [4]bool
}

func newShell(w *Window) *shell {
	s := &shell{w: w}
	s.bar = kit.NewTopBar(Title,
		kit.NewIconButton(look.IconLog, w.say("window.top.log"), s.toggleLog),
		kit.NewIconButton(look.IconHelp, w.say("window.top.help"), w.showKeys),
		kit.NewIconButton(look.IconSliders, w.say("window.top.settings"), w.showSettings))
	s.setRail()
	s.start = newStartColumn(w)
	s.footer = kit.NewFooter()
	s.back = kit.NewButton(kit.Back, "", nil)
	s.extra = kit.NewButton(kit.Quiet, "", nil)
	s.second = kit.NewButton(kit.Secondary, "", nil)
	s.primary = kit.NewButton(kit.Primary, "", nil)
	s.drawer = kit.NewLogDrawer(kit.DrawerWords{Log: w.say("window.log.title"), Copy: w.say("window.copy")}, func() { w.host().Copy(w.state.logText()) }, nil)
	s.drawer.OnOpened = func(bool) { s.logged() }
	s.frame = kit.NewFrame(s.bar, s.start.object, s.footer, s.drawer)
	s.frame.ShowLog(false)
	s.frame.OnResized = w.fitPanel
	s.practise()
	return s
}

// practise marks the window where it runs on a practice tenant.
func (s *shell) practise() {
	word := ""
	if s.w.deps.Practice {
		word = s.w.say("window.top.practice")
	}
	s.bar.SetPractice(word)
	s.frame.SetPractice(s.w.deps.Practice)
}

// setRail lists the steps of the journey.
func (s *shell) setRail() {
	s.journey = s.w.state.journey
	steps := s.journey.steps()
	names := make([]string, len(steps))
	for i, p := range steps {
		names[i] = s.w.say("window.rail." + p.key())
	}
	s.rail = kit.NewRail(names...)
	s.rail.OnStep = s.w.visitStep
}

// open shows a page.
func (s *shell) open(page screen) {
	if s.journey != s.w.state.journey {
		s.setRail()
	}
	if at := s.w.state.page; at == pageStart || at == pageTenant {
		s.frame.SetSide(s.start.object, sideWide)
	} else {
		s.frame.SetSide(s.rail, 0)
	}
	s.drawer.SetOpen(false)
	s.frame.SetContent(page.body())
}

// update brings bar, rail and footer in line with the state.
func (s *shell) update() {
	w := s.w
	if who := w.state.signIn.who; who != nil {
		s.bar.SetTenant(who.Tenant.Name, firstOf(who.Tenant.DefaultDomain(), domainOf(who.Account.UPN)), who.Account.UPN,
			w.say("window.account.open", words.Facts{"Account": who.Account.UPN}), w.showAccount)
	} else {
		s.bar.SetNobody(w.say("window.top.nobody"))
	}
	for i, item := range w.state.rail(w.words) {
		s.rail.Set(i, railState(item.mark), item.second, item.here, item.link)
	}
	s.updateLedger()
	s.start.update()
	if w.state.page == pageApply {
		s.frame.ShowLog(true)
	} else if !s.drawer.Open() {
		s.frame.ShowLog(false)
	}
	s.setFoot(w.screen.foot())
}

// updateLedger says at the foot of the rail what was changed, and leads to the
// undo of it.
func (s *shell) updateLedger() {
	w := s.w
	undo := w.mayUndo()
	ledger := w.state.ledger(w.words, w.deps.Practice, undo)
	icon := look.IconShield
	var tapped func()
	switch {
	case undo:
		icon, tapped = look.IconUndo, func() { w.detour(pageUndo) }
	case w.deps.Practice:
		icon = look.IconFlask
	}
	s.rail.SetLedger(icon, ledger.title, ledger.second, tapped)
}

// domainOf is what stands behind the @ of an address.
func domainOf(upn string) string {
	_, domain, _ := strings.Cut(upn, "@")
	return domain
}

func railState(mark railMark) kit.RailState {
	switch mark {
	case markCurrent:
		return kit.StepCurrent
	case markDone:
		return kit.StepDone
	case markWaiting:
		return kit.StepWaiting
	case markProblem:
		return kit.StepProblem
	}
	return kit.StepTodo
}

// setFoot changes the footer's buttons in place.
func (s *shell) setFoot(next foot) {
	s.foot = next
	back := s.back
	if next.backLabel == "" {
		back = nil
	} else {
		s.back.SetLabel(next.backLabel)
		s.back.SetTapped(next.back)
		kind, icon := kit.Back, look.IconBack
		if next.backIcon != "" {
			kind, icon = kit.Quiet, next.backIcon
		}
		s.back.SetKind(kind)
		s.back.SetIcon(icon)
	}
	extra, second, primary := s.fill(s.extra, next.extra), s.fill(s.second, next.second), s.fill(s.primary, next.primary)
	if next.inBody {
		primary = nil
	}
	if shape := [4]bool{back != nil, extra != nil, second != nil, primary != nil}; shape != s.footShape {
		s.footShape = shape
		s.footer.Set(back, extra, second, primary)
	}
	s.footer.SetAside(next.aside, next.note)
	s.footer.SetHint(next.hint)
}

// fill dresses a button as a deed; no deed, no button.
func (s *shell) fill(button *kit.Button, d *deed) *kit.Button {
	if d == nil {
		return nil
	}
	button.SetLabel(d.label)
	if d.icon == look.IconOpen || d.icon == look.IconNext {
		button.WithTrailingIcon(d.icon) // it leads somewhere else
	} else {
		button.WithIcon(d.icon)
	}
	button.SetEnabled(!d.off)
	button.SetBusy(d.busy)
	button.SetTapped(d.run)
	return button
}

// logged shows the newest request.
func (s *shell) logged() {
	log := s.w.state.log
	count := s.w.words.Count("window.log.lines", len(log))
	if len(log) == 0 {
		count = s.w.say("window.log.empty")
	}
	lines := make([]kit.LogLine, 0, logShown)
	for i := len(log) - 1; i >= 0 && len(lines) < logShown; i-- {
		lines = append(lines, kitLine(log[i]))
	}
	s.drawer.SetLines(lines, count)
}

// toggleLog opens the log over the page, or shuts it.
func (s *shell) toggleLog() {
	s.logged()
	open := !s.drawer.Open()
	s.frame.ShowLog(open || s.w.state.page == pageApply)
	s.drawer.SetOpen(open)
}
