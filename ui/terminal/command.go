package terminal

import (
	"strings"

	"github.com/spf13/cobra"

	"backupsso/assets/help"
	"backupsso/assets/words"
)

// root builds the command tree.
func (r *run) root() *cobra.Command {
	var flags setupFlags
	root := r.commandOf("backupsso", "root")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		return r.window(cmd.Context(), targetOf(cmd, &flags), &flags)
	}
	flags.bind(r, root, true)
	root.PersistentFlags().String("lang", "", r.words.Say("terminal.flag.lang", facts{"Languages": strings.Join(words.Languages(), ", ")}))
	_ = root.PersistentFlags().SetAnnotation("lang", Placeholder, []string{"TAG"}) // the flag exists
	root.CompletionOptions.DisableDefaultCmd = true
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		r.command = cmd.CommandPath()
		return err
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { r.help(cmd) })
	root.SetHelpCommand(r.helpCommand(root))
	root.SetOut(r.Out)
	root.SetErr(r.Err)
	root.AddCommand(r.setupCommand(), r.planCommand(), r.verifyCommand(), r.preflightCommand(), r.consentCommand(), r.tenantsCommand(), r.renewCommand(), r.undoCommand(), r.testCommand(), r.assignCommand(), r.signInsCommand(), r.checkCommand(), r.exportCommand(), r.explainCommand(), r.practiceCommand(), r.registerCommand(), r.signOutCommand(), r.completionCommand(), r.versionCommand())
	r.complete(root)
	return root
}

// commandOf returns a command with the words of "terminal.command.<name>" that
// takes no arguments.
func (r *run) commandOf(use, name string) *cobra.Command {
	key := "terminal.command." + name
	return &cobra.Command{
		Use:     use,
		Short:   r.words.Say(key + ".short"),
		Long:    r.words.Say(key + ".long"),
		Example: r.words.Say(key + ".example"),
		Args: func(cmd *cobra.Command, args []string) error {
			r.command = cmd.CommandPath()
			if len(args) == 0 {
				return nil
			}
			if cmd.HasAvailableSubCommands() {
				return r.wrongUsage("unknown-command", facts{"Command": args[0]})
			}
			if strings.HasPrefix(args[0], "http") && cmd.Flags().Changed("practice") {
				return r.wrongUsage("practice-url", facts{"URL": args[0]})
			}
			return r.wrongUsage("argument", facts{"Argument": args[0]})
		},
	}
}

func (r *run) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:               "help [command]",
		ValidArgsFunction: completeHelp,
		Short:             r.words.Say("terminal.command.help.short"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				if page, known := help.Find(args[0]); known {
					r.topic(page)
					return nil
				}
			}
			about, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return r.wrongUsage("unknown-command", facts{"Command": strings.Join(args, " ")})
			}
			r.help(about)
			return nil
		},
	}
}

// startPractice is what --practice without an address stands for.
const startPractice = "start"

func (r *run) practiceFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().StringVar(value, "practice", "", r.words.Say("terminal.flag.practice"))
	flag := cmd.Flags().Lookup("practice")
	flag.NoOptDefVal = startPractice
	_ = cmd.Flags().SetAnnotation("practice", Placeholder, []string{"URL"}) // the flag exists
}

func targetOf(cmd *cobra.Command, flags *setupFlags) Target {
	target := Target{Practice: cmd.Flags().Changed("practice"), Cloud: flags.cloud, ClientID: flags.clientID, CAFile: flags.ca}
	if flags.practice != startPractice {
		target.PracticeURL = flags.practice
	}
	return target
}
