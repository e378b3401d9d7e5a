package setup

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// life is one run of the program, and what happens during it. Requests are counted
// from 1; 0 means never.
type life struct {
	Faults []string `json:",omitempty"` // of the practice tenant, from the first request after sign-in
	Kill   int      `json:",omitempty"` // the write at which the process is killed
	When   string   `json:",omitempty"` // beforeSend, afterEffect or afterJournal
	Cancel int      `json:",omitempty"` // the request at which a person cancels
	Away   int      `json:",omitempty"` // the request from which the network is away
	Asleep int      `json:",omitempty"` // the request before which the lid is closed for hours
	Edits  []edit   `json:",omitempty"`
}

// edit is what somebody else does before the program looks at the tenant the nth
// time. Between a look and the write that follows it nobody could know.
type edit struct {
	Look int
	What string
}

// Away is this long, and the lid is closed for so long.
const awayFor, asleepFor = 10 * time.Second, 5 * time.Hour

// storm is the network of one life.
type storm struct {
	killer
	t        testing.TB
	life     life
	others   *others
	lag      time.Duration
	requests int
	looks    int
	awayTill time.Time
	broken   []string        // promises that must hold at every instant and did not
	unheard  map[string]bool // what was posted to, and nobody heard what came of it
}

func newStorm(t testing.TB, network http.RoundTripper, folder string, cancel context.CancelFunc, life life, others *others, lag time.Duration) *storm {
	return &storm{t: t, life: life, others: others, lag: lag, unheard: map[string]bool{},
		killer: killer{next: network, folder: folder, at: life.Kill, when: life.When, cancel: cancel, mu: sync.Mutex{}}}
}

func (s *storm) RoundTrip(request *http.Request) (*http.Response, error) {
	s.requests++
	if s.requests == s.life.Cancel {
		s.cancel()
	}
	if s.requests == s.life.Asleep {
		time.Sleep(asleepFor)
	}
	if s.requests == s.life.Away {
		s.awayTill = time.Now().Add(awayFor)
	}
	if time.Now().Before(s.awayTill) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
	}
	if strings.HasSuffix(request.URL.Path, "/v1.0/$batch") { // every other read is of one thing of its own
		s.looks++
		for _, edit := range s.life.Edits {
			if edit.Look == s.looks {
				s.others.edit(edit.What, s.lag)
			}
		}
	}
	if s.unheard[postedTo(request)] {
		s.broken = append(s.broken, request.URL.Path+" was posted to again, although it may have worked")
	}
	activates := s.activates(request)
	response, err := s.killer.RoundTrip(request)
	if activates != "" {
		s.checkActive(activates)
	}
	s.listen(request, response, err)
	return response, err
}

// postedTo is where something new would be made, or "".
func postedTo(request *http.Request) string {
	if request.Method != http.MethodPost || !writing(request) {
		return ""
	}
	return request.URL.Path
}

// listen notes what was posted without anybody hearing what came of it. Adding from
// the gallery is known to answer 404 although it worked.
func (s *storm) listen(request *http.Request, response *http.Response, err error) {
	to := postedTo(request)
	switch {
	case to == "":
	case err != nil, response.StatusCode >= http.StatusInternalServerError,
		response.StatusCode == http.StatusNotFound && strings.HasSuffix(to, "/instantiate"):
		s.unheard[to] = true
	case response.StatusCode < http.StatusMultipleChoices:
		response.Body = &heard{ReadCloser: response.Body, not: func() { s.unheard[to] = true }}
	}
}

// heard is the body of an answer, which may end before it is whole.
type heard struct {
	io.ReadCloser
	read bytes.Buffer
	not  func()
}

func (h *heard) Read(into []byte) (int, error) {
	n, err := h.ReadCloser.Read(into)
	h.read.Write(into[:n])
	return n, err
}

func (h *heard) Close() error {
	if !json.Valid(h.read.Bytes()) {
		h.not()
	}
	return h.ReadCloser.Close()
}

// activates is the thumbprint that a request makes active, or "".
func (s *storm) activates(request *http.Request) string {
	if request.Method != http.MethodPatch || request.Body == nil {
		return ""
	}
	raw, err := io.ReadAll(request.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Body = io.NopCloser(bytes.NewReader(raw))
	var body struct {
		Thumbprint string `json:"preferredTokenSigningKeyThumbprint"`
	}
	_ = json.Unmarshal(raw, &body)
	return body.Thumbprint
}

// checkActive wants a key behind an active thumbprint.
func (s *storm) checkActive(thumbprint string) {
	now := stateOf(s.t, s.others.server)
	for id, object := range now {
		if strings.HasPrefix(id, "servicePrincipals/") && has(object["preferredTokenSigningKeyThumbprint"], thumbprint) && len(object["keyCredentials"]) < 2 {
			s.broken = append(s.broken, id+" signs with a key that is not there")
		}
	}
}

func writing(request *http.Request) bool {
	return request.Method != http.MethodGet && strings.HasPrefix(request.URL.Path, "/v1.0/") && !strings.HasSuffix(request.URL.Path, "/$batch")
}

// wishFaults turns faults of a tenant on, all others off, and sets its lag.
func wishFaults(t testing.TB, client *http.Client, server *practice.Server, lag time.Duration, on ...string) {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"off": []string{"*"}, "on": append([]string{}, on...), "lag": lag.String()})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Post(server.Info().Admin+"/api/faults", "application/json", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if whole, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK {
		t.Fatalf("faults %q: %s %s", on, answer.Status, whole)
	}
}
