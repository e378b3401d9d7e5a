package proof

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"
	"go.uber.org/goleak"

	"backupsso/samlcfg"
)

const loginURL = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/saml2?x=1"

// bench is a provider with everything that it told.
type bench struct {
	t        *testing.T
	provider *Provider
	client   *http.Client

	mu       sync.Mutex
	arrivals []Arrival
	began    int
	now      time.Time
}

func start(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	prepared, err := Prepare(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b.provider, err = prepared.Serve(Options{Identifier: "https://us.example/metadata", LoginURL: loginURL, LoginHint: "b@contoso.com", Rand: rand.Reader,
		Now: func() time.Time {
			b.mu.Lock()
			defer b.mu.Unlock()
			return b.now
		},
		Judge: func(arrival Arrival) Page {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.arrivals = append(b.arrivals, arrival)
			return Page{Language: "en", Tone: Good, Heading: "judged", Lines: []string{string(arrival.Raw)}}
		},
		Words: func(name PageName) Page { return Page{Heading: string(name)} },
		Began: func() { b.mu.Lock(); b.began++; b.mu.Unlock() },
	})
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	b.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		b.provider.Close(context.Background())
	})
	return b
}

// ask opens the address and returns the request that Entra would get, and its
// RelayState.
func (b *bench) ask() (request *etree.Element, relay string) {
	b.t.Helper()
	answer, err := b.client.Get(b.provider.Address())
	if err != nil {
		b.t.Fatal(err)
	}
	_ = answer.Body.Close()
	target, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusFound {
		b.t.Fatalf("%s to %v, %v", answer.Status, target, err)
	}
	query := target.Query()
	if target.Host != "login.microsoftonline.com" || query.Get("login_hint") != "b@contoso.com" || query.Get("x") != "1" {
		b.t.Errorf("it goes to %s", target)
	}
	packed, err := base64.StdEncoding.DecodeString(query.Get("SAMLRequest"))
	if err != nil {
		b.t.Fatal(err)
	}
	document := etree.NewDocument()
	if _, err := document.ReadFrom(flate.NewReader(bytes.NewReader(packed))); err != nil {
		b.t.Fatal(err)
	}
	return document.Root(), query.Get("RelayState")
}

// post brings a form, and returns status and page.
func (b *bench) post(values url.Values) (int, string) {
	b.t.Helper()
	answer, err := b.client.PostForm(b.provider.Address(), values)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	for name, want := range map[string]string{"Cache-Control": "no-store", "Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"} {
		if got := answer.Header.Get(name); got != want {
			b.t.Errorf("%s: %s", name, got)
		}
	}
	return answer.StatusCode, string(content)
}

func response(text, relay string) url.Values {
	return url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString([]byte(text))}, "RelayState": {relay}}
}

func TestRequestIsWhatEntraReads(t *testing.T) {
	b := start(t)
	request, relay := b.ask()
	for name, want := range map[string]string{"Version": "2.0", "AssertionConsumerServiceURL": b.provider.Address(), "Destination": loginURL,
		"ProtocolBinding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", "IssueInstant": "2026-11-23T10:00:00.000Z"} {
		if got := request.SelectAttrValue(name, ""); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if id := request.SelectAttrValue("ID", ""); len(id) != 33 || id[0] != '_' {
		t.Errorf("ID %q", id)
	}
	if got := request.SelectElement("Issuer"); got == nil || got.Text() != "https://us.example/metadata" || got.NamespaceURI() != "urn:oasis:names:tc:SAML:2.0:assertion" {
		t.Errorf("issuer %v", got)
	}
	// A policy for the name would make Entra send another name than the app's claims say.
	if len(request.ChildElements()) != 1 || len(relay) != 32 {
		t.Errorf("%d children, RelayState %q", len(request.ChildElements()), relay)
	}
	other, otherRelay := b.ask()
	if other.SelectAttrValue("ID", "") == request.SelectAttrValue("ID", "") || relay == otherRelay || b.began != 2 {
		t.Error("two requests are the same")
	}
}

func TestResponseCountsOnceAndWhenAsked(t *testing.T) {
	b := start(t)
	request, relay := b.ask()
	b.ask()
	if status, page := b.post(response("<Response/>", "nobody's")); status != http.StatusOK || !strings.Contains(page, "judged") {
		t.Errorf("unasked: %d %s", status, page)
	}
	if status, page := b.post(response("<Response/>", relay)); status != http.StatusOK || !strings.Contains(page, "&lt;Response/&gt;") {
		t.Errorf("asked: %d %s", status, page)
	}
	if status, page := b.post(response("<Response/>", relay)); status != http.StatusConflict || !strings.Contains(page, string(PageUsed)) {
		t.Errorf("again: %d %s", status, page)
	}
	if len(b.arrivals) != 2 || b.arrivals[0].RequestID != "" || b.arrivals[1].RequestID != request.SelectAttrValue("ID", "") {
		t.Errorf("%+v", b.arrivals)
	}
	_, late := b.ask()
	b.mu.Lock()
	b.now = b.now.Add(openFor)
	b.mu.Unlock()
	b.post(response("<Response/>", late))
	if last := b.arrivals[len(b.arrivals)-1]; last.RequestID != "" {
		t.Errorf("an old request is answered: %+v", last)
	}
}

func TestManyRequestsMakeRoom(t *testing.T) {
	b := start(t)
	_, first := b.ask()
	for range mostOpen - 1 {
		b.ask()
	}
	_, last := b.ask()
	b.post(response("<a/>", first))
	b.post(response("<b/>", last))
	if b.arrivals[0].RequestID != "" || b.arrivals[1].RequestID == "" {
		t.Errorf("%+v", b.arrivals)
	}
}

func TestOddPostsAreNoResponses(t *testing.T) {
	b := start(t)
	good := base64.StdEncoding.EncodeToString([]byte("<Response/>"))
	for name, values := range map[string]url.Values{
		"nothing":          {},
		"two":              {"SAMLResponse": {good, good}},
		"empty":            {"SAMLResponse": {""}},
		"no base64":        {"SAMLResponse": {"<Response/>"}},
		"url base64":       {"SAMLResponse": {base64.URLEncoding.EncodeToString([]byte("<R>\xff\xfe\xfb</R>"))}},
		"long":             {"SAMLResponse": {base64.StdEncoding.EncodeToString(make([]byte, samlcfg.LongestResponse+1))}},
		"longer":           {"SAMLResponse": {strings.Repeat("+", longestForm)}},
		"long relay state": {"SAMLResponse": {good}, "RelayState": {strings.Repeat("x", samlcfg.LongestRelayState+1)}},
	} {
		if status, page := b.post(values); status != http.StatusBadRequest || !strings.Contains(page, string(PageUnreadable)) {
			t.Errorf("%s: %d", name, status)
		}
	}
	answer, err := b.client.Post(b.provider.Address(), "text/plain", strings.NewReader("SAMLResponse="+good))
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest || len(b.arrivals) != 0 {
		t.Errorf("%s, %d arrived", answer.Status, len(b.arrivals))
	}
	folded := good[:8] + "\r\n" + good[8:]
	if status, _ := b.post(url.Values{"SAMLResponse": {folded}}); status != http.StatusOK {
		t.Errorf("folded: %d", status)
	}
}

// TestNobodyElseIsServed tries names that lead here, other paths and methods.
func TestNobodyElseIsServed(t *testing.T) {
	b := start(t)
	port := strconv.Itoa(b.provider.port)
	for host, want := range map[string]int{"localhost:" + port: 302, "127.0.0.1:" + port: 302, "[::1]:" + port: 302,
		"evil.example:" + port: 404, "localhost": 404, "localhost.evil.example:" + port: 404, "localhost:1": 404} {
		request, err := http.NewRequest(http.MethodGet, b.provider.Address(), nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		answer, err := b.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%s: %s", host, answer.Status)
		}
	}
	for _, address := range []string{"http://localhost:" + port + "/", strings.TrimSuffix(b.provider.Address(), b.provider.Address()[len(b.provider.Address())-1:]), b.provider.Address() + "/"} {
		answer, err := b.client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", address, answer.Status)
		}
	}
	answer, err := b.client.Head(b.provider.Address())
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("HEAD: %s", answer.Status)
	}
}

func TestBothLoopbacksAreTaken(t *testing.T) {
	prepared, err := Prepare(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer prepared.Close()
	for _, listener := range prepared.listeners {
		host, port, err := net.SplitHostPort(listener.Addr().String())
		if err != nil || port != strconv.Itoa(prepared.port) || !net.ParseIP(host).IsLoopback() {
			t.Errorf("%s, %v", listener.Addr(), err)
		}
	}
	if probe, err := net.Listen("tcp6", "[::1]:0"); err == nil {
		_ = probe.Close()
		if len(prepared.listeners) != 2 {
			t.Error("the other loopback address is free for others")
		}
	}
	if !IsAddress(prepared.Address()) {
		t.Errorf("%s is none of ours", prepared.Address())
	}
}

func TestClosingGivesThePortBack(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	prepared, err := Prepare(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	provider, err := prepared.Serve(Options{})
	if err != nil {
		t.Fatal(err)
	}
	prepared.Close() // it is the provider's by now
	if _, err := prepared.Serve(Options{}); err == nil {
		t.Error("served twice")
	}
	if answer, err := http.Get("http://localhost:" + strconv.Itoa(prepared.port) + "/"); err != nil {
		t.Error(err)
	} else {
		_ = answer.Body.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	provider.Close(context.Background())
	provider.Close(context.Background())
	again, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", prepared.port))
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
}

// TestPageEscapesWhatComesFromOutside draws a page out of nothing but markup.
func TestPageEscapesWhatComesFromOutside(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=https://evil.example/x>{{.}}`
	var drawn bytes.Buffer
	page := Page{Language: evil, Title: evil, Tone: evil, Heading: evil, Lines: []string{evil}, Closing: evil,
		Rows: []Row{{Tone: evil, Mark: evil, Title: evil, Text: evil}}}
	if err := pageTemplate.Execute(&drawn, page); err != nil {
		t.Fatal(err)
	}
	text := drawn.String()
	if strings.Contains(text, "<script") || strings.Contains(text, "<img") || strings.Count(text, "&lt;script&gt;") < 8 {
		t.Error(text)
	}
	if strings.Contains(pageText, "http") || strings.Contains(pageText, "url(") || strings.Contains(pageText, "src=") {
		t.Error("the page loads something")
	}
}

func TestOurAddressesAreTold(t *testing.T) {
	const secret = "0123456789abcdef0123456789abcdef"
	for address, want := range map[string]bool{
		"http://localhost:4711/backupsso-proof/" + secret:          true,
		"https://localhost:4711/backupsso-proof/" + secret:         false,
		"http://localhost/backupsso-proof/" + secret:               false,
		"http://localhost:0/backupsso-proof/" + secret:             false,
		"http://localhost:99999/backupsso-proof/" + secret:         false,
		"http://127.0.0.1:4711/backupsso-proof/" + secret:          false,
		"http://localhost:4711/backupsso-proof/" + secret + "/":    false,
		"http://localhost:4711/backupsso-proof/" + secret + "?a=b": false,
		"http://localhost:4711/backupsso-proof/" + secret[1:]:      false,
		"http://localhost:4711/backupsso-proof/" + secret + "00":   false,
		"http://localhost:4711/other/" + secret:                    false,
		"http://localhost:4711/":                                   false,
		"":                                                         false,
		"%":                                                        false,
	} {
		if got := IsAddress(address); got != want {
			t.Errorf("%s: %t", address, got)
		}
	}
}

// FuzzPosted sends bodies of every kind through the whole door: nothing breaks, and
// what is judged is no longer than a response may be.
func FuzzPosted(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", "SAMLResponse=PFJlc3BvbnNlLz4%3D&RelayState=x")
	f.Add("application/x-www-form-urlencoded; charset=utf-8", "SAMLResponse=PFJl%0D%0Ac3BvbnNlLz4=")
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"SAMLResponse\"\r\n\r\nPA==\r\n--x--")
	f.Add("text/plain", "SAMLResponse")
	f.Add("", "SAMLResponse=%zz")
	f.Fuzz(func(t *testing.T, kind, body string) {
		request, err := http.NewRequest(http.MethodPost, "http://localhost:1/", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", kind)
		raw, relay, ok := posted(request)
		if ok && (len(raw) == 0 || len(raw) > samlcfg.LongestResponse || len(relay) > samlcfg.LongestRelayState) {
			t.Errorf("%d bytes, RelayState %q", len(raw), relay)
		}
	})
}

func FuzzIsAddress(f *testing.F) {
	f.Add("http://localhost:4711/backupsso-proof/0123456789abcdef0123456789abcdef")
	f.Add("http://localhost:4711/backupsso-proof/%30123456789abcdef0123456789abcdef")
	f.Fuzz(func(t *testing.T, address string) {
		if !IsAddress(address) {
			return
		}
		parsed, err := url.Parse(address)
		if err != nil || parsed.Hostname() != "localhost" || !strings.HasPrefix(parsed.Path, folder) || len(parsed.Path) != len(folder)+2*secretSize {
			t.Errorf("%q", address)
		}
	})
}
