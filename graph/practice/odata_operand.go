package practice

import (
	"strings"
	"time"
)

// literal reads a value that fits the property.
func (p *filterParser) literal(property *property, op string) (any, *graphError) {
	found := p.next()
	switch {
	case found.kind == 0 || found.kind != 's' && found.kind != 'w':
		return nil, p.syntax()
	case found.kind == 'w' && found.text == "null":
		return nil, nil
	case property.typeName == "Boolean" && found.kind == 'w' && (found.text == "true" || found.text == "false"):
		return found.text == "true", nil
	case property.typeName == "Guid" && guidShaped(found.text):
		return strings.ToLower(found.text), nil
	case property.typeName == "String" && found.kind == 's':
		return found.text, nil
	case property.typeName == "DateTimeOffset" && found.kind == 'w':
		if at, err := time.Parse(time.RFC3339Nano, found.text); err == nil {
			return stamp(at), nil
		}
	}
	return nil, badQuery("Invalid filter clause: A binary operator with incompatible types was detected for property '%s' (%s) and the value '%s', operator '%s'.",
		property.name, property.edm(), found.text, op)
}

// resolve finds the single-valued property that a path names.
func (p *filterParser) resolve(path string) (*property, *graphError) {
	if p.variable != "" {
		if path == p.variable {
			return p.item, nil
		}
		return nil, unsupportedQuery("Complex query on property %s is not supported.", path)
	}
	property, err := p.lookUp(path)
	if err != nil {
		return nil, err
	}
	if property.collection || property.shape != nil {
		return nil, unsupportedQuery("Unsupported or invalid query filter clause specified for property '%s' of resource '%s'.", property.name, title(p.shape.name))
	}
	return property, nil
}

func (p *filterParser) lookUp(path string) (*property, *graphError) {
	property, known := p.shape.find(path)
	if !known {
		return nil, badQuery("Invalid filter clause: Could not find a property named '%s' on type 'microsoft.graph.%s'.", path, p.shape.name)
	}
	if !property.filterable {
		return nil, unsupportedQuery("Unsupported or invalid query filter clause specified for property '%s' of resource '%s'.", property.name, title(p.shape.name))
	}
	return property, nil
}

// steps is the path to read; the lambda's variable is the item itself.
func (p *filterParser) steps(path string) []string {
	if p.variable != "" {
		return nil
	}
	property, _ := p.shape.find(path)
	return []string{property.name}
}

// title spells a type's name as the directory's messages do.
func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
