//go:build linux

package terminal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// killing is a proxy in front of a practice tenant that kills the program at one
// boundary of one of its writes.
type killing struct {
	proxy http.Handler
	at    int
	when  string

	mu      sync.Mutex
	writes  int
	program *os.Process
	struck  bool
}

// The boundaries of a write, as a proxy sees them. The journal lies between an
// answer and the next request.
const (
	beforeTheServer = "before the server"
	beforeTheAnswer = "after the server, before the answer"
	afterTheAnswer  = "after the answer"
	afterTheJournal = "before the next write"
)

func (k *killing) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	write := request.Method != http.MethodGet && strings.HasPrefix(request.URL.Path, "/v1.0/") && !strings.HasSuffix(request.URL.Path, "/$batch")
	k.mu.Lock()
	if write {
		if k.at > 0 && k.when == afterTheJournal && k.writes == k.at {
			k.kill()
		}
		k.writes++
	}
	here := write && k.writes == k.at && !k.struck
	if here && k.when == beforeTheServer {
		k.kill()
	}
	dead := k.struck
	k.mu.Unlock()
	switch {
	case dead:
		panic(http.ErrAbortHandler) // nothing of a dead program reaches the tenant
	case here && k.when == beforeTheAnswer:
		k.proxy.ServeHTTP(&silent{header: http.Header{}}, request)
		k.lockedKill()
		panic(http.ErrAbortHandler)
	case here && k.when == afterTheAnswer:
		k.proxy.ServeHTTP(w, request)
		_ = http.NewResponseController(w).Flush()
		k.lockedKill()
	default:
		k.proxy.ServeHTTP(w, request)
	}
}

func (k *killing) lockedKill() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kill()
}

// kill ends the program at once and waits until it is gone.
func (k *killing) kill() {
	if k.struck {
		return
	}
	k.struck = true
	_ = k.program.Signal(syscall.SIGKILL)
	time.Sleep(20 * time.Millisecond)
}

// silent takes an answer that nobody hears.
type silent struct{ header http.Header }

func (s *silent) Header() http.Header         { return s.header }
func (s *silent) Write(b []byte) (int, error) { return len(b), nil }
func (s *silent) WriteHeader(int)             {}

// runProgram runs setup to its end or its death.
func runProgram(t *testing.T, binary, login, state string, started func(*os.Process)) (string, error) {
	t.Helper()
	return runCommand(t, binary, state, started, "setup", "--practice="+login, "--subdomain", "us", "--yes", "--json", "--out", t.TempDir())
}

func runCommand(t *testing.T, binary, state string, started func(*os.Process), args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	program := exec.CommandContext(ctx, binary, args...)
	var out, errs bytes.Buffer
	program.Stdout, program.Stderr = &out, &errs
	program.Env = append(os.Environ(), "LANG=C.UTF-8", "XDG_STATE_HOME="+state)
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	started(program.Process)
	err := program.Wait()
	return out.String() + errs.String(), err
}

// laterInTheDay lets time pass since the program was killed, for its journal: a
// write that never reached the server need not be waited for any more.
func laterInTheDay(t *testing.T, state string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(state, "backupsso", "*.json*"))
	begun := regexp.MustCompile(`"begun": ?"[^"]*"`)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err == nil {
			earlier := fmt.Sprintf(`"begun": %q`, time.Now().Add(-10*time.Minute).UTC().Format(time.RFC3339))
			err = os.WriteFile(file, begun.ReplaceAll(content, []byte(earlier)), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestKilledProgramEndsWithOneOfEach kills the real program at every boundary of
// every write, and runs it again.
func TestKilledProgramEndsWithOneOfEach(t *testing.T) {
	t.Parallel()
	binary := buildProgram(t)
	keys, err := makeKeys(4)
	if err != nil {
		t.Fatal(err)
	}
	for at := 1; at <= 8; at++ {
		for _, when := range []string{beforeTheServer, beforeTheAnswer, afterTheAnswer, afterTheJournal} {
			if at == 8 && when == afterTheJournal {
				continue // there is no next write
			}
			t.Run(fmt.Sprintf("%d %s", at, when), func(t *testing.T) {
				t.Parallel()
				killAndResume(t, binary, keys, at, when)
			})
		}
	}
}

// killAndResume puts the killer in the tenant's place: the tenant listens on one
// loopback address and is reached under a name that leads to another.
func killAndResume(t *testing.T, binary string, keys *keyRing, at int, when string) {
	server, front := startBehind(t, practice.Options{Key: keys.key})
	info := server.Info()
	killer := &killing{at: at, when: when}
	killer.serve(t, front)
	state := t.TempDir()
	killer.mu.Lock()
	output, err := runProgram(t, binary, info.Login, state, func(p *os.Process) {
		killer.program = p
		killer.mu.Unlock()
	})
	killer.mu.Lock()
	struck := killer.struck
	killer.at, killer.struck = 0, false
	killer.mu.Unlock()
	if err == nil || !struck {
		t.Fatalf("it was not killed: %v %s", err, output)
	}
	if when == beforeTheServer || when == afterTheJournal { // the next intent is on disk by then
		laterInTheDay(t, state)
	}
	if output, err = runProgram(t, binary, info.Login, state, func(*os.Process) {}); err != nil {
		t.Fatalf("the next run: %v %s", err, output)
	}
	if !strings.Contains(output, "was cut off. This one carries on.") {
		t.Errorf("nothing says that it carries on: %s", output)
	}
	if lost := strings.Contains(output, "Set a new password"); lost != (at == 4 && when != beforeTheServer || at > 4) {
		t.Errorf("a lost password is told: %t", lost)
	}
	oneOfEach(t, info)
}

// behind is where the tenant itself listens.
func behind(front net.Listener) string {
	_, port, _ := net.SplitHostPort(front.Addr().String())
	return net.JoinHostPort("127.0.0.2", port)
}

// serve puts the killer in front of the tenant.
func (k *killing) serve(t *testing.T, front net.Listener) {
	t.Helper()
	k.proxy = &httputil.ReverseProxy{ErrorLog: log.New(io.Discard, "", 0), Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", behind(front), r.In.Host
	}}
	serving := &http.Server{Handler: k, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute}
	go func() { _ = serving.Serve(front) }()
	t.Cleanup(func() { _ = serving.Close() })
}

func startBehind(t *testing.T, options practice.Options) (*practice.Server, net.Listener) {
	t.Helper()
	options.Listen, options.Host = "127.0.0.2:0", "localhost"
	for range 20 {
		server, err := practice.Start(options)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := url.Parse(server.Info().Login)
		if err != nil {
			t.Fatal(err)
		}
		front, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", parsed.Port()))
		if err == nil {
			t.Cleanup(func() { _ = server.Close() })
			return server, front
		}
		_ = server.Close() // somebody has the port on the other address
	}
	t.Fatal("no port is free on both addresses")
	return nil, nil
}

// oneOfEach asks the tenant what it holds, with its own client.
func oneOfEach(t *testing.T, info practice.Info) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.PostForm(info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"client_credentials"},
		"client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "scope": {strings.TrimSuffix(info.Graph, "/v1.0") + "/.default"}})
	if err != nil {
		t.Fatal(err)
	}
	var token struct {
		Access string `json:"access_token"`
	}
	err = json.NewDecoder(answer.Body).Decode(&token)
	_ = answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) map[string]any {
		request, err := http.NewRequest(http.MethodGet, strings.TrimSuffix(info.Graph, "/v1.0")+"/v1.0/"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+token.Access)
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		var body map[string]any
		if err := json.NewDecoder(answer.Body).Decode(&body); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %v", path, answer.Status, err)
		}
		return body
	}
	list := func(path string) []any { return get(path)["value"].([]any) }
	applications := list("applications?$filter=" + url.QueryEscape("displayName eq 'Autotask Endpoint Backup'"))
	if len(applications) != 1 {
		t.Fatalf("%d applications", len(applications))
	}
	path := fmt.Sprintf("servicePrincipals(appId='%s')", applications[0].(map[string]any)["appId"])
	principal := get(path + "?$select=id,keyCredentials,preferredTokenSigningKeyThumbprint")
	verifying := 0
	for _, key := range principal["keyCredentials"].([]any) {
		if key.(map[string]any)["usage"] == "Verify" {
			verifying++
		}
	}
	users := list("users?$filter=" + url.QueryEscape("displayName eq 'B.Simon'"))
	assignments := list(fmt.Sprintf("servicePrincipals/%s/appRoleAssignedTo", principal["id"]))
	if verifying != 1 || principal["preferredTokenSigningKeyThumbprint"] == nil || len(users) != 1 || len(assignments) != 1 {
		t.Errorf("%d certificates, active %v, %d users, %d assignments", verifying, principal["preferredTokenSigningKeyThumbprint"], len(users), len(assignments))
	}
}
