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

var writeFixture = flag.Bool("write-fixture", false, "make new signed documents for bundle's tests")

// TestFixtureOfBundle keeps the signed document that the bundle's golden files
// are made of in step with what is verified here.
func TestFixtureOfBundle(t *testing.T) {
	folder := filepath.Join("bundle", "testdata")
	if *writeFixture {
		key := newKey(2048, testNow().Truncate(0), testNow().AddDate(3, 0, 0), 7)
		document := signedMetadata(t, key, key)
		encoded := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: key.certificate.Raw})
		for name, content := range map[string][]byte{"metadata.xml": document, "certificate.pem": encoded} {
			if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
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
