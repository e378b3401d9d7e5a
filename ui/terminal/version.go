package terminal

import (
	"github.com/spf13/cobra"
)

func (r *run) versionCommand() *cobra.Command {
	asJSON := false
	cmd := r.commandOf("version", "version")
	cmd.RunE = func(*cobra.Command, []string) error {
		if asJSON {
			newJSONLines(r.Out, r.Now).write(r.Version)
			return nil
		}
		v := r.Version
		r.screen.line("backupsso " + v.Version)
		if v.Commit != "" {
			r.screen.line(r.words.Say("terminal.version.commit", facts{"Commit": v.Commit, "Time": v.Time}))
		}
		r.screen.line(r.words.Say("terminal.version.built", facts{"Go": v.Go, "OS": v.OS, "Arch": v.Arch}))
		if !v.Window {
			r.screen.line(r.words.Say("terminal.version.no-window"))
		}
		return nil
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, r.words.Say("terminal.flag.json-once"))
	return cmd
}
