package terminal

import (
	"strings"

	"github.com/spf13/cobra"
)

func (r *run) signOutCommand() *cobra.Command {
	var asJSON bool
	cmd := r.commandOf("sign-out", "sign-out")
	cmd.RunE = func(*cobra.Command, []string) error {
		r.useJSON(asJSON)
		out, err := r.SignOut()
		if err != nil {
			return err
		}
		r.json.write(object{"event": "signed-out", "there": out.There, "accounts": listed(out.Accounts), "place": out.Place})
		if !out.There {
			r.screen.line(r.words.Say("terminal.signed-out.nothing"))
			return nil
		}
		if len(out.Accounts) > 0 {
			r.screen.line(r.words.Say("terminal.signed-out.accounts", facts{"Accounts": strings.Join(out.Accounts, ", ")}))
		} else {
			r.screen.line(r.words.Say("terminal.signed-out.some"))
		}
		r.screen.line(r.words.Say("terminal.signed-out.sessions"))
		return nil
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, r.words.Say("terminal.flag.json-once"))
	return cmd
}
