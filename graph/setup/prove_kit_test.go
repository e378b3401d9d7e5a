package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/samlcfg"
)

const secondPassword = "Another-password-7"

// walker is a browser without scripts and one person in front of it.
type walker struct {
	client        *http.Client
	upn, password string
}

func newWalker(t testing.TB, upn, password string) *walker {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &walker{client: &http.Client{Jar: jar, Transport: transport, Timeout: time.Minute}, upn: upn, password: password}
}

// walk opens an address and goes on until a page asks for nothing any more; it
// returns its text. stopBefore keeps it from posting a response.
func (w *walker) walk(address string, stopBefore bool) (text string, form url.Values, err error) {
	response, err := w.client.Get(address)
	for range 12 {
		if err != nil {
			return "", nil, err
		}
		root, parseErr := html.Parse(io.LimitReader(response.Body, 1<<20))
		if err := errors.Join(parseErr, response.Body.Close()); err != nil {
			return "", nil, err
		}
		action, values := w.fill(root)
		if action == "" || stopBefore && values.Has("SAMLResponse") {
			return textIn(root), values, nil
		}
		target, err := response.Request.URL.Parse(action)
		if err != nil {
			return "", nil, err
		}
		if response, err = w.client.PostForm(target.String(), values); err != nil {
			return "", nil, err
		}
	}
	return "", nil, fmt.Errorf("no end in sight")
}

// fill fills in the form that goes on.
func (w *walker) fill(root *html.Node) (action string, values url.Values) {
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || node.Data != "form" {
			continue
		}
		fields := url.Values{}
		for field := range node.Descendants() {
			if field.Type == html.ElementNode && field.Data == "input" {
				fields.Set(attribute(field, "name"), attribute(field, "value"))
			}
		}
		switch what := fields.Get("action"); {
		case what == "name", what == "password", what == "change", fields.Has("SAMLResponse"):
			fill(fields, "username", w.upn)
			fill(fields, "password", w.password)
			if what == "change" {
				fields.Set("new", secondPassword)
				fields.Set("again", secondPassword)
				w.password = secondPassword
			}
			return attribute(node, "action"), fields
		}
	}
	return "", nil
}

func textIn(root *html.Node) string {
	var all strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode && node.Parent.Data != "style" {
			all.WriteString(" " + node.Data)
		}
	}
	return strings.Join(strings.Fields(all.String()), " ")
}

// provable is a set-up on a practice tenant, with a journal, and its test user.
type provable struct {
	t      *testing.T
	server *practice.Server
	config Config
	flow   *Flow
	made   Result
	person *walker
}

func setUpForProof(t *testing.T, options practice.Options) *provable {
	t.Helper()
	p := &provable{t: t, server: startPractice(t, options)}
	p.config = practiceConfig(p.server)
	p.config.Journal = JournalIn(memoryFolder(t))
	p.flow = signedInFlow(t, p.config)
	p.made, _ = apply(t, p.flow, plan(t, p.flow, wish()))
	p.person = newWalker(t, p.made.TestUserUPN, p.made.Password.Reveal())
	return p
}

// desk is a person's side that keeps what it is told.
type desk struct {
	ProofDesk
	mu     sync.Mutex
	stages []ProofStage
	said   map[string]bool
	onward chan string // the address, once it can be opened
}

func newDesk() *desk {
	d := &desk{said: map[string]bool{}, onward: make(chan string, 1)}
	d.Language = "en"
	d.Say = func(key string, facts map[string]string) string {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.said[key] = true
		return key + fmt.Sprint(facts)
	}
	d.Tell = func(stage ProofStage, address string) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.stages = append(d.stages, stage)
		if stage == ProofListening {
			d.onward <- address
		}
	}
	return d
}

func (d *desk) has(stage ProofStage) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Contains(d.stages, stage)
}

// prove makes a proof while the person does something with the address.
func (p *provable) prove(d *desk, person func(address string)) (Proof, error) {
	p.t.Helper()
	made, err := p.flow.PlanProof(context.Background(), wish())
	if err != nil {
		p.t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if address, open := <-d.onward; open {
			person(address)
		}
	}()
	result, err := p.flow.Prove(context.Background(), made, d.ProofDesk)
	if !d.has(ProofListening) {
		close(d.onward)
	}
	<-done
	return result, err
}

// signsIn lets the person go through with it; the page that comes last is kept.
func (p *provable) signsIn(page *string) func(string) {
	return func(address string) {
		text, _, err := p.person.walk(address, false)
		if err != nil {
			p.t.Error(err)
		}
		*page = text
	}
}

// application reads the application as it stands.
func (p *provable) application() graph.Application {
	p.t.Helper()
	application, err := p.flow.directory.Application(context.Background(), p.made.ApplicationID)
	if err != nil {
		p.t.Fatal(err)
	}
	return application
}

// clean fails unless the application is as before every proof.
func (p *provable) clean() {
	p.t.Helper()
	application := p.application()
	if !slices.Equal(application.ReplyURLs, []string{wish().Portal.ReplyURL}) || application.DefaultReplyURL != "" {
		p.t.Errorf("left over: %q, default %q", application.ReplyURLs, application.DefaultReplyURL)
	}
}

func codesOf(findings []samlcfg.Finding, least samlcfg.Severity) []string {
	var codes []string
	for _, finding := range findings {
		if finding.Severity >= least {
			codes = append(codes, finding.Code)
		}
	}
	return codes
}

// posts sends a form and returns the page's text.
func (w *walker) posts(t *testing.T, address string, form url.Values) string {
	t.Helper()
	text := w.tries(address, form)
	if text == "" {
		t.Errorf("nobody answers at %s", address)
	}
	return text
}

// tries is posts that may meet nobody.
func (w *walker) tries(address string, form url.Values) string {
	response, err := w.client.PostForm(address, form)
	if err != nil {
		return ""
	}
	defer func() { _ = response.Body.Close() }()
	root, err := html.Parse(response.Body)
	if err != nil {
		return ""
	}
	return textIn(root)
}
