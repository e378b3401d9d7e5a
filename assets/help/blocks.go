package help

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Kind is what a block is.
type Kind int

// The kinds of blocks.
const (
	Text    Kind = iota
	Heading      // of a section
	Item         // of a list
	Code         // lines as they stand, such as commands
	Row          // of a table: the first cell names what the others tell
)

// Block is one piece of a page.
type Block struct {
	Kind  Kind
	Text  string   // of Item with its number or a dash before it
	Cells []string // of Row
	Names []string // of Row: what the columns are called
}

// Blocks returns what the page says below its title.
func (t Topic) Blocks() []Block {
	reader := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(t.text))
	p := &page{source: t.text}
	for node := reader.FirstChild(); node != nil; node = node.NextSibling() {
		p.add(node)
	}
	if len(p.blocks) > 0 && p.blocks[0].Kind == Heading {
		p.blocks = p.blocks[1:] // the title
	}
	return p.blocks
}

// page collects blocks.
type page struct {
	source []byte
	blocks []Block
}

func (p *page) add(node ast.Node) {
	switch node := node.(type) {
	case *ast.Heading:
		p.put(Heading, p.inline(node))
	case *ast.Paragraph, *ast.TextBlock:
		p.put(Text, p.inline(node))
	case *ast.FencedCodeBlock:
		p.put(Code, p.lines(node))
	case *ast.List:
		p.list(node)
	case *tables.Table:
		p.table(node)
	}
}

func (p *page) put(kind Kind, said string) {
	if said != "" {
		p.blocks = append(p.blocks, Block{Kind: kind, Text: said})
	}
}

func (p *page) list(list *ast.List) {
	at := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		sign := "- "
		if list.IsOrdered() {
			sign = strconv.Itoa(at) + ". "
			at++
		}
		for part := item.FirstChild(); part != nil; part = part.NextSibling() {
			before := len(p.blocks)
			p.add(part)
			if part == item.FirstChild() && len(p.blocks) > before && p.blocks[before].Kind == Text {
				p.blocks[before].Kind, p.blocks[before].Text = Item, sign+p.blocks[before].Text
			}
		}
	}
}

func (p *page) table(table *tables.Table) {
	var columns []string
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, p.inline(cell))
		}
		if row.Kind() == tables.KindTableHeader {
			columns = cells
			continue
		}
		p.blocks = append(p.blocks, Block{Kind: Row, Cells: cells, Names: columns})
	}
}

// inline is the text of a node without marks. A link that leads out of the
// documents keeps its address, because neither face can be clicked everywhere.
func (p *page) inline(node ast.Node) string {
	var said strings.Builder
	_ = ast.Walk(node, func(inner ast.Node, entering bool) (ast.WalkStatus, error) {
		switch inner := inner.(type) {
		case *ast.Text:
			if entering {
				said.Write(inner.Segment.Value(p.source))
				if inner.SoftLineBreak() || inner.HardLineBreak() {
					said.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				said.Write(inner.Value)
			}
		case *ast.Link:
			if target := string(inner.Destination); !entering && strings.Contains(target, "://") {
				said.WriteString(" (" + target + ")")
			}
		case *ast.AutoLink:
			if entering {
				said.Write(inner.URL(p.source))
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(said.String())
}

func (p *page) lines(node ast.Node) string {
	var said strings.Builder
	for at := range node.Lines().Len() {
		line := node.Lines().At(at)
		said.Write(line.Value(p.source))
	}
	return strings.TrimRight(said.String(), "\n")
}
