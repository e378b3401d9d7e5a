package roster

import "strings"

// line is one line of a text, or several where a quoted field runs on.
type line struct {
	number int
	text   string
}

// longestLine bounds what is read of a line; nobody pastes more.
const longestLine = 64 << 10

// linesOf splits a text at any kind of line end and leaves empty lines and
// comments out.
func linesOf(text string) []line {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\v", "\n", "\f", "\n").Replace(text)
	var lines []line
	all := strings.Split(text, "\n")
	for number := 0; number < len(all); number++ {
		first := number
		one := all[number][:min(len(all[number]), longestLine)]
		if more := runsOn(all[number:]); more > 0 {
			one = strings.Join(all[number:number+more+1], " ")
			number += more
		}
		if clean(one) != "" && !aboutTheFile(one) {
			lines = append(lines, line{first + 1, one})
		}
	}
	return lines
}

// aboutTheFile reports whether a line is a comment, tells a spreadsheet what keeps
// the fields apart, or is the first one of a template of the admin centre. See
// learn.microsoft.com/entra/identity/users/groups-bulk-import-members.
func aboutTheFile(text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "sep=") || strings.HasPrefix(text, `"sep=`) || strings.HasPrefix(text, "version:v")
}

// runsOn is the number of lines behind the first one that a quoted field of it runs
// on through; 0 when the field does not end soon, because then the quote is none.
func runsOn(lines []string) int {
	const most = 10
	if !openField(lines[0]) {
		return 0
	}
	joined := lines[0]
	for more := 1; more < len(lines) && more <= most && len(joined) < longestLine; more++ {
		joined += " " + lines[more]
		if !openField(joined) {
			return more
		}
	}
	return 0
}

// openField reports whether a field that begins with a quote does not end in text.
func openField(text string) bool {
	quoted, begins := false, true
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case c == '"' && (quoted || begins):
			quoted, begins = !quoted, false
		case !quoted && (c == ',' || c == ';' || c == '\t'):
			begins = true
		case c != ' ':
			begins = begins && quoted
		}
	}
	return quoted
}

// split takes a line apart at a separator, except inside double quotes and, with
// angles, inside <>. A quote that does not end is an ordinary character.
func split(text string, separators string, angles bool) []string {
	var fields []string
	begin, quoted, open := 0, false, false
	closes := strings.Count(text, `"`)
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case c == '"':
			closes--
			if quoted || closes > 0 {
				quoted = !quoted
			}
		case quoted:
		case angles && c == '<':
			open = true
		case angles && c == '>':
			open = false
		case !open && strings.IndexByte(separators, c) >= 0:
			fields = append(fields, text[begin:at])
			begin = at + 1
		}
	}
	return append(fields, text[begin:])
}

// cell is the content of a CSV field.
func cell(field string) string {
	field = strings.TrimSpace(field)
	if inside, is := strings.CutPrefix(field, `"`); is {
		if inside, is = strings.CutSuffix(inside, `"`); is {
			return strings.ReplaceAll(inside, `""`, `"`)
		}
	}
	return field
}

// lines reads a text without columns: any number of entries a line.
func (b *builder) lines(all []line) {
	for at, one := range all {
		entries := entriesOf(one.text)
		if at == 0 && len(entries) == 1 && headings(cell(entries[0])) >= 0 {
			b.Column = short(cell(entries[0]))
			continue
		}
		for _, entry := range entries {
			b.add(one.number, entry)
		}
	}
}

// entriesOf are the entries of one line. Words without an address belong to the
// address behind them: the name in front of it may hold a comma.
func entriesOf(text string) []string {
	var entries []string
	pending := ""
	for _, field := range split(text, ",;\t", true) {
		if clean(field) == "" {
			continue
		}
		if !strings.Contains(field, "@") {
			pending = strings.TrimSpace(pending + " " + field)
			continue
		}
		entries = append(entries, spread(strings.TrimSpace(pending+" "+field))...)
		pending = ""
	}
	if pending != "" {
		entries = append(entries, pending)
	}
	return entries
}

// spread takes addresses apart that only blanks keep apart.
func spread(entry string) []string {
	words := strings.Fields(entry)
	if strings.Contains(entry, "<") || len(words) < 2 {
		return []string{entry}
	}
	for _, word := range words {
		if !strings.Contains(word, "@") {
			return lastAddress(words, entry)
		}
	}
	return words
}

// lastAddress takes the address out of words in front of or behind it, where there
// is exactly one.
func lastAddress(words []string, entry string) []string {
	found := ""
	for _, word := range words {
		if strings.Contains(word, "@") {
			if found != "" {
				return []string{entry}
			}
			found = word
		}
	}
	return []string{found}
}
