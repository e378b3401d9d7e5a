package terminal

import (
	"strconv"
	"strings"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// SupportPage is where the support team of Autotask Endpoint Backup says how to
// be reached.
const SupportPage = "https://backup.autotask.net/help/Content/0_HOME/Support_for_End_Clients.htm"

// showResult tells what stands now and what to do next.
func (r *run) showResult(result setup.Result, path string, record []string) {
	c := result.Contents
	r.screen.line("")
	r.screen.styled(good, r.words.Say("terminal.done", facts{"App": c.AppName, "Tenant": c.TenantName}))
	if result.Plan.Writes() == 0 {
		r.screen.line(r.words.Say("terminal.done-nothing"))
	}
	r.showFindings(result.Findings)
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.values"))
	r.value("identifier", c.Identifier)
	r.value("reply-url", c.ReplyURL)
	r.value("login-url", c.LoginURL)
	r.value("entra-id", c.EntraID)
	r.value("logout-url", c.LogoutURL)
	r.value("metadata-url", c.MetadataURL)
	r.value("thumbprint", c.Thumbprint)
	r.value("expires", r.words.Date(c.NotAfter.UTC()))
	r.value("test-user", result.TestUserUPN)
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.bundle"))
	r.screen.line("  " + path)
	if len(record) > 0 {
		r.screen.line("")
		r.screen.styled(strong, r.words.Say("terminal.record"))
		for _, file := range record {
			r.screen.line("  " + file)
		}
	}
	r.showPassword(result)
	for _, task := range result.Tasks {
		r.showTask(task)
	}
	r.showNext(result)
	r.screen.line("")
	r.screen.line(r.words.Say("terminal.requests", facts{"Reads": result.Requests.Reads, "Polls": result.Requests.Polls,
		"Writes": result.Requests.Writes}))
	r.json.done(result, path)
}

// showFindings tells how many promises were read back and hold, and what to do
// about each that does not.
func (r *run) showFindings(findings []samlcfg.Finding) {
	held := 0
	for _, finding := range findings {
		if finding.Severity == samlcfg.Pass {
			held++
			continue
		}
		key := "finding." + finding.Code
		about := facts{"Got": finding.Got, "Expected": finding.Expected}
		r.screen.line("")
		r.screen.styled(warn, r.words.Say(key+".what", about))
		r.screen.line("  " + r.words.Say(key+".next", about))
	}
	if held > 0 {
		r.screen.line(r.words.Count("terminal.read-back", held))
	}
}

// value writes one value under its name, alone on its line so that it can be
// copied whole.
func (r *run) value(name, text string) {
	if text == "" {
		return
	}
	r.screen.line("  " + r.words.Say("terminal.value."+name))
	r.screen.line("    " + text)
}

// showPassword shows the first password of a user made in this run: once, to a
// person or in an object of its own, and nowhere else.
func (r *run) showPassword(result setup.Result) {
	if result.PasswordLost {
		r.screen.styled(warn, r.words.Say("terminal.password.lost", facts{"User": result.TestUserUPN}))
	}
	if result.Password.IsZero() {
		return
	}
	if r.json != nil {
		r.json.write(object{"event": "password", "user": result.TestUserUPN, "password": result.Password.Reveal(), "shown_once": true})
		return
	}
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.password.title"))
	r.screen.line("  " + r.words.Say("terminal.password.user"))
	r.screen.line("    " + result.TestUserUPN)
	r.screen.line("  " + r.words.Say("terminal.password.password"))
	r.screen.line("    " + result.Password.Reveal())
	r.screen.line("  " + r.words.Say("terminal.password.change"))
}

func (r *run) showNext(result setup.Result) {
	about := facts{"Page": SupportPage, "User": result.TestUserUPN, "PortalUser": result.Contents.PortalUser,
		"URL": result.Contents.UserAccessURL, "MyApps": result.MyAppsURL, "Portal": r.portal}
	keys := []string{"send", "support", "test"}
	switch {
	case r.target.Practice && r.target.PracticeURL == "":
		keys = []string{"practice-ended", "practice-real"}
	case r.target.Practice:
		keys = []string{"practice-support", "test", "practice-real"}
	}
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.next-steps"))
	for i, key := range keys {
		for j, line := range strings.Split(r.words.Say("terminal.next-step."+key, about), "\n") {
			lead := "     "
			if j == 0 {
				lead = "  " + strconv.Itoa(i+1) + ". "
			}
			r.screen.line(lead + line)
		}
	}
}
