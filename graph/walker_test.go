package graph

import (
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// walker is a browser without scripts: it presses the buttons that hold its
// words, and sends a form without any as a script would.
type walker struct {
	words  []string
	pages  int // how often it was opened
	client *http.Client
}

func newWalker(t *testing.T, words ...string) *walker {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &walker{words: words, client: &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}}
}

type webForm struct {
	action string
	values url.Values
	press  url.Values // what a button with one of the words adds
}

// open walks from a sign-in page to the program's own address.
func (w *walker) open(address string) error {
	w.pages++
	base, err := url.Parse(address)
	if err != nil {
		return err
	}
	forms, err := w.read(w.client.Get(address))
	for range 6 {
		if err != nil {
			return err
		}
		form := choose(forms)
		if form == nil {
			return errors.New("no form to send")
		}
		target, err := base.Parse(form.action)
		if err != nil {
			return err
		}
		for name := range form.press {
			form.values.Set(name, form.press.Get(name))
		}
		forms, err = w.read(w.client.PostForm(target.String(), form.values))
		if err != nil {
			return err
		}
		if target.Host != base.Host {
			return nil
		}
	}
	return errors.New("the sign-in does not end")
}

// choose prefers the form with a button to press.
func choose(forms []*webForm) *webForm {
	for _, form := range forms {
		if len(form.press) > 0 {
			return form
		}
	}
	if len(forms) == 0 {
		return nil
	}
	return forms[0]
}

func (w *walker) read(response *http.Response, err error) ([]*webForm, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	page, err := html.Parse(response.Body)
	if err != nil {
		return nil, err
	}
	var forms []*webForm
	var current *webForm
	for node := range page.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		switch {
		case node.Data == "form":
			current = &webForm{action: attribute(node, "action"), values: url.Values{}, press: url.Values{}}
			forms = append(forms, current)
		case current == nil:
		case node.Data == "input" && attribute(node, "type") == "hidden":
			current.values.Set(attribute(node, "name"), attribute(node, "value"))
		case node.Data == "button" && w.wants(node):
			current.press.Set(attribute(node, "name"), attribute(node, "value"))
		}
	}
	return forms, nil
}

func (w *walker) wants(button *html.Node) bool {
	text := ""
	for node := range button.Descendants() {
		if node.Type == html.TextNode {
			text += node.Data
		}
	}
	for _, word := range w.words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

func attribute(node *html.Node, name string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == name {
			return attribute.Val
		}
	}
	return ""
}
