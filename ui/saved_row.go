package ui

import (
	"context"
	"path/filepath"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// savedRow offers one file of its own and tells where it is.
type savedRow struct {
	w           *Window
	icon        look.IconName
	title, lead string
	row         *kit.InfoRow
}

func newSavedRow(w *Window, icon look.IconName, title, lead, label string, save func()) *savedRow {
	button := kit.NewButton(kit.Secondary, label, save).Small()
	return &savedRow{w: w, icon: icon, title: title, lead: lead, row: kit.NewDeedRow(icon, title, lead, button)}
}

// tell says where the file is, that no program opened it, or why it is not there.
func (r *savedRow) tell(path string, unopened bool, problem *setup.Problem) {
	second, icon, colour := r.lead, r.icon, look.Accent
	facts := words.Facts{"Path": path}
	switch {
	case problem != nil:
		view := problemViewOf(r.w.words, problem)
		second, icon, colour = view.what+" "+view.next, look.IconWarn, look.Bad
	case unopened:
		second, icon, colour = r.w.say("window.waiting.reminder-unopened", facts), look.IconWarn, look.Wait
	case path != "":
		second, icon, colour = r.w.say("window.done.saved", facts), look.IconOk, look.Ok
	}
	r.row.SetIcon(icon, colour)
	r.row.Set(r.title, second)
}

// saveReport writes the record of the changes beside the bundle, for the tenant's
// own files.
func (w *Window) saveReport() {
	result, path := *w.state.apply.result, w.state.handOver.savedAs
	if path == "" {
		path = filepath.Join(w.deps.SaveDir, result.BundleName)
	}
	runAsync(w.work, w.visit, w.visit, func(context.Context) ([]string, error) {
		return w.flow.SaveChangeRecord(result, path)
	}, func(saved []string, err error) {
		w.state.report = reportState{problem: problemOf(err)}
		if err == nil && len(saved) > 0 {
			w.state.report.path = saved[0]
		}
		w.refresh()
	})
}
