package ui

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
)

func count(all []string, one string) int {
	n := 0
	for _, got := range all {
		if got == one {
			n++
		}
	}
	return n
}

// TestPermissionIsAskedWithinTheSignIn: the person sees the code of the second question
// with its end, can turn back from it, and stays signed in throughout.
func TestPermissionIsAskedWithinTheSignIn(t *testing.T) {
	b := newBench(t)
	b.toLive()
	b.w.state.signIn.way = setup.DeviceCode
	b.w.permit(permissionGroups, pageGoLive)
	page := b.w.screen.(*permissionPage)
	var asked []string
	b.flow.permit = func(ctx context.Context, ask setup.Permit) (setup.Who, error) {
		asked = ask.Permissions
		ask.ShowCode(setup.Code{UserCode: "WXYZ-2345", URL: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute)})
		return setup.Who{}, hold(ctx)
	}
	b.press()
	b.until("code", func() bool { return b.w.state.signIn.code != nil })
	if !page.waiting.card.Visible() || page.waiting.code.Text() != "WXYZ-2345" || !slices.Equal(asked, []string{"GroupMember.Read.All", "Organization.Read.All"}) {
		t.Errorf("shows %q for %v", page.waiting.code.Text(), asked)
	}
	b.w.backByKey()
	b.until("cancelled", func() bool { return !b.w.state.signIn.busy })
	if page.waiting.card.Visible() || page.trouble.panel.Visible() || b.w.state.page != pagePermission || b.w.state.signIn.who == nil {
		t.Error("turning back from the question does more than that")
	}
	b.flow.permit = func(context.Context, setup.Permit) (setup.Who, error) {
		return setup.Who{}, sampleProblem(setup.OtherAccount, setup.StepSignIn, map[string]string{"Account": "ada@contoso.example"})
	}
	b.press()
	b.until("refusal", func() bool { return b.w.state.permission.problem != nil })
	if first := b.w.deedsOf(b.w.state.permission.problem, page.trouble.again)[0]; first.Label() != b.w.say("window.out.sign-in") {
		t.Errorf("after another account answered, the first way out is %q", first.Label())
	}
	b.flow.permit = nil
	test.Tap(page.trouble.again)
	b.untilPage(pageGoLive)
	if !b.w.state.signIn.groups || count(b.flow.called(), "sign-in") != 1 {
		t.Errorf("groups %v, calls %v", b.w.state.signIn.groups, b.flow.called())
	}
}
