package terminal_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/net/html"
)

// browser ACCOUNT puts a browser opener in the program's way: it notes the
// address, and a visitor without scripts signs in there as the account and
// accepts what is asked.
func browser(ts *testscript.TestScript, _ bool, args []string) {
	folder := ts.MkAbs(".desktop")
	ts.Check(os.MkdirAll(folder, 0o755))
	noted := filepath.Join(folder, "address")
	opener := "#!/bin/sh\nprintf %s \"$1\" >'" + noted + ".new' && mv '" + noted + ".new' '" + noted + "'\n"
	ts.Check(os.WriteFile(filepath.Join(folder, "xdg-open"), []byte(opener), 0o755))
	ts.Setenv("PATH", folder+string(os.PathListSeparator)+ts.Getenv("PATH"))
	ts.Setenv("DISPLAY", ":nowhere")
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	ended, visits := make(chan struct{}), make(chan error, 20)
	go func() {
		defer close(visits)
		for {
			select {
			case <-ended:
				return
			default:
			}
			if _, err := os.Stat(noted); err != nil {
				time.Sleep(20 * time.Millisecond) // until the program opens the browser
				continue
			}
			visits <- signInAs(args[0], noted, jar)
		}
	}()
	ts.Defer(func() {
		close(ended)
		for err := range visits {
			if err != nil {
				ts.Logf("the visitor: %v", err)
			}
		}
	})
}

// signInAs takes the address away and walks from there until the page comes from
// somewhere else: the program that asked.
func signInAs(account, noted string, jar http.CookieJar) error {
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Jar: jar, Transport: transport, Timeout: 10 * time.Second}
	address, err := os.ReadFile(noted)
	if err == nil {
		err = os.Remove(noted)
	}
	if err != nil {
		return err
	}
	page, err := client.Get(string(address))
	for range 10 {
		if err != nil {
			return err
		}
		if !strings.HasPrefix(string(address), "http://"+page.Request.URL.Host+"/") {
			return page.Body.Close()
		}
		form, values, readError := nextForm(page, account)
		if readError != nil {
			return readError
		}
		page, err = client.PostForm(form, values)
	}
	return errors.New("the sign-in has too many pages")
}

// nextForm finds the form that goes on: the one with a button for the account, or
// to accept, to return unaccepted, or else the first.
func nextForm(page *http.Response, account string) (address string, values url.Values, err error) {
	defer func() { err = errors.Join(err, page.Body.Close()) }()
	root, err := html.Parse(page.Body)
	if err != nil {
		return "", nil, err
	}
	var best *html.Node
	var button [2]string
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || node.Data != "form" {
			continue
		}
		if best == nil {
			best = node
		}
		for inner := range node.Descendants() {
			if inner.Data == "button" && attribute(inner, "value") == "cancel" && button[0] == "" && strings.Contains(text(inner), "Return") {
				best, button = node, [2]string{attribute(inner, "name"), attribute(inner, "value")} // nobody here may accept
			}
			if inner.Data == "button" && (strings.Contains(text(inner), account) || attribute(inner, "value") == "accept") {
				best, button = node, [2]string{attribute(inner, "name"), attribute(inner, "value")}
			}
		}
	}
	if best == nil {
		return "", nil, fmt.Errorf("%s has no form: %s", page.Request.URL, text(root))
	}
	values = url.Values{}
	for inner := range best.Descendants() {
		if inner.Data == "input" && attribute(inner, "type") == "hidden" {
			values.Set(attribute(inner, "name"), attribute(inner, "value"))
		}
	}
	if button[0] != "" {
		values.Set(button[0], button[1])
	}
	target, err := page.Request.URL.Parse(attribute(best, "action"))
	if err != nil {
		return "", nil, err
	}
	return target.String(), values, nil
}

func attribute(node *html.Node, name string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == name {
			return attribute.Val
		}
	}
	return ""
}

func text(node *html.Node) string {
	all := ""
	for inner := range node.Descendants() {
		if inner.Type == html.TextNode {
			all += " " + inner.Data
		}
	}
	return strings.Join(strings.Fields(all), " ")
}
