package practice

import (
	"crypto/rand"
	"crypto/rsa"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// testKeys hands out a few RSA keys again and again: fresh ones take too long.
var testKeys = sync.OnceValues(func() ([]*rsa.PrivateKey, error) { return makeKeys(4) })

// startForLogin starts a tenant with the keys of the tests.
func startForLogin(t *testing.T, options Options) *Server {
	t.Helper()
	keys, err := testKeys()
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	next := 0
	options.Key = func() (*rsa.PrivateKey, error) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return keys[next%len(keys)], nil
	}
	server, err := Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func makeKeys(n int) ([]*rsa.PrivateKey, error) {
	keys := make([]*rsa.PrivateKey, n)
	for i := range keys {
		var err error
		if keys[i], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// checker is what a visitor needs of a test; the stand-in for the desktop's
// browser opener has no test.
type checker interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Cleanup(func())
}

// visitor is a browser without scripts: it keeps cookies, reads forms and posts
// them.
type visitor struct {
	t      checker
	client *http.Client
	status int
	at     *url.URL
	text   string
	forms  []pageForm
	links  map[string]string // words -> address
	head   http.Header
}

type pageForm struct {
	action string
	values url.Values
	labels map[string][2]string // words on a button -> its name and value
}

func newVisitor(t checker) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &visitor{t: t, client: &http.Client{Jar: jar, Transport: transport}}
}

func (v *visitor) open(address string) *visitor {
	v.t.Helper()
	response, err := v.client.Get(address)
	return v.read(response, err)
}

func (v *visitor) post(address string, values url.Values) *visitor {
	v.t.Helper()
	response, err := v.client.PostForm(address, values)
	return v.read(response, err)
}

func (v *visitor) read(response *http.Response, err error) *visitor {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	v.status, v.at, v.head, v.forms, v.links, v.text = response.StatusCode, response.Request.URL, response.Header, nil, map[string]string{}, ""
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		v.t.Fatal(err)
	}
	v.scan(root, nil)
	v.text = strings.Join(strings.Fields(v.text), " ")
	return v
}

func (v *visitor) scan(node *html.Node, form *pageForm) {
	if node.Type == html.TextNode {
		v.text += " " + node.Data
	}
	switch node.Data {
	case "form":
		if node.Type == html.ElementNode {
			v.forms = append(v.forms, pageForm{action: attribute(node, "action"), values: url.Values{}, labels: map[string][2]string{}})
			form = &v.forms[len(v.forms)-1]
		}
	case "input":
		if form != nil && attribute(node, "type") != "checkbox" {
			form.values.Set(attribute(node, "name"), attribute(node, "value"))
		}
	case "a":
		v.links[words(node)] = attribute(node, "href")
	case "button":
		if form != nil && node.Type == html.ElementNode {
			form.labels[words(node)] = [2]string{attribute(node, "name"), attribute(node, "value")}
		}
	}
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		v.scan(child, form)
	}
}

func words(node *html.Node) string {
	if node.Type == html.TextNode {
		return node.Data
	}
	all := ""
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		all += " " + words(child)
	}
	return strings.Join(strings.Fields(all), " ")
}

func attribute(node *html.Node, name string) string {
	for _, known := range node.Attr {
		if known.Key == name {
			return known.Val
		}
	}
	return ""
}

// press presses the button whose words contain label, after typing values.
func (v *visitor) press(label string, typed url.Values) *visitor {
	v.t.Helper()
	for _, form := range v.forms {
		for words, button := range form.labels {
			if !strings.Contains(words, label) {
				continue
			}
			for name := range typed {
				form.values.Set(name, typed.Get(name))
			}
			if button[0] != "" {
				form.values.Set(button[0], button[1])
			}
			action, err := v.at.Parse(form.action)
			if err != nil {
				v.t.Fatal(err)
			}
			return v.post(action.String(), form.values)
		}
	}
	v.t.Fatalf("no button %q on the page: %s", label, v.text)
	return v
}

// submit sends the form that a script would send.
func (v *visitor) submit() *visitor {
	v.t.Helper()
	if len(v.forms) != 1 || v.forms[0].labels["Continue"] != [2]string{} {
		v.t.Fatalf("not a page that posts itself: %s", v.text)
	}
	action, err := v.at.Parse(v.forms[0].action)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.post(action.String(), v.forms[0].values)
}

// shows fails the test unless the page holds all the words.
func (v *visitor) shows(words ...string) *visitor {
	v.t.Helper()
	for _, word := range words {
		if !strings.Contains(v.text, word) {
			v.t.Fatalf("page at %s (status %d) does not show %q: %s", v.at, v.status, word, v.text)
		}
	}
	return v
}

// hrefOf is where the link with these words leads.
func (v *visitor) hrefOf(label string) string {
	v.t.Helper()
	if address, ok := v.links[label]; ok {
		return address
	}
	v.t.Fatalf("no link %q on the page: %s", label, v.text)
	return ""
}
