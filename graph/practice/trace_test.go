package practice

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

// exchange is one line of a trace.
type exchange struct {
	Time     time.Time `json:"time"`
	Method   string    `json:"method"`
	Path     string    `json:"path"`
	Query    string    `json:"query"`
	Request  any       `json:"requestBody"`
	Status   int       `json:"status"`
	Response any       `json:"responseBody"`
}

// traced reads back everything that was exchanged so far.
func (tt *tenantTest) traced() []exchange {
	tt.Helper()
	var all []exchange
	lines := bufio.NewScanner(bytes.NewReader(tt.trace.Bytes()))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var one exchange
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			tt.Fatalf("trace line %s: %v", lines.Bytes(), err)
		}
		all = append(all, one)
	}
	return all
}

// fitsSchema compares everything that was exchanged so far with the published
// schema, where that is at hand.
func (tt *tenantTest) fitsSchema() {
	tt.Helper()
	published := publishedSchema(tt.T)
	if published == nil {
		return
	}
	for _, e := range tt.traced() {
		for _, one := range append([]exchange{e}, e.parts()...) {
			for _, wrong := range published.checkExchange(one) {
				tt.Error(wrong)
			}
		}
	}
}

// parts are the requests and answers inside a $batch.
func (e exchange) parts() []exchange {
	asked := map[string]exchange{}
	sent, _ := e.Request.(map[string]any)
	requests, _ := sent["requests"].([]any)
	for _, item := range requests {
		one, _ := item.(map[string]any)
		address, err := url.Parse(fmt.Sprint(one["url"]))
		if err == nil {
			asked[fmt.Sprint(one["id"])] = exchange{Method: fmt.Sprint(one["method"]), Path: "/v1.0" + address.Path, Query: address.RawQuery, Request: one["body"]}
		}
	}
	var all []exchange
	given, _ := e.Response.(map[string]any)
	responses, _ := given["responses"].([]any)
	for _, item := range responses {
		one, _ := item.(map[string]any)
		part := asked[fmt.Sprint(one["id"])]
		status, _ := one["status"].(float64)
		part.Status, part.Response = int(status), one["body"]
		all = append(all, part)
	}
	return all
}

func TestTraceTellsEverythingButSecrets(t *testing.T) {
	tt := startTenant(t, Options{})
	tt.want(201, "POST", "/users", bSimon)
	tt.do("POST", "/users", `{"passwordProfile":{"password":"Cut-Off-1`)
	tt.do("GET", "/users?$filter=displayName eq 'B.Simon'", "")
	tt.do("POST", "/$batch", `{"requests":[{"id":"1","method":"PATCH","url":"/users/B.Simon@contoso.example","headers":{"Content-Type":"application/json"},"body":{"passwordProfile":{"password":"Practice-Other-2"}}}]}`)
	for _, secret := range []string{"Practice-B-Simon-1", "Cut-Off-1", "Practice-Other-2", tt.token} {
		if strings.Contains(tt.trace.String(), secret) {
			t.Errorf("the trace holds %q", secret)
		}
	}
	lines := tt.traced()
	if len(lines) != 4 {
		t.Fatalf("%d lines for 4 exchanges", len(lines))
	}
	first := lines[0]
	request, _ := first.Request.(map[string]any)
	response, _ := first.Response.(map[string]any)
	if first.Method != "POST" || first.Path != "/v1.0/users" || first.Status != 201 || request["displayName"] != "B.Simon" || response["displayName"] != "B.Simon" || !first.Time.Equal(tt.now()) {
		t.Errorf("first line: %+v", first)
	}
	if lines[2].Query != "$filter=displayName%20eq%20%27B.Simon%27" && lines[2].Query != "$filter=displayName%20eq%20'B.Simon'" {
		t.Errorf("query: %s", lines[2].Query)
	}
}
