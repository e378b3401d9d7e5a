package terminal

import (
	"context"
	"strings"

	"backupsso/graph/setup"
)

// listInsiders shows who may use the application.
func (r *run) listInsiders(ctx context.Context, flow LiveFlow, wish setup.Wish) error {
	r.screen.now(r.words.Say("terminal.planning"))
	insiders, err := flow.WhoIsIn(ctx, wish, r.tellReading())
	r.screen.clear()
	if err != nil {
		return err
	}
	rows := make([]object, 0, len(insiders))
	r.screen.line("")
	r.screen.styled(strong, r.words.Count("terminal.assign.insiders", len(insiders)))
	groups := false
	for _, insider := range insiders {
		member := insider.Member
		groups = groups || member.Kind == setup.AGroup
		r.screen.line("  " + r.words.Say("terminal.assign.insider", facts{"Who": r.memberWords(member), "Date": r.words.Date(insider.Since.Local()),
			"By": r.words.Say("live.by." + string(insider.By))}))
		rows = append(rows, object{"kind": strings.ToLower(string(member.Kind)), "name": member.Name, "user_name": member.UPN, "id": member.ID,
			"since": insider.Since.UTC(), "by": insider.By})
	}
	if groups {
		r.screen.line("")
		r.screen.line(r.words.Say("terminal.assign.insiders-groups"))
	}
	r.json.write(object{"event": "insiders", "rows": rows})
	return nil
}

// memberWords names a person or a group.
func (r *run) memberWords(member setup.Member) string {
	switch {
	case member.Kind == setup.AGroup && member.Group.Counted:
		return r.words.Say("terminal.assign.group", facts{"Name": member.Name, "Members": r.words.Number(member.Group.People)})
	case member.Kind == setup.AGroup:
		return r.words.Say("terminal.assign.a-group", facts{"Name": member.Name})
	case member.UPN != "" && member.Name != "":
		return r.words.Say("terminal.assign.person", facts{"Name": member.Name, "UPN": member.UPN})
	}
	return firstNonEmpty(member.UPN, member.Name, member.ID)
}

// findMembers shows the people and groups that a search finds, and which of them
// can be let in.
func (r *run) findMembers(ctx context.Context, flow LiveFlow, wish setup.Wish, text string) error {
	r.screen.now(r.words.Say("terminal.planning"))
	found, err := flow.FindMembers(ctx, text)
	var plan setup.LivePlan
	if err == nil && len(found.Members) > 0 {
		plan, err = flow.PlanGoLive(ctx, setup.LiveWish{Wish: wish, Members: found.Members}, r.tellReading())
	}
	r.screen.clear()
	if err != nil {
		return err
	}
	rows := make([]object, 0, len(plan.Rows))
	if len(plan.Rows) > 0 {
		r.screen.line("")
	}
	for _, row := range plan.Rows {
		rows = append(rows, liveRow(row))
		switch row.Verb {
		case setup.IsIn:
			r.screen.line("  = " + r.words.Say("terminal.assign.found-in", facts{"Who": r.memberWords(row.Member)}))
		case setup.LetIn:
			r.screen.line("  + " + r.memberWords(row.Member))
		default:
			r.screen.styled(warn, "  ! "+r.memberWords(row.Member)+": "+r.words.Say("live.why."+row.Why))
		}
	}
	r.showNotes(plan)
	if found.More {
		r.screen.line("")
		r.screen.line(r.words.Say("terminal.assign.found-more"))
	}
	if found.NoGroups {
		r.screen.line("")
		r.screen.line(r.words.Say("terminal.assign.found-no-groups"))
	}
	r.json.write(object{"event": "found", "rows": rows, "more": found.More, "groups_unread": found.NoGroups})
	if len(plan.Rows) == 0 {
		return &stop{code: Failure, kind: "nobody-found", what: r.words.Say("terminal.assign.found-none.what", facts{"Text": text}),
			next: r.words.Say("terminal.assign.found-none.next")}
	}
	return nil
}
