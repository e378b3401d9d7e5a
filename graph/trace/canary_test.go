package trace_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/graph/setup"
	"backupsso/graph/trace"
	"backupsso/samlcfg"
)

// overhears collects what a tenant's trace must never show: every id, every text
// with an @, and every token that went over the wire.
type overhears struct {
	next http.RoundTripper

	mu      sync.Mutex
	secrets map[string]bool
}

var telling = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[^\s"'(),;:/\\=?&]+@[^\s"'(),;:/\\=?&]+|[A-Za-z0-9+/_-]{40,}`)

func (o *overhears) RoundTrip(request *http.Request) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	hear := func(text string) {
		for _, found := range telling.FindAllString(strings.ReplaceAll(text, "%40", "@"), -1) {
			o.secrets[found] = true
		}
	}
	hear(request.URL.String())
	if token := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer "); token != "" {
		o.secrets[token] = true
	}
	if request.Body != nil {
		body := new(bytes.Buffer)
		if _, err := body.ReadFrom(request.Body); err != nil {
			return nil, err
		}
		hear(body.String())
		request = request.Clone(request.Context())
		request.Body = struct {
			*bytes.Reader
			nothing
		}{bytes.NewReader(body.Bytes()), nothing{}}
	}
	response, err := o.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body := new(bytes.Buffer)
	_, err = body.ReadFrom(response.Body)
	_ = response.Body.Close()
	hear(body.String())
	response.Body = struct {
		*bytes.Reader
		nothing
	}{bytes.NewReader(body.Bytes()), nothing{}}
	return response, err
}

type nothing struct{}

func (nothing) Close() error { return nil }

// TestNothingOfATenantIsInItsTrace does the whole job and an undo, and looks for
// everything in the trace that names the tenant, its people or its keys.
func TestNothingOfATenantIsInItsTrace(t *testing.T) {
	server, err := practice.Start(practice.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	info := server.Info()
	heard := &overhears{next: http.DefaultTransport, secrets: map[string]bool{}}
	var out bytes.Buffer
	recorded := trace.New(&out, time.Now, map[string]string{"version": "test"}, "Autotask Endpoint Backup")
	flow := setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true,
		Deps: graph.Deps{Transport: recorded.Around(heard)}, Pace: setup.Pace{First: time.Millisecond, Most: time.Millisecond, GiveUp: time.Minute, Steady: 2}})
	defer flow.Close()
	ctx := context.Background()
	if _, err := flow.SignIn(ctx, setup.SignIn{Way: setup.DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
	plan, err := flow.Plan(ctx, setup.Wish{Portal: samlcfg.UsualPortal("us"), TestUser: setup.TestUser{Create: true}, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	result, err := flow.Apply(ctx, plan, func(setup.Event) {})
	if err != nil {
		t.Fatal(err)
	}

	said := out.String()
	for _, canary := range []string{"contoso", "Ada Lovelace", "\"Ada", "ada@", "Lovelace", "Simon", "Practice", info.TenantID, result.Password.Reveal(), result.Contents.Thumbprint} {
		if canary == "" || strings.Contains(strings.ToLower(said), strings.ToLower(canary)) {
			t.Errorf("the trace shows %q", canary)
		}
	}
	template := regexp.MustCompile(`"homePageUrl":"[^"]*","id":"([^"]*)"`).FindStringSubmatch(said)
	if template == nil {
		t.Fatal("the trace does not tell the id of Microsoft's template")
	}
	for secret := range heard.secrets {
		if secret != template[1] && strings.Contains(said, secret) {
			t.Errorf("the trace shows %q", secret)
		}
	}
	if len(heard.secrets) < 20 {
		t.Errorf("only %d things to hide: the ear is deaf", len(heard.secrets))
	}
	kinds := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(said), "\n") {
		var exchange struct {
			Kind   string
			Method string
			Path   string
		}
		if err := json.Unmarshal([]byte(line), &exchange); err != nil {
			t.Fatal(err)
		}
		kinds[exchange.Kind]++
	}
	if kinds["graph"] < 10 || kinds["metadata"] == 0 || kinds["sign-in"] == 0 {
		t.Errorf("recorded %v", kinds)
	}
	for _, seen := range []string{`/v1.0/applicationTemplates/`, `"displayName":"Autotask Endpoint Backup"`, `"preferredSingleSignOnMode":"saml"`,
		`https://us.backup.autotask.net/singlesignon/saml/metadata`, "addTokenSigningCertificate"} {
		if !strings.Contains(said, seen) {
			t.Errorf("the trace does not tell %s", seen)
		}
	}
}
