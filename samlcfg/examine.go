package samlcfg

import (
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// ExamineResponse tells all that can be said about a response that somebody
// pasted: what it says, and every promise with got and expected. It asks less
// than CheckResponse, because it looks later and may know less:
//
//   - what want leaves empty is not compared; a Note says so, and the response is
//     still held against itself and against what is usual for Entra and Autotask.
//   - a response whose time is over is a Note, if it was in time when it was
//     issued: nobody pastes faster than it expires. Not so when want is Live.
//
// User is the sign-in address that the portal knows the person by, or empty.
// Nobody may be let in by it.
func ExamineResponse(raw []byte, want ResponseExpectation, user string) (Reading, []Finding) {
	root, err := guardXML(raw, LongestResponse)
	if err != nil || !is(root, namespaceProtocol, "Response") {
		_, findings := CheckResponse(raw, want)
		return Reading{}, findings
	}
	reading, assertion := readResponse(root)
	filled := want.filled(reading, root, assertion)
	_, findings := CheckResponse(raw, filled)
	if assertion == nil {
		return reading, findings
	}
	if result := verifyResponse(root, assertion, filled); result.verified != nil {
		reading.take(result.verified)
		reading.Signer, reading.Proven = result.signer, len(want.Certificates) > 0
	} else if brought := broughtAlong(root, assertion); len(brought) > 0 {
		reading.Signer = brought[0]
	}
	e := &examination{want: want, reading: reading, user: user}
	for _, finding := range findings {
		e.translate(finding)
	}
	e.unchecked()
	e.usual()
	e.named()
	return reading, e.findings
}

// filled puts the response's own values where nothing is expected, so that its
// parts are at least held against each other.
func (want ResponseExpectation) filled(reading Reading, root, assertion *etree.Element) ResponseExpectation {
	if len(want.Certificates) == 0 {
		want.Certificates = broughtAlong(root, assertion)
	}
	if want.EntraID == "" {
		want.EntraID = reading.Person.Issuer
	}
	if want.Identifier == "" && len(reading.Audiences) > 0 {
		want.Identifier = reading.Audiences[0]
	}
	if want.ReplyURL == "" {
		want.ReplyURL = reading.Recipient
	}
	return want
}

// examination collects the findings about one response.
type examination struct {
	want     ResponseExpectation
	reading  Reading
	user     string
	findings []Finding
}

func (e *examination) add(code string, severity Severity, got, expected string) {
	e.findings = append(e.findings, Finding{Code: code, Severity: severity, Got: printableValue(got), Expected: printableValue(expected)})
}

func (e *examination) has(code string) bool {
	return slices.ContainsFunc(e.findings, func(f Finding) bool { return f.Code == code })
}

// translate takes over a finding of CheckResponse. What passed only because the
// response was compared with itself is left out.
func (e *examination) translate(f Finding) {
	switch f.Code {
	case "response-signature", "response-signature-altered":
		if len(e.want.Certificates) == 0 && (f.Severity == Pass || e.reading.Signer == nil) {
			return
		}
	case "response-signature-layout":
		f.Severity = Warn // what the portal was sent had no such blanks
	case "response-issuer", "response-assertion-issuer":
		if e.want.EntraID == "" {
			if f.Severity == Pass {
				return
			}
			f.Code = "response-issuers-differ"
		}
	case "response-destination", "response-recipient":
		if e.want.ReplyURL == "" {
			if f.Severity == Pass && f.Got != "" {
				return
			}
			if f.Got != "" {
				f.Code = "response-addresses-differ"
			} else if f.Code == "response-recipient" {
				f.Severity = Fail
			}
		}
	case "response-audience":
		if e.want.Identifier == "" {
			e.audience(f)
			return
		}
	case "response-in-response-to", "response-confirmation-request":
		if e.want.RequestID == "" {
			f.Code, f.Severity = "response-answers-request", Fail
		} else if f.Code == "response-in-response-to" {
			f.Code = "response-answers-ours"
		}
	default:
		f = e.timed(f)
	}
	if f.Severity == Pass || !e.has(f.Code) {
		e.findings = append(e.findings, f)
	}
}

// audience judges whom the response is for when nobody said whom it should be
// for.
func (e *examination) audience(f Finding) {
	switch {
	case strings.HasPrefix(f.Got, audiencePrefix):
		e.add("response-audience-spn", Fail, f.Got, "")
	case f.Got == "":
		f.Severity = Fail
		e.findings = append(e.findings, f)
	case f.Severity != Pass:
		e.findings = append(e.findings, f)
	}
}

// timed tells "too late for the portal" from "looked at later".
func (e *examination) timed(f Finding) Finding {
	issued := e.reading.Person.IssuedAt
	if e.want.Live {
		return f
	}
	switch f.Code {
	case "response-time-early", "response-confirmation-time-early":
		f.Code = "response-time-ahead"
	case "response-time-late", "response-confirmation-time-late":
		_, until, _ := strings.Cut(f.Got, " / ")
		if end, err := parseTime(until); err == nil && !issued.IsZero() && issued.Before(end) {
			f.Code, f.Severity, f.Got = "response-time-over", Note, until
		}
	}
	return f
}

// unchecked names what could not be compared.
func (e *examination) unchecked() {
	if len(e.want.Certificates) == 0 && !e.has("response-signature-missing") {
		e.add("response-unchecked-certificate", Note, Thumbprint(e.reading.Signer), "")
	}
	if e.want.EntraID == "" {
		e.add("response-unchecked-issuer", Note, e.reading.Person.Issuer, "")
	}
	if e.want.Identifier == "" {
		e.add("response-unchecked-audience", Note, strings.Join(e.reading.Audiences, ", "), "")
	}
	if e.want.ReplyURL == "" {
		e.add("response-unchecked-address", Note, e.reading.Recipient, "")
	}
	if e.user == "" {
		e.add("response-unchecked-user", Note, e.reading.Person.NameID, "")
	}
}
