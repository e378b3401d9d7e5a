package terminal_test

import (
	"archive/zip"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"backupsso/graph/practice"
)

// TestScripts runs the real program, built without a window, on practice tenants
// that listen in this process. Every script has its own.
func TestScripts(t *testing.T) {
	t.Parallel()
	binary := buildProgram(t)
	keys, err := makeKeys(8)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:      "testdata/script",
		Deadline: time.Now().Add(8 * time.Minute),
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("LANG", "C.UTF-8")
			env.Setenv("GOGC", strconv.Itoa(rarely))
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"tenant":   func(ts *testscript.TestScript, _ bool, args []string) { tenant(ts, keys, args) },
			"company":  func(ts *testscript.TestScript, _ bool, args []string) { company(ts, keys, args) },
			"nowhere":  nowhere,
			"exits":    exits,
			"events":   events,
			"bundle":   bundle,
			"nosecret": noSecret,
			"writes":   writes,
			"browser":  browser,
			"signon":   signon,
			"turnoff":  turnOff,
			"prove": func(ts *testscript.TestScript, _ bool, args []string) {
				prove(ts, binary, args)
			},
			"logged": func(ts *testscript.TestScript, _ bool, args []string) {
				logged(ts, binary, args)
			},
			"killproof": func(ts *testscript.TestScript, _ bool, args []string) {
				killProof(ts, binary, args)
			},
			"alter":   alter,
			"proof":   func(ts *testscript.TestScript, _ bool, args []string) { proof(ts, keys, args) },
			"certify": certify,
			"faults":  faults,
			"notoken": noToken,
			"interrupt": func(ts *testscript.TestScript, _ bool, args []string) {
				interrupt(ts, binary, args)
			},
		},
	})
}

// keyRing hands out a few RSA keys again and again: fresh ones take too long.
type keyRing struct {
	mu   sync.Mutex
	keys []*rsa.PrivateKey
	next int
}

func makeKeys(n int) (*keyRing, error) {
	keys, err := commonKeys()
	if err != nil {
		return nil, err
	}
	return &keyRing{keys: keys[:n]}, nil
}

// commonKeys are those of the tenants of all tests: no two of them meet.
var commonKeys = sync.OnceValues(func() ([]*rsa.PrivateKey, error) {
	var keys []*rsa.PrivateKey
	for range 8 {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
})

func (r *keyRing) key() (*rsa.PrivateKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next++
	return r.keys[r.next%len(r.keys)], nil
}

// half is a ring of every second key, so that two tenants of one script never sign
// with the same one.
func (r *keyRing) half(odd bool) *keyRing {
	part := &keyRing{}
	for i, key := range r.keys {
		if (i%2 == 1) == odd {
			part.keys = append(part.keys, key)
		}
	}
	return part
}

// tenant [-ask] [-cloud C] [-without-app] [-lag D] [-people N] [-fault SPEC] starts
// a practice tenant; $LOGIN is its
// address and trace.jsonl holds what Graph was asked.
func tenant(ts *testscript.TestScript, keys *keyRing, args []string) {
	trace, err := os.Create(ts.MkAbs("trace.jsonl"))
	ts.Check(err)
	second := ts.Getenv("LOGIN") != ""
	options := practice.Options{Trace: trace, Key: keys.half(second).key}
	for i, arg := range args {
		switch arg {
		case "-ask":
			options.Ask = true
		case "-without-app":
			options.WithoutApp = true
		case "-cloud":
			options.Cloud = args[i+1]
		case "-lag":
			options.Lag, err = time.ParseDuration(args[i+1])
			ts.Check(err)
		case "-people":
			options.People, err = strconv.Atoi(args[i+1])
			ts.Check(err)
		case "-fault":
			options.Faults = append(options.Faults, args[i+1])
		}
	}
	server, err := practice.Start(options)
	ts.Check(err)
	ts.Defer(func() {
		_ = server.Close()
		_ = trace.Close()
	})
	ts.Setenv("LOGIN", server.Info().Login)
	ts.Setenv("PORTAL", server.Info().Portal)
	ts.Setenv("ADMIN", server.Info().Admin)
	ts.Setenv("CLIENT", server.Info().ClientID)
	ts.Setenv("TENANT", server.Info().TenantID)
	ts.Setenv("SECRET", server.Info().ClientSecret)
	ts.Setenv("GRAPH", server.Info().Graph)
}

// exits CODE ARG... runs the program and wants exactly that exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec("backupsso", args[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("the program did not run: %v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// events LAST [NAME=VALUE]... checks that standard output holds one JSON object
// a line, each an event, and how the last one looks. "*" stands for any text. Its
// application is $APPLICATION from then on.
func events(ts *testscript.TestScript, _ bool, args []string) {
	var last map[string]any
	for _, line := range strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n") {
		last = nil
		if err := json.Unmarshal([]byte(line), &last); err != nil || last["event"] == nil {
			ts.Fatalf("no event: %q", line)
		}
	}
	if last["event"] != args[0] {
		ts.Fatalf("the last event is %v", last)
	}
	if id, is := last["application_id"].(string); is {
		ts.Setenv("APPLICATION", id)
	}
	for _, expectation := range args[1:] {
		name, want, _ := strings.Cut(expectation, "=")
		got := ""
		if last[name] != nil {
			got = fmt.Sprint(last[name])
		}
		if got != want && (want != "*" || got == "") {
			ts.Fatalf("%s is %q, want %q", name, got, want)
		}
	}
}

// bundle DIR [N] wants N whole zip files (one when left out) and nothing else in
// the folder but change records.
func bundle(ts *testscript.TestScript, _ bool, args []string) {
	want := 1
	if len(args) > 1 {
		var err error
		want, err = strconv.Atoi(args[1])
		ts.Check(err)
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	entries = slices.DeleteFunc(entries, func(entry fs.DirEntry) bool {
		return strings.Contains(entry.Name(), "-change-record.") // beside it, not in it
	})
	if len(entries) != want {
		ts.Fatalf("%d files, want %d: %v", len(entries), want, entries)
	}
	for _, entry := range entries {
		if len(unzip(ts, filepath.Join(ts.MkAbs(args[0]), entry.Name()))) < 5 {
			ts.Fatalf("%s is no bundle", entry.Name())
		}
	}
}

func unzip(ts *testscript.TestScript, path string) map[string]string {
	archive, err := zip.OpenReader(path)
	ts.Check(err)
	defer func() { _ = archive.Close() }()
	files := map[string]string{}
	for _, file := range archive.File {
		reader, err := file.Open()
		ts.Check(err)
		content, err := io.ReadAll(reader)
		ts.Check(err)
		ts.Check(reader.Close())
		files[file.Name] = string(content)
	}
	return files
}

// nosecret takes the first password out of standard output, where it is shown
// once, and looks for it in every file of the script and in the bundles.
func noSecret(ts *testscript.TestScript, _ bool, _ []string) {
	_, rest, found := strings.Cut(ts.ReadFile("stdout"), "  Password\n    ")
	if !found {
		ts.Fatalf("no password was shown")
	}
	password, _, _ := strings.Cut(rest, "\n")
	if len(password) < 12 || strings.Count(ts.ReadFile("stdout")+ts.ReadFile("stderr"), password) != 1 {
		ts.Fatalf("the password %q is not shown exactly once", password)
	}
	err := filepath.WalkDir(ts.MkAbs("."), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		texts := map[string]string{"": string(content)}
		if filepath.Ext(path) == ".zip" {
			texts = unzip(ts, path)
		}
		for name, text := range texts {
			if strings.Contains(text, password) {
				return fmt.Errorf("the password is in %s %s", path, name)
			}
		}
		return nil
	})
	ts.Check(err)
}

// interrupt CODE FILE TEXT ARG... runs the program, sends it Ctrl-C as soon as a
// file holds a text, and wants exactly that exit code. What it wrote is in out.txt
// and err.txt.
func interrupt(ts *testscript.TestScript, binary string, args []string) {
	out, err := os.Create(ts.MkAbs("out.txt"))
	ts.Check(err)
	defer func() { _ = out.Close() }()
	errs, err := os.Create(ts.MkAbs("err.txt"))
	ts.Check(err)
	defer func() { _ = errs.Close() }()
	program := exec.Command(binary, args[3:]...)
	program.Dir, program.Stdout, program.Stderr = ts.MkAbs("."), out, errs
	program.Env = append(os.Environ(), "LANG=C.UTF-8", "XDG_STATE_HOME="+ts.Getenv("XDG_STATE_HOME"))
	ts.Check(program.Start())
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	for range 600 {
		content, err := os.ReadFile(ts.MkAbs(args[1]))
		if err == nil && strings.Contains(string(content), args[2]) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Check(program.Process.Signal(os.Interrupt))
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = program.Process.Kill()
		ts.Fatalf("Ctrl-C does not end it; it wrote %s", ts.ReadFile("err.txt"))
	}
	if got := program.ProcessState.ExitCode(); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s: %s", got, args[0], ts.ReadFile("err.txt"))
	}
}

// writes [N] wants so many writing requests in the tenant's trace; some when
// left out.
func writes(ts *testscript.TestScript, _ bool, args []string) {
	got := 0
	for _, line := range strings.Split(strings.TrimSpace(ts.ReadFile("trace.jsonl")), "\n") {
		var exchange struct{ Method, Path string }
		if line != "" {
			ts.Check(json.Unmarshal([]byte(line), &exchange))
			if exchange.Method != "GET" && !strings.HasSuffix(exchange.Path, "getMemberObjects") && !strings.HasSuffix(exchange.Path, "/$batch") {
				got++
			}
		}
	}
	if len(args) == 0 && got == 0 || len(args) > 0 && strconv.Itoa(got) != args[0] {
		ts.Fatalf("%d writing requests, want %v", got, args)
	}
}
