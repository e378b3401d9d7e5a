package proof

import (
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"

	"backupsso/samlcfg"
)

// longestForm bounds what is read: a response in Base64, each sign of it escaped.
const longestForm = 4*samlcfg.LongestResponse + 64<<10

// receive takes what the browser posts.
func (p *Provider) receive(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	raw, relay, ok := posted(r)
	if !ok {
		show(w, http.StatusBadRequest, p.options.Words(PageUnreadable))
		return
	}
	arrival := Arrival{Raw: raw, At: p.options.Now()}
	request, wanted := p.ledger.match(relay, arrival.At)
	if wanted {
		arrival.RequestID = request.id
		if !p.ledger.close(request) {
			show(w, http.StatusConflict, p.options.Words(PageUsed))
			return
		}
	}
	p.judging.Lock()
	defer p.judging.Unlock()
	show(w, http.StatusOK, p.options.Judge(arrival))
}

// posted reads the form as a portal does: one SAMLResponse, in Base64 of the
// standard alphabet and nothing else (saml-bindings-2.0-os, 3.5.4). What others
// send along is not looked at.
func posted(r *http.Request) (raw []byte, relay string, ok bool) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		return nil, "", false
	}
	text, one := only(r.PostForm, "SAMLResponse")
	relay, _ = only(r.PostForm, "RelayState")
	if !one || len(relay) > samlcfg.LongestRelayState {
		return nil, "", false
	}
	raw, err = base64.StdEncoding.DecodeString(text) // breaks of lines are skipped
	return raw, relay, err == nil && len(raw) > 0 && len(raw) <= samlcfg.LongestResponse
}

func only(form url.Values, name string) (string, bool) {
	values := form[name]
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}
