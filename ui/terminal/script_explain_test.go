package terminal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// signon ACCOUNT FILE starts at the user access URL that setup printed as JSON,
// signs in as an account of the practice tenant, and saves the last page: the one
// that would post the response, or the one that says why there is none.
func signon(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSpace(ts.ReadFile("stdout")), "\n")
	var done struct {
		URL string `json:"user_access_url"`
	}
	ts.Check(json.Unmarshal([]byte(lines[len(lines)-1]), &done))
	page, err := lastPage(done.URL, args[0])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), page, 0o600))
}

// lastPage walks as a browser without scripts would, and stops before it leaves
// the tenant.
func lastPage(address, account string) ([]byte, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Jar: jar, Transport: transport, Timeout: 10 * time.Second}
	page, err := client.Get(address)
	for range 10 {
		if err != nil {
			return nil, err
		}
		content, readError := io.ReadAll(page.Body)
		if err := errors.Join(readError, page.Body.Close()); err != nil {
			return nil, err
		}
		if bytes.Contains(content, []byte("SAMLResponse")) || bytes.Contains(content, []byte("AADSTS")) {
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
