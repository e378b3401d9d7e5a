package practice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// discoveryPath is where a practice tenant tells its addresses.
const discoveryPath = "/.well-known/backupsso-practice"

const maxDiscovery = 64 << 10

// discoveryPatience is how long an address on this computer may keep silent.
const discoveryPatience = 10 * time.Second

// Discover asks the practice tenant at loginURL (its base, on loopback) for its
// addresses and made-up credentials. It fails when nothing listens there, something
// else does, or what listens keeps silent. A nil client means one without proxy and redirects.
func Discover(ctx context.Context, client *http.Client, loginURL string) (Info, error) {
	base, err := loopbackBase(loginURL)
	if err != nil {
		return Info{}, err
	}
	if client == nil {
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}}
	}
	ctx, cancel := context.WithTimeout(ctx, discoveryPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+discoveryPath, nil)
	if err != nil {
		return Info{}, fmt.Errorf("practice: %q is no address: %w", loginURL, err)
	}
	response, err := client.Do(request)
	if err != nil {
		return Info{}, fmt.Errorf("practice: no practice tenant answers at %s: %w", base, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return Info{}, fmt.Errorf("practice: %s is no practice tenant (status %d)", base, response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxDiscovery+1))
	if err != nil {
		return Info{}, fmt.Errorf("practice: the answer of %s broke off: %w", base, err)
	}
	if len(body) > maxDiscovery {
		return Info{}, fmt.Errorf("practice: the answer of %s is too long", base)
	}
	var info Info
	if err := json.Unmarshal(body, &info); err != nil {
		return Info{}, fmt.Errorf("practice: %s is no practice tenant: %w", base, err)
	}
	for _, address := range []string{info.Graph, info.Login, info.Portal, info.MyApps, info.Admin} {
		if _, err := loopbackBase(address); err != nil {
			return Info{}, fmt.Errorf("practice: %s names an address elsewhere: %w", base, err)
		}
	}
	if info.GlobalLogin != "" {
		if _, err := loopbackBase(info.GlobalLogin); err != nil {
			return Info{}, fmt.Errorf("practice: %s names an address elsewhere: %w", base, err)
		}
	}
	if info.TenantID == "" || info.TenantDomain == "" {
		return Info{}, fmt.Errorf("practice: %s names no tenant", base)
	}
	return info, nil
}

// loopbackBase checks that text is a plain web address on loopback and returns it
// without trailing slashes.
func loopbackBase(text string) (string, error) {
	address, err := url.Parse(text)
	if err != nil {
		return "", fmt.Errorf("practice: %q is no address: %w", text, err)
	}
	host := address.Hostname()
	ip := net.ParseIP(host)
	switch {
	case address.Scheme != "http" && address.Scheme != "https" || host == "":
		err = errors.New("it must begin with http://127.0.0.1 and a port")
	case address.User != nil || address.RawQuery != "" || address.Fragment != "":
		err = errors.New("it must be a plain address")
	case host != "localhost" && (ip == nil || !ip.IsLoopback()):
		err = errors.New("it is not on loopback")
	default:
		return strings.TrimRight(address.String(), "/"), nil
	}
	return "", fmt.Errorf("practice: %q is no practice tenant's address: %w", text, err)
}
