package terminal

import "backupsso/samlcfg/qr"

// mostNamed is how many of those who can sign in are named.
const mostNamed = 5

// tell shows where the sign-on starts, what happens then, and who can sign in.
func (t *tried) tell() {
	launch, person := t.trial.Launch, t.trial.Person
	t.screen.line("")
	t.screen.styled(strong, t.words.Say("terminal.test.title", facts{"App": t.trial.Application.Name, "Tenant": t.trial.Tenant.Name}))
	if !t.trial.Proven.IsZero() {
		t.screen.styled(good, t.words.Say("terminal.test.proven", facts{"Date": t.words.Date(t.trial.Proven.Local()), "Time": t.words.Clock(t.trial.Proven.Local())}))
	}
	t.screen.line("")
	for i, address := range launch.URLs {
		lead := "terminal.test.start"
		if i > 0 {
			lead = "terminal.test.or-start"
		}
		t.screen.line(t.words.Say(lead, facts{"Form": t.words.Say("launch.form." + string(address.Form))}))
		t.screen.line("  " + address.URL)
		if !address.Confirmed {
			t.screen.line("  " + t.words.Say("launch.unconfirmed"))
		}
	}
	t.screen.line(t.words.Say("terminal.test.my-apps"))
	t.screen.line("  " + launch.MyApps)
	t.drawQR(launch.URL())
	t.screen.line("")
	t.screen.styled(strong, t.words.Say("terminal.test.expect"))
	for _, key := range launch.Expected(person) {
		t.screen.line("  - " + t.words.Say(key, facts{"UPN": person.UPN}))
	}
	t.screen.line("  - " + t.words.Say("launch.no-launch-url"))
	t.screen.line("")
	t.screen.styled(strong, t.words.Say("terminal.test.who"))
	t.whoCan()
	t.json.write(t.object())
}

// whoCan names who can sign in.
func (t *tried) whoCan() {
	if t.trial.Everyone {
		t.screen.line("  " + t.words.Say("terminal.test.everyone"))
		return
	}
	if len(t.trial.Assigned) == 0 {
		t.screen.styled(warn, "  "+t.words.Say("terminal.test.nobody"))
		return
	}
	for i, assignment := range t.trial.Assigned {
		if i == mostNamed {
			t.screen.line("  " + t.words.Count("terminal.test.more", len(t.trial.Assigned)-mostNamed))
			return
		}
		key := "terminal.test.person"
		if assignment.PrincipalType == "Group" {
			key = "terminal.test.group"
		}
		t.screen.line("  " + t.words.Say(key, facts{"Name": assignment.PrincipalName}))
	}
}

// drawQR draws the address for a phone where a terminal is wide enough and can
// draw blocks. A practice tenant answers on this computer only.
func (t *tried) drawQR(address string) {
	if !t.screen.live || t.json != nil || t.target.Practice {
		return
	}
	code, err := qr.Of(address)
	if err != nil || code.Side() > t.screen.columns()-2 {
		return
	}
	t.screen.line("")
	for _, line := range code.HalfBlocks() {
		t.screen.styled(drawn, line)
	}
	t.screen.line(t.words.Say("terminal.test.phone"))
}

func (t *tried) object() object {
	urls := make([]object, 0, len(t.trial.Launch.URLs))
	for _, address := range t.trial.Launch.URLs {
		urls = append(urls, object{"form": address.Form, "url": address.URL, "confirmed": address.Confirmed})
	}
	assigned := make([]object, 0, len(t.trial.Assigned))
	for _, assignment := range t.trial.Assigned {
		assigned = append(assigned, object{"id": assignment.PrincipalID, "name": assignment.PrincipalName, "type": assignment.PrincipalType})
	}
	return object{"event": "test", "tenant_id": t.trial.Tenant.ID, "application_id": t.trial.Application.ObjectID, "app_id": t.trial.Application.AppID,
		"user_access_url": t.trial.Launch.URL(), "urls": urls, "my_apps": t.trial.Launch.MyApps, "user": t.trial.Person.UPN,
		"first_password": t.trial.Person.FirstPassword, "handed_over": t.trial.Person.Handed, "everyone": t.trial.Everyone, "assigned": assigned,
		"proven_here": stamp(t.trial.Proven), "findings": findingsJSON(t.trial.Findings)}
}
