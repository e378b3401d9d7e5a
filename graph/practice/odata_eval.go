package practice

import "strings"

func (f both) holds(get func([]string) any) bool    { return f.left.holds(get) && f.right.holds(get) }
func (f either) holds(get func([]string) any) bool  { return f.left.holds(get) || f.right.holds(get) }
func (f negated) holds(get func([]string) any) bool { return !f.inner.holds(get) }

func (f comparison) holds(get func([]string) any) bool {
	got := get(f.path)
	switch f.op {
	case "eq":
		return equal(got, f.value)
	case "ne":
		return !equal(got, f.value)
	}
	have, isText := got.(string)
	want, wantText := f.value.(string)
	if !isText || !wantText {
		return false
	}
	have, want = strings.ToLower(have), strings.ToLower(want)
	switch f.op {
	case "startswith":
		return strings.HasPrefix(have, want)
	case "endswith":
		return strings.HasSuffix(have, want)
	case "contains":
		return strings.Contains(have, want)
	case "gt":
		return have > want
	case "ge":
		return have >= want
	case "lt":
		return have < want
	case "le":
		return have <= want
	}
	return false
}

func (f oneOf) holds(get func([]string) any) bool {
	got := get(f.path)
	for _, value := range f.values {
		if equal(got, value) {
			return true
		}
	}
	return false
}

func (f anyItem) holds(get func([]string) any) bool {
	items, _ := get(f.path).([]any)
	if f.empty {
		return len(items) > 0
	}
	for _, item := range items {
		if f.inner.holds(func([]string) any { return item }) != f.all {
			return !f.all
		}
	}
	return f.all
}

// equal compares as the directory does: text without regard to case.
func equal(a, b any) bool {
	left, isText := a.(string)
	right, alsoText := b.(string)
	if isText && alsoText {
		return strings.EqualFold(left, right)
	}
	return a == b
}

// finder looks up ids by the value of a property; false when that property has
// no index.
type finder func(property, value string) ([]string, bool)

// candidates returns the ids that can fulfil the filter, when indexes can tell;
// each of them must still be checked.
func candidates(f filter, find finder) ([]string, bool) {
	switch f := f.(type) {
	case both:
		if ids, known := candidates(f.left, find); known {
			return ids, true
		}
		return candidates(f.right, find)
	case either:
		left, known := candidates(f.left, find)
		if !known {
			return nil, false
		}
		right, known := candidates(f.right, find)
		return append(append([]string(nil), left...), right...), known
	case comparison:
		text, isText := f.value.(string)
		if f.op != "eq" || !isText || len(f.path) != 1 {
			return nil, false
		}
		return find(f.path[0], text)
	case oneOf:
		return union(f.path, f.values, find)
	case anyItem:
		inner, simple := f.inner.(comparison)
		text, isText := inner.value.(string)
		if f.all || !simple || inner.op != "eq" || !isText {
			return nil, false
		}
		return find(f.path[0], text)
	}
	return nil, false
}

func union(path []string, values []any, find finder) ([]string, bool) {
	if len(path) != 1 {
		return nil, false
	}
	var all []string
	for _, value := range values {
		text, isText := value.(string)
		if !isText {
			return nil, false
		}
		ids, known := find(path[0], text)
		if !known {
			return nil, false
		}
		all = append(all, ids...)
	}
	return all, true
}
