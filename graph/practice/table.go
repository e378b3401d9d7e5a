package practice

import (
	"slices"
	"strings"
	"time"
)

// table holds objects by id, in the order of their creation, with every version
// that some reader may still see. Its callers hold the tenant's lock.
type table[T any] struct {
	rows    map[string]*row[T]
	order   []string
	indexes map[string]map[string][]string // property -> folded value -> ids
	keys    func(T, func(property, value string))
	spare   []string // room for the first id of index entries, see alone
	graves  []grave  // removals that are not visible yet
	// note is told of every change; nil: nobody is.
	note func(id string, from time.Time, value T, gone bool)
}

type row[T any] struct {
	place    int // in order
	versions []version[T]
}

type version[T any] struct {
	from  time.Time // visible from here on
	gone  bool
	value T
}

type grave struct {
	id   string
	from time.Time
}

// idProperty needs no index: the rows have it.
const idProperty = "id"

// newTable returns an empty table; keys names the values of an object, other than
// its id, that look-ups by equality go through.
func newTable[T any](keys func(T, func(property, value string))) *table[T] {
	return &table[T]{rows: map[string]*row[T]{}, indexes: map[string]map[string][]string{}, keys: keys}
}

// put stores a version of an object that readers see from the time given.
func (t *table[T]) put(id string, value T, now, from time.Time) {
	t.bury(now)
	r, known := t.rows[id]
	if !known {
		r = &row[T]{place: len(t.order)}
		t.rows[id] = r
		t.order = append(t.order, id)
	}
	r.versions = append(r.versions, version[T]{from: from, value: value})
	t.keys(value, func(property, text string) { t.enter(property, text, id, known) })
	t.forget(id, r, now)
	if t.note != nil {
		t.note(id, from, value, false)
	}
}

// remove takes an object away; readers see it until the time given.
func (t *table[T]) remove(id string, now, from time.Time) {
	t.bury(now)
	r, known := t.rows[id]
	if !known {
		return
	}
	r.versions = append(r.versions, version[T]{from: from, gone: true})
	t.graves = append(t.graves, grave{id, from})
	t.forget(id, r, now)
	t.bury(now)
	if t.note != nil {
		var none T
		t.note(id, from, none, true)
	}
}

// newest returns the object as last written, seen by readers or not.
func (t *table[T]) newest(id string) (T, bool) {
	var none T
	r, known := t.rows[id]
	if !known {
		return none, false
	}
	last := r.versions[len(r.versions)-1]
	return last.value, !last.gone
}

// visible returns the object as readers see it at the time given.
func (t *table[T]) visible(id string, now time.Time) (T, bool) {
	var none T
	r, known := t.rows[id]
	if !known {
		return none, false
	}
	at := r.seen(now)
	if at < 0 {
		return none, false
	}
	return r.versions[at].value, !r.versions[at].gone
}

// find returns the ids of objects with a version that has the value, in the
// order of creation; the caller checks the version that it is interested in.
func (t *table[T]) find(property, value string) []string {
	if property != idProperty {
		return t.indexes[property][strings.ToLower(value)]
	}
	for _, id := range []string{value, strings.ToLower(value)} {
		if _, known := t.rows[id]; known {
			return []string{id}
		}
	}
	return nil
}

// indexed reports whether find knows the property.
func (t *table[T]) indexed(property string) bool {
	return property == idProperty || t.indexes[property] != nil
}

// each calls visit for every visible object in the order of creation until it
// returns false.
func (t *table[T]) each(now time.Time, visit func(id string, value T) bool) {
	for place, id := range t.order {
		r, known := t.rows[id]
		if !known || r.place != place {
			continue
		}
		value, there := t.visible(id, now)
		if there && !visit(id, value) {
			return
		}
	}
}

// seen returns the place of the version that readers see, or -1.
func (r *row[T]) seen(now time.Time) int {
	for at := len(r.versions) - 1; at >= 0; at-- {
		if !r.versions[at].from.After(now) {
			return at
		}
	}
	return -1
}

// forget drops the versions that no reader can see any more.
func (t *table[T]) forget(id string, r *row[T], now time.Time) {
	first := r.seen(now)
	if first <= 0 {
		return
	}
	kept := map[[2]string]bool{}
	for _, v := range r.versions[first:] {
		if !v.gone {
			t.keys(v.value, func(property, text string) { kept[[2]string{property, strings.ToLower(text)}] = true })
		}
	}
	for _, old := range r.versions[:first] {
		if old.gone {
			continue
		}
		t.keys(old.value, func(property, text string) {
			if !kept[[2]string{property, strings.ToLower(text)}] {
				t.leave(property, text, id)
			}
		})
	}
	r.versions = append([]version[T](nil), r.versions[first:]...)
}

// bury drops rows whose removal has become visible.
func (t *table[T]) bury(now time.Time) {
	for len(t.graves) > 0 && !t.graves[0].from.After(now) {
		id := t.graves[0].id
		t.graves = t.graves[1:]
		r, known := t.rows[id]
		if !known || !r.versions[len(r.versions)-1].gone {
			continue
		}
		for _, old := range r.versions {
			if !old.gone {
				t.keys(old.value, func(property, text string) { t.leave(property, text, id) })
			}
		}
		delete(t.rows, id)
	}
	if len(t.order) > 64 && len(t.order) > 2*len(t.rows) {
		t.compact()
	}
}

// compact closes the holes that removed rows left in order.
func (t *table[T]) compact() {
	kept := make([]string, 0, len(t.rows))
	for place, id := range t.order {
		if r, known := t.rows[id]; known && r.place == place {
			r.place = len(kept)
			kept = append(kept, id)
		}
	}
	t.order = kept
}

// enter notes a value; again says that the id may stand there already. Empty
// values are null and stand in no index.
func (t *table[T]) enter(property, text, id string, again bool) {
	values := t.indexes[property]
	if values == nil {
		values = map[string][]string{}
		t.indexes[property] = values
	}
	if text == "" {
		return
	}
	folded := strings.ToLower(text)
	ids := values[folded]
	if again && slices.Contains(ids, id) {
		return
	}
	if len(ids) == 0 {
		values[folded] = t.alone(id)
		return
	}
	values[folded] = append(ids, id)
}

// alone returns a list of one id. Nearly all index entries are one id long, so
// they share arrays: a crowd would cost an allocation per object and property.
func (t *table[T]) alone(id string) []string {
	if len(t.spare) == 0 {
		t.spare = make([]string, 64)
	}
	list := t.spare[:1:1]
	t.spare = t.spare[1:]
	list[0] = id
	return list
}

func (t *table[T]) leave(property, text, id string) {
	folded := strings.ToLower(text)
	ids := t.indexes[property][folded]
	for at, known := range ids {
		if known != id {
			continue
		}
		rest := append(append([]string(nil), ids[:at]...), ids[at+1:]...)
		if len(rest) == 0 {
			delete(t.indexes[property], folded)
		} else {
			t.indexes[property][folded] = rest
		}
		return
	}
}
