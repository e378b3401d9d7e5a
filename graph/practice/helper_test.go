package practice

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// sharedKey hands out one RSA key for all tests, because making them is slow.
var sharedKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// tenantTest is a running practice tenant with a clock that the test moves.
type tenantTest struct {
	*testing.T
	s     *Server
	http  *http.Client
	mu    sync.Mutex
	clock time.Time
	token string
	trace *bytes.Buffer
}

func startTenant(t *testing.T, options Options) *tenantTest {
	t.Helper()
	// A whole second, as Graph writes times without fractions.
	tt := &tenantTest{T: t, clock: time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC), trace: &bytes.Buffer{}}
	options.Now = tt.now
	options.Key = sharedKey
	options.Trace = tt.trace
	s, err := Start(options)
	if err != nil {
		t.Fatal(err)
	}
	tt.s = s
	transport := &http.Transport{}
	tt.http = &http.Client{Transport: transport}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	tt.as("ada@contoso.example", allScopes()...)
	return tt
}

func allScopes() []string {
	return []string{"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "User.ReadWrite.All", "User.Read", "Domain.Read.All", "RoleManagement.Read.Directory"}
}

func (tt *tenantTest) now() time.Time {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	return tt.clock
}

func (tt *tenantTest) pass(d time.Duration) {
	tt.mu.Lock()
	defer tt.mu.Unlock()
	tt.clock = tt.clock.Add(d)
}

// as signs requests from here on as a person, or as the client when upn is "".
func (tt *tenantTest) as(upn string, scopes ...string) {
	tt.Helper()
	held := &access{clientID: "test", scopes: scopes, expires: tt.now().Add(24 * time.Hour)}
	if upn != "" {
		u, there := tt.s.tenant.userByUPN(upn)
		if !there {
			tt.Fatalf("no user %s", upn)
		}
		held.user = u.id
	}
	tt.token = "test-" + upn + "-" + strings.Join(scopes, "+")
	tt.s.login.access.put(tt.token, held, 24*time.Hour)
}

// reply is an answer, decoded.
type reply struct {
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

func (tt *tenantTest) do(method, path, body string, headers ...string) reply {
	tt.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	return tt.send(method, path, content, headers...)
}

func (tt *tenantTest) send(method, path string, content io.Reader, headers ...string) reply {
	tt.Helper()
	address := path
	if !strings.HasPrefix(path, "http") {
		version := "/v1.0"
		if strings.HasPrefix(path, "/beta/") || strings.HasPrefix(path, "/v1.0/") {
			version = ""
		}
		address = tt.s.base + version + strings.ReplaceAll(path, " ", "%20")
	}
	request, err := http.NewRequestWithContext(tt.Context(), method, address, content)
	if err != nil {
		tt.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+tt.token)
	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	for at := 0; at+1 < len(headers); at += 2 {
		request.Header.Set(headers[at], headers[at+1])
	}
	response, err := tt.http.Do(request)
	if err != nil {
		tt.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		tt.Fatal(err)
	}
	got := reply{status: response.StatusCode, header: response.Header, raw: raw}
	if len(raw) > 0 && strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(raw, &got.body); err != nil {
			tt.Fatalf("%s %s: %v in %s", method, path, err, raw)
		}
	}
	return got
}

// want is do with an expected status.
func (tt *tenantTest) want(status int, method, path, body string, headers ...string) reply {
	tt.Helper()
	got := tt.do(method, path, body, headers...)
	if got.status != status {
		tt.Fatalf("%s %s: status %d, want %d: %s", method, path, got.status, status, got.raw)
	}
	return got
}

// refused is want for an error: status, code and a part of the message.
func (tt *tenantTest) refused(status int, code, message, method, path, body string, headers ...string) reply {
	tt.Helper()
	got := tt.want(status, method, path, body, headers...)
	if got.text("error", "code") != code || !strings.Contains(got.text("error", "message"), message) {
		tt.Fatalf("%s %s: want %s %q, got %s", method, path, code, message, got.raw)
	}
	return got
}

func (r reply) at(path ...any) any {
	var value any = r.body
	for _, step := range path {
		switch step := step.(type) {
		case string:
			members, _ := value.(map[string]any)
			value = members[step]
		case int:
			items, _ := value.([]any)
			if step >= len(items) {
				return nil
			}
			value = items[step]
		}
	}
	return value
}

func (r reply) text(path ...any) string {
	text, _ := r.at(path...).(string)
	return text
}

func (r reply) items() []any {
	items, _ := r.at("value").([]any)
	return items
}

// app is an application added from the gallery, as the set-up needs it.
type app struct{ id, appID, spID, userRole string }

func (tt *tenantTest) templateID(name string) string {
	tt.Helper()
	found := tt.want(200, "GET", "/applicationTemplates?$filter=displayName eq '"+name+"'", "")
	if len(found.items()) != 1 {
		tt.Fatalf("templates named %s: %s", name, found.raw)
	}
	return found.text("value", 0, "id")
}

func (tt *tenantTest) addApp() app {
	tt.Helper()
	made := tt.want(201, "POST", "/applicationTemplates/"+tt.templateID(appName)+"/instantiate", `{"displayName":"Autotask Endpoint Backup"}`)
	return app{
		id: made.text("application", "id"), appID: made.text("application", "appId"),
		spID: made.text("servicePrincipal", "id"), userRole: made.text("application", "appRoles", 0, "id"),
	}
}
