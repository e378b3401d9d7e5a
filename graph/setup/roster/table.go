package roster

import (
	"strings"
	"unicode"
)

// table is a text with columns.
type table struct {
	heading string
	column  int
	rows    []tableRow
}

type tableRow struct {
	number int
	cells  []string
	text   string
}

// tableIn finds out whether lines are a CSV: at least two of them, nearly all with
// the same number of fields, more than one.
func tableIn(lines []line) (table, bool) {
	if len(lines) < 2 {
		return table{}, false
	}
	for _, separator := range []string{"\t", ";", ","} {
		if width := widthOf(lines, separator); width > 1 {
			if found, is := readTable(lines, separator); is {
				return found, true
			}
		}
	}
	return table{}, false
}

// widthOf is the number of fields that at least nine in ten of the first lines
// have, or 0.
func widthOf(lines []line, separator string) int {
	const enough = 200
	counted := map[int]int{}
	looked := lines[:min(len(lines), enough)]
	for _, one := range looked {
		counted[len(split(one.text, separator, true))]++
	}
	for width, times := range counted {
		if times*10 >= len(looked)*9 {
			return width
		}
	}
	return 0
}

// readTable reads the cells and decides on a column. Names with a comma before an
// address look like a table too; there no column is full of addresses alone.
func readTable(lines []line, separator string) (table, bool) {
	var found table
	for _, one := range lines {
		row := tableRow{number: one.number, text: one.text}
		for _, field := range split(one.text, separator, true) {
			row.cells = append(row.cells, cell(field))
		}
		found.rows = append(found.rows, row)
	}
	best := -1
	if head := found.rows[0]; !strings.Contains(head.text, "@") {
		found.rows = found.rows[1:]
		rank := -1
		for at, name := range head.cells {
			if r := headings(name); r >= 0 && (rank < 0 || r < rank) && found.filled(at) {
				best, rank = at, r
			}
		}
		if best < 0 {
			best = found.fullest()
		}
		if best >= 0 && best < len(head.cells) {
			found.heading = short(head.cells[best])
		}
	} else {
		best = found.fullest()
	}
	if best < 0 || found.others(best) {
		return table{}, false
	}
	found.column = best
	return found, true
}

// addresses counts the cells of a column that hold one.
func (t table) addresses(column int) int {
	count := 0
	for _, row := range t.rows {
		if column < len(row.cells) && valid(addressIn(row.cells[column])) {
			count++
		}
	}
	return count
}

// filled reports whether at least half of a column's cells are addresses.
func (t table) filled(column int) bool {
	return 2*t.addresses(column) >= len(t.rows) && len(t.rows) > 0
}

// fullest is the column with the most addresses, the first of equals; -1 when no
// column is filled.
func (t table) fullest() int {
	best, most := -1, 0
	width := 0
	for _, row := range t.rows {
		width = max(width, len(row.cells))
	}
	const widest = 200
	for column := range min(width, widest) {
		if count := t.addresses(column); count > most && t.filled(column) {
			best, most = column, count
		}
	}
	return best
}

// others reports whether without headings other columns are full of other
// addresses: then the lines are lists and no table.
func (t table) others(column int) bool {
	if t.heading != "" {
		return false
	}
	differ := 0
	for _, row := range t.rows {
		for at, one := range row.cells {
			if at != column && column < len(row.cells) && valid(addressIn(one)) && !strings.EqualFold(addressIn(one), addressIn(row.cells[column])) {
				differ++
				break
			}
		}
	}
	return 2*differ >= len(t.rows)
}

func (b *builder) table(t table) {
	for _, row := range t.rows {
		if t.column < len(row.cells) && strings.Contains(row.cells[t.column], "@") {
			b.add(row.number, row.cells[t.column])
			continue
		}
		b.put(Row{Line: row.number, Text: short(row.text), Wrong: NoAddress}) // none in the column that counts
	}
}

// headings ranks what a column of addresses may be called, the surest first; -1
// for everything else. Templates of the admin centre put the name of the property in
// brackets: User name [userPrincipalName] Required.
func headings(name string) int {
	if _, property, is := strings.Cut(name, "["); is {
		name, _, _ = strings.Cut(property, "]")
	}
	folded := strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name))
	for rank, known := range []string{"userprincipalname", "upn", "memberobjectidorupn", "username", "signinname", "login", "loginname", "user", "account",
		"primarysmtpaddress", "emailaddress", "email", "mail", "mailaddress", "emailaddresses", "emails", "address", "member", "members", "people"} {
		if folded == known {
			return rank
		}
	}
	return -1
}
