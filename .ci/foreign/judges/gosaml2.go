package main

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"strings"

	saml2 "github.com/russellhaering/gosaml2"
	"github.com/russellhaering/gosaml2/types"
	dsig "github.com/russellhaering/goxmldsig"
)

type gosaml2 struct{ sp *saml2.SAMLServiceProvider }

func (g *gosaml2) configure(asked order, metadata []byte) (answer, error) {
	var idp types.EntityDescriptor
	if err := xml.Unmarshal(bytes.TrimPrefix(metadata, []byte("\xEF\xBB\xBF")), &idp); err != nil {
		return answer{}, err
	}
	if idp.IDPSSODescriptor == nil {
		return answer{}, errors.New("no IDPSSODescriptor")
	}
	store := dsig.MemoryX509CertificateStore{}
	for _, key := range idp.IDPSSODescriptor.KeyDescriptors {
		for _, held := range key.KeyInfo.X509Data.X509Certificates {
			der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(held.Data), ""))
			if err != nil {
				return answer{}, err
			}
			certificate, err := x509.ParseCertificate(der)
			if err != nil {
				return answer{}, err
			}
			store.Roots = append(store.Roots, certificate)
		}
	}
	g.sp = &saml2.SAMLServiceProvider{IdentityProviderIssuer: idp.EntityID, AssertionConsumerServiceURL: asked.ACS,
		ServiceProviderIssuer: asked.EntityID, AudienceURI: asked.EntityID, IDPCertificateStore: &store}
	for _, service := range idp.IDPSSODescriptor.SingleSignOnServices {
		if strings.HasSuffix(service.Binding, "HTTP-POST") {
			g.sp.IdentityProviderSSOURL = service.Location
		}
	}
	return answer{IDP: []string{idp.EntityID}}, nil
}

func (g *gosaml2) request(binding string) (answer, error) {
	document, err := g.sp.BuildAuthRequestDocumentNoSig()
	if err != nil {
		return answer{}, err
	}
	if binding == "post" {
		form, err := g.sp.BuildAuthBodyPostFromDocument("here", document)
		return answer{Form: string(form)}, err
	}
	address, err := g.sp.BuildAuthURLRedirect("here", document)
	return answer{URL: address}, err
}

func (g *gosaml2) response(encoded string) (answer, error) {
	info, err := g.sp.RetrieveAssertionInfo(encoded)
	if err != nil {
		return answer{}, err
	}
	// It leaves these two to its caller.
	if info.WarningInfo.InvalidTime {
		return answer{}, errors.New("not valid now")
	}
	if info.WarningInfo.NotInAudience {
		return answer{}, errors.New("another audience")
	}
	if info.NameID == "" {
		return answer{}, errors.New("no NameID")
	}
	got := answer{Accepted: true, NameID: info.NameID}
	for _, value := range info.Values[methodsClaim].Values {
		got.Methods = append(got.Methods, value.Value)
	}
	return got, nil
}
