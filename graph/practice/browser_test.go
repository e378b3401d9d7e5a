package practice

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"time"
)

// sharedBrowser is the one browser of all tests. TestMain ends it.
type sharedBrowser struct {
	once    sync.Once
	session string
	err     error
	ends    []func() // in the order of starting
}

var shared sharedBrowser

// start returns the address of its session at the driver.
func (s *sharedBrowser) start() (string, error) {
	s.once.Do(func() { s.session, s.err = s.open() })
	return s.session, s.err
}

func (s *sharedBrowser) open() (string, error) {
	profile, err := os.MkdirTemp("", "practice-chromium-")
	if err != nil {
		return "", err
	}
	s.ends = append(s.ends, func() { _ = os.RemoveAll(profile) })
	browser, err := exec.LookPath("chromium")
	if err != nil {
		return "", err
	}
	driver, err := s.drive()
	if err != nil {
		return "", err
	}
	made, err := webDriver(http.MethodPost, driver+"/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"goog:chromeOptions": map[string]any{"binary": browser, "args": []string{"--headless", "--no-sandbox", "--disable-gpu",
			"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--window-size=1000,800", "--user-data-dir=" + profile}}}}})
	if err != nil {
		return "", err
	}
	answer, _ := made.(map[string]any)
	session := driver + "/session/" + fmt.Sprint(answer["sessionId"])
	s.ends = append(s.ends, func() { _, _ = webDriver(http.MethodDelete, session, nil) })
	return session, nil
}

// drive starts the driver. It takes a port of its own choice on both loopback
// addresses, of which another program may hold one, and gives up then.
func (s *sharedBrowser) drive() (address string, err error) {
	for range 5 {
		ctx, cancel := context.WithCancel(context.Background())
		program := exec.CommandContext(ctx, "chromedriver", "--port=0")
		out, pipeErr := program.StdoutPipe()
		if err = errors.Join(pipeErr, program.Start()); err != nil {
			cancel()
			return "", err
		}
		end := func() {
			cancel()
			_ = program.Wait() // it was killed
		}
		port, said := portIn(out)
		if port != "" {
			s.ends = append(s.ends, end)
			return "http://127.0.0.1:" + port, nil
		}
		end()
		err = fmt.Errorf("chromedriver names no port: %s", said)
	}
	return "", err
}

// portIn reads up to where the driver names its port.
func portIn(out io.Reader) (port string, said []byte) {
	started := regexp.MustCompile(`started successfully on port (\d+)`)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said = append(append(said, lines.Bytes()...), '\n')
		if found := started.FindSubmatch(lines.Bytes()); found != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the program
			return string(found[1]), said
		}
	}
	return "", said
}

// end is called when no test runs any more.
func (s *sharedBrowser) end() {
	for i := len(s.ends) - 1; i >= 0; i-- {
		s.ends[i]()
	}
}

// webDriver sends one command and returns its value.
func webDriver(method, address string, body map[string]any) (any, error) {
	var content io.Reader
	if method == http.MethodPost {
		if body == nil {
			body = map[string]any{}
		}
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(raw)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, content)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct{ Value any }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s %s: %v", method, address, answer.Value)
	}
	return answer.Value, nil
}
