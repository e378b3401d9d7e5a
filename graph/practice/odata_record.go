package practice

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// record is a JSON object whose members keep their order, as Graph's do.
type record []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (r record) MarshalJSON() ([]byte, error) { return marshal(r) }

// marshal is json.Marshal without the escapes for HTML.
func marshal(value any) ([]byte, error) {
	var out bytes.Buffer
	if err := write(&out, value); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// write writes records and lists of them straight, since a Marshaler inside another
// one is read and copied once more.
func write(out *bytes.Buffer, value any) error {
	switch value := value.(type) {
	case record:
		out.WriteByte('{')
		for at, m := range value {
			if at > 0 {
				out.WriteByte(',')
			}
			if err := write(out, m.name); err != nil {
				return err
			}
			out.WriteByte(':')
			if err := write(out, m.value); err != nil {
				return err
			}
		}
		out.WriteByte('}')
		return nil
	case []any:
		if value != nil {
			return writeList(out, value)
		}
	case []record:
		if value != nil {
			return writeList(out, value)
		}
	case string:
		if isPlain(value) {
			out.WriteByte('"')
			out.WriteString(value)
			out.WriteByte('"')
			return nil
		}
	case bool:
		out.WriteString(strconv.FormatBool(value))
		return nil
	case nil:
		out.WriteString("null")
		return nil
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	out.Truncate(out.Len() - 1) // the line's end
	return nil
}

func writeList[T any](out *bytes.Buffer, list []T) error {
	out.WriteByte('[')
	for at, item := range list {
		if at > 0 {
			out.WriteByte(',')
		}
		if err := write(out, item); err != nil {
			return err
		}
	}
	out.WriteByte(']')
	return nil
}

// isPlain reports whether a text stands in JSON as it is. Nearly all do.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// object is anything that has properties of a shape. get takes the name as the
// schema spells it and returns nil, a string, bool, int, []any or
// map[string]any.
type object interface{ get(name string) any }

// show writes the properties of an object: those selected, or the default ones.
// Key bytes are only shown when withKeys is set.
func (s *shape) show(from object, selected []*property, withKeys bool) record {
	properties := selected
	if properties == nil {
		for _, p := range s.properties {
			if p.byDefault {
				properties = append(properties, p)
			}
		}
	}
	shown := make(record, 0, len(properties))
	for _, p := range properties {
		if p.writeOnly {
			shown = append(shown, member{p.name, nil})
			continue
		}
		shown = append(shown, member{p.name, p.show(from.get(p.name), withKeys)})
	}
	return shown
}

// show gives a stored value its answered form: collections are never null,
// complex values name all their members.
func (p *property) show(value any, withKeys bool) any {
	if p.collection {
		items, _ := value.([]any)
		shown := make([]any, 0, len(items))
		for _, item := range items {
			shown = append(shown, p.showOne(item, withKeys))
		}
		return shown
	}
	return p.showOne(value, withKeys)
}

func (p *property) showOne(value any, withKeys bool) any {
	if value == nil && p.required && p.typeName == "Boolean" {
		return false
	}
	members, complex := value.(map[string]any)
	if !complex || p.shape == nil {
		return value
	}
	shown := make(record, 0, len(p.shape.properties))
	for _, inner := range p.shape.properties {
		content := members[inner.name]
		if p.typeName == "keyCredential" && inner.name == "key" && !withKeys {
			content = nil
		}
		shown = append(shown, member{inner.name, inner.show(content, withKeys)})
	}
	return shown
}

// stamp is a time as Graph writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// orNull gives null for empty text.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// list turns strings into JSON values.
func list(items []string) []any {
	values := make([]any, 0, len(items))
	for _, item := range items {
		values = append(values, item)
	}
	return values
}

// texts turns checked JSON values back into strings.
func texts(value any) []string {
	items, _ := value.([]any)
	strings := make([]string, 0, len(items))
	for _, item := range items {
		if text, ok := item.(string); ok {
			strings = append(strings, text)
		}
	}
	return strings
}
