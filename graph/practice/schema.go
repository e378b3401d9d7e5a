package practice

import (
	"fmt"
	"strings"
	"sync"
)

// schema is the set of types that the tenant speaks, by name.
type schema map[string]*shape

// shape is an entity, complex or enum type of the schema.
type shape struct {
	name       string
	properties []*property
	byName     map[string]*property // by lower-case name
	members    []string             // of an enum
}

// property is one property of a shape.
type property struct {
	name       string
	typeName   string // "String", "Guid"… or the name of a shape
	shape      *shape // nil for primitive types
	collection bool
	required   bool // not nullable
	byDefault  bool // answered without $select
	readOnly   bool
	writeOnly  bool
	filterable bool
}

// find returns the property of that name in any case, as Graph does.
func (s *shape) find(name string) (*property, bool) {
	p, known := s.byName[strings.ToLower(name)]
	return p, known
}

// each hands the properties given to set, in the order of the schema, so that the
// same body always meets the same refusal.
func (s *shape) each(given map[string]any, set func(name string, value any) *graphError) *graphError {
	for _, p := range s.properties {
		value, there := given[p.name]
		if !there {
			continue
		}
		if failure := set(p.name, value); failure != nil {
			return failure
		}
	}
	return nil
}

// edm returns the type's name as OData writes it.
func (p *property) edm() string {
	name := "Edm." + p.typeName
	if p.shape != nil {
		name = "microsoft.graph." + p.typeName
	}
	if p.collection {
		return "Collection(" + name + ")"
	}
	return name
}

// The schemas of both versions, the same for every tenant: nothing changes them once
// they are read.
var (
	schemaOfV1   = sync.OnceValues(func() (schema, error) { return parseSchema(schemaText) })
	schemaOfBeta = sync.OnceValues(func() (schema, error) { return parseSchema(schemaText + betaText) })
)

// parseSchema reads the notation of schemaText.
func parseSchema(text string) (schema, error) {
	types := schema{}
	var current *shape
	for number, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case !strings.HasPrefix(line, " "):
			if current = types[words[0]]; current != nil {
				continue // more of a type that was begun before
			}
			current = &shape{name: words[0], byName: map[string]*property{}}
			if len(words) > 2 && words[1] == "enum" {
				current.members = words[2:]
			}
			types[current.name] = current
		case current == nil || len(words) < 2:
			return nil, fmt.Errorf("practice: schema line %d is no property", number+1)
		default:
			current.add(words)
		}
	}
	for _, s := range types {
		for _, p := range s.properties {
			if !primitive(p.typeName) && types[p.typeName] == nil {
				return nil, fmt.Errorf("practice: schema type %s of %s.%s is not described", p.typeName, s.name, p.name)
			}
			p.shape = types[p.typeName]
		}
	}
	return types, nil
}

func (s *shape) add(words []string) {
	p := &property{name: words[0], typeName: words[1]}
	p.typeName, p.required = strings.CutSuffix(p.typeName, "!")
	p.typeName, p.collection = strings.CutPrefix(p.typeName, "[]")
	for _, mark := range words[2:] {
		switch mark {
		case "d":
			p.byDefault = true
		case "r":
			p.readOnly = true
		case "f":
			p.filterable = true
		case "w":
			p.writeOnly = true
		}
	}
	s.properties = append(s.properties, p)
	s.byName[strings.ToLower(p.name)] = p
}

func primitive(name string) bool {
	switch name {
	case "String", "Boolean", "Int32", "Guid", "DateTimeOffset", "Binary":
		return true
	}
	return false
}
