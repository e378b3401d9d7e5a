package samlcfg

import (
	"strings"
	"testing"

	"github.com/beevik/etree"
)

// wrappings are XSW 1 to 9 (Somorovsky et al., "On Breaking SAML", USENIX
// Security 2012, and the two that later readers added) and their relatives: a
// genuine signature of key beside forged content.
func wrappings(key testKey) map[string]func(t testing.TB) *etree.Element {
	evil := func(t testing.TB, id string) *etree.Element {
		root := parse(t, strings.ReplaceAll(responseText(), "B.Simon@contoso.com", "admin@contoso.com"))
		root.CreateAttr("ID", "_r"+id)
		assertion := onlyChild(root, namespaceAssertion, "Assertion")
		assertion.CreateAttr("ID", "_a"+id)
		return root
	}
	assertionOf := func(root *etree.Element) *etree.Element { return onlyChild(root, namespaceAssertion, "Assertion") }
	object := func(signature, inside *etree.Element) {
		signature.CreateElement("ds:Object").AddChild(inside)
	}
	return map[string]func(t testing.TB) *etree.Element{
		"1: evil response around the original, in the signature": func(t testing.TB) *etree.Element {
			original := signedResponse(t, responseText(), "response", key)
			root, signature := evil(t, "2"), cutSignature(original)
			object(signature, original)
			root.InsertChildAt(1, signature)
			return root
		},
		"2: evil response, original beside the signature": func(t testing.TB) *etree.Element {
			original := signedResponse(t, responseText(), "response", key)
			root, signature := evil(t, "2"), cutSignature(original)
			root.InsertChildAt(1, signature)
			root.InsertChildAt(1, original)
			return root
		},
		"3: evil assertion before the original": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			root.InsertChildAt(2, assertionOf(evil(t, "2")).Copy())
			return root
		},
		"4: original inside the evil assertion": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			original := assertionOf(root)
			twin := assertionOf(evil(t, "2")).Copy()
			root.RemoveChild(original)
			twin.AddChild(original)
			root.AddChild(twin)
			return root
		},
		"5: evil assertion carries the signature, original at the end": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			original := assertionOf(root)
			signature := cutSignature(original)
			twin := assertionOf(evil(t, "2")).Copy()
			twin.InsertChildAt(1, signature)
			root.InsertChildAt(2, twin)
			return root
		},
		"6: original inside the signature of the evil assertion": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			original := assertionOf(root)
			signature := cutSignature(original)
			root.RemoveChild(original)
			twin := assertionOf(evil(t, "2")).Copy()
			object(signature, original)
			twin.InsertChildAt(1, signature)
			root.AddChild(twin)
			return root
		},
		"7: evil assertion in an extension": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			extensions := etree.NewElement("samlp:Extensions")
			extensions.AddChild(assertionOf(evil(t, "2")).Copy())
			root.InsertChildAt(1, extensions)
			return root
		},
		"8: original in an Object of the evil assertion": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			original := assertionOf(root)
			signature := cutSignature(original)
			root.RemoveChild(original)
			twin := assertionOf(evil(t, "2")).Copy()
			object(signature, original)
			twin.AddChild(signature)
			root.AddChild(twin)
			return root
		},
		"9: evil assertion with the original's ID": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			twin := assertionOf(evil(t, "1")).Copy()
			signature := cutSignature(assertionOf(root))
			twin.InsertChildAt(1, signature)
			root.RemoveChild(assertionOf(root))
			root.AddChild(twin)
			return root
		},
		"comment in the name, unsigned": func(t testing.TB) *etree.Element {
			root := signedResponse(t, strings.Replace(responseText(), "B.Simon@contoso.com<", "admin@contoso.com.evil.example<", 1), "assertion", testKeys()[1])
			return root
		},
		"signature of the metadata instead": func(t testing.TB) *etree.Element {
			root := parse(t, responseText())
			assertionOf(root).InsertChildAt(1, cutSignature(verifiedTree(t)))
			return root
		},
		"good response, forged assertion signature": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", testKeys()[1])
			signElement(t, root, key, 1, "")
			return root
		},
		"good assertion, forged response signature": func(t testing.TB) *etree.Element {
			root := signedResponse(t, responseText(), "assertion", key)
			signElement(t, root, testKeys()[1], 1, "")
			return root
		},
	}
}
