package practice

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
)

// get returns a property of the service principal as Graph names it.
func (p *principal) get(name string) any {
	switch name {
	case "id":
		return p.id
	case "appId":
		return p.appID
	case "applicationTemplateId":
		return orNull(p.templateID)
	case "displayName", "appDisplayName":
		return p.name
	case "accountEnabled":
		return p.enabled
	case "appRoleAssignmentRequired":
		return p.assignmentRequired
	case "preferredSingleSignOnMode":
		return orNull(p.mode)
	case "preferredTokenSigningKeyThumbprint":
		return orNull(p.activeThumbprint)
	case "notificationEmailAddresses":
		return list(p.notify)
	case "replyUrls":
		return list(p.replyURLs)
	case "servicePrincipalNames":
		return list(p.names)
	case "appRoles":
		return roleValues(p.roles)
	case "keyCredentials":
		return p.keyCredentials()
	case "passwordCredentials":
		return p.passwordCredentials()
	}
	return p.more[name]
}

// copy returns a copy that may be changed.
func (p *principal) copy() *principal {
	copied := *p
	copied.more = maps.Clone(p.more)
	return &copied
}

// set writes a checked value to a copy; see schema accept.
func (p *principal) set(name string, value any) *graphError {
	switch name {
	case "displayName":
		text, _ := value.(string)
		if strings.TrimSpace(text) == "" {
			return invalidValue("displayName", "ServicePrincipal")
		}
		p.name = text
	case "accountEnabled":
		p.enabled = value != false // null means enabled
	case "appRoleAssignmentRequired":
		p.assignmentRequired = value == true
	case "preferredSingleSignOnMode":
		return p.setMode(value)
	case "preferredTokenSigningKeyThumbprint":
		return p.setActive(value)
	case "notificationEmailAddresses":
		return p.setNotify(texts(value))
	case "replyUrls":
		p.replyURLs = texts(value)
	case "servicePrincipalNames":
		p.names = texts(value)
		if !slices.Contains(p.names, p.appID) {
			p.names = append(p.names, p.appID)
		}
	case "appRoles":
		roles, failure := rolesFrom(value, p.roles, "ServicePrincipal")
		if failure != nil {
			return failure
		}
		p.roles = roles
	case "keyCredentials":
		return p.setKeys(value)
	case "passwordCredentials":
		_, failure := keptCredentials(name, value, p.passwordCredentials(), "ServicePrincipal")
		return failure // a password goes with its key
	default:
		p.more[name] = mergedValue(p.more[name], value)
	}
	return nil
}

func (p *principal) setMode(value any) *graphError {
	mode, _ := value.(string)
	switch mode {
	case "", "password", "saml", "notSupported", "oidc":
		p.mode = mode
		return nil
	}
	return invalidValue("preferredSingleSignOnMode", "ServicePrincipal")
}

// setActive takes a thumbprint of one of the keys; null takes it away.
func (p *principal) setActive(value any) *graphError {
	text, _ := value.(string)
	if text == "" {
		p.activeThumbprint = ""
		return nil
	}
	for _, key := range p.keys {
		if strings.EqualFold(key.thumbprint, text) {
			p.activeThumbprint = key.thumbprint
			return nil
		}
	}
	return invalidValue("preferredTokenSigningKeyThumbprint", "ServicePrincipal")
}

func (p *principal) setNotify(addresses []string) *graphError {
	for _, address := range addresses {
		local, host, found := strings.Cut(address, "@")
		if !found || local == "" || host == "" || strings.ContainsAny(address, " \t\r\n<>") {
			return invalidValue("notificationEmailAddresses", "ServicePrincipal")
		}
	}
	p.notify = addresses
	return nil
}

// setKeys drops the keys of which neither half is named any more. Naming one half
// keeps both, as Entra does without a word.
func (p *principal) setKeys(value any) *graphError {
	kept, failure := keptCredentials("keyCredentials", value, p.keyCredentials(), "ServicePrincipal")
	if failure != nil {
		return failure
	}
	named := map[any]bool{}
	for _, item := range kept {
		named[item.(map[string]any)["keyId"]] = true
	}
	var keys []signingKey
	for _, key := range p.keys {
		if named[key.keyID] || named[key.verifyKeyID] {
			keys = append(keys, key)
		}
	}
	p.keys = keys
	return nil
}

// identifier is the customKeyIdentifier that joins the parts of a key: the bytes
// of its thumbprint.
func (k signingKey) identifier() string {
	raw, _ := hex.DecodeString(k.thumbprint) // we wrote it
	return base64.StdEncoding.EncodeToString(raw)
}

// keyCredentials are the two halves of every signing key.
func (p *principal) keyCredentials() []any {
	credentials := make([]any, 0, 2*len(p.keys))
	for _, key := range p.keys {
		half := func(id, kind, usage string, content any) map[string]any {
			return map[string]any{
				"customKeyIdentifier": key.identifier(), "displayName": key.subject, "endDateTime": stamp(key.notAfter),
				"key": content, "keyId": id, "startDateTime": stamp(key.notBefore), "type": kind, "usage": usage,
			}
		}
		public := base64.StdEncoding.EncodeToString(key.der)
		credentials = append(credentials,
			half(key.keyID, "X509CertAndPassword", "Sign", nil), // the private half never leaves
			half(key.verifyKeyID, "AsymmetricX509Cert", "Verify", public))
	}
	return credentials
}

// passwordCredentials are the passwords of the private halves, never shown.
func (p *principal) passwordCredentials() []any {
	credentials := make([]any, 0, len(p.keys))
	for _, key := range p.keys {
		credentials = append(credentials, map[string]any{
			"customKeyIdentifier": key.identifier(), "displayName": key.subject, "endDateTime": stamp(key.notAfter),
			"hint": nil, "keyId": key.secretKeyID, "secretText": nil, "startDateTime": stamp(key.notBefore),
		})
	}
	return credentials
}

// mirror takes over what follows the application: names, addresses and roles.
func (p *principal) mirror(a *application) {
	p.name = a.name
	p.replyURLs = slices.Clone(a.redirectURIs)
	p.defaultReplyURL, _ = a.more["defaultRedirectUri"].(string)
	p.replyIndexes = a.replyIndexes()
	p.names = append(slices.Clone(a.identifierURIs), a.appID)
	p.roles = a.roles
	for own, theirs := range map[string]string{"appDescription": "description", "info": "info", "verifiedPublisher": "verifiedPublisher", "signInAudience": "signInAudience"} {
		p.more[own] = a.more[theirs]
	}
	if web, isObject := a.more["web"].(map[string]any); isObject {
		p.more["homepage"], p.more["logoutUrl"] = web["homePageUrl"], web["logoutUrl"]
	}
	if api, isObject := a.more["api"].(map[string]any); isObject {
		p.more["oauth2PermissionScopes"] = api["oauth2PermissionScopes"]
	}
}
