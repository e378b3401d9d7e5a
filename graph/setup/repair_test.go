package setup

import (
	"context"
	"slices"
	"testing"

	"backupsso/graph"
	"backupsso/samlcfg"
)

func TestRepairsLeadToAWish(t *testing.T) {
	assigned := samlcfg.FindSignInErrors("AADSTS50105: Your administrator has configured the application X ('b2f0aaaa-bbbb-cccc-dddd-eeeeeeee41ce') to block users unless they are specifically granted ('assigned') access to the application. The signed in user 'ann@contoso.com' is blocked because they are not a direct member of a group with access.")
	hidden := samlcfg.FindSignInErrors("AADSTS50105: The signed in user '{EmailHidden}' is blocked because they are not assigned.")
	mine := wish()
	for name, c := range map[string]repairCase{
		"assign who was blocked":   gotRepair(RepairOfError(assigned[0], mine)).as(samlcfg.FixAssignUser, TestUser{UPN: "ann@contoso.com"}, WhatAssignment),
		"assign, name hidden":      gotRepair(RepairOfError(hidden[0], mine)).as(samlcfg.FixAssignUser, mine.TestUser, WhatAssignment),
		"no signing key":           gotRepair(RepairOfError(samlcfg.SignInErrorReport{SignInError: samlcfg.LookUpSignInError(50003)}, mine)).as(samlcfg.FixActivateCertificate, mine.TestUser, WhatActiveCertificate),
		"no reply address":         gotRepair(RepairOfError(samlcfg.SignInErrorReport{SignInError: samlcfg.LookUpSignInError(500113)}, mine)).as(samlcfg.FixMendAddress, mine.TestUser, WhatReplyURL),
		"turned off":               gotRepair(RepairOfError(samlcfg.SignInErrorReport{SignInError: samlcfg.LookUpSignInError(7000112)}, mine)).as(samlcfg.FixEnableApp, mine.TestUser, WhatEnabled),
		"another audience":         gotRepair(RepairOfFinding(samlcfg.Finding{Code: "response-audience", Severity: samlcfg.Fail}, mine)).as(samlcfg.FixMendAddress, mine.TestUser, WhatIdentifier),
		"another audience, fine":   gotRepair(RepairOfFinding(samlcfg.Finding{Code: "response-audience"}, mine)).as(samlcfg.FixNone, TestUser{}, ""),
		"wrong password":           gotRepair(RepairOfError(samlcfg.SignInErrorReport{SignInError: samlcfg.LookUpSignInError(50126)}, mine)).as(samlcfg.FixNone, TestUser{}, ""),
		"unknown":                  gotRepair(RepairOfError(samlcfg.SignInErrorReport{SignInError: samlcfg.LookUpSignInError(1)}, mine)).as(samlcfg.FixNone, TestUser{}, ""),
		"another user":             gotRepair(RepairOfFinding(samlcfg.Finding{Code: "response-user-differs", Severity: samlcfg.Warn}, mine)).as(samlcfg.FixNone, TestUser{}, ""),
		"drift: nobody assigned":   gotRepair(RepairOfFinding(samlcfg.Finding{Code: "verify-assignment", Severity: samlcfg.Fail}, mine)).as(samlcfg.FixAssignUser, mine.TestUser, WhatAssignment),
		"drift: ends soon":         gotRepair(RepairOfFinding(samlcfg.Finding{Code: "verify-expiry", Severity: samlcfg.Warn}, mine)).as(samlcfg.FixActivateCertificate, mine.TestUser, WhatCertificate),
		"drift: not the Reply URL": gotRepair(RepairOfFinding(samlcfg.Finding{Code: "verify-reply-url", Severity: samlcfg.Fail}, mine)).as(samlcfg.FixMendAddress, mine.TestUser, WhatReplyURL),
	} {
		if c.ok != (c.fix != samlcfg.FixNone) || c.repair.Fix != c.fix || c.ok && (c.repair.Wish.Fix != c.fix || c.repair.Wish.TestUser != c.person || !slices.Contains(c.repair.Whats, c.what)) {
			t.Errorf("%s: %t %+v", name, c.ok, c.repair)
		}
	}
	for _, fix := range samlcfg.Fixes() {
		if _, ok := RepairOf(fix, mine, ""); !ok {
			t.Errorf("%s has no repair", fix)
		}
	}
}

// repairCase is a repair, and what it has to be.
type repairCase struct {
	repair Repair
	ok     bool
	fix    samlcfg.Fix
	person TestUser
	what   string
}

type repaired struct {
	repair Repair
	ok     bool
}

func gotRepair(repair Repair, ok bool) repaired { return repaired{repair, ok} }

func (r repaired) as(fix samlcfg.Fix, person TestUser, what string) repairCase {
	return repairCase{r.repair, r.ok, fix, person, what}
}

// TestRepairsMendTheTenant breaks one thing after the other, takes the repair of
// what is found, applies its plan, and takes it back.
func TestRepairsMendTheTenant(t *testing.T) {
	ours := wish().Portal
	other := ours.Identifier + "/"
	for name, c := range map[string]struct {
		fix    samlcfg.Fix
		harm   func(*graph.Application, *graph.ServicePrincipal)
		whats  []string
		mended func(graph.Application, graph.ServicePrincipal) bool
		undone func(graph.Application, graph.ServicePrincipal) bool
	}{
		"another Identifier is first": {samlcfg.FixMendAddress,
			func(a *graph.Application, _ *graph.ServicePrincipal) {
				a.Identifiers = []string{other, ours.Identifier}
			},
			[]string{WhatIdentifier},
			func(a graph.Application, _ graph.ServicePrincipal) bool {
				return slices.Equal(a.Identifiers, []string{ours.Identifier, other})
			},
			func(a graph.Application, _ graph.ServicePrincipal) bool { return slices.Contains(a.Identifiers, other) }},
		"another Reply URL is the default": {samlcfg.FixMendAddress,
			func(a *graph.Application, _ *graph.ServicePrincipal) {
				a.ReplyURLs, a.DefaultReplyURL = append(a.ReplyURLs, "https://x.example/acs"), "https://x.example/acs"
			},
			[]string{WhatDefaultReplyURL},
			func(a graph.Application, _ graph.ServicePrincipal) bool {
				return a.DefaultReplyURL == ours.ReplyURL && len(a.ReplyURLs) == 2
			},
			func(a graph.Application, _ graph.ServicePrincipal) bool {
				return a.DefaultReplyURL == "https://x.example/acs"
			}},
		"both": {samlcfg.FixMendAddress,
			func(a *graph.Application, _ *graph.ServicePrincipal) {
				a.ReplyURLs, a.DefaultReplyURL = []string{"https://x.example/acs", ours.ReplyURL}, "https://x.example/acs"
			},
			[]string{WhatReplyURL, WhatDefaultReplyURL},
			func(a graph.Application, _ graph.ServicePrincipal) bool {
				return a.DefaultReplyURL == ours.ReplyURL && slices.Equal(a.ReplyURLs, []string{ours.ReplyURL, "https://x.example/acs"})
			},
			func(a graph.Application, _ graph.ServicePrincipal) bool {
				return a.DefaultReplyURL == "https://x.example/acs"
			}},
		"it is turned off": {samlcfg.FixEnableApp,
			func(_ *graph.Application, p *graph.ServicePrincipal) { p.Enabled = false },
			[]string{WhatEnabled},
			func(_ graph.Application, p graph.ServicePrincipal) bool { return p.Enabled },
			func(_ graph.Application, p graph.ServicePrincipal) bool { return !p.Enabled }},
		"no key is active": {samlcfg.FixActivateCertificate,
			func(_ *graph.Application, p *graph.ServicePrincipal) { p.ActiveThumbprint = "" },
			[]string{WhatActiveCertificate},
			func(_ graph.Application, p graph.ServicePrincipal) bool { return p.ActiveThumbprint != "" },
			nil},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := newFakeTenant(t)
			config := tenant.config()
			// The application is somebody else's, so that undo gives values back.
			foreign := WithDirectory(config, tenant)
			if _, err := foreign.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
				t.Fatal(err)
			}
			apply(t, foreign, plan(t, foreign, wish()))
			app := tenant.apps[0]
			principal := tenant.principals[app.AppID]
			c.harm(app, principal)

			config.Journal = JournalIn(memoryFolder(t))
			flow := WithDirectory(config, tenant)
			if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
				t.Fatal(err)
			}
			if c.fix != samlcfg.FixActivateCertificate {
				if without := plan(t, flow, wish()); without.Writes() != 0 {
					t.Errorf("without a repair: %+v", without.Changes)
				}
			}
			repair, _ := RepairOf(c.fix, wish(), "")
			made := plan(t, flow, repair.Wish)
			var changed []string
			for _, change := range made.Changes {
				if change.Verb == Create || change.Verb == Modify {
					changed = append(changed, change.What)
				}
			}
			if !slices.Equal(changed, c.whats) {
				t.Errorf("the plan changes %v", changed)
			}
			for _, what := range changed {
				if !slices.Contains(repair.Whats, what) {
					t.Errorf("%s is none of the repair's", what)
				}
			}
			apply(t, flow, made)
			if !c.mended(*app, *principal) {
				t.Errorf("not mended: %+v, %+v", app, principal)
			}
			if again := plan(t, flow, repair.Wish); again.Writes() != 0 {
				t.Errorf("a second plan: %+v", again.Changes)
			}
			if c.undone == nil {
				return
			}
			back, err := flow.PlanUndo(context.Background(), wish())
			if err != nil {
				if slices.Contains(c.whats, WhatIdentifier) {
					return // only the order changed: nothing is to be given back
				}
				t.Fatal(err)
			}
			if _, err := flow.Undo(context.Background(), back, nil); err != nil {
				t.Fatal(err)
			}
			if !c.undone(*app, *principal) {
				t.Errorf("not undone: %+v, %+v, rows %+v", app, principal, back.Rows)
			}
		})
	}
}
