package practice

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// chromium is a real browser, driven over the WebDriver protocol
// (www.w3.org/TR/webdriver2).
type chromium struct {
	t       *testing.T
	session string // address of the session at the driver
	shots   string // folder for screenshots; empty: none
	taken   int
}

func startChromium(t *testing.T) *chromium {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not installed (Debian: apt-get install chromium chromium-driver)")
	}
	driver, err := exec.LookPath("chromedriver")
	if err != nil {
		t.Skip("chromedriver is not installed (Debian: apt-get install chromium-driver)")
	}
	// The profile is not t.TempDir: the browser may still write while it ends.
	profile, err := os.MkdirTemp("", "practice-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	ctx, cancel := context.WithCancel(context.Background())
	program := exec.CommandContext(ctx, driver, "--port=0")
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = program.Wait() // it was killed
	})
	b := &chromium{t: t, session: "http://127.0.0.1:" + portOf(t, out), shots: os.Getenv("PRACTICE_SCREENSHOTS")}
	b.open(browser, profile)
	return b
}

func portOf(t *testing.T, out io.Reader) string {
	t.Helper()
	started := regexp.MustCompile(`started successfully on port (\d+)`)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := started.FindStringSubmatch(lines.Text()); found != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the program
			return found[1]
		}
	}
	t.Fatal("chromedriver said no port")
	return ""
}

func (b *chromium) open(browser, profile string) {
	b.t.Helper()
	made := b.command(http.MethodPost, "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"goog:chromeOptions": map[string]any{"binary": browser, "args": []string{"--headless", "--no-sandbox", "--disable-gpu",
			"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			"--window-size=1000,800", "--user-data-dir=" + profile}}}}})
	session, _ := made.(map[string]any)
	b.session += "/session/" + fmt.Sprint(session["sessionId"])
	b.t.Cleanup(func() { b.command(http.MethodDelete, "", nil) })
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
	request, err := http.NewRequestWithContext(ctx, method, b.session+path, content)
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
		return nil, fmt.Errorf("%s %s: %v", method, path, answer.Value)
	}
	return answer.Value, nil
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

func TestChromiumSignsBrittaSimonIn(t *testing.T) {
	t.Parallel()
	s := startSetUp(t, Options{})
	b := startChromium(t)
	zip := filepath.Join(t.TempDir(), "us.zip")
	if err := os.WriteFile(zip, s.bundle(t, nil), 0o600); err != nil {
		t.Fatal(err)
	}

	b.visit(s.userAccessURL())
	b.find("//h1[.='Pick an account']")
	b.shot("pick")
	b.click("//button[contains(., '" + simonUPN + "')]")
	b.find("//h1[.='Enter password']")
	b.shot("password")
	b.typeInto("#password", firstWord)
	b.click("button.primary")
	b.typeInto("#new", secondWord)
	b.typeInto("#again", secondWord)
	b.typeInto("#password", firstWord)
	b.shot("change")
	b.click("button.primary")

	// The portal has no bundle yet, and keeps its reason to itself.
	b.find("//h1[.='Sign-in failed']")
	b.shot("refused")
	b.click("#why")
	if got := b.textOf("dd"); got != "not-configured" {
		t.Errorf("reason %q", got)
	}
	b.shot("why")

	b.visit(s.Info().Portal)
	b.shot("support-empty")
	b.typeInto("#bundle", zip)
	b.click("button.primary")
	if got := b.textOf(".fine"); !strings.Contains(got, portalHost) {
		t.Errorf("support page says %q", got)
	}
	b.shot("support-loaded")

	b.visit(s.Info().MyApps)
	b.shot("my-apps")
	b.click("//a[contains(., 'Autotask Endpoint Backup')]")
	if got := b.textOf("#signed-in"); got != "Britta Simon's account: "+simonUPN {
		t.Errorf("portal shows %q", got)
	}
	b.shot("signed-in")
	if at := fmt.Sprint(b.command(http.MethodGet, "/url", nil)); !strings.HasPrefix(at, s.Info().Login+"/portal/"+portalHost+"/") {
		t.Errorf("the browser is at %s", at)
	}
}

func TestChromiumShowsTheOtherPages(t *testing.T) {
	t.Parallel()
	s := startSetUp(t, Options{Ask: true})
	b := startChromium(t)
	authorize := s.Info().Login + "/organizations/oauth2/v2.0/authorize?response_type=code&response_mode=query&client_id=" + graphTools +
		"&redirect_uri=http://localhost:1/&state=s&prompt=select_account&scope=openid+offline_access+Application.ReadWrite.All+User.Read"

	b.visit(authorize)
	b.click("//button[contains(., 'grace@')]")
	b.find("//h1[.='Need admin approval']")
	b.shot("approval")
	b.visit(authorize)
	b.click("//button[contains(., 'ada@')]")
	b.find("//h1[.='Permissions requested']")
	b.shot("consent")

	b.visit(s.Info().Login + "/" + s.Info().TenantID + "/saml2")
	if got := b.textOf("p.bad"); !strings.HasPrefix(got, "AADSTS750054: ") {
		t.Errorf("error page says %q", got)
	}
	b.shot("trouble")

	b.visit(s.userAccessURL() + "&prompt=select_account")
	b.typeInto("#username", "someone@outlook.com")
	b.click("button.primary")
	if got := b.textOf(".problem"); !strings.Contains(got, "Practice takes no real credentials") {
		t.Errorf("sign-in page says %q", got)
	}
	b.shot("real-account")

	b.visit(s.Info().Admin)
	if got := b.textOf("//dd[contains(., 'Active')]"); !strings.HasPrefix(got, s.sp.activeThumbprint) {
		t.Errorf("admin page shows the certificate %q", got)
	}
	b.shot("admin")
	b.visit(s.Info().Login + "/")
	b.shot("front")

	b.visit(s.Info().Login + "/devicelogin")
	b.shot("device")
	s.change(t, func(sp *principal) {
		sp.replyURLs = []string{"https://elsewhere.example/acs"}
		sp.assignmentRequired = false
	})
	b.visit(s.userAccessURL() + "&prompt=select_account")
	b.click("//button[contains(., 'ada@')]")
	b.find("//h1[.='The response is ready, but not sent']")
	b.shot("shown")
}
