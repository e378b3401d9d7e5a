package practice

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// query holds the system query options of a request.
type query struct {
	filter   string
	search   string
	selected []string // nil: none asked for
	expand   []expansion
	order    []ordering
	top      int // 0: not asked for
	skip     int
	from     int // objects that earlier pages have shown
	count    bool
	eventual bool // ConsistencyLevel: eventual
	pageSize int  // Prefer: odata.maxpagesize, 0: not asked for
	values   url.Values
}

type ordering struct {
	property   string
	descending bool
}

// parseQuery reads query options and the headers that go with them. Names may
// miss their $; unknown options with one are refused.
func parseQuery(raw string, header http.Header) (query, *graphError) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return query{}, badQuery("Bad Request - Error in query syntax.")
	}
	q := query{values: values, eventual: strings.EqualFold(header.Get("ConsistencyLevel"), "eventual")}
	for name, given := range values {
		if len(given) > 1 {
			return query{}, badQuery("Query option '%s' was specified more than once, but it must be specified at most once.", name)
		}
		if failure := q.option(strings.ToLower(strings.TrimPrefix(name, "$")), name, strings.TrimSpace(given[0])); failure != nil {
			return query{}, failure
		}
	}
	for _, preference := range header.Values("Prefer") {
		for _, part := range strings.Split(preference, ",") {
			if size, found := strings.CutPrefix(strings.TrimSpace(part), "odata.maxpagesize="); found {
				q.pageSize, _ = strconv.Atoi(size) // a preference that makes no sense is ignored
			}
		}
	}
	return q, nil
}

func (q *query) option(name, written, value string) *graphError {
	var failure *graphError
	switch name {
	case "filter":
		if q.filter = value; value == "" {
			failure = badQuery("The value for OData query '$filter' cannot be empty.")
		}
	case "select":
		q.selected, failure = names("$select", value)
	case "expand":
		q.expand, failure = expansions(value)
	case "orderby":
		q.order, failure = orderings(value)
	case "top":
		q.top, failure = whole("$top", value)
		if failure == nil && q.top == 0 {
			failure = invalidPage(0, 999)
		}
	case "skip":
		q.skip, failure = whole("$skip", value)
	case "count":
		q.count = strings.EqualFold(value, "true")
		if !q.count && !strings.EqualFold(value, "false") {
			failure = badQuery("Invalid value '%s' for $count query option found. Valid values are 'true, false'.", value)
		}
	case "skiptoken":
		q.from, failure = readSkipToken(value)
	case "format":
	case "search":
		if q.search = value; value == "" {
			failure = badQuery("The value for OData query '$search' cannot be empty.")
		}
	case "apply", "compute", "deltatoken":
		failure = unsupportedQuery("The query option '%s' is not supported.", written)
	default:
		if strings.HasPrefix(written, "$") {
			failure = unsupportedQuery("The query option '%s' is not supported.", written)
		}
	}
	return failure
}

func names(option, value string) ([]string, *graphError) {
	var found []string
	for _, name := range strings.Split(value, ",") {
		if name = strings.TrimSpace(name); name == "" {
			return nil, badQuery("Parsing OData Select and Expand failed: %s holds an empty name.", option)
		}
		found = append(found, name)
	}
	return found, nil
}

// expansion is one navigation property that $expand asks for.
type expansion struct {
	name     string
	selected []string // of the expanded objects; nil: none asked for
}

// expansions reads $expand: names with options in parentheses, of which $select
// is offered.
func expansions(value string) ([]expansion, *graphError) {
	var found []expansion
	depth, begin := 0, 0
	for at := 0; at <= len(value); at++ {
		switch {
		case at < len(value) && value[at] == '(':
			depth++
		case at < len(value) && value[at] == ')':
			depth--
		case at == len(value) || value[at] == ',' && depth == 0:
			one, failure := readExpansion(strings.TrimSpace(value[begin:at]))
			if failure != nil {
				return nil, failure
			}
			found = append(found, one)
			begin = at + 1
		}
	}
	return found, nil
}

func readExpansion(text string) (expansion, *graphError) {
	name, options, nested := strings.Cut(text, "(")
	one := expansion{name: strings.TrimSpace(name)}
	if one.name == "" {
		return one, badQuery("Parsing OData Select and Expand failed: $expand holds an empty name.")
	}
	if !nested {
		return one, nil
	}
	inside, closed := strings.CutSuffix(options, ")")
	chosen, isSelect := strings.CutPrefix(strings.TrimSpace(inside), "$select=")
	if !closed || !isSelect {
		return one, unsupportedQuery("Of the options inside $expand only $select is supported.")
	}
	var failure *graphError
	one.selected, failure = names("$select", chosen)
	return one, failure
}

func orderings(value string) ([]ordering, *graphError) {
	var found []ordering
	for _, part := range strings.Split(value, ",") {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 {
			return nil, badQuery("Syntax error in $orderby '%s'.", value)
		}
		order := ordering{property: words[0]}
		if len(words) == 2 {
			order.descending = words[1] == "desc"
			if !order.descending && words[1] != "asc" {
				return nil, badQuery("Syntax error in $orderby '%s'.", value)
			}
		}
		found = append(found, order)
	}
	return found, nil
}

func whole(option, value string) (int, *graphError) {
	number, err := strconv.ParseInt(value, 10, 32)
	if err != nil || number < 0 {
		return 0, badQuery("Invalid value '%s' for %s query option found. The %s query option requires a non-negative integer value.", value, option, option)
	}
	return int(number), nil
}

func invalidPage(size, most int) *graphError {
	return badRequest("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", size, most)
}

// The skip token counts the objects that earlier pages have shown; clients take
// it as it is.
func skipToken(shown int) string {
	return base64.RawURLEncoding.EncodeToString([]byte("after:" + strconv.Itoa(shown)))
}

func readSkipToken(value string) (int, *graphError) {
	raw, err := base64.RawURLEncoding.DecodeString(value)
	number, found := strings.CutPrefix(string(raw), "after:")
	shown, notNumber := strconv.ParseInt(number, 10, 32)
	if err != nil || !found || notNumber != nil || shown < 0 {
		return 0, badRequest("The specified page token value has expired and can no longer be included in your request.").about("ExpiredPageToken", "skiptoken")
	}
	return int(shown), nil
}

// choose resolves $select against a shape; nil means the default properties.
func (q query) choose(s *shape) ([]*property, *graphError) {
	if q.selected == nil {
		return nil, nil
	}
	chosen := []*property{}
	known := map[string]bool{}
	for _, name := range q.selected {
		if name == "*" {
			return nil, nil
		}
		p, found := s.find(name)
		if !found {
			return nil, badQuery("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", name, s.name)
		}
		if !known[p.name] {
			chosen = append(chosen, p)
			known[p.name] = true
		}
	}
	return chosen, nil
}

// choose resolves $select against the collection's type, or types.
func (from source) choose(q query) ([]*property, *graphError) {
	if from.shapeOf == nil {
		return q.choose(from.shape)
	}
	merged := &shape{name: from.shape.name, byName: map[string]*property{}}
	for _, one := range from.mixed {
		for name, p := range one.byName {
			merged.byName[name] = p
		}
	}
	return q.choose(merged)
}

// those are a shape's own properties among chosen ones of several shapes.
func (s *shape) those(chosen []*property) []*property {
	if chosen == nil {
		return nil
	}
	own := []*property{}
	for _, p := range chosen {
		if mine, known := s.find(p.name); known {
			own = append(own, mine)
		}
	}
	return own
}

// listed is how @odata.context names the chosen properties: "(id,displayName)".
func listed(chosen []*property) string {
	if chosen == nil {
		return ""
	}
	var all []string
	for _, p := range chosen {
		all = append(all, p.name)
	}
	return "(" + strings.Join(all, ",") + ")"
}
