package ui

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
)

// livePictures are the pages about the people who use the application.
func livePictures() []picture {
	return []picture{
		{"17-live-empty", false, func(b *bench) { b.toLive() }},
		{"17-live-found", false, func(b *bench) { b.toLive(); b.searches("o") }},
		{"17-live-none-found", false, func(b *bench) { b.toLive(); b.searches("zz") }},
		{"17-live-no-groups", false, func(b *bench) {
			b.flow.find = func(context.Context, string) (setup.FoundMembers, error) {
				return setup.FoundMembers{Members: sampleMembers()[:1], NoGroups: true}, nil
			}
			b.toLive()
			b.searches("jon")
		}},
		{"17-live", false, func(b *bench) { b.toLive(); b.choosesSome() }},
		{"17-live-practice", true, func(b *bench) { b.toLive(); b.choosesSome() }},
		{"17-live-list", false, func(b *bench) { b.toLive(); b.pastes(sampleList); b.press(); b.asked() }},
		{"17-live-thousands", false, func(b *bench) { b.toLive(); b.pastes(longList(5000)); b.press(); b.asked() }},
		{"17-live-looking", false, showLookingUp},
		{"17-live-right", false, func(b *bench) {
			b.toLive()
			b.w.state.signIn.createsUser = false
			b.choosesSome()
		}},
		{"17-live-cut", false, func(b *bench) {
			b.flow.cut = &setup.LiveCut{Began: noon.Add(-time.Hour), Done: 120, Left: 4880}
			b.toLive()
			b.until("the run of before", func() bool { return b.w.state.live.cut != nil })
		}},
		{"17-live-refused", false, func(b *bench) {
			b.flow.planLive = func(context.Context, setup.LiveWish, func(setup.Event)) (setup.LivePlan, error) {
				return setup.LivePlan{}, sampleProblem(setup.RoleMissing, setup.StepPeople, map[string]string{"Role": "Cloud Application Administrator", "Account": "ada@contoso.example"})
			}
			b.toLive()
		}},
		{"18-list", false, func(b *bench) { b.toLive(); test.Tap(b.w.screen.(*livePage).paste) }},
		{"18-list-wrong", false, func(b *bench) { b.toLive(); b.pastes(sampleList) }},
		{"18-list-good", false, func(b *bench) {
			b.toLive()
			b.pastes("Name;E-Mail\nJon;jon.haas@contoso.example\nInes;ines.okoye@contoso.example\n")
		}},
		{"18-list-no-text", false, func(b *bench) { b.toLive(); b.pastes("PK\x03\x04") }},
		{"19-permission", false, func(b *bench) { b.toLive(); b.w.permit(permissionGroups, pageGoLive) }},
		{"19-permission-delete", false, func(b *bench) { b.toLive(); b.w.permit(permissionDelete, pageGoLive) }},
		{"19-permission-log", false, func(b *bench) { b.toTest(); b.w.permit(permissionLog, pageTest) }},
		{"19-permission-waiting", false, func(b *bench) {
			b.toLive()
			b.w.permit(permissionGroups, pageGoLive)
			b.flow.permit = func(ctx context.Context, how setup.Permit) (setup.Who, error) {
				_ = how.OpenURL("https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e")
				return setup.Who{}, hold(ctx)
			}
			b.press()
			b.until("link", func() bool { return b.w.state.signIn.link != "" })
		}},
		{"20-live-review", false, func(b *bench) { b.toLiveReview() }},
		{"20-live-review-practice", true, func(b *bench) { b.toLiveReview() }},
		{"20-live-review-looking", false, func(b *bench) {
			b.toLive()
			b.choosesSome()
			b.flow.planLive = func(ctx context.Context, _ setup.LiveWish, _ func(setup.Event)) (setup.LivePlan, error) {
				return setup.LivePlan{}, hold(ctx)
			}
			b.press()
		}},
		{"21-live-run", false, func(b *bench) { showThrottled(b, 40) }},
		{"21-live-run-practice", true, func(b *bench) { showThrottled(b, 40) }},
		{"21-live-stopped", false, showStoppedRun},
		{"21-live-failed", false, showRefusedRow},
		{"21-live-done", false, func(b *bench) { b.toLiveReview(); b.press(); b.ranLive() }},
		{"21-live-saved", false, func(b *bench) {
			b.toLiveReview()
			b.press()
			b.ranLive()
			test.Tap(b.w.shell.second)
			b.until("saved", func() bool { return b.w.state.live.run.saved != "" })
		}},
	}
}

// sampleList has something of everything that can be wrong.
const sampleList = "jon.haas@contoso.example\nnobody@contoso.example\nInes Okoye <ines.okoye@contoso.example>\nthe whole second floor\nJON.HAAS@contoso.example\notto.off@contoso.example\nx@\n"

func longList(count int) string {
	var lines strings.Builder
	for i := range count {
		fmt.Fprintf(&lines, "person%d@contoso.example\n", i)
	}
	return lines.String()
}

// toLive says that the test worked, and goes on to whom to let in.
func (b *bench) toLive() {
	b.t.Helper()
	if b.w.deps.Practice {
		showDelivered(b)
		b.press()
	} else {
		b.toTest()
	}
	b.w.screen.(*testPage).saw.Choose(0)
	b.w.screen.(*testPage).saw.OnChosen(0)
	b.press()
	b.untilPage(pageGoLive)
	b.until("the tenant was asked", func() bool { return !b.w.state.live.looking })
}

func (b *bench) searches(text string) {
	b.t.Helper()
	b.w.screen.(*livePage).field.SetText(text)
	b.until("found", func() bool { s := b.w.state.live.search; return s.found != nil && !s.busy })
}

func (b *bench) asked() {
	b.t.Helper()
	b.until("asked", func() bool { l := &b.w.state.live; return l.known && !l.looking && !l.anyOpen() })
}

// choosesSome chooses a group and three people, one of whom is in already, and has
// the test user deleted.
func (b *bench) choosesSome() {
	b.t.Helper()
	b.flow.in = append(b.flow.in, "mara")
	for _, id := range []string{"mara", "ines", "jon", "operators"} {
		b.w.chooseMember(sampleMember(id))
		b.asked()
	}
	b.w.removePerson(true)
	b.asked()
}

func (b *bench) pastes(text string) {
	b.t.Helper()
	b.w.pasteList(text)
	b.until("read", func() bool { return !b.w.state.live.list.busy })
}

func (b *bench) toLiveReview() {
	b.t.Helper()
	b.toLive()
	b.choosesSome()
	b.press()
	b.untilPage(pageLiveReview)
	b.until("plan", func() bool { return !b.w.state.live.planning })
}

func (b *bench) ranLive() {
	b.t.Helper()
	b.untilPage(pageLiveRun)
	b.until("the run ended", func() bool { return !b.w.state.live.run.running })
}

func showLookingUp(b *bench) {
	b.toLive()
	b.flow.planLive = func(ctx context.Context, _ setup.LiveWish, tell func(setup.Event)) (setup.LivePlan, error) {
		tell(setup.Event{Step: setup.StepPeople, State: setup.Started, Made: 1200, Total: 5000})
		return setup.LivePlan{}, hold(ctx)
	}
	b.pastes(longList(5000))
	b.press()
	b.until("news", func() bool { return b.w.state.live.read == 1200 })
}

// showThrottled is a run in which the tenant asks for a pause.
func showThrottled(b *bench, count int) {
	b.flow.goLive = func(ctx context.Context, plan setup.LivePlan, tell func(setup.Event)) (setup.LiveReport, error) {
		half := plan
		half.Rows, half.TestUser = plan.Rows[:count-10], nil
		b.flow.letIn(half, tell, nil)
		tell(setup.Event{Step: setup.StepPeople, State: setup.Started, Row: count - 9})
		tell(setup.Event{Step: setup.StepPeople, State: setup.Waiting, Wait: &setup.Wait{Reason: setup.ReasonThrottled, Since: noon, Attempt: 2,
			Next: noon.Add(150 * time.Second), GiveUp: noon.Add(15 * time.Minute)}})
		report := b.flow.letIn(half, func(setup.Event) {}, nil)
		for _, row := range plan.Rows[count-10:] {
			report.Rows = append(report.Rows, setup.LiveResult{LiveRow: row, Outcome: setup.LiveNotReached})
		}
		return report, hold(ctx)
	}
	b.toLive()
	b.pastes(longList(count))
	b.press()
	b.asked()
	b.press()
	b.until("plan", func() bool { return !b.w.state.live.planning })
	b.clock = noon
	b.press()
	b.until("wait", func() bool { return b.w.state.live.run.wait != nil })
	b.clock = noon.Add(48 * time.Second)
	b.w.refresh()
}

// showStoppedRun is a run that the person stopped.
func showStoppedRun(b *bench) {
	showThrottled(b, 40)
	b.flow.goLive = nil
	b.w.stopLive()
	b.until("stopped", func() bool { return !b.w.state.live.run.running })
}

// showRefusedRow is a run in which the tenant refuses one of them.
func showRefusedRow(b *bench) {
	b.flow.goLive = func(_ context.Context, plan setup.LivePlan, tell func(setup.Event)) (setup.LiveReport, error) {
		refused := &setup.Problem{Step: setup.StepPeople, Kind: setup.Refused, Facts: map[string]string{"Status": "400", "Code": "Request_BadRequest"},
			Detail: setup.Detail{Call: "POST /servicePrincipals/{id}/appRoleAssignedTo", Code: "Request_BadRequest", Status: http.StatusBadRequest,
				RequestID: "7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4", Time: noon, Message: "Not a valid reference update."}}
		return b.flow.letIn(plan, tell, map[string]*setup.Problem{"ines": refused}), nil
	}
	b.toLiveReview()
	b.press()
	b.ranLive()
}
