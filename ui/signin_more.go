package ui

import (
	"regexp"
	"slices"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// clientForm is how Entra writes the id of an application.
var clientForm = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// clientGood reports whether the client's id is left out or can be one.
func (s *signInState) clientGood() bool {
	return s.client == "" || s.way == setup.AzureCLI || clientForm.MatchString(s.client)
}

// signInMore are the questions that most people have no answer to, and need none: the
// tenant, its cloud, and the client application that asks.
type signInMore struct {
	w      *Window
	object *kit.Disclosure
	tenant *kit.Field
	cloud  *kit.Picker
	client *kit.Field
	shared *kit.StatusLine
	own    *kit.Button
	column *kit.Column
}

func newSignInMore(w *Window) *signInMore {
	m := &signInMore{w: w}
	s := &w.state.signIn
	m.tenant = kit.NewField(w.host(), w.say("window.sign-in.tenant")).NoStatus()
	m.tenant.SetPlaceholder(w.say("window.sign-in.tenant-empty"))
	m.tenant.SetText(s.tenant)
	m.tenant.OnChanged = func(text string) { s.tenant = text }
	m.tenant.OnEnter = func(string) { w.primary() }
	names := make([]string, len(w.deps.Clouds))
	for i, cloud := range w.deps.Clouds {
		names[i] = w.say("cloud." + cloud)
	}
	if w.offersClouds() {
		m.cloud = kit.NewPicker(w.win.Canvas, w.say("window.sign-in.cloud"), max(0, slices.Index(w.deps.Clouds, w.cloud())), names...)
		m.cloud.OnPicked = func(index int) {
			s.cloud = w.deps.Clouds[index]
			w.refresh()
		}
	}
	m.client = kit.NewField(w.host(), w.say("window.sign-in.client")).NoStatus()
	m.client.SetPlaceholder(w.say("window.sign-in.client-empty"))
	m.client.SetText(s.client)
	m.client.OnChanged = func(text string) {
		s.client = text
		w.shell.setFoot(w.screen.foot())
	}
	m.client.OnEnter = func(string) { w.primary() }
	m.shared = kit.NewStatusLine(kit.Info, w.say("window.sign-in.client-shared")).WithIcon(look.IconPeople)
	where := []kit.Col{{Object: m.tenant}}
	if m.cloud != nil {
		where = append(where, kit.Col{Object: m.cloud})
	}
	m.own = kit.NewButton(kit.Link, w.say("window.register.open"), w.showRegister)
	m.column = kit.NewColumn(12, kit.NewColumns(12, where...).StackBelow(280), m.client, m.shared, kit.NewFlow(0, m.own))
	m.object = kit.NewDisclosure(w.say(m.title()), firstOf(s.tenant, w.say("window.sign-in.more-value")), m.column)
	return m
}

// title names what is inside.
func (m *signInMore) title() string {
	if m.cloud == nil {
		return "window.sign-in.more"
	}
	return "window.sign-in.more-all"
}

// offersClouds reports whether there is a cloud to choose: a practice tenant is in one.
func (w *Window) offersClouds() bool { return !w.deps.Practice && len(w.deps.Clouds) > 1 }

// cloud is the name of the cloud that the sign-in goes to.
func (w *Window) cloud() string { return firstOf(w.state.signIn.cloud, w.deps.Cloud) }

func (m *signInMore) update(asking bool) {
	w, s := m.w, &m.w.state.signIn
	showIf(m.object, asking)
	cli := s.way == setup.AzureCLI
	showIf(m.client, !cli)
	showIf(m.shared, !cli)
	showIf(m.own, !cli && w.deps.Register != nil)
	if m.cloud != nil {
		m.cloud.Pick(max(0, slices.Index(w.deps.Clouds, w.cloud())))
	}
	summary := firstOf(s.tenant, w.say("window.sign-in.more-value"))
	if w.offersClouds() && w.cloud() != w.deps.Clouds[0] {
		summary = w.say("window.sign-in.more-elsewhere", words.Facts{"Tenant": summary, "Cloud": w.say("cloud." + w.cloud())})
	}
	m.object.SetSummary(summary)
	m.column.Relayout()
}
