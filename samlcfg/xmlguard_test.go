package samlcfg

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"backupsso/samlcfg/bounded"
)

func TestGuardXMLRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		document string
		kind     DocumentProblemKind
	}{
		"nothing":               {"", DocumentEmpty},
		"blank":                 {"\xEF\xBB\xBF \n", DocumentEmpty},
		"text":                  {"hello", DocumentRoots},
		"too large":             {"<a>" + strings.Repeat(" ", 2000) + "</a>", DocumentTooLarge},
		"UTF-16":                {"\xFF\xFE<\x00a\x00/\x00>\x00", DocumentEncoding},
		"Latin-1 byte":          {"<a>\xE4</a>", DocumentEncoding},
		"Latin-1 declared":      {`<?xml version="1.0" encoding="ISO-8859-1"?><a/>`, DocumentEncoding},
		"UTF-7 declared":        {`<?xml version='1.0' encoding='UTF-7'?><a/>`, DocumentEncoding},
		"DOCTYPE":               {`<!DOCTYPE a><a/>`, DocumentDoctype},
		"external DOCTYPE":      {`<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>`, DocumentDoctype},
		"entity bomb":           {`<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>`, DocumentDoctype},
		"unknown entity":        {`<a>&b;</a>`, DocumentNotXML},
		"instruction":           {`<a><?php echo 1?></a>`, DocumentInstruction},
		"stylesheet":            {`<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>`, DocumentInstruction},
		"second declaration":    {`<a><?xml version="1.0"?></a>`, DocumentInstruction},
		"declaration late":      {` <?xml version="1.0"?><a/>`, DocumentInstruction},
		"two roots":             {`<a/><b/>`, DocumentRoots},
		"text after the root":   {`<a/>x`, DocumentRoots},
		"comment alone":         {`<!-- a -->`, DocumentNotXML},
		"not closed":            {`<a><b></a>`, DocumentNotXML},
		"cut off":               {`<a><b>`, DocumentNotXML},
		"stray end":             {`</a>`, DocumentNotXML},
		"too deep":              {strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65), DocumentTooComplex},
		"attribute twice":       {`<a b="1" b="2"/>`, DocumentDuplicate},
		"attribute by two ways": {`<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>`, DocumentDuplicate},
		"ID twice":              {`<a ID="x"><b ID="x"/></a>`, DocumentDuplicate},
		"ID and id":             {`<a ID="x" id="y"/>`, DocumentDuplicate},
		"foreign ID":            {`<a xmlns:x="u" ID="x" x:ID="y"/>`, DocumentDuplicate},
		"undeclared prefix":     {`<x:a/>`, DocumentNotXML},
		"undeclared attribute":  {`<a x:b="1"/>`, DocumentNotXML},
		"round trip attribute":  {`<a ::b="1"/>`, DocumentAmbiguous},
		"round trip element":    {`<a><x::Signature/></a>`, DocumentAmbiguous},
	} {
		_, err := guardXML([]byte(test.document), 1000)
		var problem *DocumentProblem
		if !errors.As(err, &problem) {
			t.Errorf("%s: got %v, want %s", name, err, test.kind)
			continue
		}
		if problem.Kind != test.kind && !(test.kind == DocumentAmbiguous && problem.Kind == DocumentNotXML) {
			t.Errorf("%s: got %v, want %s", name, err, test.kind)
		}
	}
}

func TestGuardXMLBoundsParts(t *testing.T) {
	var attributes strings.Builder
	for i := range 65 {
		fmt.Fprintf(&attributes, ` a%d=""`, i)
	}
	for name, document := range map[string]string{
		"many elements":   "<a>" + strings.Repeat("<b/>", 30_000) + "</a>",
		"many comments":   "<a>" + strings.Repeat("<!---->", 50_000) + "</a>",
		"many attributes": "<a" + attributes.String() + "/>",
	} {
		_, err := guardXML([]byte(document), LongestMetadata)
		var problem *DocumentProblem
		if !errors.As(err, &problem) || problem.Kind != DocumentTooComplex {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestGuardXMLTakesWhatEntraServes(t *testing.T) {
	for _, document := range []string{
		"<a/>", "\xEF\xBB\xBF<a/>", `<?xml version="1.0"?><a/>`, "\xEF\xBB\xBF" + `<?xml version="1.0" encoding="utf-8"?>` + "\r\n<a/>\n",
		`<?xml version='1.0' encoding = 'UTF-8' standalone="yes"?><a><!-- b -->&lt;ü<![CDATA[<]]></a>`,
		`<x:a xmlns:x="u" xml:lang="en"><x:b ID="1"/><b xmlns="v" ID="2"/></x:a>`,
	} {
		if _, err := guardXML([]byte(document), 1000); err != nil {
			t.Errorf("%q: %v", document, err)
		}
	}
}

func TestLeafTextIsNotCutByComments(t *testing.T) {
	root, err := guardXML([]byte(`<a><b>admin@x.example<!-- -->.evil.example</b><c>x<d/>y</c></a>`), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if got := leafText(root.SelectElement("b")); got != "admin@x.example.evil.example" {
		t.Errorf("got %q", got)
	}
	if got := leafText(root.SelectElement("c")); got != "" {
		t.Errorf("mixed content gave %q", got)
	}
}

func FuzzGuardXML(f *testing.F) {
	for _, seed := range []string{"<a/>", "<!DOCTYPE a><a/>", `<a xmlns:x="u" x:b="1"/>`, "<a><!-- --></a>", "<a>&#0;</a>", "<?xml?><a/>", "<a b=\"&#10;\"/>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var root *etree.Element
		var err error
		bounded.Run(t, func() { root, err = guardXML(raw, LongestMetadata) })
		if (root == nil) == (err == nil) {
			t.Fatalf("neither root nor reason: %v, %v", root, err)
		}
		var problem *DocumentProblem
		if err != nil && !errors.As(err, &problem) {
			t.Fatalf("%T is no DocumentProblem", err)
		}
	})
}
