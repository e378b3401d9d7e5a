package setup

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/graph/setup/roster"
)

// PlanGoLive looks at the tenant, read-only, and says whom GoLive would let in, who
// is in already, who cannot and why. Events of the state Started tell how far the
// reading has come, and what is waited for; emit may be nil.
func (f *Flow) PlanGoLive(ctx context.Context, wish LiveWish, emit func(Event)) (LivePlan, error) {
	if err := f.signedIn(); err != nil {
		return LivePlan{}, err
	}
	r, ledger, err := f.lookForLive(ctx, wish, emit)
	if r != nil {
		f.watch.follow(r)
		defer f.watch.follow(nil)
	}
	var plan LivePlan
	if err == nil {
		plan, err = r.planLive(ctx, wish, ledger)
	}
	if err != nil {
		return LivePlan{}, f.problem(StepPeople, err)
	}
	return plan, nil
}

// lookForLive looks at the set-up that a wish is about, and at what is remembered
// of its people.
func (f *Flow) lookForLive(ctx context.Context, wish LiveWish, emit func(Event)) (*run, *journal.Ledger, error) {
	r, err := f.lookLater(ctx, wish.Wish, emit)
	r.step = StepPeople
	if err != nil {
		return r, nil, err
	}
	if r.seen.application == nil || r.seen.principal == nil {
		return r, nil, &Problem{Step: StepPeople, Kind: NotSetUp, Facts: map[string]string{"Identifier": wish.Wish.Portal.Identifier}}
	}
	ledger, err := f.readLedger(wish.Wish)
	r.seen.assignments = stillMade(r.seen.assignments, ledger)
	return r, ledger, err
}

func (f *Flow) readLedger(wish Wish) (*journal.Ledger, error) {
	if err := f.signedIn(); err != nil {
		return nil, err
	}
	if f.config.Journal == nil {
		return nil, nil
	}
	ledger, err := f.config.Journal.ReadLedger(keyOf(f.who.Tenant.ID, wish))
	if err != nil {
		return nil, journalProblem(StepPeople, err)
	}
	return ledger, nil
}

func (r *run) planLive(ctx context.Context, wish LiveWish, ledger *journal.Ledger) (LivePlan, error) {
	plan := LivePlan{Wish: wish, Tenant: r.flow.who.Tenant, Account: r.flow.who.Account, Application: r.seen.application.Name,
		Made: r.flow.now(), Before: len(r.seen.assignments), principalID: r.seen.principal.ObjectID}
	role, usable := userRole(r.seen.principal.Roles)
	if !usable {
		return plan, &Problem{Step: StepPeople, Kind: NoUserRole, Facts: map[string]string{"App": r.seen.application.Name}}
	}
	plan.roleID = role
	if err := r.liveRows(ctx, &plan, ledger); err != nil {
		return plan, err
	}
	if err := r.judgeGroups(ctx, &plan); err != nil {
		return plan, err
	}
	plan.TestUser = r.testUserRow(wish)
	if wish.TakeBack {
		r.judgeTakingBack(&plan, ledger)
	} else {
		r.judgeRows(&plan, ledger)
	}
	if row := plan.TestUser; row != nil && row.Unassign {
		row.Last = plan.Count(LetIn, IsIn) == 0 && plan.After() == 0
	}
	return plan, nil
}

// liveRows finds everyone whom a wish names.
func (r *run) liveRows(ctx context.Context, plan *LivePlan, ledger *journal.Ledger) error {
	wish := plan.Wish
	if wish.Resume {
		members, began := ledger.Unfinished()
		plan.Resumes = began
		for _, member := range members {
			if member.Left() { // who was refused, or is in by somebody else, is looked at again
				plan.Rows = append(plan.Rows, LiveRow{Asked: nameOf(member), Verb: LetIn, Member: Member{Kind: MemberKind(member.Kind), ID: member.ID,
					Name: member.Name, UPN: member.UPN, Group: GroupFacts{Security: true}}})
			}
		}
		return nil
	}
	if wish.everybody() {
		r.everybodyBack(plan, ledger)
		return nil
	}
	for _, member := range wish.Members {
		plan.Rows = append(plan.Rows, LiveRow{Asked: nameOf(journal.Member{Name: member.Name, UPN: member.UPN}), Member: member, Verb: LetIn})
	}
	if err := r.groupRows(ctx, plan); err != nil {
		return err
	}
	return r.listRows(ctx, plan)
}

func nameOf(member journal.Member) string {
	if member.UPN != "" {
		return member.UPN
	}
	return member.Name
}

// groupRows finds the groups that are named.
func (r *run) groupRows(ctx context.Context, plan *LivePlan) error {
	names := plan.Wish.Groups
	if len(names) == 0 {
		return nil
	}
	found, err := r.flow.directory.Groups(ctx, names)
	if answer := answerOf(err); answer != nil && answer.Status == http.StatusForbidden && !answer.ProxyPage {
		return &Problem{Step: StepPeople, Kind: GroupsUnreadable, Facts: map[string]string{"Scope": graph.ScopeGroups}, Err: err, Detail: detail(err)}
	}
	if err != nil {
		return err
	}
	for i, name := range names {
		row := LiveRow{Asked: strings.TrimSpace(name), Verb: LetIn}
		switch len(found[i]) {
		case 0:
			row.Verb, row.Why = StaysOut, WhyGroupNotFound
		case 1:
			row.Member = memberOfGroup(found[i][0])
		default:
			row.Verb, row.Why = StaysOut, WhySeveral
		}
		plan.Rows = append(plan.Rows, row)
	}
	return nil
}

// listRows finds the people of a pasted list.
func (r *run) listRows(ctx context.Context, plan *LivePlan) error {
	addresses := plan.Wish.List.Good()
	byUPN, byMail, err := r.flow.usersOf(ctx, addresses, r.reading(len(addresses)))
	if answer := answerOf(err); answer != nil && answer.Status == http.StatusForbidden && !answer.ProxyPage {
		return &Problem{Step: StepPeople, Kind: ConsentMissing, Facts: map[string]string{"Scope": graph.ScopeReadUsers}, Err: err, Detail: detail(err)}
	}
	if err != nil {
		return err
	}
	for _, entry := range plan.Wish.List.Rows {
		row := LiveRow{Line: entry.Line, Asked: entry.Text, Verb: LetIn, Of: entry.Of}
		folded := strings.ToLower(entry.Address)
		same := byMail[folded]
		user, known := byUPN[folded]
		switch {
		case entry.Wrong != roster.Fine:
			row.Verb, row.Why = StaysOut, string(entry.Wrong)
		case known:
			row.Asked, row.Member = entry.Address, memberOfUser(user)
		case len(same) == 1:
			row.Asked, row.Member, row.Notes = entry.Address, memberOfUser(same[0]), []string{NoteByMail}
		case len(same) > 1:
			row.Asked, row.Verb, row.Why = entry.Address, StaysOut, WhySeveral
		default:
			row.Asked, row.Verb, row.Why = entry.Address, StaysOut, WhyNotFound
		}
		plan.Rows = append(plan.Rows, row)
	}
	return nil
}

// judgeGroups counts the members of the groups that can be let in, and looks
// whether the tenant has the licence for groups at all.
func (r *run) judgeGroups(ctx context.Context, plan *LivePlan) error {
	var groups []Member
	var at []int
	for i, row := range plan.Rows {
		if row.Verb == LetIn && row.Member.Kind == AGroup {
			groups, at = append(groups, row.Member), append(at, i)
		}
	}
	if len(groups) == 0 || plan.Wish.TakeBack {
		return nil
	}
	var err error
	if plan.Licence, err = r.flow.directory.Licence(ctx); err != nil {
		return err
	}
	err = r.flow.sizeGroups(ctx, groups)
	if answer := answerOf(err); answer != nil && answer.Status == http.StatusForbidden && plan.Wish.Resume {
		err = nil // the sizes were told before that run began
	}
	for i, group := range groups {
		plan.Rows[at[i]].Member = group
	}
	return err
}

// judgeRows decides over each row that found somebody.
func (r *run) judgeRows(plan *LivePlan, ledger *journal.Ledger) {
	assigned := map[string]bool{}
	for _, one := range r.seen.assignments {
		assigned[strings.ToLower(one.PrincipalID)] = true
	}
	remembered := r.rememberedMembers(ledger)
	first := map[string]int{} // member -> line of the row that has her, 0 when it has none
	for i := range plan.Rows {
		row := &plan.Rows[i]
		id := strings.ToLower(row.Member.ID)
		if row.Verb == StaysOut || id == "" {
			continue
		}
		line, twice := first[id]
		if !twice {
			first[id] = row.Line
		}
		switch {
		case twice:
			row.Verb, row.Why, row.Of = StaysOut, WhyTwice, line
		case plan.TestUser != nil && strings.EqualFold(plan.TestUser.Member.ID, id) && !plan.TestUser.Foreign:
			row.Verb, row.Why = StaysOut, WhyTestUser
		case assigned[id]:
			row.Verb = IsIn
		case remembered[id].Standing():
			row.Verb, row.Notes = IsIn, append(row.Notes, NoteOutOfSight)
		case row.Member.Off:
			row.Verb, row.Why = StaysOut, WhyDisabled
		case row.Member.Kind == AGroup && !row.Member.Group.Security:
			row.Verb, row.Why = StaysOut, WhyNotSecurity
		case row.Member.Kind == AGroup && plan.Licence.Known && !plan.Licence.Premium:
			row.Verb, row.Why = StaysOut, WhyNoPremium
		default:
			row.Notes = append(row.Notes, notesOn(row.Member, plan.Licence)...)
			if remembered[id].Unsettled() {
				row.Notes = append(row.Notes, NoteUnsettled)
			}
		}
	}
}

// rememberedMembers are those whom a run let in, or may have let in, so short a
// time ago that lists may not show them yet.
func (r *run) rememberedMembers(ledger *journal.Ledger) map[string]journal.Member {
	recent := map[string]journal.Member{}
	for _, member := range ledger.Members() {
		if member.Unsettled() || member.Standing() && r.flow.now().Sub(member.Ended) < r.pace().GiveUp {
			recent[strings.ToLower(member.ID)] = member
		}
	}
	return recent
}

// notesOn is what is worth knowing of somebody who can be let in.
func notesOn(member Member, licence graph.Licence) []string {
	var notes []string
	add := func(note string, applies bool) {
		if applies {
			notes = append(notes, note)
		}
	}
	group := member.Kind == AGroup
	add(NoteGuest, member.Guest)
	add(NoteNeedsP1, group && !licence.Known)
	add(NoteNested, group && member.Group.Inner > 0)
	add(NoteDynamic, group && member.Group.Dynamic)
	add(NoteForRoles, group && member.Group.ForRoles)
	add(NoteEmpty, group && member.Group.Counted && member.Group.People == 0 && !member.Group.Dynamic)
	return notes
}

// testUserRow says what happens to the test user; nil when she is left alone.
func (r *run) testUserRow(wish LiveWish) *TestUserRow {
	if !wish.RemoveTestUser || r.seen.user == nil || r.seen.user.ID == "" {
		return nil
	}
	row := &TestUserRow{Member: memberOfUser(*r.seen.user)}
	made, created := r.flow.past.Last(WhatTestUser)
	row.Delete = created && made.Made == r.seen.user.ID || r.flow.made.userID != "" && r.flow.made.userID == r.seen.user.ID
	own, assigned := r.flow.past.Last(WhatAssignment)
	row.Unassign = slices.ContainsFunc(r.seen.assignments, func(a graph.Assignment) bool {
		return strings.EqualFold(a.PrincipalID, r.seen.user.ID) && (row.Delete || assigned && own.Made == a.ID)
	})
	row.Foreign = !row.Delete && !row.Unassign
	return row
}
