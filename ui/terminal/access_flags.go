package terminal

import (
	"strings"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
)

// What --assign and --test-user take beside what setupFlags says.
const (
	assignAuto   = "auto"
	assignPortal = "portal"
	testUserMe   = "me"
)

// accessFlags are the flags about how much leave a set-up asks for.
type accessFlags struct {
	assign  string
	askOnce bool
}

func (f *accessFlags) bind(r *run, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.assign, "assign", assignAuto, r.words.Say("terminal.flag.assign"))
	_ = cmd.Flags().SetAnnotation("assign", Placeholder, []string{assignAuto + "|" + assignPortal}) // the flag exists
	cmd.Flags().BoolVar(&f.askOnce, "ask-once", false, r.words.Say("terminal.flag.ask-once"))
}

func (f *accessFlags) check(r *run) error {
	if f.assign != assignAuto && f.assign != assignPortal && f.assign != "" {
		return r.wrongUsage("assign", facts{"Value": f.assign})
	}
	return nil
}

// leave puts the flags into a sign-in.
func (f *accessFlags) leave(how setup.SignIn) setup.SignIn {
	how.AllAtOnce, how.LeavesAssignment = f.askOnce, f.assign == assignPortal
	return how
}

// personal puts the flags, and who signed in, into what the flow is asked for.
func (f *setupFlags) personal(r *run, wish setup.Wish) (setup.Wish, error) {
	wish.LeaveAssignment = f.assign == assignPortal
	if f.testUser != testUserMe {
		return wish, nil
	}
	if !strings.Contains(r.who.Account.UPN, "@") || r.who.Account.Partner {
		return wish, r.wrongUsage("me")
	}
	wish.TestUser = setup.TestUser{UPN: r.who.Account.UPN}
	return wish, nil
}
