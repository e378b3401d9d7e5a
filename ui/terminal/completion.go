package terminal

import (
	"strings"

	"github.com/spf13/cobra"

	"backupsso/assets/help"
	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// shells lists the shells that words are completed for.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

// completionCommand prints what a shell needs to complete commands and flags. The
// shell asks the program itself then, so words follow the person's language.
func (r *run) completionCommand() *cobra.Command {
	cmd := r.commandOf("completion "+strings.Join(shells(), "|"), "completion")
	cmd.ValidArgs = shells()
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		r.command = cmd.CommandPath()
		if len(args) != 1 {
			return r.wrongUsage("shell", facts{"Shells": strings.Join(shells(), ", ")})
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		root := cmd.Root()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(r.Out, true)
		case "zsh":
			return root.GenZshCompletion(r.Out)
		case "fish":
			return root.GenFishCompletion(r.Out, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(r.Out)
		}
		return r.wrongUsage("shell", facts{"Shells": strings.Join(shells(), ", ")})
	}
	return cmd
}

// complete teaches every command below cmd the values of its flags and arguments.
func (r *run) complete(cmd *cobra.Command) {
	fixed := map[string][]string{
		"cloud":       r.Clouds,
		"lang":        words.Languages(),
		"sign-in":     {string(setup.Browser), string(setup.DeviceCode)},
		"test-user":   {createUser},
		"application": {newApplication},
	}
	for _, fix := range samlcfg.Fixes() {
		fixed["fix"] = append(fixed["fix"], string(fix))
	}
	for name, values := range fixed {
		if cmd.Flags().Lookup(name) != nil || cmd.PersistentFlags().Lookup(name) != nil {
			// It fails only for a flag that is not there, or is taught twice.
			_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	for name, ending := range map[string][]string{"ca": {"pem", "cer", "crt"}, "people": {"csv", "txt"}, "bundle": {"zip"}} {
		if flag := cmd.Flags().Lookup(name); flag != nil {
			_ = cmd.MarkFlagFilename(name, ending...) // the flag exists
		}
	}
	if cmd.Flags().Lookup("out") != nil {
		_ = cmd.MarkFlagDirname("out") // the flag exists
	}
	switch {
	case cmd.ValidArgsFunction != nil || len(cmd.ValidArgs) > 0:
	case cmd.Name() == "check":
		cmd.ValidArgsFunction = cobra.FixedCompletions([]string{"zip"}, cobra.ShellCompDirectiveFilterFileExt)
	case cmd.Name() != "explain":
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, below := range cmd.Commands() {
		r.complete(below)
	}
}

// completeHelp offers pages to read and commands.
func completeHelp(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, topic := range help.Topics() {
		names = append(names, topic.Name+"\t"+topic.Title)
	}
	for _, other := range cmd.Root().Commands() {
		if other.IsAvailableCommand() {
			names = append(names, other.Name()+"\t"+other.Short)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
