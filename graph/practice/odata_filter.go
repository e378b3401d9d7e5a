package practice

import "strings"

// filter is a parsed $filter.
type filter interface {
	// holds reports whether the condition is true for the values that get returns.
	holds(get func(path []string) any) bool
}

type (
	both    struct{ left, right filter }
	either  struct{ left, right filter }
	negated struct{ inner filter }
	// comparison is path op value; op is eq, ne, gt, ge, lt, le, startswith,
	// endswith or contains.
	comparison struct {
		path     []string
		property *property
		op       string
		value    any // nil, string, bool or int
	}
	oneOf struct {
		path   []string
		values []any
	}
	// anyItem is path/any(variable:inner) over a collection of primitive values.
	anyItem struct {
		path  []string
		all   bool
		empty bool // any() alone: the collection has items
		inner filter
	}
)

// filterParser reads $filter by recursive descent.
type filterParser struct {
	text     string
	tokens   []token
	at       int
	depth    int
	shape    *shape
	variable string    // of the lambda being read
	item     *property // what the variable stands for
	advanced bool      // found an operator that needs ConsistencyLevel: eventual
}

const maxFilterDepth = 40

// mostChoices is how many values in and or may hold, unless the caller asks for
// eventual consistency (learn.microsoft.com/graph/filter-query-parameter).
const mostChoices = 15

// parseFilter reads a $filter over the shape. It refuses what it cannot do;
// advanced says that the caller must have asked for eventual consistency.
func parseFilter(text string, s *shape) (parsed filter, advanced bool, err *graphError) {
	tokens, err := lex(text)
	if err != nil {
		return nil, false, err
	}
	p := &filterParser{text: text, tokens: tokens, shape: s}
	parsed, err = p.or()
	if err != nil {
		return nil, false, err
	}
	if p.peek().kind != 0 {
		return nil, false, p.syntax()
	}
	return parsed, p.advanced, nil
}

func (p *filterParser) peek() token { return p.tokens[p.at] }

func (p *filterParser) next() token {
	found := p.tokens[p.at]
	if found.kind != 0 {
		p.at++
	}
	return found
}

func (p *filterParser) word(text string) bool {
	if found := p.peek(); found.kind != 'w' || !strings.EqualFold(found.text, text) {
		return false
	}
	p.at++
	return true
}

func (p *filterParser) mark(kind rune) *graphError {
	if p.peek().kind != kind {
		return p.syntax()
	}
	p.at++
	return nil
}

func (p *filterParser) syntax() *graphError {
	return badQuery("Invalid filter clause: Syntax error at position %d in '%s'.", p.peek().at, p.text)
}

func (p *filterParser) or() (filter, *graphError) {
	left, err := p.and()
	for choices := 2; err == nil && p.word("or"); choices++ {
		p.advanced = p.advanced || choices > mostChoices
		var right filter
		if right, err = p.and(); err == nil {
			left = either{left, right}
		}
	}
	return left, err
}

func (p *filterParser) and() (filter, *graphError) {
	left, err := p.unary()
	for err == nil && p.word("and") {
		var right filter
		if right, err = p.unary(); err == nil {
			left = both{left, right}
		}
	}
	return left, err
}

func (p *filterParser) unary() (filter, *graphError) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxFilterDepth {
		return nil, badQuery("Invalid filter clause: it is nested deeper than %d levels.", maxFilterDepth)
	}
	if p.word("not") {
		p.advanced = true
		inner, err := p.unary()
		return negated{inner}, err
	}
	if p.peek().kind == '(' {
		p.next()
		inner, err := p.or()
		if err != nil {
			return nil, err
		}
		return inner, p.mark(')')
	}
	name := p.peek()
	if name.kind != 'w' {
		return nil, p.syntax()
	}
	p.next()
	if p.peek().kind == '(' {
		if path, lambda := cutLambda(name.text); lambda != "" {
			return p.lambda(path, lambda)
		}
		return p.function(strings.ToLower(name.text))
	}
	return p.compare(name.text)
}

// cutLambda splits "identifierUris/any" into path and operator.
func cutLambda(text string) (path, lambda string) {
	cut := strings.LastIndexByte(text, '/')
	if cut < 0 {
		return text, ""
	}
	switch last := strings.ToLower(text[cut+1:]); last {
	case "any", "all":
		return text[:cut], last
	}
	return text, ""
}

func (p *filterParser) function(name string) (filter, *graphError) {
	switch name {
	case "startswith":
	case "contains":
		if p.shape.name != "applicationTemplate" {
			return nil, unsupportedQuery("Unsupported or invalid query filter clause: the function 'contains' is not offered here.")
		}
	case "endswith":
		p.advanced = true
	default:
		return nil, unsupportedQuery("Invalid filter clause: the function '%s' is not offered.", name)
	}
	p.next() // the parenthesis
	path := p.next()
	property, err := p.resolve(path.text)
	if err != nil {
		return nil, err
	}
	if property.typeName != "String" {
		return nil, badQuery("Invalid filter clause: No function signature for the function with name '%s' matches the specified arguments.", name)
	}
	if err := p.mark(','); err != nil {
		return nil, err
	}
	value := p.next()
	if value.kind != 's' {
		return nil, p.syntax()
	}
	if err := p.mark(')'); err != nil {
		return nil, err
	}
	condition := comparison{p.steps(path.text), property, name, value.text}
	if !p.word("eq") {
		return condition, nil
	}
	if p.word("true") {
		return condition, nil
	}
	if p.word("false") {
		p.advanced = true
		return negated{condition}, nil
	}
	return nil, p.syntax()
}

func (p *filterParser) lambda(path, operator string) (filter, *graphError) {
	property, err := p.lookUp(path)
	if err != nil {
		return nil, err
	}
	if !property.collection || property.shape != nil || p.variable != "" {
		return nil, unsupportedQuery("Complex query on property %s is not supported.", path)
	}
	p.next() // the parenthesis
	condition := anyItem{path: strings.Split(path, "/"), all: operator == "all"}
	if p.peek().kind == ')' {
		p.next()
		condition.empty = true
		p.advanced = true
		return condition, nil
	}
	variable := p.next()
	if variable.kind != 'w' || strings.Contains(variable.text, "/") {
		return nil, p.syntax()
	}
	if err := p.mark(':'); err != nil {
		return nil, err
	}
	p.variable = variable.text
	item := *property
	item.collection = false
	p.item = &item
	condition.inner, err = p.or()
	p.variable, p.item = "", nil
	if err != nil {
		return nil, err
	}
	return condition, p.mark(')')
}

func (p *filterParser) compare(path string) (filter, *graphError) {
	property, err := p.resolve(path)
	if err != nil {
		return nil, err
	}
	operator := p.next()
	switch op := strings.ToLower(operator.text); {
	case operator.kind != 'w':
		return nil, p.syntax()
	case op == "in":
		return p.in(path, property)
	case op == "ne":
		p.advanced = true
		fallthrough
	case op == "eq", op == "ge", op == "le", op == "gt", op == "lt":
		value, err := p.literal(property, op)
		if err != nil {
			return nil, err
		}
		return comparison{p.steps(path), property, op, value}, nil
	}
	return nil, p.syntax()
}

func (p *filterParser) in(path string, property *property) (filter, *graphError) {
	if err := p.mark('('); err != nil {
		return nil, err
	}
	condition := oneOf{path: p.steps(path)}
	for {
		value, err := p.literal(property, "eq")
		if err != nil {
			return nil, err
		}
		condition.values = append(condition.values, value)
		if p.peek().kind != ',' {
			p.advanced = p.advanced || len(condition.values) > mostChoices
			return condition, p.mark(')')
		}
		p.next()
	}
}
