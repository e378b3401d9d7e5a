package practice

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// chromium is a window of a real browser, driven over the WebDriver protocol
// (www.w3.org/TR/webdriver2). All tests share the browser, since to start one takes
// longer than what they do with it, and so they run one after another.
type chromium struct {
	t       *testing.T
	session string // address of the session at the driver
	shots   string // folder for screenshots; empty: none
	taken   int
}

// startChromium gives a test a new window that remembers nothing.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	for _, program := range []string{"chromium", "chromedriver"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed (Debian: apt-get install chromium chromium-driver)")
		}
	}
	session, err := shared.start()
	if err != nil {
		t.Fatal(err)
	}
	b := &chromium{t: t, session: session, shots: os.Getenv("PRACTICE_SCREENSHOTS")}
	b.forget()
	return b
}

// forget opens a window in the place of all others and takes the cookies away, which
// belong to this computer's name whatever the port. All else belongs to a port, and
// with it to one practice tenant.
func (b *chromium) forget() {
	b.t.Helper()
	old, _ := b.command(http.MethodGet, "/window/handles", nil).([]any)
	made, _ := b.command(http.MethodPost, "/window/new", map[string]any{"type": "tab"}).(map[string]any)
	for _, window := range old {
		b.command(http.MethodPost, "/window", map[string]any{"handle": window})
		b.command(http.MethodDelete, "/window", nil)
	}
	b.command(http.MethodPost, "/window", map[string]any{"handle": made["handle"]})
	b.command(http.MethodPost, "/goog/cdp/execute", map[string]any{"cmd": "Network.clearBrowserCookies", "params": map[string]any{}})
}

// command sends one WebDriver command and returns its value.
func (b *chromium) command(method, path string, body map[string]any) any {
	b.t.Helper()
	value, err := b.try(method, path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	return value
}

func (b *chromium) try(method, path string, body map[string]any) (any, error) {
	return webDriver(method, b.session+path, body)
}

func (b *chromium) visit(address string) {
	b.t.Helper()
	b.command(http.MethodPost, "/url", map[string]any{"url": address})
}

// find waits for an element, by CSS selector or by XPath.
func (b *chromium) find(selector string) string {
	b.t.Helper()
	using := "css selector"
	if strings.HasPrefix(selector, "/") {
		using = "xpath"
	}
	var err error
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		var value any
		if value, err = b.try(http.MethodPost, "/element", map[string]any{"using": using, "value": selector}); err == nil {
			element, _ := value.(map[string]any)
			return fmt.Sprint(element["element-6066-11e4-a52e-4f735466cecf"])
		}
	}
	b.t.Fatalf("%s: %v\n%v", selector, err, b.command(http.MethodGet, "/source", nil))
	return ""
}

func (b *chromium) click(selector string) {
	b.t.Helper()
	b.command(http.MethodPost, "/element/"+b.find(selector)+"/click", nil)
}

// leave clicks, and waits until the page with the element is gone.
func (b *chromium) leave(selector string) {
	b.t.Helper()
	element := b.find(selector)
	b.command(http.MethodPost, "/element/"+element+"/click", nil)
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if _, err := b.try(http.MethodGet, "/element/"+element+"/name", nil); err != nil {
			return
		}
	}
	b.t.Fatalf("%s leads nowhere", selector)
}

func (b *chromium) typeInto(selector, text string) {
	b.t.Helper()
	b.command(http.MethodPost, "/element/"+b.find(selector)+"/value", map[string]any{"text": text})
}

func (b *chromium) textOf(selector string) string {
	b.t.Helper()
	return fmt.Sprint(b.command(http.MethodGet, "/element/"+b.find(selector)+"/text", nil))
}

// shot keeps a picture of the page for people to look at, where asked for.
func (b *chromium) shot(name string) {
	b.t.Helper()
	if b.shots == "" {
		return
	}
	raw, err := base64.StdEncoding.DecodeString(fmt.Sprint(b.command(http.MethodGet, "/screenshot", nil)))
	if err != nil {
		b.t.Fatal(err)
	}
	b.taken++
	if err := os.WriteFile(filepath.Join(b.shots, fmt.Sprintf("%02d-%s.png", b.taken, name)), raw, 0o600); err != nil {
		b.t.Fatal(err)
	}
}
