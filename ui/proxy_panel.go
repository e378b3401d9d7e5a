package ui

import (
	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// askProxyPassword asks for what a proxy asks for, and tries once more with it: with
// again where the page has such a button, else with the sign-in.
func (w *Window) askProxyPassword(problem *setup.Problem, again *kit.Button) {
	user := kit.NewField(w.host(), w.say("window.proxy.user"))
	password := kit.NewField(w.host(), w.say("window.proxy.password")).NoStatus().Secret()
	lead := kit.NewPara(kit.Body, look.Muted, w.say("problem.proxy-password.what", words.Facts{"Proxy": problem.Facts["Proxy"]}))
	kept := kit.NewStatusLine(kit.Info, w.say("window.proxy.kept")).WithIcon(look.IconLock)
	try := kit.NewButton(kit.Primary, w.say("window.apply.again"), nil)
	answer := func() {
		if user.Text() == "" {
			return
		}
		w.deps.ProxyPassword(user.Text(), password.Text())
		w.closeDialog()
		switch {
		case again != nil:
			again.Tapped(nil)
		case w.state.page == pageSignIn:
			w.startSignIn()
		default:
			w.primaryDeed()
		}
	}
	try.SetTapped(answer)
	named := func(text string) {
		try.SetEnabled(text != "")
		user.ClearStatus()
		if text == "" {
			user.SetInfo(w.say("window.proxy.hint-empty"))
		}
	}
	named("")
	user.OnChanged = named
	user.OnEnter = func(string) { w.win.Canvas().Focus(password.Focusable()) }
	password.OnEnter = func(string) { answer() }
	body := kit.NewColumn(0, lead, kit.NewGap(16), user, kit.NewGap(4), password, kit.NewGap(12), kept)
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	w.openPanel(w.say("window.proxy.title"), body, user.Focusable(), try, shut)
}
