package practice

import (
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"
)

// openIDConfiguration is the discovery document. Its issuer is written with
// https although the server speaks http: sign-in libraries demand an https
// authority and compare the two. The endpoints are used as they stand.
func (l *login) openIDConfiguration(w http.ResponseWriter, r *http.Request) {
	base, host := origin(r), r.Host
	if l.atGlobalHost(r) && !meansOwnTenant(r.PathValue("tenant")) {
		// The global host knows where the tenants of the other clouds are.
		base = l.base
		if own, err := url.Parse(l.base); err == nil {
			host = own.Host
		}
	}
	base += "/" + l.tenant.id
	l.json(w, http.StatusOK, map[string]any{
		"issuer":                                "https://" + host + "/" + l.tenant.id + "/v2.0",
		"authorization_endpoint":                base + "/oauth2/v2.0/authorize",
		"token_endpoint":                        base + "/oauth2/v2.0/token",
		"device_authorization_endpoint":         base + "/oauth2/v2.0/devicecode",
		"end_session_endpoint":                  base + "/oauth2/v2.0/logout",
		"jwks_uri":                              base + "/discovery/v2.0/keys",
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"response_types_supported":              []string{"code"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported":      []string{"plain", "S256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "client_secret_basic"},
		"grant_types_supported": []string{"authorization_code", "refresh_token", "client_credentials",
			"urn:ietf:params:oauth:grant-type:device_code"},
		"claims_supported": []string{"sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid",
			"oid", "ver", "email"},
		"request_uri_parameter_supported": false,
		"http_logout_supported":           true,
		"frontchannel_logout_supported":   true,
		"tenant_region_scope":             textOrNull(l.tenant.plays.region),
		"tenant_region_sub_scope":         textOrNull(l.tenant.plays.sub),
		"cloud_instance_name":             l.tenant.plays.instance,
		"cloud_graph_host_name":           host,
		"msgraph_host":                    host,
	})
}

// instanceDiscovery tells sign-in libraries that this host is its own cloud.
func (l *login) instanceDiscovery(w http.ResponseWriter, r *http.Request) {
	l.json(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": "https://" + r.Host + "/" + l.tenant.id + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []map[string]any{{
			"preferred_network": r.Host, "preferred_cache": r.Host, "aliases": []string{r.Host},
		}},
	})
}

// signingKeys is the JWKS of the key that signs tokens.
func (l *login) signingKeys(w http.ResponseWriter, r *http.Request) {
	key, id, err := l.signer.key()
	if err != nil {
		l.refuseJSON(w, r, serverError())
		return
	}
	encode := base64.RawURLEncoding.EncodeToString
	l.json(w, http.StatusOK, map[string]any{"keys": []map[string]any{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "x5t": id,
		"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
		"issuer": "https://" + r.Host + "/" + l.tenant.id + "/v2.0",
	}}})
}

func serverError() *refusal {
	return refuse(90033, "temporarily_unavailable", "A transient error has occurred. Please try again.").
		withStatus(http.StatusServiceUnavailable)
}
