package terminal

import (
	"strings"

	"backupsso/assets/help"
)

// widest is the widest text of a page of help: longer lines are hard to read.
const widest = 100

// topic shows a page of help.
func (r *run) topic(topic help.Topic) {
	r.screen.styled(strong, topic.Title)
	columns := min(widest, r.screen.columns())
	before := help.Heading
	for _, block := range topic.Blocks() {
		if block.Kind == help.Heading || block.Kind != before {
			r.screen.line("")
		}
		switch before = block.Kind; block.Kind {
		case help.Heading:
			r.screen.styled(strong, block.Text)
		case help.Item:
			r.hanging(block.Text, columns)
		case help.Code:
			for _, line := range strings.Split(block.Text, "\n") {
				r.screen.line("    " + line)
			}
		case help.Row:
			r.tableRow(block, columns)
		default:
			for _, line := range wrapped(block.Text, columns) {
				r.screen.line(line)
			}
		}
	}
}

// hanging shows an item of a list, its later lines below its first word.
func (r *run) hanging(text string, columns int) {
	sign, rest, _ := strings.Cut(text, " ")
	indent := strings.Repeat(" ", len(sign)+1)
	for at, line := range wrapped(rest, columns-2-len(indent)) {
		if at == 0 {
			r.screen.line("  " + sign + " " + line)
			continue
		}
		r.screen.line("  " + indent + line)
	}
}

// tableRow shows a row of a table: its name, and below it what the cells say.
func (r *run) tableRow(block help.Block, columns int) {
	r.screen.line("  " + block.Cells[0])
	for at, cell := range block.Cells[1:] {
		if cell == "" {
			continue
		}
		if len(block.Cells) > 2 && at+1 < len(block.Names) {
			cell = block.Names[at+1] + ": " + cell
		}
		for _, line := range wrapped(cell, columns-4) {
			r.screen.line("    " + line)
		}
	}
}

// wrapped breaks text between words, into lines of at most so many columns where words
// are not longer.
func wrapped(text string, most int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && columns(line)+1+columns(word) > most {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
