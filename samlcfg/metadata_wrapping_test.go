package samlcfg

import (
	"crypto/x509"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"backupsso/samlcfg/bounded"
)

// TestMetadataWrappingByNumber plays the nine known permutations of signature
// wrapping on metadata, numbered as in TestResponseSignatureWrapping: an evil
// EntityDescriptor takes the place of the evil response or assertion.
func TestMetadataWrappingByNumber(t *testing.T) {
	group := func(children ...*etree.Element) *etree.Element {
		root := etree.NewElement("EntitiesDescriptor")
		root.CreateAttr("xmlns", namespaceMetadata)
		for _, child := range children {
			root.AddChild(child)
		}
		return root
	}
	inObject := func(signature, inside *etree.Element) {
		signature.CreateElement("ds:Object").AddChild(inside)
	}
	for name, wrap := range map[string]func(evil, original *etree.Element) *etree.Element{
		"1: evil document around the original, in the signature": func(evil, original *etree.Element) *etree.Element {
			signature := cutSignature(original)
			inObject(signature, original)
			evil.InsertChildAt(0, signature)
			return evil
		},
		"2: evil document, original beside the signature": func(evil, original *etree.Element) *etree.Element {
			signature := cutSignature(original)
			evil.InsertChildAt(0, signature)
			evil.InsertChildAt(0, original)
			return evil
		},
		"3: evil document before the original": func(evil, original *etree.Element) *etree.Element {
			return group(evil, original)
		},
		"4: original inside the evil document": func(evil, original *etree.Element) *etree.Element {
			evil.AddChild(original)
			return group(evil)
		},
		"5: evil document carries the signature, original at the end": func(evil, original *etree.Element) *etree.Element {
			evil.InsertChildAt(0, cutSignature(original))
			return group(evil, original)
		},
		"6: original inside the signature of the evil document": func(evil, original *etree.Element) *etree.Element {
			signature := cutSignature(original)
			inObject(signature, original)
			evil.AddChild(signature)
			return group(evil)
		},
		"7: evil document in an extension of the original": func(evil, original *etree.Element) *etree.Element {
			extensions := etree.NewElement("Extensions")
			extensions.AddChild(evil)
			original.InsertChildAt(1, extensions)
			return original
		},
		"8: original in an Object of the evil document": func(evil, original *etree.Element) *etree.Element {
			signature := cutSignature(original)
			inObject(signature, original)
			evil.AddChild(signature)
			return evil
		},
		"9: evil document with the original's ID": func(evil, original *etree.Element) *etree.Element {
			evil.CreateAttr("ID", attribute(original, "ID"))
			evil.InsertChildAt(0, cutSignature(original))
			return evil
		},
	} {
		t.Run(name, func(t *testing.T) {
			raw := write(t, wrap(evilTwin(t, "_evil"), verifiedTree(t)))
			if !strings.Contains(string(raw), evilLogin) {
				t.Fatal("the attack is not in the document")
			}
			metadata, findings := VerifyMetadata(raw, metadataExpectation(testKeys()[0]))
			if metadata.SignedBy != nil || metadata.LoginURL != "" || Worst(findings) != Fail {
				t.Errorf("accepted: %+v, %+v", metadata, findings)
			}
		})
	}
}

// TestMetadataOfEveryCloud wants each cloud's own hosts, and nobody else's.
func TestMetadataOfEveryCloud(t *testing.T) {
	key := testKeys()[0]
	for _, login := range LoginHosts() {
		issuer, _ := IssuerHost(login)
		text := strings.NewReplacer("login.microsoftonline.com", login, "sts.windows.net", issuer).Replace(metadataText(key))
		root := parse(t, text)
		signElement(t, root, key, 0, "")
		raw := served(write(t, root))
		for _, expected := range LoginHosts() {
			want := MetadataExpectation{TenantID: testTenant, LoginHost: expected, Certificates: []*x509.Certificate{key.certificate},
				Thumbprint: Thumbprint(key.certificate), Now: testNow()}
			want.IssuerHost, _ = IssuerHost(expected)
			_, findings := VerifyMetadata(raw, want)
			if passes := Worst(findings) == Pass; passes != (login == expected) {
				t.Errorf("metadata of %s passes for %s: %v, %+v", login, expected, passes, findings)
			}
		}
	}
}

// TestHugeBase64AndOutsideReferences gives certificates and digests of nearly the
// longest document, and references that would have a reader fetch something.
func TestHugeBase64AndOutsideReferences(t *testing.T) {
	key := testKeys()[0]
	huge := strings.Repeat("QUJD", (LongestMetadata-30_000)/4)
	good := string(signedMetadata(t, key, key))
	last := strings.LastIndex(good, key.base64())
	signatureID := `URI="#_0f1e2d3c-0001-4a5b-8c9d-aabbccddeeff"`
	for name, raw := range map[string]string{
		"certificate":           good[:last] + huge + good[last+len(key.base64()):],
		"signature value":       strings.Replace(good, "<ds:SignatureValue>", "<ds:SignatureValue>"+huge, 1),
		"digest":                strings.Replace(good, "<ds:DigestValue>", "<ds:DigestValue>"+huge, 1),
		"reference to web":      strings.Replace(good, signatureID, `URI="https://evil.example/metadata.xml"`, 1),
		"reference to file":     strings.Replace(good, signatureID, `URI="file:///etc/passwd"`, 1),
		"reference by XPointer": strings.Replace(good, signatureID, `URI="#xpointer(/)"`, 1),
	} {
		if raw == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		bounded.Run(t, func() {
			metadata, findings := VerifyMetadata([]byte(raw), metadataExpectation(key))
			if metadata.SignedBy != nil || Worst(findings) != Fail {
				t.Errorf("%s: accepted", name)
			}
		})
	}
}
