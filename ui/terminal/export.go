package terminal

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
	"backupsso/samlcfg/terraform"
)

func (r *run) exportCommand() *cobra.Command {
	cmd := r.commandOf("export", "export")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		r.command = cmd.CommandPath()
		return r.wrongUsage("no-export")
	}
	cmd.AddCommand(r.exportTerraformCommand())
	return cmd
}

func (r *run) exportTerraformCommand() *cobra.Command {
	var flags setupFlags
	cmd := r.commandOf("terraform", "export-terraform")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		target := targetOf(cmd, &flags)
		return r.withPlan(cmd.Context(), target, &flags, func(_ context.Context, _ Flow, plan setup.Plan) error {
			return r.exportTerraform(target, plan, flags.out)
		})
	}
	flags.bind(r, cmd, false)
	cmd.Flags().StringVar(&flags.out, "out", ".", r.words.Say("terminal.flag.export-out"))
	_ = cmd.Flags().SetAnnotation("out", Placeholder, []string{"DIR"}) // the flag exists
	return cmd
}

// exportTerraform writes what the plan saw into folder. A file that is there
// already with another content is left alone, and nothing is written.
func (r *run) exportTerraform(target Target, plan setup.Plan, folder string) error {
	cloud := target.Cloud
	if target.Practice {
		cloud = ""
	}
	standing, there := plan.Standing(cloud)
	if !there {
		return &stop{code: Failure, kind: "nothing-stands", what: r.words.Say("terminal.export.nothing.what"),
			next: r.words.Say("terminal.export.nothing.next")}
	}
	files, err := terraform.Files(standing, r.words)
	if err != nil {
		return err
	}
	if err := r.writeAll(folder, files); err != nil {
		return err
	}
	r.screen.line("")
	names := make([]string, 0, len(files))
	for _, file := range files {
		path := filepath.Join(folder, file.Name)
		names = append(names, path)
		r.screen.line("  " + path)
	}
	r.screen.line("")
	r.screen.styled(good, r.words.Count("terminal.export.done", len(files)))
	if writes := plan.Writes(); writes > 0 {
		r.screen.styled(warn, r.words.Count("terminal.export.unfinished", writes))
	}
	r.screen.line(r.words.Say("terminal.export.next"))
	r.json.write(object{"event": "exported", "files": names, "tenant_id": standing.TenantID,
		"application_id": standing.ApplicationID, "missing": plan.Writes()})
	return nil
}

// writeAll writes all files or, when one is in the way, none.
func (r *run) writeAll(folder string, files []terraform.File) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return cannotWrite(folder, err)
	}
	for _, file := range files {
		path := filepath.Join(folder, file.Name)
		there, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist), err == nil && bytes.Equal(there, file.Bytes):
		case err != nil:
			return cannotWrite(path, err)
		default:
			return &stop{code: Failure, kind: "in-the-way", what: r.words.Say("terminal.export.in-the-way.what", facts{"Path": path}),
				next: r.words.Say("terminal.export.in-the-way.next")}
		}
	}
	for _, file := range files {
		path := filepath.Join(folder, file.Name)
		if err := os.WriteFile(path, file.Bytes, 0o644); err != nil {
			return cannotWrite(path, err)
		}
	}
	return nil
}
