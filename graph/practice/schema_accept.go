package practice

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// accept checks a body against the shape and returns it with property names as
// the schema spells them. Names may come in any case; @odata members are left
// out, and so are read-only ones that are null. resource names the type in
// refusals.
func (s *shape) accept(body map[string]any, resource string) (map[string]any, *graphError) {
	accepted := make(map[string]any, len(body))
	for _, name := range slices.Sorted(maps.Keys(body)) { // sorted: the same body meets the same refusal
		value := body[name]
		if strings.Contains(name, "@") {
			continue
		}
		p, known := s.find(name)
		if !known {
			return nil, badRequest("Invalid property '%s'.", name).about("InvalidProperty", name)
		}
		if p.readOnly {
			if value == nil {
				continue
			}
			return nil, badRequest("Property '%s' is read-only and cannot be set.", p.name).about("ReadOnlyProperty", p.name)
		}
		taken, err := p.accept(value, resource)
		if err != nil {
			return nil, err
		}
		accepted[p.name] = taken
	}
	return accepted, nil
}

func (p *property) accept(value any, resource string) (any, *graphError) {
	if value == nil {
		return nil, nil
	}
	if !p.collection {
		return p.acceptOne(value, resource)
	}
	items, isList := value.([]any)
	if !isList {
		return nil, p.mismatch(value)
	}
	accepted := make([]any, 0, len(items))
	for _, item := range items {
		if item == nil {
			return nil, invalidValue(p.name, resource)
		}
		taken, err := p.acceptOne(item, resource)
		if err != nil {
			return nil, err
		}
		accepted = append(accepted, taken)
	}
	return accepted, nil
}

func (p *property) acceptOne(value any, resource string) (any, *graphError) {
	if p.shape != nil && p.shape.members == nil {
		members, isObject := value.(map[string]any)
		if !isObject {
			return nil, p.mismatch(value)
		}
		taken, err := p.shape.accept(members, resource)
		return taken, err
	}
	taken, ok := p.primitive(value)
	if !ok {
		return nil, p.mismatch(value)
	}
	return taken, nil
}

// primitive converts a JSON value to the property's type.
func (p *property) primitive(value any) (any, bool) {
	switch p.typeName {
	case "Boolean":
		truth, ok := value.(bool)
		return truth, ok
	case "Int32":
		number, ok := value.(json.Number)
		if !ok {
			return nil, false
		}
		whole, err := strconv.ParseInt(number.String(), 10, 64)
		return int(whole), err == nil && whole >= math.MinInt32 && whole <= math.MaxInt32
	}
	text, ok := value.(string)
	if !ok {
		return nil, false
	}
	switch p.typeName {
	case "Guid":
		return strings.ToLower(text), guidShaped(text)
	case "DateTimeOffset":
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return nil, false
		}
		return at.UTC().Format("2006-01-02T15:04:05.9999999Z"), true
	case "Binary":
		raw, ok := decodeBinary(text)
		return base64.StdEncoding.EncodeToString(raw), ok
	case "String":
		return text, true
	}
	for _, legal := range p.shape.members {
		if strings.EqualFold(legal, text) {
			return legal, true
		}
	}
	return nil, false
}

func (p *property) mismatch(value any) *graphError {
	written, err := marshal(value)
	if err != nil || len(written) > 80 {
		written = []byte("…")
	}
	return badRequest("Cannot convert the literal '%s' to the expected type '%s' of property '%s'.",
		strings.Trim(string(written), `"`), p.edm(), p.name).about("InvalidValue", p.name)
}

// decodeBinary reads base64 in the forms that clients send.
func decodeBinary(text string) ([]byte, bool) {
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
		if raw, err := encoding.DecodeString(text); err == nil {
			return raw, true
		}
	}
	return nil, false
}

// guidShaped reports whether text has the form 8-4-4-4-12 of hex digits.
func guidShaped(text string) bool {
	if len(text) != 36 {
		return false
	}
	for at, r := range text {
		dash := at == 8 || at == 13 || at == 18 || at == 23
		if dash != (r == '-') || !dash && !strings.ContainsRune("0123456789abcdefABCDEF", r) {
			return false
		}
	}
	return true
}

// decodeObject reads one JSON object and nothing after it, numbers unconverted.
func decodeObject(body []byte) (map[string]any, error) {
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	var members map[string]any
	if err := decoder.Decode(&members); err != nil {
		return nil, err
	}
	if decoder.More() || members == nil {
		return nil, fmt.Errorf("one JSON object is expected")
	}
	return members, nil
}
