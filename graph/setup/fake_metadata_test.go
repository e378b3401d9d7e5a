package setup

import (
	"context"
	"encoding/base64"
	"strings"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"backupsso/graph"
)

// Metadata serves a signed document: with the tenant's own certificate until the
// app has one that shows, as Entra does.
func (f *fakeTenant) Metadata(_ context.Context, tenantID, appID string) ([]byte, error) {
	if err := f.call("Metadata").err; err != nil {
		return nil, err
	}
	var shown []graph.SigningCertificate
	if principal := f.principals[appID]; principal != nil {
		for _, certificate := range principal.Certificates {
			if f.visible(certificate.Thumbprint) {
				shown = append(shown, certificate)
			}
		}
	}
	if len(shown) == 0 {
		if f.fallback.Thumbprint == "" {
			_, principal := f.addApp("none", "fallback")
			f.apps = f.apps[:len(f.apps)-1]
			f.fallback = f.addCertificate(principal.ObjectID, "CN=tenant", f.clock.Now(), f.clock.Now().AddDate(3, 0, 0))
		}
		shown = []graph.SigningCertificate{f.fallback}
	}
	signer := shown[0]
	if principal := f.principals[appID]; principal != nil {
		if active := findCertificate(*principal, principal.ActiveThumbprint); active != nil && f.visible(active.Thumbprint) {
			signer = *active
		}
	}
	return f.signed(tenantID, signer, shown), nil
}

// signed writes the document in Entra's shape.
func (f *fakeTenant) signed(tenantID string, signer graph.SigningCertificate, listed []graph.SigningCertificate) []byte {
	var keys strings.Builder
	for _, certificate := range listed {
		keys.WriteString(`<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>` +
			base64.StdEncoding.EncodeToString(certificate.DER) + `</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`)
	}
	login := "http://127.0.0.1:1/" + tenantID + "/saml2"
	text := `<EntityDescriptor ID="_1" entityID="https://sts.windows.net/` + tenantID + `/" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">` +
		`<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` + keys.String() +
		`<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="` + login + `"/>` +
		`<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="` + login + `"/>` +
		`</IDPSSODescriptor></EntityDescriptor>`
	document := etree.NewDocument()
	if err := document.ReadFromString(text); err != nil {
		f.t.Fatal(err)
	}
	root := document.Root()
	signing, err := dsig.NewSigningContext(f.keys[signer.Thumbprint], [][]byte{signer.DER})
	if err != nil {
		f.t.Fatal(err)
	}
	signing.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	signature, err := signing.ConstructSignature(root, true)
	if err != nil {
		f.t.Fatal(err)
	}
	root.InsertChildAt(0, signature)
	raw, err := document.WriteToBytes()
	if err != nil {
		f.t.Fatal(err)
	}
	return raw
}
