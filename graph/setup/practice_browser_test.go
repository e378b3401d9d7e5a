package setup

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// browse signs a named person in on the practice tenant's pages, the way a
// browser without scripts would: read the form, fill it in, post it.
func browse(address, upn, password string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Jar: jar, Transport: transport}
	response, err := client.Get(address)
	for range 8 {
		if err != nil {
			return err
		}
		root, parseErr := html.Parse(response.Body)
		_ = response.Body.Close()
		if parseErr != nil {
			return parseErr
		}
		action, values := fillIn(root, upn, password)
		if action == "" {
			return fmt.Errorf("no form to fill in at %s", response.Request.URL)
		}
		target, urlErr := response.Request.URL.Parse(action)
		if urlErr != nil {
			return urlErr
		}
		response, err = client.PostForm(target.String(), values)
		if err == nil && target.Hostname() == "localhost" {
			return response.Body.Close()
		}
	}
	return fmt.Errorf("no end in sight at %s", response.Request.URL)
}

// fillIn picks the form that goes on and fills it in.
func fillIn(root *html.Node, upn, password string) (action string, values url.Values) {
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || node.Data != "form" {
			continue
		}
		fields := url.Values{}
		for field := range node.Descendants() {
			if field.Type == html.ElementNode && field.Data == "input" && attribute(field, "type") != "checkbox" {
				fields.Set(attribute(field, "name"), attribute(field, "value"))
			}
		}
		fill(fields, "username", upn)
		fill(fields, "password", password)
		what := fields.Get("action")
		if what == "name" || what == "password" || what == "accept" || fields.Has("code") || fields.Has("error") {
			return attribute(node, "action"), fields
		}
	}
	return "", nil
}

func fill(fields url.Values, name, value string) {
	if fields.Has(name) {
		fields.Set(name, value)
	}
}

func attribute(node *html.Node, name string) string {
	for _, attribute := range node.Attr {
		if strings.EqualFold(attribute.Key, name) {
			return attribute.Val
		}
	}
	return ""
}
