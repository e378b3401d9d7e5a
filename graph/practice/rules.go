package practice

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// checkIdentifiers applies the rules for identifierUris: absolute, each once, not
// held by another application, and, unless readers see the service principal in
// SAML mode, on a verified domain. Only newly added ones are held to the last.
// The lock is held.
func (t *tenant) checkIdentifiers(app *application, before []string, now time.Time) *graphError {
	known := map[string]bool{}
	for _, uri := range app.identifierURIs {
		address, err := url.Parse(uri)
		if err != nil || address.Scheme == "" || len(uri) > 255 || strings.ContainsAny(uri, " \t\r\n") {
			return invalidValue("identifierUris", "Application")
		}
		folded := strings.ToLower(uri)
		if known[folded] {
			return badRequest("Request contains a property with duplicate values.").about("DuplicateValues", "identifierUris")
		}
		known[folded] = true
		if slices.Contains(before, uri) {
			continue
		}
		if t.identifierTaken(uri, app.id) {
			return alreadyExists("identifierUris")
		}
		if !t.inSAMLMode(app.appID, now) && !t.ownIdentifier(address, uri, app) {
			return refused(http.StatusBadRequest, "HostNameNotOnVerifiedDomain",
				"Values of identifierUris property must use a verified domain of the organization or its subdomain: '%s'", uri).
				about("HostNameNotOnVerifiedDomain", "identifierUris")
		}
	}
	return nil
}

func (t *tenant) identifierTaken(uri, byOther string) bool {
	for _, id := range t.apps.find("identifierUris", uri) {
		other, there := t.apps.newest(id)
		if there && id != byOther && slices.ContainsFunc(other.identifierURIs, func(held string) bool { return strings.EqualFold(held, uri) }) {
			return true
		}
	}
	return t.binKeeps(uri)
}

// binKeeps reports whether a deleted application keeps an identifier back, which
// only a fault makes it do.
func (t *tenant) binKeeps(uri string) bool {
	if _, on := t.faults.standing("bin-keeps-identifier"); !on {
		return false
	}
	for _, id := range t.deleted.find("kind", "application") {
		item, there := t.deleted.newest(id)
		if there && t.now().Sub(item.at) <= binLife && slices.ContainsFunc(item.app.identifierURIs, func(held string) bool { return strings.EqualFold(held, uri) }) {
			return true
		}
	}
	return false
}

// inSAMLMode is what a replica knows, so a fresh change of mode may not count yet.
func (t *tenant) inSAMLMode(appID string, now time.Time) bool {
	for _, id := range t.principals.find("appId", appID) {
		if sp, there := t.principals.visible(id, now); there && sp.mode == "saml" {
			return true
		}
	}
	return false
}

// ownIdentifier reports whether an identifier names a verified domain, the tenant
// or the application itself.
func (t *tenant) ownIdentifier(address *url.URL, uri string, app *application) bool {
	lower := strings.ToLower(uri)
	if address.Scheme == "api" && (strings.Contains(lower, app.appID) || strings.Contains(lower, t.id)) {
		return true
	}
	host := strings.ToLower(address.Hostname())
	return slices.ContainsFunc(t.domains, func(d domain) bool {
		return host == d.name || strings.HasSuffix(host, "."+d.name)
	})
}

// checkReplyURLs applies the rules for redirectUris to newly added ones: absolute,
// https unless on this computer, no fragment, none of the characters that the page
// on redirect URIs rules out.
func (t *tenant) checkReplyURLs(app *application, before []string) *graphError {
	_, noPlainHTTP := t.faults.standing(localhostRefused)
	for at, uri := range app.redirectURIs {
		if slices.Contains(app.redirectURIs[:at], uri) {
			return badRequest("Request contains a property with duplicate values.").about("DuplicateValues", "web.redirectUris")
		}
		if slices.Contains(before, uri) {
			continue
		}
		address, err := url.Parse(strings.Replace(uri, "://*.", "://any.", 1))
		if err != nil || address.Host == "" || address.Fragment != "" || len(uri) > 256 || !secure(address) ||
			strings.ContainsAny(uri, "!$'(),;") || noPlainHTTP && address.Scheme == "http" {
			return invalidValue("redirectUris", "Application")
		}
	}
	return nil
}

func secure(address *url.URL) bool {
	switch address.Hostname() {
	case "localhost", "127.0.0.1":
		return address.Scheme == "http" || address.Scheme == "https"
	}
	return address.Scheme == "https"
}
