package terminal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"backupsso/graph/practice"
)

// proving is the program in the middle of a local proof.
type proving struct {
	ts      *testscript.TestScript
	program *exec.Cmd
	ended   chan error
}

// startProof runs the program until a browser may open its address. What it writes
// is in out.txt and err.txt.
func startProof(ts *testscript.TestScript, binary string, args []string) (*proving, string) {
	return startUntil(ts, binary, args, func(event told) string {
		if event.Event == "proof" && event.Stage == "listening" {
			return event.Address
		}
		return ""
	})
}

// told is what of an event says where a browser may go.
type told struct {
	Event, Stage, Address string
	URL                   string `json:"user_access_url"`
}

// startUntil runs the program until an event says where a browser may go.
func startUntil(ts *testscript.TestScript, binary string, args []string, where func(told) string) (*proving, string) {
	out, err := os.Create(ts.MkAbs("out.txt"))
	ts.Check(err)
	errs, err := os.Create(ts.MkAbs("err.txt"))
	ts.Check(err)
	p := &proving{ts: ts, program: exec.Command(binary, args...), ended: make(chan error, 1)}
	p.program.Dir, p.program.Stdout, p.program.Stderr = ts.MkAbs("."), out, errs
	p.program.Env = append(os.Environ(), "LANG=C.UTF-8", "XDG_STATE_HOME="+ts.Getenv("XDG_STATE_HOME"))
	ts.Check(p.program.Start())
	go func() {
		p.ended <- errors.Join(p.program.Wait(), out.Close(), errs.Close())
	}()
	ts.Defer(func() { _ = p.program.Process.Kill() })
	for range 1500 {
		for _, line := range strings.Split(ts.ReadFile("out.txt"), "\n") {
			var event told
			if json.Unmarshal([]byte(line), &event) == nil && where(event) != "" {
				return p, where(event)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Fatalf("it listens nowhere; it wrote %s", ts.ReadFile("err.txt"))
	return nil, ""
}

func (p *proving) wait() int {
	select {
	case <-p.ended:
	case <-time.After(time.Minute):
		p.ts.Fatalf("it does not end; it wrote %s", p.ts.ReadFile("err.txt"))
	}
	return p.program.ProcessState.ExitCode()
}

// prove CODE ACCOUNT TEXT ARG... runs a local proof in which a browser without
// scripts signs in as the account, wants a text on the page that comes last, and
// exactly that exit code.
func prove(ts *testscript.TestScript, binary string, args []string) {
	p, address := startProof(ts, binary, args[3:])
	page, err := wholeWay(address, args[1])
	ts.Check(err)
	if !bytes.Contains(page, []byte(args[2])) {
		ts.Fatalf("the browser shows %s", page)
	}
	if got := p.wait(); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s: %s", got, args[0], ts.ReadFile("err.txt"))
	}
}

// logged CODE ACCOUNT ARG... runs a test that waits for the sign-in log, signs in as
// the account meanwhile, and wants exactly that exit code.
func logged(ts *testscript.TestScript, binary string, args []string) {
	p, address := startUntil(ts, binary, args[2:], func(event told) string { return event.URL })
	_, err := lastPage(address, args[1])
	ts.Check(err)
	if got := p.wait(); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s: %s", got, args[0], ts.ReadFile("err.txt"))
	}
}

// killproof ARG... runs a local proof and kills it while it waits, as kill -9 does.
func killProof(ts *testscript.TestScript, binary string, args []string) {
	p, address := startProof(ts, binary, args)
	ts.Setenv("LEFT", address)
	ts.Check(p.program.Process.Kill())
	p.wait()
}

// wholeWay walks through every form, also the one that posts the response.
func wholeWay(address, account string) ([]byte, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Jar: jar, Transport: transport, Timeout: time.Minute}
	page, err := client.Get(address)
	for range 10 {
		if err != nil {
			return nil, err
		}
		content, readError := io.ReadAll(page.Body)
		if err := errors.Join(readError, page.Body.Close()); err != nil {
			return nil, err
		}
		if page.Request.URL.String() == address || bytes.Contains(content, []byte("AADSTS")) {
			return content, nil
		}
		page.Body = io.NopCloser(bytes.NewReader(content))
		form, values, formError := nextForm(page, account)
		if formError != nil {
			return nil, formError
		}
		page, err = client.PostForm(form, values)
	}
	return nil, errors.New("the sign-on has too many pages")
}

// turnoff lets nobody sign in to the application any more, as a colleague in the
// admin centre would.
func turnOff(ts *testscript.TestScript, _ bool, _ []string) {
	info, err := practice.Discover(context.Background(), nil, ts.Getenv("LOGIN"))
	ts.Check(err)
	answer, err := http.PostForm(info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"client_credentials"},
		"client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "scope": {"https://graph.microsoft.com/.default"}})
	ts.Check(err)
	var token struct {
		Text string `json:"access_token"`
	}
	ts.Check(errors.Join(json.NewDecoder(answer.Body).Decode(&token), answer.Body.Close()))
	ask := func(method, address, body string, into any) {
		request, err := http.NewRequest(method, address, strings.NewReader(body))
		ts.Check(err)
		request.Header.Set("Authorization", "Bearer "+token.Text)
		request.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(request)
		ts.Check(err)
		if answer.StatusCode >= http.StatusBadRequest {
			ts.Fatalf("%s %s: %s", method, address, answer.Status)
		}
		if into != nil {
			ts.Check(json.NewDecoder(answer.Body).Decode(into))
		}
		ts.Check(answer.Body.Close())
	}
	var found struct{ Value []struct{ ID string } }
	ask(http.MethodGet, info.Graph+"/servicePrincipals?$filter="+url.QueryEscape("displayName eq 'Autotask Endpoint Backup'"), "", &found)
	if len(found.Value) != 1 {
		ts.Fatalf("%d applications", len(found.Value))
	}
	ask(http.MethodPatch, info.Graph+"/servicePrincipals/"+found.Value[0].ID, `{"accountEnabled":false}`, nil)
}
