package samlcfg

import (
	"bytes"
	"crypto/x509"
	"strings"
	"testing"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"backupsso/samlcfg/bounded"
)

const evilLogin = "https://evil.example/" + testTenant + "/saml2"

// verified is a signed document as a tree, to be twisted.
func verifiedTree(t testing.TB) *etree.Element {
	t.Helper()
	key := testKeys()[0]
	root := parse(t, metadataText(key))
	signElement(t, root, key, 0, "")
	return root
}

// evilTwin is an unsigned document with the attacker's login page.
func evilTwin(t *testing.T, id string) *etree.Element {
	t.Helper()
	text := strings.ReplaceAll(metadataText(testKeys()[0]), "https://login.microsoftonline.com/"+testTenant+"/saml2", evilLogin)
	root := parse(t, text)
	root.CreateAttr("ID", id)
	return root
}

func cutSignature(root *etree.Element) *etree.Element {
	signature := onlyChild(root, namespaceSignature, "Signature")
	root.RemoveChild(signature)
	return signature
}

// TestMetadataSignatureWrapping plays the known ways to keep a valid signature
// in a document and move what it signs aside.
func TestMetadataSignatureWrapping(t *testing.T) {
	for name, wrap := range map[string]func(t *testing.T) *etree.Element{
		"evil root, original inside the signature's Object": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			signature := cutSignature(original)
			evil := evilTwin(t, "_evil")
			object := signature.CreateElement("ds:Object")
			object.AddChild(original)
			evil.InsertChildAt(0, signature)
			return evil
		},
		"evil root, original in an extension": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			signature := cutSignature(original)
			evil := evilTwin(t, "_evil")
			evil.InsertChildAt(0, signature)
			evil.CreateElement("Extensions").AddChild(original)
			return evil
		},
		"evil root with the original's ID, original inside": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			evil := evilTwin(t, attribute(original, "ID"))
			signature := cutSignature(original)
			evil.InsertChildAt(0, signature)
			evil.CreateElement("Extensions").AddChild(original)
			return evil
		},
		"original whole inside an evil root": func(t *testing.T) *etree.Element {
			evil := evilTwin(t, "_evil")
			evil.CreateElement("Extensions").AddChild(verifiedTree(t))
			return evil
		},
		"signature below the root": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			signature := cutSignature(original)
			extensions := etree.NewElement("Extensions")
			extensions.AddChild(signature)
			original.InsertChildAt(0, extensions)
			return original
		},
		"two signatures": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			original.InsertChildAt(0, onlyChild(original, namespaceSignature, "Signature").Copy())
			return original
		},
		"second identity provider": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			original.AddChild(onlyChild(evilTwin(t, "_evil"), namespaceMetadata, "IDPSSODescriptor").Copy())
			return original
		},
		"evil provider first": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			original.InsertChildAt(1, onlyChild(evilTwin(t, "_evil"), namespaceMetadata, "IDPSSODescriptor").Copy())
			return original
		},
		"address in another place": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			login := descend(original, namespaceMetadata, "IDPSSODescriptor").SelectElement("SingleSignOnService")
			login.CreateAttr("Location", evilLogin)
			return original
		},
		"reference to everything": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			reference := original.FindElement("//Reference")
			reference.CreateAttr("URI", "")
			return original
		},
		"reference without its hash sign": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			reference := original.FindElement("//Reference")
			reference.CreateAttr("URI", "x"+attribute(original, "ID"))
			return original
		},
		"second reference": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			info := original.FindElement("//SignedInfo")
			info.AddChild(original.FindElement("//Reference").Copy())
			return original
		},
		"second SignedInfo": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			signature := onlyChild(original, namespaceSignature, "Signature")
			signature.AddChild(signature.SelectElement("SignedInfo").Copy())
			return original
		},
		"digest in a comment": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			digest := original.FindElement("//DigestValue")
			right := digest.Text()
			digest.SetText("AAAA")
			digest.AddChild(etree.NewComment(right))
			return original
		},
		"XPath transform": func(t *testing.T) *etree.Element {
			original := verifiedTree(t)
			transforms := original.FindElement("//Transforms")
			transforms.CreateElement("ds:Transform").CreateAttr("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")
			return original
		},
	} {
		t.Run(name, func(t *testing.T) {
			metadata, findings := VerifyMetadata(write(t, wrap(t)), metadataExpectation(testKeys()[0]))
			if metadata.SignedBy != nil || metadata.LoginURL != "" || Worst(findings) != Fail {
				t.Errorf("accepted: %+v, %+v", metadata, findings)
			}
		})
	}
}

// A twist that shows the control: the same document untouched is accepted.
func TestUntouchedTreeIsAccepted(t *testing.T) {
	metadata, findings := VerifyMetadata(write(t, verifiedTree(t)), metadataExpectation(testKeys()[0]))
	if metadata.SignedBy == nil || Worst(findings) != Pass {
		t.Errorf("refused: %+v", findings)
	}
}

func TestMetadataSignatureFaultsAreNamed(t *testing.T) {
	keys := testKeys()
	good := signedMetadata(t, keys[0], keys[0])
	for name, test := range map[string]struct {
		raw  []byte
		want MetadataExpectation
		code string
		got  string
	}{
		"unsigned": {[]byte(metadataText(keys[0])), metadataExpectation(keys[0]), "metadata-signature-missing", ""},
		"tampered": {bytes.Replace(good, []byte("mutable"), []byte("Mutable"), 1), metadataExpectation(keys[0]),
			"metadata-signature-altered", Thumbprint(keys[0].certificate)},
		"other certificate": {signedMetadata(t, keys[1], keys[0]), metadataExpectation(keys[0]),
			"metadata-signature-other-key", Thumbprint(keys[1].certificate)},
		"other key under the right certificate's name": {lying(t, keys[1], keys[0]), metadataExpectation(keys[0]),
			"metadata-signature-altered", Thumbprint(keys[0].certificate)},
		"nobody named":  {good, MetadataExpectation{TenantID: testTenant, Now: testNow()}, "metadata-signature-other-key", Thumbprint(keys[0].certificate)},
		"broken digest": {cut(good, "<ds:SignatureValue>", "!!!!"), metadataExpectation(keys[0]), "metadata-signature-altered", Thumbprint(keys[0].certificate)},
	} {
		metadata, findings := VerifyMetadata(test.raw, test.want)
		finding := find(t, findings, test.code)
		if finding.Severity != Fail || finding.Got != test.got || metadata.SignedBy != nil || metadata.EntityID != "" {
			t.Errorf("%s: %+v, %+v", name, finding, metadata)
		}
	}
}

// TestMetadataSignaturesOfOtherShapes are whole and by the right key, but built
// so that readers may disagree on what they cover.
func TestMetadataSignaturesOfOtherShapes(t *testing.T) {
	key := testKeys()[0]
	sign := func(text, idAttribute string, canonicalizer dsig.Canonicalizer) []byte {
		root := parse(t, text)
		context, err := dsig.NewSigningContext(key.private, [][]byte{key.certificate.Raw})
		if err != nil {
			t.Fatal(err)
		}
		context.IdAttribute, context.Canonicalizer = idAttribute, canonicalizer
		signature, err := context.ConstructSignature(root, true)
		if err != nil {
			t.Fatal(err)
		}
		root.InsertChildAt(0, signature)
		return write(t, root)
	}
	exclusive := dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	plain := metadataText(key)
	for name, raw := range map[string][]byte{
		"no ID":            sign(strings.Replace(plain, "<EntityDescriptor ID=", "<EntityDescriptor Name=", 1), "ID", exclusive),
		"whole document":   sign(plain, "Other", exclusive),
		"comments covered": sign(plain, "ID", dsig.MakeC14N10ExclusiveWithCommentsCanonicalizerWithPrefixList("")),
	} {
		metadata, findings := VerifyMetadata(raw, metadataExpectation(key))
		if finding := find(t, findings, "metadata-signature-shape"); finding.Severity != Fail || metadata.SignedBy != nil {
			t.Errorf("%s: %+v", name, findings)
		}
	}
	inclusive := sign(plain, "ID", dsig.MakeC14N11Canonicalizer())
	if _, findings := VerifyMetadata(inclusive, metadataExpectation(key)); Worst(findings) != Pass {
		t.Errorf("inclusive canonicalisation: %+v", findings)
	}
}

// lying signs with one key and shows another key's certificate.
func lying(t testing.TB, signer, shown testKey) []byte {
	root := parse(t, metadataText(shown))
	signElement(t, root, testKey{signer.private, shown.certificate}, 0, "")
	return write(t, root)
}

func cut(raw []byte, mark, instead string) []byte {
	return bytes.Replace(raw, []byte(mark), []byte(mark+instead), 1)
}

func TestMetadataSignatureVariantsHold(t *testing.T) {
	keys := testKeys()
	good := signedMetadata(t, keys[0], keys[0])
	withoutKeyInfo := parse(t, string(bytes.TrimPrefix(good, []byte("\xEF\xBB\xBF"))))
	signature := onlyChild(withoutKeyInfo, namespaceSignature, "Signature")
	signature.RemoveChild(keyInfoOf(signature))
	wrapped := parse(t, string(bytes.TrimPrefix(good, []byte("\xEF\xBB\xBF"))))
	value := wrapped.FindElement("//SignatureValue")
	value.SetText("\n   " + value.Text()[:40] + " \r\n\t" + value.Text()[40:] + "\n")
	for name, raw := range map[string][]byte{
		"no KeyInfo":          write(t, withoutKeyInfo),
		"wrapped Base64":      write(t, wrapped),
		"comment in between":  bytes.Replace(good, []byte("<IDPSSODescriptor"), []byte("<!-- hello --><IDPSSODescriptor"), 1),
		"line after the root": append(append([]byte{}, good...), '\n'),
	} {
		metadata, findings := VerifyMetadata(raw, metadataExpectation(keys[0]))
		if metadata.SignedBy == nil || Worst(findings) != Pass {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}

// TestForeignKeyInfoIsNamed: what the signature says about its maker is unsigned.
func TestForeignKeyInfoIsNamed(t *testing.T) {
	keys := testKeys()
	foreign := parse(t, string(bytes.TrimPrefix(signedMetadata(t, keys[0], keys[0]), []byte("\xEF\xBB\xBF"))))
	foreign.FindElement("//Signature/KeyInfo/X509Data/X509Certificate").SetText(keys[1].base64())
	metadata, findings := VerifyMetadata(write(t, foreign), metadataExpectation(keys[0]))
	finding := find(t, findings, "metadata-key-info")
	if metadata.SignedBy == nil || Worst(findings) != Warn || finding.Severity != Warn || finding.Got != Thumbprint(keys[1].certificate) {
		t.Errorf("%+v", findings)
	}
}

// TestValuesComeFromSignedBytes: a comment splits the address for careless
// readers; here it must read as signed.
func TestCommentDoesNotCutAValue(t *testing.T) {
	key := testKeys()[0]
	text := strings.Replace(metadataText(key), key.base64(), key.base64()[:100]+"<!-- x -->"+key.base64()[100:], 2)
	root := parse(t, text)
	signElement(t, root, key, 0, "")
	metadata, findings := VerifyMetadata(write(t, root), metadataExpectation(key))
	if Worst(findings) != Pass || len(metadata.Signing) != 1 || !metadata.Signing[0].Equal(key.certificate) {
		t.Errorf("%+v, %+v", metadata, findings)
	}
}

func BenchmarkVerifyMetadata(b *testing.B) {
	key := testKeys()[0]
	raw := signedMetadata(b, key, key)
	want := metadataExpectation(key)
	for b.Loop() {
		if metadata, _ := VerifyMetadata(raw, want); metadata.SignedBy == nil {
			b.Fatal("refused")
		}
	}
}

func FuzzVerifyMetadata(f *testing.F) {
	good, certificate := fixedMetadata(f)
	for _, seed := range [][]byte{good, []byte(metadataText(testKeys()[0])), []byte("<a/>"),
		bytes.Replace(good, []byte("enveloped-signature"), []byte("x"), 1)} {
		f.Add(seed)
	}
	want := MetadataExpectation{TenantID: testTenant, Certificates: []*x509.Certificate{certificate},
		Thumbprint: Thumbprint(certificate), Now: testNow()}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var metadata Metadata
		var findings []Finding
		bounded.Run(t, func() { metadata, findings = VerifyMetadata(raw, want) })
		if len(findings) == 0 {
			t.Fatal("no findings")
		}
		if metadata.SignedBy == nil {
			return
		}
		// Only one document was ever signed, whatever is around it.
		if metadata.EntityID != "https://sts.windows.net/"+testTenant+"/" || len(metadata.Signing) != 1 {
			t.Fatalf("foreign values under our signature: %+v", metadata)
		}
	})
}
