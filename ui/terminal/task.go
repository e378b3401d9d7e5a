package terminal

import (
	"strconv"

	"backupsso/graph/setup"
)

// showTask tells what a person has to do in the admin centre.
func (r *run) showTask(task setup.Task) {
	key := "task." + string(task.Kind)
	r.screen.line("")
	r.screen.styled(strong, "  "+r.words.Say(key+".title"))
	r.screen.line("  " + r.words.Say(key+".why"))
	for i, step := range task.Steps() {
		r.screen.line("    " + strconv.Itoa(i+1) + ". " + r.words.Say(step))
	}
	r.screen.line("    " + task.Link)
	r.screen.line("  " + r.words.Say(key+".then"))
}
