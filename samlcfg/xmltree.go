package samlcfg

import (
	"maps"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// The namespaces that are read (saml-core-2.0-os, saml-metadata-2.0-os, xmldsig).
const (
	namespaceMetadata  = "urn:oasis:names:tc:SAML:2.0:metadata"
	namespaceAssertion = "urn:oasis:names:tc:SAML:2.0:assertion"
	namespaceProtocol  = "urn:oasis:names:tc:SAML:2.0:protocol"
	namespaceSignature = "http://www.w3.org/2000/09/xmldsig#"

	bindingRedirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
	protocolSAML2   = "urn:oasis:names:tc:SAML:2.0:protocol"
)

// guardNames refuses attributes and IDs that are there twice, and prefixes that
// nobody declared. etree and goxmldsig look attributes up by local name alone,
// so one named ID must not have a namesake in another namespace either.
func guardNames(root *etree.Element) error {
	return guardElement(root, map[string]string{"": "", "xml": "xml", "xmlns": "xmlns"}, map[string]bool{})
}

func guardElement(element *etree.Element, outer map[string]string, ids map[string]bool) error {
	scope := declare(element, outer)
	if _, known := scope[element.Space]; !known || element.Space == "xmlns" {
		return refuseDocument(DocumentNotXML, element.FullTag())
	}
	names, idLike := map[string]bool{}, 0
	for _, attribute := range element.Attr {
		name := attribute.Key
		if attribute.Space != "" {
			namespace, known := scope[attribute.Space]
			if !known {
				return refuseDocument(DocumentNotXML, attribute.FullKey())
			}
			name = namespace + " " + name
		}
		if names[name] {
			return refuseDocument(DocumentDuplicate, attribute.FullKey())
		}
		names[name] = true
		if strings.EqualFold(attribute.Key, "id") && attribute.Space != "xmlns" {
			idLike++
			if idLike > 1 || ids[attribute.Value] {
				return refuseDocument(DocumentDuplicate, attribute.FullKey()+"="+attribute.Value)
			}
			ids[attribute.Value] = true
		}
	}
	for _, child := range element.ChildElements() {
		if err := guardElement(child, scope, ids); err != nil {
			return err
		}
	}
	return nil
}

// declare adds an element's namespace declarations to those around it.
func declare(element *etree.Element, outer map[string]string) map[string]string {
	scope, own := outer, false
	for _, attribute := range element.Attr {
		prefix := attribute.Key
		switch {
		case attribute.Space == "xmlns":
		case attribute.Space == "" && attribute.Key == "xmlns":
			prefix = ""
		default:
			continue
		}
		if !own {
			scope, own = maps.Clone(outer), true
		}
		scope[prefix] = attribute.Value
	}
	return scope
}

// detached copies an element together with the namespaces declared around it, so
// that it can be canonicalised by itself.
func detached(element *etree.Element) *etree.Element {
	alone := element.Copy()
	known := map[string]bool{}
	for outer := element; outer != nil; outer = outer.Parent() {
		for _, declaration := range outer.Attr {
			isDeclaration := declaration.Space == "xmlns" || declaration.Space == "" && declaration.Key == "xmlns"
			if !isDeclaration || known[declaration.FullKey()] {
				continue
			}
			known[declaration.FullKey()] = true
			if outer != element {
				alone.CreateAttr(declaration.FullKey(), declaration.Value)
			}
		}
	}
	return alone
}

// dropLayout takes out what editors add when they lay a document out: texts of
// nothing but blanks beside elements, and line breaks and indents inside texts. It
// tells whether there were any.
func dropLayout(element *etree.Element) (found bool) {
	children := element.ChildElements()
	for _, token := range slices.Clone(element.Child) {
		text, is := token.(*etree.CharData)
		switch {
		case !is:
		case len(children) > 0 && strings.TrimSpace(text.Data) == "":
			element.RemoveChild(token)
			found = true
		case len(children) == 0 && strings.ContainsAny(text.Data, "\r\n\t"):
			found = true
			if text.Data = strings.Join(strings.Fields(text.Data), " "); element.NamespaceURI() == namespaceSignature {
				text.Data = withoutBlanks(text.Data) // Base64
			}
		}
	}
	for _, child := range children {
		found = dropLayout(child) || found
	}
	return found
}

// is tells whether an element has that name, by namespace.
func is(element *etree.Element, namespace, tag string) bool {
	return element != nil && element.Tag == tag && element.NamespaceURI() == namespace
}

// childrenOf returns the direct children of that name.
func childrenOf(element *etree.Element, namespace, tag string) []*etree.Element {
	if element == nil {
		return nil
	}
	var found []*etree.Element
	for _, child := range element.ChildElements() {
		if is(child, namespace, tag) {
			found = append(found, child)
		}
	}
	return found
}

// onlyChild returns the direct child of that name if there is exactly one.
func onlyChild(element *etree.Element, namespace, tag string) *etree.Element {
	if found := childrenOf(element, namespace, tag); len(found) == 1 {
		return found[0]
	}
	return nil
}

// descend follows a path of only children within one namespace.
func descend(element *etree.Element, namespace string, tags ...string) *etree.Element {
	for _, tag := range tags {
		if element = onlyChild(element, namespace, tag); element == nil {
			return nil
		}
	}
	return element
}

// countAll counts elements of that name at any depth, the element itself too.
func countAll(element *etree.Element, namespace, tag string) int {
	count := 0
	if is(element, namespace, tag) {
		count++
	}
	for _, child := range element.ChildElements() {
		count += countAll(child, namespace, tag)
	}
	return count
}

// countNamed counts elements of that name in any namespace: for what must not be
// there twice even for readers who overlook namespaces.
func countNamed(element *etree.Element, tag string) int {
	count := 0
	if element.Tag == tag {
		count++
	}
	for _, child := range element.ChildElements() {
		count += countNamed(child, tag)
	}
	return count
}

// attribute returns the value of an attribute without a namespace, or "".
func attribute(element *etree.Element, key string) string {
	if element == nil {
		return ""
	}
	for _, candidate := range element.Attr {
		if candidate.Space == "" && candidate.Key == key {
			return candidate.Value
		}
	}
	return ""
}

// leafText returns all text of an element that has no child elements; comments
// do not cut it short, as they do in readers that take the first text node.
func leafText(element *etree.Element) string {
	if element == nil || len(element.ChildElements()) > 0 {
		return ""
	}
	var text strings.Builder
	for _, child := range element.Child {
		if data, ok := child.(*etree.CharData); ok {
			text.WriteString(data.Data)
		}
	}
	return strings.TrimSpace(text.String())
}
