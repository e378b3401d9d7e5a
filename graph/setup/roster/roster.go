package roster

import "strings"

// MaxRows bounds the rows of a list.
const MaxRows = 20_000

// Wrong says what is wrong with a row; words under "live.why.<wrong>".
type Wrong string

// What can be wrong with a row.
const (
	Fine       Wrong = ""
	NoAddress  Wrong = "no-address"  // the line names nobody
	NotAddress Wrong = "not-address" // it does not have the form of one
	Duplicate  Wrong = "duplicate"   // Of has it already
	TooMany    Wrong = "too-many"    // the list is longer than MaxRows; the last row says so
)

// Row is one entry of a list.
type Row struct {
	Line    int    // in the text, counted from 1
	Text    string // as it was written, shortened
	Address string // "" where Wrong says why
	Wrong   Wrong
	Of      int // line of the first one, for Duplicate
}

// List is what a text says.
type List struct {
	Rows []Row
	// Column is the heading of the column that was taken, "" without headings.
	Column string
}

// Good are the addresses of the rows that are fine, in order.
func (l List) Good() []string {
	var good []string
	for _, row := range l.Rows {
		if row.Wrong == Fine {
			good = append(good, row.Address)
		}
	}
	return good
}

// Bad are the rows with something wrong.
func (l List) Bad() []Row {
	var bad []Row
	for _, row := range l.Rows {
		if row.Wrong != Fine {
			bad = append(bad, row)
		}
	}
	return bad
}

// Names reports whether any row has at least the beginnings of an address. A table
// without a column of addresses has none.
func (l List) Names() bool {
	for _, row := range l.Rows {
		if row.Wrong != NoAddress {
			return true
		}
	}
	return false
}

// Parse reads a list. Errors: ErrTooLarge, ErrNoText. An empty text is an empty
// list.
func Parse(raw []byte) (List, error) {
	text, err := decode(raw)
	if err != nil {
		return List{}, err
	}
	lines := linesOf(text)
	list := &builder{first: map[string]int{}}
	if table, is := tableIn(lines); is {
		list.Column = table.heading
		list.table(table)
	} else {
		list.lines(lines)
	}
	return list.List, nil
}

// builder gathers rows.
type builder struct {
	List
	first map[string]int // folded address -> line
}

// add takes an entry: the address in it, or what is wrong with it.
func (b *builder) add(line int, text string) {
	row := Row{Line: line, Text: short(text)}
	address := addressIn(text)
	folded := strings.ToLower(address)
	before, known := b.first[folded]
	switch {
	case !strings.Contains(text, "@"):
		row.Wrong = NoAddress
	case !valid(address):
		row.Wrong = NotAddress
	case known:
		row.Wrong, row.Of = Duplicate, before
	default:
		row.Address = address
		b.first[folded] = line
	}
	b.put(row)
}

// put adds a row, up to the most that there may be.
func (b *builder) put(row Row) {
	switch {
	case len(b.Rows) > MaxRows:
		return
	case len(b.Rows) == MaxRows:
		row = Row{Line: row.Line, Text: row.Text, Wrong: TooMany}
	}
	b.Rows = append(b.Rows, row)
}

// short keeps the beginning of a text, for messages.
func short(text string) string {
	const most = 120
	text = strings.Join(strings.Fields(text), " ")
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}
