package practice

import (
	"net/http"
	"slices"
	"strings"
)

// byteOrderMark begins the document, as it does at Entra.
const byteOrderMark = "\uFEFF"

// federationMetadata serves an application's federation metadata; without appid,
// or for an application without keys of its own, the tenant-wide certificate is
// in it, so a 200 proves nothing about the application.
func (l *login) federationMetadata(w http.ResponseWriter, r *http.Request) {
	active, listed, cause := l.metadataKeys(queryValue(r, "appid"))
	if cause != nil {
		l.refuseJSON(w, r, cause)
		return
	}
	document, err := metadataDocument(metadataFacts{
		id:      "_" + l.guid(),
		issuer:  l.tenant.issuer(),
		address: origin(r) + "/" + l.tenant.id,
		signer:  active,
		keys:    listed,
	})
	if err != nil {
		l.refuseJSON(w, r, serverError())
		return
	}
	w.Header().Set("Content-Type", "application/samlmetadata+xml; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(append([]byte(byteOrderMark), document...)) // a client that left needs no answer
}

// metadataKeys returns the key that signs and all keys to be listed.
func (l *login) metadataKeys(appID string) (signingKey, []signingKey, *refusal) {
	if appID == "" {
		return l.tenantKey()
	}
	p, ok := l.tenant.principalByAppID(appID)
	if !ok {
		return signingKey{}, nil, unknownApp(l, appID)
	}
	keys := l.tenant.published(l.tenant.signingKeys(p))
	if len(keys) == 0 {
		return l.tenantKey()
	}
	active, err := l.signingKey(p)
	if err != nil {
		return signingKey{}, nil, serverError()
	}
	listed := slices.Clone(keys)
	isActive := func(key signingKey) bool { return key.thumbprint == active.thumbprint }
	if len(l.tenant.published([]signingKey{active})) == 0 {
		return keys[len(keys)-1], listed, nil // the active one is still on its way
	}
	if !slices.ContainsFunc(listed, isActive) {
		listed = append(listed, active)
	}
	return active, listed, nil
}

func (l *login) tenantKey() (signingKey, []signingKey, *refusal) {
	key, err := l.tenant.fallback()
	if err != nil {
		return signingKey{}, nil, serverError()
	}
	return key, []signingKey{key}, nil
}

// signingKey is the key that signs for a service principal: the active one, the
// newest while none was made active, else the tenant-wide one.
func (l *login) signingKey(p *principal) (signingKey, error) {
	keys := l.tenant.signingKeys(p)
	if p.activeThumbprint != "" || len(keys) == 0 {
		return l.tenant.activeKey(p)
	}
	newest := keys[0]
	for _, key := range keys[1:] {
		if key.notBefore.After(newest.notBefore) {
			newest = key
		}
	}
	return newest, nil
}

// queryValue reads a query parameter by its name in any case.
func queryValue(r *http.Request, name string) string {
	for key, values := range r.URL.Query() {
		if len(values) > 0 && strings.EqualFold(key, name) {
			return values[0]
		}
	}
	return ""
}
