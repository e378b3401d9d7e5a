package practice

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// The admin API is for tests, of ours and of others: it turns faults on and off,
// shows all that stands in the tenant, and takes it back to its start. It needs
// no sign-in, because it is about practice only and answers on loopback only.

const adminPath = "/admin/api/"

// adminAPI adds the API to mux. A web page of another origin cannot write.
func (s *Server) adminAPI(mux *http.ServeMux) {
	guard := http.NewCrossOriginProtection()
	add := func(method, name string, handle http.HandlerFunc) {
		mux.Handle(method+" "+adminPath+name, guard.Handler(limited(handle)))
	}
	add("GET", "faults", func(w http.ResponseWriter, _ *http.Request) { s.tellFaults(w) })
	add("POST", "faults", s.setFaults)
	add("POST", "certificates", s.addPortalCertificate)
	add("GET", "state", func(w http.ResponseWriter, _ *http.Request) { tell(w, http.StatusOK, s.Snapshot()) })
	add("POST", "reset", func(w http.ResponseWriter, _ *http.Request) {
		if err := s.Reset(); err != nil {
			tell(w, http.StatusInternalServerError, apiProblem{err.Error()})
			return
		}
		s.tellFaults(w)
	})
}

// apiProblem is what the API answers when it cannot do what was asked.
type apiProblem struct {
	Error string `json:"error"`
}

// faultWish is the body of POST faults: specs to turn on, names to turn off ("*"
// for all), and the lag of a healthy tenant. What is turned off goes first.
type faultWish struct {
	On  []string `json:"on"`
	Off []string `json:"off"`
	Lag *string  `json:"lag"` // such as "5s"
}

// faultStand is what both calls about faults answer.
type faultStand struct {
	On    []Armed `json:"on"`
	Lag   string  `json:"lag"`
	Known []Fault `json:"known"`
}

func (s *Server) tellFaults(w http.ResponseWriter) {
	tell(w, http.StatusOK, faultStand{s.tenant.faults.list(), time.Duration(s.tenant.lag.Load()).String(), Faults()})
}

func (s *Server) setFaults(w http.ResponseWriter, r *http.Request) {
	var wish faultWish
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&wish)
	if err == nil {
		if _, more := decoder.Token(); more != io.EOF {
			err = fmt.Errorf("one JSON object is expected")
		}
	}
	if err == nil {
		err = s.tenant.wish(wish)
	}
	if err != nil {
		tell(w, http.StatusBadRequest, apiProblem{err.Error()})
		return
	}
	s.tellFaults(w)
}

// wish does all that was wished for, or nothing.
func (t *tenant) wish(wish faultWish) error {
	for _, name := range wish.Off {
		if _, known := findFault(name); !known && name != "*" {
			return fmt.Errorf("practice: there is no fault named %q", name)
		}
	}
	for _, text := range wish.On {
		if _, err := readSpec(text); err != nil {
			return err
		}
	}
	if wish.Lag != nil {
		lag, err := time.ParseDuration(*wish.Lag)
		if err != nil || lag < 0 || lag > time.Hour {
			return fmt.Errorf("practice: the lag cannot be %q; give 0s to 1h", *wish.Lag)
		}
		t.lag.Store(int64(lag))
	}
	for _, name := range wish.Off {
		if name == "*" {
			name = ""
		}
		t.faults.disarm(name)
	}
	return t.faults.arm(wish.On)
}

func tell(w http.ResponseWriter, status int, body any) {
	content, err := marshal(body)
	if err != nil {
		status, content = http.StatusInternalServerError, []byte(`{"error":"The answer could not be written."}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(append(content, '\n')) // a reader that left needs no answer
}
