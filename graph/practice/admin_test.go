package practice

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func (tt *tenantTest) api(status int, method, name, body string, headers ...string) reply {
	tt.Helper()
	return tt.want(status, method, tt.s.base+adminPath+name, body, headers...)
}

func TestFaultsByAPI(t *testing.T) {
	tt := startTenant(t, Options{Faults: []string{"denied:skip=0"}, Lag: time.Second})
	got := tt.api(200, "GET", "faults", "")
	if got.text("on", 0, "spec") != "denied:skip=0" || got.text("lag") != "1s" || len(got.at("known").([]any)) != len(Faults()) {
		t.Errorf("%s", got.raw)
	}
	tt.refused(403, "Authorization_RequestDenied", "", "POST", "/applications", createApp)
	got = tt.api(200, "POST", "faults", `{"off":["denied"],"on":["throttle:n=2,on=POST /applications"],"lag":"0s"}`)
	if got.text("on", 0, "name") != "throttle" || got.at("on", 1) != nil || got.text("lag") != "0s" {
		t.Errorf("%s", got.raw)
	}
	for range 2 {
		tt.refused(429, "TooManyRequests", "", "POST", "/applications", createApp)
	}
	tt.want(201, "POST", "/applications", createApp)
	if got := tt.api(200, "GET", "faults", ""); got.at("on", 0, "hits") != 2.0 || got.at("on", 0, "met") != 2.0 {
		t.Errorf("%s", got.raw)
	}
	for _, bad := range []string{`{"on":["nonsense"]}`, `{"off":["nonsense"]}`, `{"lag":"soon"}`, `{"lag":"-1s"}`, `{"lags":"1s"}`, `[]`, ``, `{}{}`, `{"off":["*"],"on":["throttle:x=1"]}`} {
		if got := tt.do("POST", tt.s.base+adminPath+"faults", bad); got.status != 400 || got.text("error") == "" {
			t.Errorf("%s: %d %s", bad, got.status, got.raw)
		}
	}
	if got := tt.api(200, "GET", "faults", ""); got.text("on", 0, "name") != "throttle" {
		t.Errorf("a wish that cannot be done was half done: %s", got.raw)
	}
	tt.api(403, "POST", "faults", `{"off":["*"]}`, "Origin", "https://evil.example")
	tt.api(403, "POST", "reset", ``, "Sec-Fetch-Site", "cross-site")
	if got := tt.api(200, "POST", "faults", `{"off":["*"]}`); len(got.at("on").([]any)) != 0 {
		t.Errorf("%s", got.raw)
	}
}

// TestSnapshotTellsWhetherAnythingChanged compares before and after.
func TestSnapshotTellsWhetherAnythingChanged(t *testing.T) {
	tt := startTenant(t, Options{Lag: time.Minute})
	before := tt.api(200, "GET", "state", "").raw
	tt.want(200, "GET", "/applications", "")
	if again := tt.api(200, "GET", "state", "").raw; !bytes.Equal(before, again) {
		t.Errorf("reading changed the tenant: %s, then %s", before, again)
	}
	id := tt.want(201, "POST", "/users", bSimon).text("id")
	after := tt.api(200, "GET", "state", "")
	users := after.at("users").([]any)
	if len(users) != 5 || after.text("users", 4, "id") != id || strings.Contains(string(after.raw), "Practice-B-Simon-1") {
		t.Errorf("%s", after.raw)
	}
	tt.pass(time.Minute)
	tt.want(204, "DELETE", "/users/"+id, "")
	if gone := tt.api(200, "GET", "state", ""); gone.text("deletedItems", 0, "id") != id || len(gone.at("users").([]any)) != 4 {
		t.Errorf("%s", gone.raw)
	}
}

func TestReset(t *testing.T) {
	tt := startTenant(t, Options{Faults: []string{"duplicate-gallery"}})
	begin := tt.api(200, "GET", "state", "").raw
	tt.api(200, "POST", "faults", `{"off":["*"],"lag":"5s"}`)
	tt.api(200, "POST", "faults", `{"lag":"0s"}`)
	tt.fullSetUp()
	tt.want(204, "PATCH", "/users/ada@contoso.example", `{"displayName":"Changed"}`)
	got := tt.api(200, "POST", "reset", "")
	if got.text("on", 0, "name") != "duplicate-gallery" {
		t.Errorf("%s", got.raw)
	}
	if again := tt.api(200, "GET", "state", "").raw; !bytes.Equal(begin, again) {
		t.Errorf("before %s, after %s", begin, again)
	}
	tt.want(200, "GET", "/users/ada@contoso.example", "")
	tt.want(201, "POST", "/users", bSimon)
}

func TestFaultsOnThePage(t *testing.T) {
	tt := startTenant(t, Options{})
	v := newVisitor(t).open(tt.s.Info().Admin).shows("PRACTICE", "No fault is on", "instantiate-404", "How long writes stay invisible")
	v.press("Turn on", url.Values{"on": {"throttle:n=1,on=GET /me"}}).shows("throttle:n=1,on=GET /me", "struck 0 of 0")
	tt.refused(429, "TooManyRequests", "", "GET", "/me", "")
	v.open(tt.s.Info().Admin).shows("struck 1 of 1")
	v.press("Set", url.Values{"lag": {"7s"}})
	if got := tt.api(200, "GET", "faults", ""); got.text("lag") != "7s" || v.status != http.StatusOK {
		t.Errorf("%d %s", v.status, got.raw)
	}
	v.press("Turn on", url.Values{"on": {"wings"}}).shows("Not done: there is no fault named")
	if v.status != http.StatusBadRequest {
		t.Errorf("status %d", v.status)
	}
	v.open(tt.s.Info().Admin).press("Turn off", nil).shows("No fault is on")
}
