package practice

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/beevik/etree"
	validator "github.com/mattermost/xml-roundtrip-validator"
)

// Bounds of a SAML message from outside.
const (
	maxMessage      = 256 << 10 // bytes of XML, after unpacking
	maxMessageDepth = 40
	maxMessageParts = 20_000
)

// readMessage parses a SAML message from outside. It refuses what two parsers
// could read in two ways, and what could make one of them run long.
func readMessage(raw []byte) (*etree.Element, error) {
	if len(raw) > maxMessage {
		return nil, errors.New("the message is too long")
	}
	if !utf8.Valid(raw) {
		return nil, errors.New("the message is not UTF-8")
	}
	if err := scanMessage(raw); err != nil {
		return nil, err
	}
	if err := validator.Validate(bytes.NewReader(raw)); err != nil {
		return nil, fmt.Errorf("the message is ambiguous: %w", err)
	}
	document := etree.NewDocument()
	document.ReadSettings = etree.ReadSettings{PreserveDuplicateAttrs: true, MaxDepth: maxMessageDepth}
	if err := document.ReadFromBytes(raw); err != nil {
		return nil, fmt.Errorf("the message is not XML: %w", err)
	}
	root := document.Root()
	if root == nil {
		return nil, errors.New("the message has no root element")
	}
	return root, checkUnique(root, map[string]bool{})
}

func scanMessage(raw []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(raw))
	depth, roots, parts := 0, 0, 0
	for {
		token, err := decoder.RawToken()
		if err == io.EOF {
			if depth != 0 || roots != 1 {
				return errors.New("the message must have one root element")
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("the message is not XML: %w", err)
		}
		if parts++; parts > maxMessageParts {
			return errors.New("the message has too many parts")
		}
		switch part := token.(type) {
		case xml.Directive:
			return errors.New("the message has a DOCTYPE")
		case xml.ProcInst:
			if part.Target != "xml" || parts != 1 {
				return errors.New("the message has a processing instruction")
			}
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			if depth++; depth > maxMessageDepth || roots > 1 {
				return errors.New("the message is nested too deeply or has several roots")
			}
		case xml.EndElement:
			depth--
		}
	}
}

// checkUnique refuses attributes and IDs that are there twice.
func checkUnique(element *etree.Element, ids map[string]bool) error {
	names := map[string]bool{}
	for _, attr := range element.Attr {
		full := attr.NamespaceURI() + " " + attr.Key
		if attr.Space == "xmlns" || attr.Space == "" && attr.Key == "xmlns" {
			full = attr.FullKey()
		}
		if names[full] {
			return errors.New("an attribute is there twice")
		}
		names[full] = true
		if attr.Key == "ID" && attr.Space == "" {
			if ids[attr.Value] {
				return errors.New("an ID is there twice")
			}
			ids[attr.Value] = true
		}
	}
	for _, child := range element.ChildElements() {
		if err := checkUnique(child, ids); err != nil {
			return err
		}
	}
	return nil
}

// child returns the one direct child of that name and namespace; nil when there
// is none or more than one.
func child(element *etree.Element, space, name string) *etree.Element {
	var found *etree.Element
	for _, one := range element.ChildElements() {
		if one.Tag != name || one.NamespaceURI() != space {
			continue
		}
		if found != nil {
			return nil
		}
		found = one
	}
	return found
}

// textOf is an element's text with comments left out, not cut at them.
func textOf(element *etree.Element) string {
	text := ""
	for _, token := range element.Child {
		if data, ok := token.(*etree.CharData); ok {
			text += data.Data
		}
	}
	return text
}
