package samlcfg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
	validator "github.com/mattermost/xml-roundtrip-validator"
)

// The limits of documents from outside. Entra's metadata has 14 to 25 KiB, 150
// elements, 100 attributes, 45 namespace declarations and 8 levels; its responses
// less, with one element for each group of a person. A federation server's
// metadata has four times as much.
const (
	LongestMetadata = 1 << 20   // bytes
	LongestResponse = 512 << 10 // bytes

	deepestElement = 64
	mostTokens     = 3_000
	mostAttributes = 64    // of one element
	allAttributes  = 4_000 // of all elements together
	allNamespaces  = 256   // declared; each reader copies what is in scope
)

// DocumentProblemKind names why a document is not read.
type DocumentProblemKind string

// The ways in which a document is refused before anything in it is believed.
const (
	DocumentEmpty       DocumentProblemKind = "empty"
	DocumentTooLarge    DocumentProblemKind = "too-large"
	DocumentEncoding    DocumentProblemKind = "encoding"    // not UTF-8
	DocumentNotXML      DocumentProblemKind = "not-xml"     // not well-formed
	DocumentDoctype     DocumentProblemKind = "doctype"     // DOCTYPE or another directive
	DocumentInstruction DocumentProblemKind = "instruction" // a processing instruction
	DocumentRoots       DocumentProblemKind = "roots"       // none, several, or text beside the root
	DocumentTooComplex  DocumentProblemKind = "too-complex" // depth, number of parts
	DocumentDuplicate   DocumentProblemKind = "duplicate"   // an attribute or an ID twice
	DocumentAmbiguous   DocumentProblemKind = "ambiguous"   // readers would not agree on it
	DocumentOtherKind   DocumentProblemKind = "other-kind"  // well-formed, but something else
	DocumentIncomplete  DocumentProblemKind = "incomplete"  // a part is missing or there twice
)

// DocumentProblem says why a document is not read.
type DocumentProblem struct {
	Kind DocumentProblemKind
	Got  string // what was met, printable, at most 80 characters
	Err  error  // the parser's own words, may be nil
}

const refused = "document refused: "

// Error returns kind, finding and cause, for logs.
func (p *DocumentProblem) Error() string {
	text := refused + string(p.Kind)
	if p.Got != "" {
		text += " (" + p.Got + ")"
	}
	if p.Err != nil {
		text += ": " + p.Err.Error()
	}
	return text
}

// Unwrap returns the parser's error.
func (p *DocumentProblem) Unwrap() error { return p.Err }

func refuseDocument(kind DocumentProblemKind, got string) *DocumentProblem {
	return &DocumentProblem{Kind: kind, Got: printable(got)}
}

// guardXML parses a document from outside after everything was refused that
// could make two readers see two things or one reader run long: only UTF-8 (with
// or without a byte order mark), no DOCTYPE, no entities but XML's own five, no
// instructions, one root, no attribute or ID twice, bounded in every direction.
func guardXML(raw []byte, longest int) (*etree.Element, error) {
	if len(raw) > longest {
		return nil, refuseDocument(DocumentTooLarge, fmt.Sprintf("%d bytes", len(raw)))
	}
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, refuseDocument(DocumentEmpty, "")
	}
	if !utf8.Valid(raw) {
		return nil, refuseDocument(DocumentEncoding, "bytes that are not UTF-8")
	}
	if err := guardTokens(raw); err != nil {
		return nil, err
	}
	document := etree.NewDocument()
	document.ReadSettings = etree.ReadSettings{PreserveDuplicateAttrs: true, MaxDepth: deepestElement}
	if err := document.ReadFromBytes(raw); err != nil {
		return nil, &DocumentProblem{Kind: DocumentNotXML, Err: err}
	}
	root := document.Root()
	if root == nil {
		return nil, refuseDocument(DocumentRoots, "no root")
	}
	if err := guardNames(root); err != nil {
		return nil, err
	}
	return root, nil
}

// guardTokens walks the raw tokens once, before any tree is built. A token that
// changes when it is written and read again is one that readers do not agree on.
func guardTokens(raw []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(raw))
	decoder.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, refuseDocument(DocumentEncoding, charset)
	}
	scan := tokenScan{}
	for {
		start := decoder.InputOffset()
		token, err := decoder.RawToken()
		if err == io.EOF {
			return scan.end()
		}
		if err != nil {
			var problem *DocumentProblem
			if errors.As(err, &problem) {
				return problem
			}
			return &DocumentProblem{Kind: DocumentNotXML, Err: err}
		}
		if problem := scan.take(token, start); problem != nil {
			return problem
		}
		if err := validator.CheckToken(token); err != nil {
			return &DocumentProblem{Kind: DocumentAmbiguous, Err: fmt.Errorf("at byte %d: %w", start, err)}
		}
	}
}

// tokenScan counts what has passed by.
type tokenScan struct {
	open                   []xml.Name
	roots, tokens          int
	attributes, namespaces int
}

func (s *tokenScan) take(token xml.Token, offset int64) *DocumentProblem {
	if s.tokens++; s.tokens > mostTokens {
		return refuseDocument(DocumentTooComplex, fmt.Sprintf("more than %d parts", mostTokens))
	}
	switch part := token.(type) {
	case xml.Directive:
		return refuseDocument(DocumentDoctype, string(part))
	case xml.ProcInst:
		return checkInstruction(part, offset)
	case xml.StartElement:
		return s.start(part)
	case xml.EndElement:
		if len(s.open) == 0 || s.open[len(s.open)-1] != part.Name {
			return refuseDocument(DocumentNotXML, "</"+part.Name.Local+">")
		}
		s.open = s.open[:len(s.open)-1]
	case xml.CharData:
		if len(s.open) == 0 && len(bytes.TrimSpace(part)) > 0 {
			return refuseDocument(DocumentRoots, string(part))
		}
	}
	return nil
}

func (s *tokenScan) start(element xml.StartElement) *DocumentProblem {
	if len(s.open) == 0 {
		if s.roots++; s.roots > 1 {
			return refuseDocument(DocumentRoots, element.Name.Local)
		}
	}
	if len(s.open) >= deepestElement {
		return refuseDocument(DocumentTooComplex, fmt.Sprintf("more than %d levels", deepestElement))
	}
	if len(element.Attr) > mostAttributes {
		return refuseDocument(DocumentTooComplex, fmt.Sprintf("more than %d attributes", mostAttributes))
	}
	if s.attributes += len(element.Attr); s.attributes > allAttributes {
		return refuseDocument(DocumentTooComplex, fmt.Sprintf("more than %d attributes in all", allAttributes))
	}
	for _, attribute := range element.Attr {
		if attribute.Name.Space == "xmlns" || attribute.Name.Space == "" && attribute.Name.Local == "xmlns" {
			s.namespaces++
		}
	}
	if s.namespaces > allNamespaces {
		return refuseDocument(DocumentTooComplex, fmt.Sprintf("more than %d namespaces", allNamespaces))
	}
	s.open = append(s.open, element.Name)
	return nil
}

func (s *tokenScan) end() error {
	if len(s.open) > 0 {
		return refuseDocument(DocumentNotXML, "<"+s.open[len(s.open)-1].Local+"> is not closed")
	}
	if s.roots == 0 {
		return refuseDocument(DocumentNotXML, "no element")
	}
	return nil
}

// checkInstruction lets an XML declaration through, and only as the very first
// thing and for UTF-8.
func checkInstruction(instruction xml.ProcInst, offset int64) *DocumentProblem {
	if instruction.Target != "xml" || offset != 0 {
		return refuseDocument(DocumentInstruction, instruction.Target)
	}
	declaration := string(instruction.Inst)
	if _, rest, found := strings.Cut(declaration, "encoding"); found {
		name := strings.ToLower(strings.Trim(strings.TrimLeft(rest, " \t\r\n="), " \t\r\n"))
		if !strings.HasPrefix(name, `"utf-8"`) && !strings.HasPrefix(name, `'utf-8'`) {
			return refuseDocument(DocumentEncoding, declaration)
		}
	}
	return nil
}
