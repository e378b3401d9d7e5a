package terminal

import (
	"path/filepath"

	"backupsso/graph/setup"
	"backupsso/samlcfg/bundle"
)

// saveBundle shows what the bundle holds, and then saves it.
func (r *run) saveBundle(flow Flow, result setup.Result, folder string) (string, error) {
	if files, err := bundle.Inside(result.Bundle); err == nil {
		longest := 0
		for _, file := range files {
			longest = max(longest, len(file.Name))
		}
		r.screen.line("")
		r.screen.styled(strong, r.words.Say("bundle.inside"))
		for _, file := range files {
			r.screen.line("  " + padded(file.Name, longest+3) + r.words.Say(file.Title))
		}
	}
	return flow.SaveBundle(result, filepath.Join(folder, result.BundleName))
}
