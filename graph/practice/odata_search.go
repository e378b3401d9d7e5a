package practice

import (
	"strings"
	"unicode"
)

// searched is one clause of a $search over a property that is taken apart into
// words: all words of the clause must begin words of the value.
type searched struct {
	path  []string
	words []string
}

func (f searched) holds(get func(path []string) any) bool {
	text, _ := get(f.path).(string)
	held := wordsOf(text, true)
	for _, wanted := range f.words {
		found := false
		for _, word := range held {
			found = found || strings.HasPrefix(word, wanted)
		}
		if !found {
			return false
		}
	}
	return true
}

// sought reads $search, which directory objects offer in advanced queries only.
func (c *call) sought(from source) (filter, *graphError) {
	if from.simple || from.mixed != nil {
		return nil, unsupportedQuery("The query option '$search' is not supported.")
	}
	if !c.query.eventual {
		return nil, unsupportedQuery("Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'")
	}
	return parseSearch(c.query.search, from.shape)
}

// searchParser reads $search by recursive descent: clauses in double quotes, AND,
// OR and parentheses.
type searchParser struct {
	text  string
	at    int
	depth int
	shape *shape
}

func parseSearch(text string, s *shape) (filter, *graphError) {
	if len(text) > maxFilter {
		return nil, badQuery("The search is longer than %d characters.", maxFilter)
	}
	p := &searchParser{text: text, shape: s}
	parsed, failure := p.or()
	if failure == nil && p.peek() != 0 {
		failure = p.syntax()
	}
	return parsed, failure
}

func (p *searchParser) syntax() *graphError {
	return badQuery("Syntax error: character '%d' at position %d is not valid in '%s'.", p.peek(), p.at, p.text)
}

// peek skips blanks and gives the next byte, 0 at the end.
func (p *searchParser) peek() byte {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

// word takes an operator, which must be in upper case.
func (p *searchParser) word(text string) bool {
	p.peek()
	rest, found := strings.CutPrefix(p.text[p.at:], text)
	if !found || rest != "" && rest[0] != ' ' && rest[0] != '(' && rest[0] != '"' {
		return false
	}
	p.at += len(text)
	return true
}

func (p *searchParser) or() (filter, *graphError) {
	left, failure := p.and()
	for failure == nil && p.word("OR") {
		var right filter
		if right, failure = p.and(); failure == nil {
			left = either{left, right}
		}
	}
	return left, failure
}

func (p *searchParser) and() (filter, *graphError) {
	left, failure := p.clause()
	for failure == nil && p.word("AND") {
		var right filter
		if right, failure = p.clause(); failure == nil {
			left = both{left, right}
		}
	}
	return left, failure
}

func (p *searchParser) clause() (filter, *graphError) {
	p.depth++
	defer func() { p.depth-- }()
	switch next := p.peek(); {
	case p.depth > maxFilterDepth:
		return nil, badQuery("The search is nested deeper than %d levels.", maxFilterDepth)
	case next == '(':
		p.at++
		inner, failure := p.or()
		if failure != nil {
			return nil, failure
		}
		if p.peek() != ')' {
			return nil, p.syntax()
		}
		p.at++
		return inner, nil
	case next != '"':
		return nil, p.syntax()
	}
	content, closed := p.quoted()
	if !closed {
		return nil, p.syntax()
	}
	name, wanted, named := strings.Cut(content, ":")
	if !named || strings.TrimSpace(wanted) == "" {
		return nil, badQuery("Search expression '%s' names no property; write \"property:text\".", content)
	}
	return p.match(strings.TrimSpace(name), strings.TrimSpace(wanted))
}

// quoted takes a clause out of its quotes; a backslash takes the next character
// as it is.
func (p *searchParser) quoted() (content string, closed bool) {
	var out strings.Builder
	for p.at++; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return out.String(), true
		case c == '\\' && p.at+1 < len(p.text):
			p.at++
			out.WriteByte(p.text[p.at])
		default:
			out.WriteByte(c)
		}
	}
	return "", false
}

// match is what a clause asks of a property: words in displayName and description,
// the beginning of any other.
func (p *searchParser) match(name, wanted string) (filter, *graphError) {
	property, known := p.shape.find(name)
	if !known {
		return nil, badQuery("Could not find a property named '%s' on type 'microsoft.graph.%s'.", name, p.shape.name)
	}
	if !property.filterable || property.collection || property.typeName != "String" {
		return nil, unsupportedQuery("Searching by '%s' is not supported.", property.name)
	}
	if property.name != "displayName" && property.name != "description" {
		return comparison{[]string{property.name}, property, "startswith", wanted}, nil
	}
	words := wordsOf(wanted, false)
	if len(words) == 0 {
		return nil, badQuery("Search expression '%s' holds no words.", wanted)
	}
	return searched{[]string{property.name}, words}, nil
}

// wordsOf takes a text apart at blanks, symbols, digits and where a capital
// follows a small letter. With joined, words that only symbols keep apart come as
// one word too.
func wordsOf(text string, joined bool) []string {
	var words []string
	for _, chunk := range strings.Fields(text) {
		var whole, current strings.Builder
		var before rune
		symbols := false
		end := func() {
			if current.Len() > 0 {
				words = append(words, strings.ToLower(current.String()))
				current.Reset()
			}
		}
		for _, c := range chunk {
			if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) {
				end()
				symbols, before = true, c
				continue
			}
			if unicode.IsDigit(c) != unicode.IsDigit(before) || unicode.IsUpper(c) && unicode.IsLower(before) {
				end()
			}
			current.WriteRune(c)
			whole.WriteRune(c)
			before = c
		}
		end()
		if joined && symbols && whole.Len() > 0 {
			words = append(words, strings.ToLower(whole.String()))
		}
	}
	return words
}
