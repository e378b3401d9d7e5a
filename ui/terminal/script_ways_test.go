//go:build linux

package terminal_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"backupsso/graph/practice"
	"backupsso/graph/practice/platform"
)

// eavesdropper is a proxy in front of a practice tenant that notes every secret that
// goes over the wire, with what it is.
type eavesdropper struct {
	proxy http.Handler

	mu      sync.Mutex
	secrets map[string]string
}

func (e *eavesdropper) note(what, secret string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(secret) >= 8 {
		e.secrets[secret] = what
	}
}

// noteAll notes what is secret in form values or in an answer's members.
func (e *eavesdropper) noteAll(get func(name string) string) {
	for _, name := range []string{"code", "code_verifier", "device_code", "refresh_token", "access_token", "id_token", "client_assertion", "client_secret", "password"} {
		e.note(name, get(name))
	}
}

func (e *eavesdropper) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	e.note("bearer", strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer "))
	body, _ := io.ReadAll(request.Body)
	request.Body = io.NopCloser(bytes.NewReader(body))
	if form, err := url.ParseQuery(string(body)); err == nil && strings.Contains(request.URL.Path, "/oauth2/") {
		e.noteAll(form.Get)
	}
	var user struct {
		Profile struct {
			Password string `json:"password"`
		} `json:"passwordProfile"`
	}
	if json.Unmarshal(body, &user) == nil {
		e.note("first password", user.Profile.Password)
	}
	e.proxy.ServeHTTP(w, request)
}

// hear notes what an answer holds.
func (e *eavesdropper) hear(answer *http.Response) error {
	if location, err := url.Parse(answer.Header.Get("Location")); err == nil {
		e.noteAll(location.Query().Get)
	}
	if !strings.Contains(answer.Request.URL.Path, "/oauth2/") {
		return nil
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body = io.NopCloser(bytes.NewReader(body))
	var members map[string]any
	if json.Unmarshal(body, &members) == nil {
		e.noteAll(func(name string) string { text, _ := members[name].(string); return text })
	}
	return err
}

func (e *eavesdropper) serve(t *testing.T, front net.Listener) {
	t.Helper()
	e.proxy = &httputil.ReverseProxy{ErrorLog: log.New(io.Discard, "", 0), ModifyResponse: e.hear, Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", behind(front), r.In.Host
		r.Out.Header.Set("Accept-Encoding", "identity")
	}}
	serving := &http.Server{Handler: e, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute}
	go func() { _ = serving.Serve(front) }()
	t.Cleanup(func() { _ = serving.Close() })
}

// heard copies what was noted.
func (e *eavesdropper) heard() map[string]string {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := map[string]string{}
	for secret, what := range e.secrets {
		all[secret] = what
	}
	return all
}

// leaks lists where in a folder secrets are, inside of archives too.
func leaks(t *testing.T, folder string, secrets map[string]string) []string {
	t.Helper()
	var found []string
	look := func(where string, content []byte) {
		for secret, what := range secrets {
			for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
				if bytes.Contains(content, []byte(form)) {
					found = append(found, what+" in "+where)
					break
				}
			}
		}
	}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		look(path, content)
		archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return nil // no archive
		}
		for _, file := range archive.File {
			reader, err := file.Open()
			if err != nil {
				return err
			}
			inner, err := io.ReadAll(reader)
			if err != nil {
				return err
			}
			look(path+" "+file.Name, inner)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// wayRun is one run of the program that signs in, in a world of its own.
type wayRun struct {
	info   practice.Info
	ears   *eavesdropper
	world  string            // everything that the program may write to
	desk   string            // what the person or platform holds
	env    map[string]string // beside the usual
	expect []string          // kinds of secrets that must have been heard
}

func allWays() []string {
	return []string{"browser", "device-code", "azure-cli", "certificate", "workload-identity", "managed-identity"}
}

// prepareWay gives one run what its way needs.
func prepareWay(t *testing.T, way string, keys *keyRing, run *wayRun) {
	t.Helper()
	info := run.info
	switch way {
	case "browser":
		visitFrom(t, run)
		run.expect = []string{"code", "code_verifier", "refresh_token"}
	case "device-code":
		run.expect = []string{"device_code", "refresh_token"}
	case "azure-cli":
		token, err := tokenOf(info, url.Values{"grant_type": {"password"}, "client_id": {"04b07795-8ddb-461a-bbee-02f9e1bf7b46"},
			"username": {info.Accounts[0].UPN}, "password": {info.Accounts[0].Password}})
		if err != nil {
			t.Fatal(err)
		}
		printed, err := json.Marshal(map[string]any{"accessToken": token, "expires_on": time.Now().Add(time.Hour).Unix()})
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(run.desk, "az"), "#!/bin/sh\ncat <<'END'\n"+string(printed)+"\nEND\n", 0o700)
	case "certificate":
		key, err := keys.key()
		if err != nil {
			t.Fatal(err)
		}
		content, der, err := clientCertificate(key)
		if err == nil {
			err = acceptCertificate(info, der)
		}
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(run.desk, "proof.pem"), string(content), 0o600)
		writeFile(t, filepath.Join(run.desk, "password"), "canary-of-a-password\n", 0o600)
		run.ears.note("certificate password", "canary-of-a-password")
		_, sealed, _ := strings.Cut(string(content), "PRIVATE KEY-----\n")
		for _, line := range strings.Split(sealed, "\n")[:20] {
			run.ears.note("private key", line)
		}
		run.env = map[string]string{"AZURE_CLIENT_ID": info.ClientID, "AZURE_TENANT_ID": info.TenantID, "AZURE_CLIENT_CERTIFICATE_PATH": filepath.Join(run.desk, "proof.pem")}
		run.expect = []string{"client_assertion", "private key"}
	case "workload-identity":
		key, err := keys.key()
		if err != nil {
			t.Fatal(err)
		}
		issuer := platform.StartIssuer(t, key)
		if err := change(info, http.MethodPost, "/applications(appId='"+info.ClientID+"')/federatedIdentityCredentials",
			`{"name":"pipeline","issuer":"`+issuer.URL()+`","subject":"job","audiences":["api://AzureADTokenExchange"]}`); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(run.desk, "token"), issuer.Token("job", "api://AzureADTokenExchange", time.Hour, nil, nil), 0o600)
		run.env = map[string]string{"AZURE_CLIENT_ID": info.ClientID, "AZURE_TENANT_ID": info.TenantID, "AZURE_FEDERATED_TOKEN_FILE": filepath.Join(run.desk, "token")}
		run.expect = []string{"client_assertion"}
	case "managed-identity":
		identity := (&platform.Identity{Login: info.Login, TenantID: info.TenantID, ClientID: info.ClientID, Secret: info.ClientSecret, Header: "canary-of-an-identity"}).Start(t)
		run.ears.note("identity header", "canary-of-an-identity")
		run.env = map[string]string{"IDENTITY_ENDPOINT": identity.Endpoint(), "IDENTITY_HEADER": "canary-of-an-identity", "AZURE_CLIENT_ID": info.ClientID}
	}
	run.expect = append(run.expect, "bearer", "first password")
}

// visitFrom stands in for a browser: what the program opens is walked to its end.
func visitFrom(t *testing.T, run *wayRun) {
	t.Helper()
	noted := filepath.Join(run.desk, "address")
	writeFile(t, filepath.Join(run.desk, "xdg-open"), "#!/bin/sh\nprintf %s \"$1\" >'"+noted+".new' && mv '"+noted+".new' '"+noted+"'\n", 0o700)
	run.env = map[string]string{"DISPLAY": ":nowhere"}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	ended, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ended:
				return
			case <-time.After(20 * time.Millisecond): // until the program opens the browser
			}
			if _, err := os.Stat(noted); err == nil {
				_ = signInAs(run.info.Accounts[0].UPN, noted, jar) // the program's exit code tells
			}
		}
	}()
	t.Cleanup(func() { close(ended); <-done })
}

// start runs the program with its output in files of its world, without the line that
// shows a first password once.
func (run *wayRun) start(t *testing.T, binary, name string, args ...string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	program := exec.CommandContext(ctx, binary, args...)
	program.Dir = run.world
	program.Env = []string{"LANG=C.UTF-8", "PATH=" + run.desk + ":/usr/bin:/bin", "HOME=" + run.world, "TMPDIR=" + run.world,
		"XDG_STATE_HOME=" + filepath.Join(run.world, "state"), "XDG_CONFIG_HOME=" + filepath.Join(run.world, "config"), "XDG_CACHE_HOME=" + filepath.Join(run.world, "cache")}
	for name, value := range run.env {
		program.Env = append(program.Env, name+"="+value)
	}
	var out, errs bytes.Buffer
	program.Stdout, program.Stderr = &out, &errs
	err := program.Run()
	shown := 0
	var told []string
	for _, line := range strings.Split(out.String(), "\n") {
		if strings.Contains(line, `"event":"password"`) {
			shown++
			continue
		}
		told = append(told, line)
	}
	if shown > 1 {
		t.Errorf("the first password is shown %d times", shown)
	}
	writeFile(t, filepath.Join(run.world, name+".out"), strings.Join(told, "\n"), 0o600)
	writeFile(t, filepath.Join(run.world, name+".err"), errs.String(), 0o600)
	if err != nil {
		return fmt.Errorf("%w: %s %s", err, out.String(), errs.String())
	}
	return nil
}

// TestNoWayInLeavesASecret sets up with every way in, with traces and kept sign-ins
// where they may be, and looks for every secret that went over the wire in everything
// that was written.
func TestNoWayInLeavesASecret(t *testing.T) {
	t.Parallel()
	binary := buildProgram(t)
	keys, err := makeKeys(4)
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range allWays() {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			world, desk := t.TempDir(), t.TempDir()
			kept, err := os.Create(filepath.Join(world, "practice-trace.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = kept.Close() }()
			server, front := startBehind(t, practice.Options{Key: keys.key, Trace: kept})
			ears := &eavesdropper{secrets: map[string]string{}}
			ears.serve(t, front)
			run := &wayRun{info: server.Info(), ears: ears, world: world, desk: desk}
			prepareWay(t, way, keys, run)
			common := []string{"--practice=" + run.info.Login, "--sign-in", way, "--subdomain", "us", "--json", "--notify", "ops@contoso.example"}
			switch way {
			case "browser", "device-code":
				common = append(common, "--stay-signed-in")
			case "certificate":
				common = append(common, "--certificate-password-file", filepath.Join(desk, "password"))
			}
			with := func(command string, more ...string) []string {
				return append(append([]string{command}, common...), more...)
			}
			if err := run.start(t, binary, "setup", with("setup", "--yes", "--out", "out", "--trace", "setup-trace.jsonl")...); err != nil {
				t.Fatal(err)
			}
			if err := run.start(t, binary, "preflight", with("preflight", "--trace", "preflight-trace.jsonl")...); err != nil {
				t.Error(err)
			}
			if err := run.start(t, binary, "failing", with("plan", "--test-user", "nobody@contoso.example", "--trace", "failing-trace.jsonl")...); err == nil {
				t.Error("somebody who is not there is planned for")
			}
			secrets := ears.heard()
			kinds := map[string]bool{}
			for _, what := range secrets {
				kinds[what] = true
			}
			for _, what := range run.expect {
				if !kinds[what] {
					t.Errorf("no %s went over the wire", what)
				}
			}
			for _, name := range []string{"practice-trace.jsonl", "setup-trace.jsonl", "preflight-trace.jsonl", "failing-trace.jsonl", "failing.out"} {
				if info, err := os.Stat(filepath.Join(world, name)); err != nil || info.Size() == 0 {
					t.Errorf("nothing is in %s: %v", name, err)
				}
			}
			for _, leak := range leaks(t, world, secrets) {
				t.Error(leak)
			}
			for secret := range secrets { // the search itself finds what is there
				writeFile(t, filepath.Join(world, "planted"), "x"+url.QueryEscape(secret)+"y", 0o600)
				break
			}
			if found := leaks(t, world, secrets); len(found) == 0 {
				t.Error("a planted secret is not found")
			}
		})
	}
}

func writeFile(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}
