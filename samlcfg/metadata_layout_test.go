package samlcfg

import (
	"bytes"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

// laidOut is what an editor or a viewer makes of a document: a line for each
// element.
func laidOut(t testing.TB, raw []byte, newline string) []byte {
	t.Helper()
	document := etree.NewDocument()
	if err := document.ReadFromBytes(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))); err != nil {
		t.Fatal(err)
	}
	document.Indent(2)
	text, err := document.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.ReplaceAll(text, "\n", newline))
}

// TestLaidOutMetadataIsNamed: a third of the documents that people keep in public
// repositories were opened in an editor, and no signature survives that.
func TestLaidOutMetadataIsNamed(t *testing.T) {
	keys := testKeys()
	good := signedMetadata(t, keys[0], keys[0])
	for _, newline := range []string{"\n", "\r\n"} {
		raw := laidOut(t, good, newline)
		metadata, findings := VerifyMetadata(raw, metadataExpectation(keys[1], keys[0]))
		finding := find(t, findings, "metadata-signature-layout")
		if finding.Severity != Fail || finding.Got != Thumbprint(keys[0].certificate) || metadata.SignedBy != nil || metadata.LoginURL != "" {
			t.Errorf("%+v, %+v", finding, metadata)
		}
	}
	wrapped := bytes.Replace(laidOut(t, good, "\n"), []byte("The mutable display name of the user."), []byte("The mutable display\n\t\t\tname of the user.\n\t\t"), 1)
	wrapped = bytes.Replace(wrapped, []byte("X509Certificate>MII"), []byte("X509Certificate>\n\t\tM\n\t\tII"), 1)
	if _, findings := VerifyMetadata(wrapped, metadataExpectation(keys[0])); find(t, findings, "metadata-signature-layout").Severity != Fail {
		t.Errorf("%+v", findings)
	}
	// Laid out and changed is changed.
	evil := bytes.Replace(laidOut(t, good, "\n"), []byte("/saml2"), []byte("/saml3"), 1)
	if _, findings := VerifyMetadata(evil, metadataExpectation(keys[0])); find(t, findings, "metadata-signature-altered").Severity != Fail {
		t.Errorf("%+v", findings)
	}
	// Laid out before it was signed is whole.
	root := parse(t, string(laidOut(t, []byte(metadataText(keys[0])), "\n")))
	signElement(t, root, keys[0], 0, "")
	if _, findings := VerifyMetadata(write(t, root), metadataExpectation(keys[0])); Worst(findings) != Pass {
		t.Errorf("%+v", findings)
	}
}

func TestLaidOutResponseIsNamed(t *testing.T) {
	for _, what := range []string{"assertion", "response", "both"} {
		raw := laidOut(t, write(t, signedResponse(t, responseText(), what, testKeys()[0])), "\n")
		person, findings := CheckResponse(raw, responseExpectation())
		if find(t, findings, "response-signature-layout").Severity != Fail || person.NameID != "" {
			t.Errorf("%s: %+v, %+v", what, findings, person)
		}
		// Whoever pasted it out of a viewer is told so, and that the rest holds.
		if _, findings := ExamineResponse(raw, responseExpectation(), "B.Simon@contoso.com"); Worst(findings) != Warn {
			t.Errorf("%s: %+v", what, findings)
		}
	}
}

// TestSignaturesThatPointElsewhere: nothing outside the document is looked at,
// and nothing but the document's own element may be signed.
func TestSignaturesThatPointElsewhere(t *testing.T) {
	keys := testKeys()
	for name, point := range map[string]func(root *etree.Element){
		"reference to an address": func(root *etree.Element) {
			root.FindElement("//Reference").CreateAttr("URI", "https://evil.example/metadata.xml")
		},
		"reference to a file": func(root *etree.Element) {
			root.FindElement("//Reference").CreateAttr("URI", "file:///etc/passwd")
		},
		"reference by XPointer": func(root *etree.Element) {
			root.FindElement("//Reference").CreateAttr("URI", "#xpointer(/)")
		},
		"style sheet": func(root *etree.Element) {
			transform := root.FindElement("//Transforms").CreateElement("ds:Transform")
			transform.CreateAttr("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")
		},
		"unknown signature": func(root *etree.Element) {
			root.FindElement("//SignatureMethod").CreateAttr("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5")
		},
		"symmetric signature": func(root *etree.Element) {
			root.FindElement("//SignatureMethod").CreateAttr("Algorithm", "http://www.w3.org/2000/09/xmldsig#hmac-sha1")
		},
		"unknown digest": func(root *etree.Element) {
			root.FindElement("//DigestMethod").CreateAttr("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#md5")
		},
	} {
		root := verifiedTree(t)
		point(root)
		metadata, findings := VerifyMetadata(write(t, root), metadataExpectation(keys[0]))
		if find(t, findings, "metadata-signature-shape").Severity != Fail || metadata.SignedBy != nil {
			t.Errorf("%s: %+v", name, findings)
		}
	}
	// A key to be fetched is no key: what is pinned counts.
	root := verifiedTree(t)
	keyInfo := root.FindElement("//Signature/KeyInfo")
	for _, child := range keyInfo.ChildElements() {
		keyInfo.RemoveChild(child)
	}
	keyInfo.CreateElement("ds:RetrievalMethod").CreateAttr("URI", "https://evil.example/key")
	if metadata, _ := VerifyMetadata(write(t, root), metadataExpectation(keys[0])); metadata.SignedBy == nil {
		t.Error("a key to be fetched stood in the way of the pinned one")
	}
}
