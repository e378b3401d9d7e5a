package practice

import (
	"encoding/base64"
	"fmt"

	"github.com/beevik/etree"
)

// Namespaces of federation metadata and SAML.
const (
	nsMetadata  = "urn:oasis:names:tc:SAML:2.0:metadata"
	nsProtocol  = "urn:oasis:names:tc:SAML:2.0:protocol"
	nsAssertion = "urn:oasis:names:tc:SAML:2.0:assertion"
	nsSignature = "http://www.w3.org/2000/09/xmldsig#"
	nsFed       = "http://docs.oasis-open.org/wsfed/federation/200706"
	nsAuth      = "http://docs.oasis-open.org/wsfed/authorization/200706"
	nsAddress   = "http://www.w3.org/2005/08/addressing"
	nsInstance  = "http://www.w3.org/2001/XMLSchema-instance"

	bindingRedirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
	bindingPost     = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
)

// metadataFacts is all that a metadata document says.
type metadataFacts struct {
	id      string
	issuer  string
	address string // of the tenant at the sign-in host, without trailing slash
	signer  signingKey
	keys    []signingKey
}

// metadataDocument returns the signed document without byte order mark, in the
// element order that Entra serves.
func metadataDocument(facts metadataFacts) ([]byte, error) {
	root := etree.NewElement("EntityDescriptor")
	root.CreateAttr("ID", facts.id)
	root.CreateAttr("entityID", facts.issuer)
	root.CreateAttr("xmlns", nsMetadata)
	addTokenService(root, facts)
	addApplicationService(root, facts)
	addIdentityProvider(root, facts)
	signature, err := signatureFor(root, facts.signer)
	if err != nil {
		return nil, fmt.Errorf("practice: signing metadata: %w", err)
	}
	root.InsertChildAt(0, signature)
	return documentBytes(root)
}

func documentBytes(root *etree.Element) ([]byte, error) {
	document := etree.NewDocument()
	document.CreateProcInst("xml", `version="1.0" encoding="utf-8"`)
	document.SetRoot(root)
	return document.WriteToBytes()
}

func addTokenService(root *etree.Element, facts metadataFacts) {
	role := addRole(root, "fed:SecurityTokenServiceType", facts.keys)
	offered := role.CreateElement("fed:ClaimTypesOffered")
	for _, claim := range offeredClaims() {
		kind := offered.CreateElement("auth:ClaimType")
		kind.CreateAttr("xmlns:auth", nsAuth)
		kind.CreateAttr("Uri", claim.uri)
		kind.CreateElement("auth:DisplayName").SetText(claim.name)
		kind.CreateElement("auth:Description").SetText(claim.description)
	}
	addEndpoint(role, "fed:SecurityTokenServiceEndpoint", facts.address+"/wsfed")
	addEndpoint(role, "fed:PassiveRequestorEndpoint", facts.address+"/wsfed")
}

func addApplicationService(root *etree.Element, facts metadataFacts) {
	role := addRole(root, "fed:ApplicationServiceType", facts.keys)
	addEndpoint(role, "fed:TargetScopes", facts.issuer)
	addEndpoint(role, "fed:ApplicationServiceEndpoint", facts.address+"/wsfed")
	addEndpoint(role, "fed:PassiveRequestorEndpoint", facts.address+"/wsfed")
}

func addIdentityProvider(root *etree.Element, facts metadataFacts) {
	provider := root.CreateElement("IDPSSODescriptor")
	provider.CreateAttr("protocolSupportEnumeration", nsProtocol)
	addKeys(provider, facts.keys)
	for _, service := range []struct{ name, binding string }{
		{"SingleLogoutService", bindingRedirect},
		{"SingleSignOnService", bindingRedirect},
		{"SingleSignOnService", bindingPost},
	} {
		at := provider.CreateElement(service.name)
		at.CreateAttr("Binding", service.binding)
		at.CreateAttr("Location", facts.address+"/saml2")
	}
}

func addRole(root *etree.Element, kind string, keys []signingKey) *etree.Element {
	role := root.CreateElement("RoleDescriptor")
	role.CreateAttr("xmlns:xsi", nsInstance)
	role.CreateAttr("xmlns:fed", nsFed)
	role.CreateAttr("xsi:type", kind)
	role.CreateAttr("protocolSupportEnumeration", nsFed)
	addKeys(role, keys)
	return role
}

func addKeys(parent *etree.Element, keys []signingKey) {
	for _, key := range keys {
		descriptor := parent.CreateElement("KeyDescriptor")
		descriptor.CreateAttr("use", "signing")
		info := descriptor.CreateElement("KeyInfo")
		info.CreateAttr("xmlns", nsSignature)
		info.CreateElement("X509Data").CreateElement("X509Certificate").
			SetText(base64.StdEncoding.EncodeToString(key.der))
	}
}

func addEndpoint(role *etree.Element, name, address string) {
	reference := role.CreateElement(name).CreateElement("wsa:EndpointReference")
	reference.CreateAttr("xmlns:wsa", nsAddress)
	reference.CreateElement("wsa:Address").SetText(address)
}

type offeredClaim struct{ name, uri, description string }

// offeredClaims is Entra's list, in its order.
func offeredClaims() []offeredClaim {
	const (
		soap  = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
		wif   = "http://schemas.microsoft.com/ws/2008/06/identity/"
		entra = "http://schemas.microsoft.com/identity/claims/"
		older = "http://schemas.microsoft.com/claims/"
	)
	return []offeredClaim{
		{"Name", soap + "name", "The user's name, which may change."},
		{"Subject", soap + "nameidentifier", "An identifier of the user that never changes within one application."},
		{"Given Name", soap + "givenname", "The user's first name."},
		{"Surname", soap + "surname", "The user's last name."},
		{"Display Name", entra + "displayname", "The user's display name."},
		{"Nick Name", entra + "nickname", "The user's nick name."},
		{"Authentication Instant", wif + "claims/authenticationinstant", "When the user signed in (UTC)."},
		{"Authentication Method", wif + "claims/authenticationmethod", "How the user signed in."},
		{"ObjectIdentifier", entra + "objectidentifier", "The user's object id in the directory, which never changes."},
		{"TenantId", entra + "tenantid", "The id of the user's tenant."},
		{"IdentityProvider", entra + "identityprovider", "Who vouches for the user."},
		{"Email", soap + "emailaddress", "The user's e-mail address."},
		{"Groups", wif + "claims/groups", "The user's groups."},
		{"External Access Token", entra + "accesstoken", "An access token of another identity provider."},
		{"External Access Token Expiration", wif + "claims/expiration", "When the other provider's access token ends (UTC)."},
		{"External OpenID 2.0 Identifier", entra + "openid2_id", "An OpenID 2.0 identifier of another identity provider."},
		{"GroupsOverageClaim", older + "groups.link", "Where to read the groups when there are too many to list."},
		{"Role Claim", wif + "claims/role", "The user's roles in the application."},
		{"RoleTemplate Id Claim", entra + "wids", "Template ids of the user's directory roles."},
	}
}
