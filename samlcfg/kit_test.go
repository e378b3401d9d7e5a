package samlcfg

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

const testTenant = "11111111-2222-3333-4444-555555555555"

// testNow lies inside the life of every key that newKey makes.
func testNow() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

// testKey is a signing key as Entra makes them.
type testKey struct {
	private     *rsa.PrivateKey
	certificate *x509.Certificate
}

func (k testKey) base64() string { return base64.StdEncoding.EncodeToString(k.certificate.Raw) }

var testKeys = sync.OnceValue(func() [3]testKey {
	var keys [3]testKey
	for i := range keys {
		keys[i] = newKey(2048, testNow().AddDate(0, -1, 0), testNow().AddDate(3, 0, 0), int64(i))
	}
	return keys
})

func newKey(bits int, from, until time.Time, serial int64) testKey {
	private, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	template := x509.Certificate{SerialNumber: big.NewInt(serial + 1), NotBefore: from, NotAfter: until,
		Subject: pkix.Name{CommonName: "Microsoft Azure Federated SSO Certificate"}}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		panic(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return testKey{private, certificate}
}

// signElement puts an enveloped signature into element at a position among its
// children, as Entra does: exclusive canonicalisation, KeyInfo with the certificate.
func signElement(t testing.TB, element *etree.Element, key testKey, position int, algorithm string) {
	t.Helper()
	context, err := dsig.NewSigningContext(key.private, [][]byte{key.certificate.Raw})
	if err != nil {
		t.Fatal(err)
	}
	context.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	if algorithm != "" {
		if err := context.SetSignatureMethod(algorithm); err != nil {
			t.Fatal(err)
		}
	}
	signature, err := context.ConstructSignature(detached(element), true)
	if err != nil {
		t.Fatal(err)
	}
	element.InsertChildAt(position, signature)
}

func parse(t testing.TB, text string) *etree.Element {
	t.Helper()
	document := etree.NewDocument()
	if err := document.ReadFromString(text); err != nil {
		t.Fatal(err)
	}
	return document.Root()
}

// write serialises a tree without touching what is signed.
func write(t testing.TB, root *etree.Element) []byte {
	t.Helper()
	document := etree.NewDocument()
	document.SetRoot(root)
	raw, err := document.WriteToBytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// metadataText is a document in Entra's shape, unsigned.
func metadataText(keys ...testKey) string {
	var descriptors strings.Builder
	for _, key := range keys {
		descriptors.WriteString(`<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>` +
			key.base64() + `</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`)
	}
	const login = "https://login.microsoftonline.com/" + testTenant
	return `<EntityDescriptor ID="_0f1e2d3c-0001-4a5b-8c9d-aabbccddeeff" entityID="https://sts.windows.net/` + testTenant + `/" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">` +
		`<RoleDescriptor xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706">` +
		descriptors.String() +
		`<fed:ClaimTypesOffered><auth:ClaimType Uri="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name" xmlns:auth="http://docs.oasis-open.org/wsfed/authorization/200706"><auth:DisplayName>Name</auth:DisplayName><auth:Description>The mutable display name of the user.</auth:Description></auth:ClaimType></fed:ClaimTypesOffered>` +
		`<fed:PassiveRequestorEndpoint><wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:Address>` + login + `/wsfed</wsa:Address></wsa:EndpointReference></fed:PassiveRequestorEndpoint></RoleDescriptor>` +
		`<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` + descriptors.String() +
		`<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="` + login + `/saml2" />` +
		`<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="` + login + `/saml2" />` +
		`<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="` + login + `/saml2" />` +
		`</IDPSSODescriptor></EntityDescriptor>`
}

// signedMetadata is a document as served: byte order mark, declaration, signature first.
func signedMetadata(t testing.TB, signer testKey, keys ...testKey) []byte {
	t.Helper()
	root := parse(t, metadataText(keys...))
	signElement(t, root, signer, 0, "")
	return served(write(t, root))
}

func served(document []byte) []byte {
	return bytes.Join([][]byte{[]byte("\xEF\xBB\xBF"), []byte(`<?xml version="1.0" encoding="utf-8"?>`), document}, nil)
}

func metadataExpectation(active testKey, others ...testKey) MetadataExpectation {
	certificates := []*x509.Certificate{active.certificate}
	for _, other := range others {
		certificates = append(certificates, other.certificate)
	}
	return MetadataExpectation{TenantID: testTenant, IssuerHost: "sts.windows.net", LoginHost: "login.microsoftonline.com",
		Certificates: certificates, Thumbprint: Thumbprint(active.certificate), Now: testNow()}
}

// find returns the finding with a code.
func find(t *testing.T, findings []Finding, code string) Finding {
	t.Helper()
	for _, finding := range findings {
		if finding.Code == code {
			return finding
		}
	}
	t.Fatalf("no finding %s in %+v", code, findings)
	return Finding{}
}
