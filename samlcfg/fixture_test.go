package samlcfg

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var writeFixture = flag.Bool("write-fixture", false, "make those signed documents for bundle's tests that are missing")

// TestFixtureOfBundle keeps the signed document that the bundle's golden files
// are made of in step with what is verified here.
func TestFixtureOfBundle(t *testing.T) {
	folder := filepath.Join("bundle", "testdata")
	if *writeFixture {
		first := newKey(2048, testNow(), testNow().AddDate(3, 0, 0), 7)
		inUse, next := newKey(2048, testNow().AddDate(-3, 0, 30), testNow().AddDate(0, 0, 30), 8), newKey(2048, testNow(), testNow().AddDate(3, 0, 0), 9)
		writeMissing(t, folder, map[string][]byte{"metadata.xml": signedMetadata(t, first, first), "certificate.pem": first.pem()})
		writeMissing(t, folder, map[string][]byte{"renewal.xml": signedMetadata(t, inUse, inUse, next), "renewal.pem": next.pem(),
			"renewal-in-use.pem": inUse.pem()})
	}
	raw, err := os.ReadFile(filepath.Join(folder, "metadata.xml"))
	if err != nil {
		t.Fatal(err)
	}
	metadata, err := ParseMetadata(raw)
	if err != nil {
		t.Fatal(err)
	}
	want := metadataExpectation(testKey{certificate: metadata.Signing[0]})
	verified, findings := VerifyMetadata(raw, want)
	if Worst(findings) != Pass || verified.SignedBy == nil {
		t.Errorf("findings: %+v", findings)
	}
	encoded, err := os.ReadFile(filepath.Join(folder, "certificate.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(encoded)
	if block == nil || !bytes.Equal(block.Bytes, verified.SignedBy.Raw) {
		t.Errorf("certificate.pem is not %s", base64.StdEncoding.EncodeToString(verified.SignedBy.Raw))
	}
}

// TestFixtureOfRenewal: the certificate in use signs, the new one is listed.
func TestFixtureOfRenewal(t *testing.T) {
	folder := filepath.Join("bundle", "testdata")
	next := certificateIn(t, filepath.Join(folder, "renewal.pem"))
	want := metadataExpectation(testKey{certificate: certificateIn(t, filepath.Join(folder, "renewal-in-use.pem"))})
	want.Next = Thumbprint(next)
	if _, findings := VerifyMetadata(readFile(t, filepath.Join(folder, "renewal.xml")), want); Worst(findings) != Pass {
		t.Errorf("%+v", findings)
	}
}

// writeMissing writes files that belong together, when none of them is there.
func writeMissing(t *testing.T, folder string, files map[string][]byte) {
	t.Helper()
	for name := range files {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			return
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (k testKey) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.certificate.Raw})
}

// fixedMetadata is the signed document of bundle's tests and its certificate.
// Fuzzing needs documents that stay: each of its processes would make keys of its
// own, and what one signed the others would refuse.
func fixedMetadata(t testing.TB) (raw []byte, certificate *x509.Certificate) {
	t.Helper()
	folder := filepath.Join("bundle", "testdata")
	return readFile(t, filepath.Join(folder, "metadata.xml")), certificateIn(t, filepath.Join(folder, "certificate.pem"))
}

// fixedResponse is a signed response in testdata and its certificate.
func fixedResponse(t testing.TB) (raw []byte, certificate *x509.Certificate) {
	t.Helper()
	document, pinned := filepath.Join("testdata", "response.xml"), filepath.Join("testdata", "response.pem")
	if *writeFixture {
		key := newKey(2048, testNow(), testNow().AddDate(3, 0, 0), 8)
		root := signedResponse(t, responseText(), "both", key)
		encoded := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: key.certificate.Raw})
		for name, content := range map[string][]byte{document: write(t, root), pinned: encoded} {
			if err := os.WriteFile(name, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return readFile(t, document), certificateIn(t, pinned)
}

func TestFixedResponseIsAccepted(t *testing.T) {
	raw, certificate := fixedResponse(t)
	want := responseExpectation()
	want.Certificates = []*x509.Certificate{certificate}
	if person, findings := CheckResponse(raw, want); person.SignedBy == nil {
		t.Errorf("%+v", findings)
	}
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func certificateIn(t testing.TB, path string) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(readFile(t, path))
	if block == nil {
		t.Fatalf("%s holds no certificate", path)
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}
