package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// FoundTenant is what a sign-in host tells about a tenant before anybody signs in.
type FoundTenant struct {
	ID    string // lower-case GUID
	Cloud string // Name of the Microsoft cloud that it lives in; "" when the answer does not tell
	// Region and SubRegion are Microsoft's own words for where it lives, such as NA
	// and GCC; often empty.
	Region, SubRegion string
}

// unknownTenant are the refusals that say that a host knows no such tenant.
func unknownTenant() []int { return []int{90002, 900021, 900023} }

// FindTenant asks the sign-in host of a cloud for a tenant, by id or by any of its
// domains, and the hosts of Microsoft's other clouds when that one knows none. It
// reads the discovery document that is there for everybody, and nothing is told but
// the name (openid.net/specs/openid-connect-discovery-1_0.html; its Microsoft members
// tenant_region_scope, tenant_region_sub_scope and cloud_instance_name). Its errors
// are *SignInErrors; Code 90002 says that the tenant is nowhere.
func FindTenant(ctx context.Context, cloud Cloud, name string, deps Deps) (FoundTenant, error) {
	found, err := findAt(ctx, cloud, name, deps)
	var refused *SignInError
	if err == nil || cloud.Practises || !errors.As(err, &refused) || !slices.Contains(unknownTenant(), refused.Code) {
		return found, err
	}
	for _, other := range Clouds() {
		if other.Login == cloud.Login || other.Name == USGovDoD().Name { // who shares a host with another
			continue
		}
		if elsewhere, otherErr := findAt(ctx, other, name, deps); otherErr == nil {
			return elsewhere, nil
		}
	}
	return found, err
}

func findAt(ctx context.Context, cloud Cloud, name string, deps Deps) (FoundTenant, error) {
	name = strings.TrimSpace(name)
	if !tenantName.MatchString(name) {
		return FoundTenant{}, &SignInError{Code: 900023, Message: fmt.Sprintf("%q is neither a tenant id nor a domain", clean(name, 100))}
	}
	entrance, err := newDoor(cloud, deps.filled())
	if err != nil {
		return FoundTenant{}, err
	}
	defer entrance.CloseIdleConnections()
	address := SignIn{Cloud: cloud}.authority() + url.PathEscape(name) + "/v2.0/.well-known/openid-configuration"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return FoundTenant{}, &SignInError{Err: err}
	}
	response, err := entrance.Do(request)
	if err != nil {
		return FoundTenant{}, signInError(ctx, err, &entrance.book)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxDoorAnswer))
	if err != nil {
		return FoundTenant{}, signInError(ctx, err, nil)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return FoundTenant{}, readDoorRefusal(body)
	}
	return readFound(body)
}

// readFound reads a discovery document. Only the tenant's id has to be in it.
func readFound(body []byte) (FoundTenant, error) {
	var document struct {
		Issuer    looseText `json:"issuer"`
		Token     looseText `json:"token_endpoint"`
		Instance  looseText `json:"cloud_instance_name"`
		Graph     looseText `json:"msgraph_host"`
		Region    looseText `json:"tenant_region_scope"`
		SubRegion looseText `json:"tenant_region_sub_scope"`
	}
	_ = json.Unmarshal(body, &document)
	found := FoundTenant{ID: tenantIn(string(document.Issuer)), Region: clean(string(document.Region), 40), SubRegion: clean(string(document.SubRegion), 40)}
	if found.ID == "" {
		found.ID = tenantIn(string(document.Token))
	}
	if found.ID == "" {
		return FoundTenant{}, &SignInError{Err: errMissing("tenant id")}
	}
	found.Cloud = cloudBehind(strings.ToLower(string(document.Instance)), strings.ToLower(string(document.Graph)), found.SubRegion)
	return found, nil
}

// tenantIn is the tenant id that an address of the sign-in host begins its path with.
func tenantIn(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/")
	id, err := uuid.Parse(first)
	if err != nil || len(first) != len(id.String()) {
		return ""
	}
	return id.String()
}

// cloudBehind names the cloud of an instance name, which is a sign-in host or its
// domain. The two US Government clouds share one and differ in Graph's host.
func cloudBehind(instance, graphHost, subRegion string) string {
	switch {
	case strings.HasSuffix(instance, "microsoftonline.us"):
		if strings.EqualFold(subRegion, "DOD") || strings.HasPrefix(graphHost, "dod-") {
			return USGovDoD().Name
		}
		return USGov().Name
	case strings.HasSuffix(instance, ".cn"):
		return China().Name
	case strings.HasSuffix(instance, "microsoftonline.com"):
		return Global().Name
	}
	return ""
}

// Is reports whether the cloud is the Microsoft cloud of that Name, or plays it.
func (c Cloud) Is(name string) bool {
	return c.Name == name || c.Name == practiceName && name == Global().Name
}
