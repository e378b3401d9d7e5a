package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

// Grant is what an access token says of itself. Its format belongs to Microsoft and
// may change, so that nothing but advice may come of it.
type Grant struct {
	Readable    bool // false: nothing else is known
	TenantID    string
	ClientID    string
	ClientName  string
	Application bool     // an application signed in as itself; no person
	ObjectID    string   // of the person or the application's service principal
	Permissions []string // delegated or granted to the application, sorted
	UPN, Name   string   // of the person
}

// Grant reads what was granted out of the token, asking for one when there is none.
func (c *Client) Grant(ctx context.Context) (Grant, error) {
	token, err := c.bearer.get(ctx)
	if err != nil {
		return Grant{}, err
	}
	return grantOf(token), nil
}

// Covers reports whether what was granted includes a permission, by its own name or
// by that of a broader one (learn.microsoft.com/graph/permissions-reference).
func (g Grant) Covers(permission string) bool {
	for _, enough := range append([]string{permission}, broader(permission, g.Application)...) {
		if slices.ContainsFunc(g.Permissions, func(has string) bool { return strings.EqualFold(has, enough) }) {
			return true
		}
	}
	return false
}

// broader lists permissions that allow all that another one allows in a set-up.
// Directory.AccessAsUser.All lets a client do all that its person may do.
func broader(permission string, application bool) []string {
	var more []string
	switch permission {
	default:
		return nil
	case ScopeAssignments:
		return nil // not even who may do it may let a client do it by that name
	case ScopeSelf:
		more = []string{"User.ReadWrite", ScopeReadUsers, ScopeUsers, "Directory.Read.All", "Directory.ReadWrite.All"}
	case ScopeReadApplications:
		more = []string{ScopeApplications, "Directory.Read.All", "Directory.ReadWrite.All"}
	case ScopeDirectory:
		more = []string{"Directory.ReadWrite.All"}
	case ScopeReadUsers:
		more = []string{ScopeUsers, "Directory.Read.All", "Directory.ReadWrite.All"}
	case ScopeUsers, ScopeApplications:
		more = []string{"Directory.ReadWrite.All"}
	case ScopeTenant:
		more = []string{"Organization.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	}
	if !application {
		more = append(more, "Directory.AccessAsUser.All")
	}
	return more
}

// tokenClaims are the parts of an access token that are looked at.
type tokenClaims struct {
	Tenant  looseText       `json:"tid"`
	Client  looseText       `json:"appid"`
	Azp     looseText       `json:"azp"`
	Name    looseText       `json:"app_displayname"`
	Kind    looseText       `json:"idtyp"`
	Object  looseText       `json:"oid"`
	Scopes  looseText       `json:"scp"`
	UPN     looseText       `json:"upn"`
	Unique  looseText       `json:"unique_name"`
	Person  looseText       `json:"name"`
	Granted json.RawMessage `json:"roles"`
	Roles   json.RawMessage `json:"wids"`
}

func readToken(token string) (tokenClaims, bool) {
	var claims tokenClaims
	payload, readable := tokenPayload(token)
	if !readable || json.Unmarshal(payload, &claims) != nil {
		return tokenClaims{}, false
	}
	return claims, true
}

// tokenPayload is the middle of a JWT (RFC 7519).
func tokenPayload(token string) ([]byte, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || len(token) > 64<<10 {
		return nil, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	return payload, err == nil
}

func grantOf(token string) Grant {
	claims, readable := readToken(token)
	if !readable {
		return Grant{}
	}
	const longest = 200
	grant := Grant{
		Readable: true,
		TenantID: strings.ToLower(clean(string(claims.Tenant), longest)),
		ClientID: strings.ToLower(clean(firstText(string(claims.Client), string(claims.Azp)), longest)),
		ObjectID: clean(string(claims.Object), longest), ClientName: clean(string(claims.Name), longest),
		UPN:         clean(firstText(string(claims.UPN), string(claims.Unique)), longest),
		Name:        clean(string(claims.Person), longest),
		Permissions: strings.Fields(clean(string(claims.Scopes), 8<<10)),
	}
	// Tokens of people always carry scopes; idtyp is there only where it was asked for.
	grant.Application = claims.Kind == "app" || claims.Kind == "" && len(grant.Permissions) == 0
	if grant.Application {
		for _, name := range textsIn(claims.Granted) {
			grant.Permissions = append(grant.Permissions, clean(name, longest))
		}
	}
	slices.Sort(grant.Permissions)
	return grant
}

// textsIn reads a list of texts; whatever else stands there is none.
func textsIn(raw json.RawMessage) []string {
	var texts []string
	_ = json.Unmarshal(raw, &texts)
	return texts
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
