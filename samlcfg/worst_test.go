package samlcfg

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"runtime"
	"strings"
	"testing"

	"backupsso/samlcfg/bounded"
)

// worstMetadata are documents made to cost the most, each just below the limit
// that stops more of its kind. The good ones are signed; the others are taken
// apart until their signature fails.
func worstMetadata(t testing.TB) map[string][]byte {
	key := testKeys()[0]
	with := func(filler string) []byte {
		root := parse(t, strings.Replace(metadataText(key), "<SingleLogoutService", filler+"<SingleLogoutService", 1))
		signElement(t, root, key, 0, "")
		return write(t, root)
	}
	altered := func(raw []byte) []byte { return bytes.Replace(raw, []byte("mutable"), []byte("Mutable"), 1) }
	good := signedMetadata(t, key, key)
	room := LongestMetadata - len(good) - 4_000
	documents := map[string][]byte{
		"blanks":     with(strings.Repeat(" ", room)),
		"entities":   with("<x>" + strings.Repeat("&amp;", room/len("&amp;")) + "</x>"),
		"elements":   with(strings.Repeat("<x/>", mostTokens/2-100)),
		"attributes": with(strings.Repeat(manyAttributes(mostAttributes), allAttributes/mostAttributes-1)),
		"comments":   with(strings.Repeat("<!--x-->", mostTokens-200)),
		"layout":     with(strings.Repeat("\n<x> </x>", mostTokens/4-50)),
		"depth":      with(strings.Repeat(strings.Repeat("<x>", deepestElement-5)+strings.Repeat("</x>", deepestElement-5), (mostTokens-200)/2/(deepestElement-5))),
		"long name":  with("<" + strings.Repeat("x", room/2) + "/>"),
		"long value": with(`<x a="` + strings.Repeat("&#10;", room/len("&#10;")) + `"/>`),
		// Every element that declares a name makes readers copy all names around it.
		"namespaces": with(nestedNamespaces(3, 63, 50)),
		"IDs":        with(identified(mostTokens/2 - 100)),
		"long signature": bytes.Replace(good, []byte("<ds:SignatureValue>"),
			append([]byte("<ds:SignatureValue>"), bytes.Repeat([]byte("QUJD "), room/5)...), 1),
		"longest signature": bytes.Replace(good, []byte("<ds:SignatureValue>"),
			append([]byte("<ds:SignatureValue>"), bytes.Repeat([]byte(" "), longestSignature-1000)...), 1),
		"long certificate": bytes.ReplaceAll(good, []byte(key.base64()), bytes.Repeat([]byte("QUJD"), room/16)),
		"long key":         bytes.ReplaceAll(good, []byte(key.base64()), []byte(certificateOf(t, 100_000))),
		"longest key":      underLongestKey(t, altered(good), key),
		"many keys":        with(strings.Repeat(keyDescriptor(key), 200)),
	}
	for _, name := range []string{"blanks", "elements", "attributes", "namespaces", "depth", "comments", "layout"} {
		documents[name+", altered"] = altered(documents[name])
	}
	return documents
}

func manyAttributes(count int) string {
	var element strings.Builder
	element.WriteString("<x")
	for i := range count {
		fmt.Fprintf(&element, ` a%d="&lt;"`, i)
	}
	return element.String() + "/>"
}

// nestedNamespaces opens elements of many declarations around some of one each.
func nestedNamespaces(levels, each, leaves int) string {
	var filler strings.Builder
	for level := range levels {
		filler.WriteString("<x")
		for i := range each {
			fmt.Fprintf(&filler, ` xmlns:p%dx%d="u"`, level, i)
		}
		filler.WriteString(">")
	}
	filler.WriteString(strings.Repeat(`<p0x0:x xmlns:z="v"/>`, leaves))
	filler.WriteString(strings.Repeat("<p0x0:x/>", mostTokens/2-150))
	return filler.String() + strings.Repeat("</x>", levels)
}

func identified(count int) string {
	var filler strings.Builder
	for i := range count {
		fmt.Fprintf(&filler, `<x ID="_%d"/>`, i)
	}
	return filler.String()
}

func keyDescriptor(key testKey) string {
	return `<KeyDescriptor use="signing"><KeyInfo xmlns="` + namespaceSignature + `"><X509Data><X509Certificate>` +
		key.base64() + `</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`
}

// certificateOf is a certificate whose key takes longest to check with: as many
// bits, and the largest exponent that Go reads.
func certificateOf(t testing.TB, bits uint) string {
	t.Helper()
	modulus := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), bits), big.NewInt(1))
	template := x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: testNow(), NotAfter: testNow().AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &rsa.PublicKey{N: modulus, E: 1<<31 - 1}, testKeys()[0].private)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(der)
}

// underLongestKey names the key that is hardest to check with as the signature's
// own, and gives the signature the length of that key.
func underLongestKey(t testing.TB, raw []byte, key testKey) []byte {
	raw = bytes.Replace(raw, []byte(key.base64()), []byte(certificateOf(t, longestKey)), 1)
	before, rest, _ := bytes.Cut(raw, []byte("<ds:SignatureValue>"))
	_, after, _ := bytes.Cut(rest, []byte("</ds:SignatureValue>"))
	value := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0x55}, longestKey/8))
	return bytes.Join([][]byte{before, []byte("<ds:SignatureValue>" + value + "</ds:SignatureValue>"), after}, nil)
}

// worstResponses fill a response as full, signed once and twice.
func worstResponses(t testing.TB) map[string][]byte {
	documents := map[string][]byte{}
	for name, filler := range map[string]string{
		"groups":     strings.Repeat("<AttributeValue>00000000-0000-0000-0000-000000000000</AttributeValue>", mostTokens/3-100),
		"namespaces": nestedNamespaces(3, 63, 50),
		"comments":   "<AttributeValue>" + strings.Repeat("x<!--x-->", mostTokens/2-100) + "</AttributeValue>",
		"long value": "<AttributeValue>" + strings.Repeat("&amp;", (LongestResponse-40_000)/5) + "</AttributeValue>",
		"attributes": strings.Repeat(manyAttributes(mostAttributes), allAttributes/mostAttributes-1),
	} {
		text := strings.Replace(responseText(), "<AttributeValue>password", filler+"<AttributeValue>password", 1)
		for _, what := range []string{"assertion", "response", "both"} {
			raw := write(t, signedResponse(t, text, what, testKeys()[0]))
			documents[name+", "+what] = raw
			documents[name+", "+what+", altered"] = bytes.Replace(raw, []byte(">mfa<"), []byte(">MFA<"), 1)
		}
	}
	return documents
}

func TestWorstResponsesStayInBounds(t *testing.T) {
	want := responseExpectation()
	want.Certificates = append(want.Certificates, testKeys()[1].certificate, testKeys()[2].certificate)
	for name, raw := range worstResponses(t) {
		t.Run(name, func(t *testing.T) {
			bounded.Run(t, func() {
				person, findings := CheckResponse(raw, want)
				if good := person.SignedBy != nil; good == strings.HasSuffix(name, "altered") {
					t.Errorf("%+v", findings)
				}
			})
		})
	}
}

// verifyAll checks with as many certificates as an application has in the middle
// of a second renewal.
func verifyAll(raw []byte) []Finding {
	_, findings := VerifyMetadata(raw, metadataExpectation(testKeys()[0], testKeys()[1], testKeys()[2]))
	return findings
}

func TestWorstMetadataStaysInBounds(t *testing.T) {
	for name, raw := range worstMetadata(t) {
		if len(raw) > LongestMetadata {
			t.Errorf("%s: %d bytes are stopped by their length alone", name, len(raw))
		}
		t.Run(name, func(t *testing.T) {
			bounded.Run(t, func() {
				if findings := verifyAll(raw); len(findings) == 0 {
					t.Error("no finding")
				}
			})
		})
	}
}

// TestWorstMetadataIsRead keeps the documents above where they hurt: what is
// refused at the door shows nothing about the rooms behind.
func TestWorstMetadataIsRead(t *testing.T) {
	refused := map[string]bool{"long certificate": true, "long key": true}
	for name, raw := range worstMetadata(t) {
		if _, err := ParseMetadata(raw); (err != nil) != refused[name] {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMoreThanTheWorstIsRefused steps over each limit.
func TestMoreThanTheWorstIsRefused(t *testing.T) {
	text := metadataText(testKeys()[0])
	for name, filler := range map[string]string{
		"elements":   strings.Repeat("<x/>", mostTokens/2),
		"comments":   strings.Repeat("<!--x-->", mostTokens),
		"attributes": strings.Repeat(manyAttributes(mostAttributes), allAttributes/mostAttributes+1),
		"one's own":  manyAttributes(mostAttributes + 1),
		"namespaces": nestedNamespaces(5, 63, 0),
		"depth":      strings.Repeat("<x>", deepestElement) + strings.Repeat("</x>", deepestElement),
	} {
		_, err := ParseMetadata([]byte(strings.Replace(text, "<SingleLogoutService", filler+"<SingleLogoutService", 1)))
		if problem, is := err.(*DocumentProblem); !is || problem.Kind != DocumentTooComplex {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// BenchmarkWorstMetadata measures time and memory of each: MiB/op is all that was
// allocated, freed or not.
func BenchmarkWorstMetadata(b *testing.B) {
	for name, raw := range worstMetadata(b) {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				verifyAll(raw)
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N)/(1<<20), "MiB/op")
		})
	}
}
