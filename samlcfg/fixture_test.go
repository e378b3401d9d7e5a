package samlcfg

import (
	"bytes"
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
