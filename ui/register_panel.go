package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// showRegister lists what an app registration of one's own is entered with, each value
// to be copied.
func (w *Window) showRegister() {
	what := w.deps.Register(w.cloud(), w.state.signIn.way)
	value := func(key, text string) *kit.ValueRow {
		return kit.NewValueBeside(w.host(), 192, w.say(key), text, w.copyWords(key))
	}
	name := value("terminal.register.field.name", what.Name)
	rows := []fyne.CanvasObject{name, value("terminal.register.field.accounts", w.say("terminal.register.value.accounts"))}
	if what.RedirectURI != "" {
		rows = append(rows, value("terminal.register.field.platform", w.say("terminal.register.value.platform")), value("terminal.register.field.redirect", what.RedirectURI))
	}
	if what.PublicClient {
		rows = append(rows, value("terminal.register.field.public-client", w.say("terminal.register.value.public-client")))
	}
	var permissions []fyne.CanvasObject
	for _, optional := range []bool{false, true} {
		for _, permission := range what.Permissions {
			if permission.Optional == optional {
				permissions = append(permissions, w.registeredRow(permission))
			}
		}
	}
	lead := kit.NewPara(kit.Body, look.Muted, w.say("window.register.lead"))
	body := kit.NewColumn(0, lead, kit.NewGap(12), kit.NewCard(nil, rows...), kit.NewGap(16),
		kit.NewPara(kit.Body, look.Muted, w.say("terminal.register.permissions-delegated")), kit.NewGap(8), kit.NewCard(nil, permissions...), kit.NewGap(12),
		kit.NewPara(kit.Body, look.Muted, w.say("terminal.register.consent")))
	open := kit.NewButton(kit.Primary, w.say("window.task.open"), func() { w.openInBrowser(what.Page) }).WithTrailingIcon(look.IconOpen)
	w.openWidePanel(w.say("window.register.title"), body, name.Cell(), open, kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog))
}

// registeredRow is one permission to be added, and what it is for.
func (w *Window) registeredRow(permission setup.RegisteredPermission) fyne.CanvasObject {
	second := ""
	if permission.Optional {
		second = w.say("window.register.optional")
	}
	return kit.NewInfoRow(look.IconKey, w.say(setup.PermissionKey(permission.Name)), second, kit.NewLine(kit.Code, look.Muted, permission.Name))
}
