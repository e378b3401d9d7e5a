package terminal

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"backupsso/assets/help"
)

// Placeholder is the annotation that names a flag's value in the help.
const Placeholder = "placeholder"

// help tells about a command in the person's language.
func (r *run) help(cmd *cobra.Command) {
	text := firstNonEmpty(cmd.Long, cmd.Short)
	r.paragraph(text)
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.help.usage"))
	use := cmd.CommandPath()
	if _, arguments, takes := strings.Cut(cmd.Use, " "); takes {
		use += " " + arguments
	}
	if cmd.HasAvailableSubCommands() {
		use += " [" + r.words.Say("terminal.help.command-word") + "]"
	}
	r.screen.line("  " + use + " [" + r.words.Say("terminal.help.flag-word") + "]")
	if cmd.HasAvailableSubCommands() {
		r.screen.line("")
		r.screen.styled(strong, r.words.Say("terminal.help.commands"))
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				r.entry(sub.Name(), 12, sub.Short)
			}
		}
	}
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.help.flags"))
	cmd.LocalFlags().VisitAll(r.flagHelp)
	cmd.InheritedFlags().VisitAll(r.flagHelp)
	if cmd.Example != "" {
		r.screen.line("")
		r.screen.styled(strong, r.words.Say("terminal.help.examples"))
		r.paragraph(cmd.Example)
	}
	if !cmd.HasParent() {
		r.screen.line("")
		r.screen.styled(strong, r.words.Say("terminal.help.pages"))
		for _, page := range help.Topics() {
			r.entry("help "+page.Name, 22, page.Title)
		}
	}
	r.screen.line("")
	r.screen.line(r.words.Say("terminal.help.exit"))
}

func (r *run) flagHelp(flag *pflag.Flag) {
	if flag.Hidden || flag.Name == "help" {
		return
	}
	name := "--" + flag.Name
	if values := flag.Annotations[Placeholder]; len(values) > 0 {
		if flag.NoOptDefVal != "" {
			name += "[=" + values[0] + "]"
		} else {
			name += " " + values[0]
		}
	}
	r.entry(name, 34, flag.Usage)
}

// entry shows a name, and beside it from a column on what it is for. Where the name or the
// terminal leaves too little beside it, the text stands below. In a file every text stays
// on one line, for grep.
func (r *run) entry(name string, column int, text string) {
	before, indent := "  "+padded(name, column), strings.Repeat(" ", column+2)
	all := min(widest, r.screen.size())
	if all <= 0 {
		r.screen.line(before + text)
		return
	}
	if all < column+30 {
		indent = strings.Repeat(" ", 6)
	}
	if columns(before) > columns(indent) {
		r.screen.line("  " + name)
		before = indent
	}
	for _, line := range wrapped(text, all-len(indent)) {
		r.screen.line(before + line)
		before = indent
	}
}

func (r *run) paragraph(text string) {
	for _, line := range strings.Split(text, "\n") {
		r.screen.line(line)
	}
}

// padded fills text up to so many columns; longer text keeps one space.
func padded(text string, width int) string {
	if missing := width - columns(text); missing > 0 {
		return text + strings.Repeat(" ", missing)
	}
	return text + " "
}

func firstNonEmpty(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
