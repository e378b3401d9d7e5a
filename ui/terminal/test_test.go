package terminal

import (
	"bytes"
	"strings"
	"testing"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/samlcfg/qr"
)

func triedOn(out *bytes.Buffer, columns int, env map[string]string) *tried {
	deps := Deps{Out: out, OutTerminal: true, Width: func() int { return columns }, Getenv: func(name string) string { return env[name] },
		Words: words.New("en"), Clouds: []string{"global", "us-gov"}}
	return &tried{run: newRun(deps)}
}

// TestCodeForAPhone draws the code where it fits, in colours of its own where there
// are colours.
func TestCodeForAPhone(t *testing.T) {
	const address = "https://launcher.myapps.microsoft.com/api/signin/b2f0aaaa-bbbb-cccc-dddd-eeeeeeee41ce?tenantId=11111111-2222-3333-4444-555555555555"
	code, err := qr.Of(address)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		columns        int
		env            map[string]string
		drawn, colours bool
	}{
		"wide":      {100, nil, true, true},
		"exact":     {code.Side() + 2, nil, true, true},
		"narrow":    {code.Side() + 1, nil, false, false},
		"no colour": {100, map[string]string{"NO_COLOR": "1"}, true, false},
		"dumb":      {100, map[string]string{"TERM": "dumb"}, false, false},
	} {
		var out bytes.Buffer
		triedOn(&out, c.columns, c.env).drawQR(address)
		if got := strings.Contains(out.String(), code.HalfBlocks()[5]); got != c.drawn {
			t.Errorf("%s: drawn %t\n%s", name, got, out.String())
		}
		if got := strings.Contains(out.String(), "\x1b[97;40m"); got != c.colours {
			t.Errorf("%s: colours %t", name, got)
		}
	}
	var out bytes.Buffer
	practice := triedOn(&out, 100, nil)
	practice.target.Practice = true
	if practice.drawQR(address); out.Len() != 0 {
		t.Errorf("practice: %s", out.String())
	}
}

// TestRepairsAreToldAsCommands names the set-up in every way that flags can.
func TestRepairsAreToldAsCommands(t *testing.T) {
	usual := samlcfg.UsualPortal("us")
	odd, err := samlcfg.WithAddresses("https://sso.example/meta data", "https://sso.example/acs")
	if err != nil {
		odd = samlcfg.Portal{Identifier: "https://sso.example/m", ReplyURL: "https://sso.example/acs"}
	}
	for name, c := range map[string]struct {
		flags  setupFlags
		target Target
		portal samlcfg.Portal
		person string
		want   string
	}{
		"plain":    {setupFlags{cloud: "global"}, Target{}, usual, "", "backupsso setup --subdomain us --fix assign-user"},
		"person":   {setupFlags{cloud: "global"}, Target{}, usual, "ann@contoso.com", "backupsso setup --subdomain us --test-user ann@contoso.com --fix assign-user"},
		"all":      {setupFlags{cloud: "us-gov", tenant: "contoso.us", application: "id", ca: "C:/my ca.pem"}, Target{}, usual, "", `backupsso setup --tenant contoso.us --cloud us-gov --ca "C:/my ca.pem" --application id --subdomain us --fix assign-user`},
		"practice": {setupFlags{cloud: "global"}, Target{Practice: true, PracticeURL: "http://127.0.0.1:1"}, usual, "", "backupsso setup --practice=http://127.0.0.1:1 --subdomain us --fix assign-user"},
		"ended":    {setupFlags{cloud: "global"}, Target{Practice: true}, usual, "", ""},
		"by hand":  {setupFlags{cloud: "global"}, Target{}, odd, "", "backupsso setup --identifier " + odd.Identifier + " --reply-url " + odd.ReplyURL + " --fix assign-user"},
	} {
		var out bytes.Buffer
		r := triedOn(&out, 100, nil).run
		s := c.flags.scopeOf(r, c.target, setup.Wish{Portal: c.portal, TestUser: setup.TestUser{Create: true}})
		repair, _ := setup.RepairOf(samlcfg.FixAssignUser, s.wish, c.person)
		if got := s.command(repair); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}
