package ui

import (
	"context"
	"path/filepath"

	"backupsso/assets/words"
	"backupsso/samlcfg/terraform"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// exportTerraform looks at the tenant once more, because the plan of this set-up
// was made before its changes, and saves what stands beside the bundle.
func (w *Window) exportTerraform() {
	w.state.export = exportState{busy: true}
	result, spoken, parent := w.state.apply.result, w.words, w.terraformParent()
	wish := result.Plan.Wish
	wish.Application = result.ApplicationID
	cloud := w.deps.Cloud
	if w.deps.Practice {
		cloud = ""
	}
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (exportState, error) {
		plan, err := w.flow.Plan(ctx, wish)
		if err != nil {
			return exportState{problem: problemOf(err)}, nil
		}
		standing, there := plan.Standing(cloud)
		if !there {
			return exportState{nothing: true}, nil
		}
		files, err := terraform.Files(standing, spoken)
		if err != nil {
			return exportState{problem: problemOf(err)}, nil
		}
		folder, err := saveTerraform(parent, files)
		return exportState{folder: folder, failure: err}, nil
	}, func(export exportState, _ error) {
		w.state.export = export
		w.refresh()
	})
	w.refresh()
}

// terraformParent is the folder that the bundle is in, or would be.
func (w *Window) terraformParent() string {
	if saved := w.state.handOver.savedAs; saved != "" {
		return filepath.Dir(saved)
	}
	return w.deps.SaveDir
}

// terraformRow offers the files for Terraform and tells where they are.
type terraformRow struct {
	w    *Window
	row  *kit.InfoRow
	save *kit.Button
}

func newTerraformRow(w *Window) *terraformRow {
	r := &terraformRow{w: w}
	r.save = kit.NewButton(kit.Secondary, w.say("window.done.terraform-save"), w.exportTerraform).Small().WithIcon(look.IconSave)
	r.row = kit.NewDeedRow(look.IconFile, w.say("window.done.terraform"), w.say("window.done.terraform-lead"), r.save)
	return r
}

func (r *terraformRow) update() {
	w, export := r.w, r.w.state.export
	second, icon, colour := w.say("window.done.terraform-lead"), look.IconFile, look.Accent
	switch {
	case export.folder != "":
		second, icon, colour = w.say("window.done.terraform-saved", words.Facts{"Path": export.folder}), look.IconOk, look.Ok
	case export.nothing:
		second, icon, colour = w.say("window.done.terraform-nothing"), look.IconWarn, look.Bad
	case export.failure != nil:
		second = w.say("window.done.terraform-failed", words.Facts{"Path": w.terraformParent(), "Reason": reason(export.failure)})
		icon, colour = look.IconWarn, look.Bad
	}
	busy := ""
	if export.busy {
		busy = w.say("window.done.terraform-saving")
	}
	r.save.SetBusy(busy)
	r.row.SetIcon(icon, colour)
	r.row.Set(w.say("window.done.terraform"), second)
}
