package main

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/crewjam/saml"
	"github.com/crewjam/saml/samlsp"
)

type crewjam struct {
	sp    saml.ServiceProvider
	asked []string
}

func (c *crewjam) configure(asked order, metadata []byte) (answer, error) {
	idp, err := samlsp.ParseMetadata(metadata)
	if err != nil {
		return answer{}, err
	}
	acs, err := url.Parse(asked.ACS)
	if err != nil {
		return answer{}, err
	}
	saml.MaxClockSkew = time.Minute
	c.asked = nil
	c.sp = saml.ServiceProvider{EntityID: asked.EntityID, AcsURL: *acs, IDPMetadata: idp, AllowIDPInitiated: true}
	return answer{IDP: []string{idp.EntityID}}, nil
}

func (c *crewjam) request(binding string) (answer, error) {
	kind := saml.HTTPRedirectBinding
	if binding == "post" {
		kind = saml.HTTPPostBinding
	}
	made, err := c.sp.MakeAuthenticationRequest(c.sp.GetSSOBindingLocation(kind), kind, saml.HTTPPostBinding)
	if err != nil {
		return answer{}, err
	}
	c.asked = append(c.asked, made.ID)
	if binding == "post" {
		return answer{Form: string(made.Post("here"))}, nil
	}
	address, err := made.Redirect("here", &c.sp)
	if err != nil {
		return answer{}, err
	}
	return answer{URL: address.String()}, nil
}

func (c *crewjam) response(encoded string) (answer, error) {
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return answer{}, err
	}
	// It takes unasked answers only when no request is open, as its middleware does.
	var said struct {
		InResponseTo string `xml:"InResponseTo,attr"`
	}
	if err := xml.Unmarshal(raw, &said); err != nil {
		return answer{}, err
	}
	var open []string
	if slices.Contains(c.asked, said.InResponseTo) {
		open = c.asked
	}
	assertion, err := c.sp.ParseXMLResponse(raw, open, c.sp.AcsURL)
	var invalid *saml.InvalidResponseError
	if errors.As(err, &invalid) {
		return answer{}, fmt.Errorf("%w: %w", err, invalid.PrivateErr)
	}
	if err != nil {
		return answer{}, err
	}
	if assertion.Subject == nil || assertion.Subject.NameID == nil || assertion.Subject.NameID.Value == "" {
		return answer{}, errors.New("no NameID")
	}
	got := answer{Accepted: true, NameID: assertion.Subject.NameID.Value}
	for _, statement := range assertion.AttributeStatements {
		for _, attribute := range statement.Attributes {
			for _, value := range attribute.Values {
				if attribute.Name == methodsClaim {
					got.Methods = append(got.Methods, value.Value)
				}
			}
		}
	}
	return got, nil
}
