package practice

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// source is a collection that can be listed. Its functions each, get and find are
// called with the tenant's lock held for reading, expand without it.
type source struct {
	shape   *shape
	context string // in @odata.context, for example "users"
	each    func(visit func(id string, o object) bool)
	get     func(id string) (object, bool)
	find    finder
	// simple collections are not directory objects: they know no advanced queries.
	simple bool
	// typed items say their type, where a collection mixes types.
	typed bool
	// shapeOf tells the type of each item of a collection that mixes the types of
	// mixed; nil: all are of shape.
	shapeOf func(object) *shape
	mixed   []*shape
	most    int // largest page
	page    int // page when none is asked for
	// expand adds a navigation property to a shown item.
	expand map[string]func(o object, selected []string) (any, *graphError)
}

// tableSource lists what readers see of a table.
func tableSource[T object](rows *table[T], s *shape, context string, now time.Time) source {
	return source{
		shape: s, context: context, most: 999, page: 100,
		each: func(visit func(string, object) bool) {
			rows.each(now, func(id string, value T) bool { return visit(id, value) })
		},
		get: func(id string) (object, bool) { return rows.visible(id, now) },
		find: func(property, value string) ([]string, bool) {
			return rows.find(property, value), rows.indexed(property)
		},
	}
}

// fixedSource lists objects that are at hand.
func fixedSource[T object](items []T, s *shape, context string) source {
	return source{
		shape: s, context: context, most: 999, page: 100,
		each: func(visit func(string, object) bool) {
			for _, item := range items {
				id, _ := item.get("id").(string)
				if !visit(id, item) {
					return
				}
			}
		},
		find: func(string, string) ([]string, bool) { return nil, false },
	}
}

// list answers GET on a collection.
func (c *call) list(from source) (answer, *graphError) {
	chosen, failure := from.choose(c.query)
	if failure != nil {
		return answer{}, failure
	}
	size, failure := c.pageSize(from)
	if failure != nil {
		return answer{}, failure
	}
	condition, failure := c.condition(from)
	if failure != nil {
		return answer{}, failure
	}
	counted := c.query.count && (c.query.eventual || from.simple)
	skipped := c.query.from + c.query.skip
	enough := skipped + size + 1
	if counted || len(c.query.order) > 0 {
		enough = 0 // all of them
	}
	found, total := c.collect(from, condition, enough)
	if failure := from.sort(found, c.query.order); failure != nil {
		return answer{}, failure
	}
	body := record{c.context(from.context + listed(chosen))}
	if counted {
		body = append(body, member{"@odata.count", total})
	}
	rest := found[min(skipped, len(found)):]
	if len(rest) > size && !(from.simple && c.query.top > 0) {
		body = append(body, member{"@odata.nextLink", c.nextLink(skipped + size)})
	}
	items := make([]record, 0, min(size, len(rest)))
	for _, o := range rest[:min(size, len(rest))] {
		item, failure := c.item(from, o, chosen, false)
		if failure != nil {
			return answer{}, failure
		}
		items = append(items, item)
	}
	return answer{status: http.StatusOK, body: append(body, member{"value", items})}, nil
}

// item shows one object with what $expand asks for.
func (c *call) item(from source, o object, chosen []*property, withKeys bool) (record, *graphError) {
	var item record
	shape := from.shape
	if from.shapeOf != nil {
		shape = from.shapeOf(o)
		chosen = shape.those(chosen)
	}
	if from.typed {
		item = append(item, member{"@odata.type", "#microsoft.graph." + shape.name})
	}
	item = append(item, shape.show(o, chosen, withKeys)...)
	for _, one := range c.query.expand {
		add, offered := from.expand[strings.ToLower(one.name)]
		if !offered {
			return nil, badQuery("Parsing OData Select and Expand failed: Could not find a property named '%s' on type 'microsoft.graph.%s'.", one.name, from.shape.name)
		}
		value, failure := add(o, one.selected)
		if failure != nil {
			return nil, failure
		}
		item = append(item, member{one.name, value})
	}
	return item, nil
}

// pageSize is $top, or what the page preference and the collection allow.
func (c *call) pageSize(from source) (int, *graphError) {
	if c.query.top > from.most {
		return 0, invalidPage(c.query.top, from.most)
	}
	if c.query.skip > 0 && !from.simple {
		return 0, unsupportedQuery("'$skip' is not supported by the service.")
	}
	switch {
	case c.query.top > 0:
		return c.query.top, nil
	case c.query.pageSize > 0:
		return min(c.query.pageSize, from.most), nil
	}
	return from.page, nil
}

// condition reads $filter and checks that the service offers the query.
func (c *call) condition(from source) (filter, *graphError) {
	var condition filter
	if c.query.filter != "" {
		parsed, advanced, failure := parseFilter(c.query.filter, from.shape)
		if failure != nil {
			return nil, failure
		}
		if advanced && (from.simple || !c.query.eventual || !c.query.count) {
			return nil, unsupportedQuery("The filter '%s' needs the header ConsistencyLevel: eventual and the option $count=true.", c.query.filter)
		}
		condition = parsed
	}
	if c.query.search != "" {
		sought, failure := c.sought(from)
		if failure != nil {
			return nil, failure
		}
		if condition != nil {
			sought = both{condition, sought}
		}
		condition = sought
	}
	if len(c.query.order) > 0 && condition != nil && !from.simple && !c.query.eventual {
		return nil, unsupportedQuery("Sorting not supported for current query.")
	}
	return condition, nil
}

// collect gathers the objects that fulfil the condition: all of them when enough
// is 0, else no more than enough.
func (c *call) collect(from source, condition filter, enough int) (found []object, total int) {
	c.t.mu.RLock()
	defer c.t.mu.RUnlock()
	visit := func(_ string, o object) bool {
		if condition == nil || condition.holds(func(path []string) any { return o.get(path[0]) }) {
			found = append(found, o)
		}
		return enough == 0 || len(found) < enough
	}
	if condition != nil {
		if ids, known := candidates(condition, from.find); known {
			seen := map[string]bool{}
			for _, id := range ids {
				if o, there := from.get(id); there && !seen[id] {
					seen[id] = true
					visit(id, o)
				}
			}
			return found, len(found)
		}
	}
	from.each(visit)
	return found, len(found)
}

func (from source) sort(found []object, by []ordering) *graphError {
	for _, order := range by {
		p, known := from.shape.find(order.property)
		if !known {
			return badQuery("Could not find a property named '%s' on type 'microsoft.graph.%s'.", order.property, from.shape.name)
		}
		if !p.filterable || p.collection || p.typeName == "Boolean" {
			return unsupportedQuery("Sorting by '%s' is not supported.", p.name)
		}
	}
	slices.SortStableFunc(found, func(a, b object) int {
		for _, order := range by {
			p, _ := from.shape.find(order.property)
			left, _ := a.get(p.name).(string)
			right, _ := b.get(p.name).(string)
			result := strings.Compare(strings.ToLower(left), strings.ToLower(right))
			if order.descending {
				result = -result
			}
			if result != 0 {
				return result
			}
		}
		return 0
	})
	return nil
}

// nextLink repeats the request from where this page ends.
func (c *call) nextLink(shown int) string {
	values := url.Values{}
	for name, given := range c.query.values {
		if trimmed := strings.ToLower(strings.TrimPrefix(name, "$")); trimmed != "skiptoken" && trimmed != "skip" {
			values[name] = given
		}
	}
	values.Set("$skiptoken", skipToken(shown))
	return c.root() + "/" + c.path + "?" + strings.ReplaceAll(values.Encode(), "%24", "$")
}

// one answers GET on a single object.
func (c *call) one(from source, o object) (answer, *graphError) {
	if c.query.filter != "" || c.query.top > 0 || len(c.query.order) > 0 {
		return answer{}, badQuery("Query options $filter, $orderby, $count, $skip, and $top can be applied only on collections.")
	}
	chosen, failure := c.query.choose(from.shape)
	if failure != nil {
		return answer{}, failure
	}
	withKeys := slices.ContainsFunc(chosen, func(p *property) bool { return p.typeName == "keyCredential" })
	item, failure := c.item(from, o, chosen, withKeys)
	if failure != nil {
		return answer{}, failure
	}
	body := record{c.context(from.context + listed(chosen) + "/$entity")}
	return answer{status: http.StatusOK, body: append(body, item...)}, nil
}

// made answers a creation: 201, the new object and where it is.
func (c *call) made(from source, o object, location string) answer {
	body := record{c.context(from.context + "/$entity")}
	return answer{status: http.StatusCreated, body: append(body, from.shape.show(o, nil, false)...), location: c.root() + "/" + location}
}
