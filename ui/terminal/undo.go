package terminal

import (
	"context"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
)

func (r *run) undoCommand() *cobra.Command {
	var flags setupFlags
	cmd := r.commandOf("undo", "undo")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		r.changes = true
		return r.withLater(cmd.Context(), targetOf(cmd, &flags), &flags, true, func(ctx context.Context, flow LaterFlow, wish setup.Wish) error {
			return r.undo(ctx, flow, wish, &flags)
		})
	}
	flags.bind(r, cmd, false)
	cmd.Flags().BoolVar(&flags.yes, "yes", false, r.words.Say("terminal.flag.yes"))
	return cmd
}

// undo shows what would be taken back, asks, and takes it back.
func (r *run) undo(ctx context.Context, flow LaterFlow, wish setup.Wish, flags *setupFlags) error {
	r.screen.now(r.words.Say("terminal.planning"))
	plan, err := flow.PlanUndo(ctx, wish)
	r.screen.clear()
	if err != nil {
		return err
	}
	r.showUndo(plan)
	if writes := plan.Writes(); writes > 0 && !flags.yes {
		if !r.InTerminal {
			return &stop{code: Question, kind: "not-confirmed", what: r.words.Count("terminal.undo.not-confirmed.what", writes),
				next: r.words.Say("terminal.undo.not-confirmed.next")}
		}
		yes, err := r.agree(ctx, r.words.Count("terminal.undo.take-back", writes))
		if err != nil {
			return err
		}
		if !yes {
			return &stop{code: Failure, kind: "declined", what: r.words.Say("terminal.declined.what"), next: r.words.Say("terminal.declined.next")}
		}
	}
	done, err := flow.Undo(ctx, plan, r.tellOut())
	r.screen.clear()
	r.screen.line("")
	for _, row := range done {
		r.screen.styled(good, "  "+r.undoLine(row))
	}
	if err != nil {
		return err
	}
	r.screen.styled(good, r.words.Count("terminal.undo.done", len(done)))
	if binned(done) {
		r.screen.line(r.words.Say("terminal.undo.bin"))
	}
	r.json.write(object{"event": "undone", "rows": undoJSON(done), "recycle_bin": binned(done)})
	return nil
}

func binned(rows []setup.UndoRow) bool {
	for _, row := range rows {
		if row.Bin {
			return true
		}
	}
	return false
}

func (r *run) showUndo(plan setup.UndoPlan) {
	r.json.write(object{"event": "undo-plan", "rows": undoJSON(plan.Rows), "writes": plan.Writes()})
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.undo.title", facts{"App": setup.AppName, "Tenant": plan.Tenant.Name}))
	r.screen.line("")
	for _, row := range plan.Rows {
		r.screen.line("  " + r.undoLine(row))
		if row.Why != "" {
			r.screen.line("      " + r.words.Say("terminal.undo.why."+row.Why))
		}
	}
	if plan.Writes() == 0 {
		r.screen.line(r.words.Say("terminal.undo.nothing"))
	}
	if binned(plan.Rows) {
		r.screen.line("")
		r.screen.line(r.words.Say("terminal.undo.bin"))
	}
}

// undoLine is one row: a sign, the verb, the name, and what it is about.
func (r *run) undoLine(row setup.UndoRow) string {
	sign := map[setup.UndoVerb]string{setup.Remove: "-", setup.Restore: "~", setup.Leave: "="}[row.Verb]
	text := sign + " " + r.words.Say("terminal.undo.verb."+string(row.Verb)) + " " + r.words.Say("change."+row.What) + ": " +
		firstNonEmpty(row.Now, r.words.Say("terminal.plan.empty"))
	if row.Verb == setup.Restore {
		text += " -> " + firstNonEmpty(row.Then, r.words.Say("terminal.plan.empty"))
	}
	return text
}

func undoJSON(rows []setup.UndoRow) []object {
	all := make([]object, 0, len(rows))
	for _, row := range rows {
		all = append(all, object{"step": row.Step, "what": row.What, "verb": row.Verb, "now": row.Now, "then": row.Then, "why": row.Why, "recycle_bin": row.Bin})
	}
	return all
}
