package terminal

import (
	"cmp"
	"slices"
	"strings"

	"backupsso/samlcfg"
)

// answer is a response of Entra's and what was found in it.
type answer struct {
	reading  samlcfg.Reading
	findings []samlcfg.Finding
	how      []string // steps of decoding
	compared bool     // with what is known of the set-up
}

// tellResponse tells what a response says and what the portal would make of it. It
// fails when the portal would refuse it.
func (r *run) tellResponse(a answer, of scope) error {
	reading, findings, how := a.reading, a.findings, a.how
	if len(how) > 0 {
		r.screen.line(r.words.Say("explain.decoded", facts{"Steps": r.stepNames(how)}))
	}
	r.showReading(reading)
	r.screen.line("")
	slices.SortStableFunc(findings, func(a, b samlcfg.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	for _, finding := range findings {
		r.showFinding(finding, of)
	}
	commands := make([]string, 0, len(reading.Refusal))
	for _, report := range reading.Refusal {
		r.screen.line("")
		commands = append(commands, r.showError(report, of))
	}
	r.json.write(r.readingObject(reading, how, commands))
	r.screen.line("")
	for _, finding := range findings {
		if finding.Severity == samlcfg.Fail {
			return r.refusedBy(finding, reading)
		}
	}
	switch {
	case samlcfg.Worst(findings) == samlcfg.Warn:
		r.screen.styled(warn, r.words.Say("explain.look"))
	case a.compared:
		r.screen.styled(good, r.words.Say("explain.good"))
	default:
		r.screen.line(r.words.Say("explain.good-so-far"))
	}
	r.json.write(object{"event": "explained", "kind": "response", "compared": a.compared})
	return nil
}

// refusedBy is the end for a faulty response: the first fault and what to do.
func (r *run) refusedBy(finding samlcfg.Finding, reading samlcfg.Reading) error {
	reason := &stop{code: Failure, kind: finding.Code, what: r.words.Say("explain.refused"), why: r.whatOf(finding), next: r.nextOf(finding)}
	if reading.Refused {
		reason.what, reason.why = r.words.Say("explain.refused-by-entra"), ""
		if len(reading.Refusal) > 0 {
			key := reading.Refusal[0].Key()
			reason.why, reason.next = r.words.Say(key+".what"), r.words.Say(key+".next")
		}
	}
	return reason
}

func (r *run) stepNames(how []string) string {
	names := make([]string, 0, len(how))
	for _, step := range how {
		names = append(names, r.words.Say("decode.step."+step))
	}
	return strings.Join(names, ", ")
}

// showReading tells what the response says, in the order in which it matters.
func (r *run) showReading(reading samlcfg.Reading) {
	person := reading.Person
	if person.NameID == "" && len(person.Attributes) == 0 {
		return
	}
	r.screen.line("")
	if person.NameID != "" {
		r.screen.styled(strong, r.words.Say("explain.seen-as", facts{"Name": person.NameID}))
	}
	if !reading.Proven {
		r.screen.styled(warn, r.words.Say("explain.not-proven"))
	}
	for _, claim := range person.Attributes {
		name := claim.Name
		if meaning := claim.Meaning(); meaning != "" {
			name = r.words.Say("claim." + meaning)
		}
		r.row(name, strings.Join(claim.Shown(), ", "))
	}
	r.screen.line("")
	r.row(r.words.Say("explain.row.name-id-format"), person.NameIDFormat)
	r.row(r.words.Say("explain.row.issuer"), person.Issuer)
	r.row(r.words.Say("explain.row.audience"), strings.Join(reading.Audiences, ", "))
	r.row(r.words.Say("explain.row.recipient"), reading.Recipient)
	r.row(r.words.Say("explain.row.issued"), stamp(person.IssuedAt))
	r.row(r.words.Say("explain.row.from"), stamp(person.NotBefore))
	r.row(r.words.Say("explain.row.until"), stamp(person.NotOnOrAfter))
	r.row(r.words.Say("explain.row.certificate"), samlcfg.Thumbprint(reading.Signer))
}

func (r *run) row(name, value string) {
	if value != "" {
		r.screen.line("  " + padded(name, 22) + value)
	}
}

func (r *run) readingObject(reading samlcfg.Reading, how, commands []string) object {
	person := reading.Person
	claims := make([]object, 0, len(person.Attributes))
	for _, claim := range person.Attributes {
		claims = append(claims, object{"name": claim.Name, "meaning": claim.Meaning(), "values": claim.Values})
	}
	errs := make([]object, 0, len(reading.Refusal))
	for i, report := range reading.Refusal {
		errs = append(errs, r.errorObject(report, commands[i]))
	}
	return object{"event": "response", "how": append([]string{}, how...), "refused": reading.Refused, "proven": reading.Proven,
		"name_id": person.NameID, "name_id_format": person.NameIDFormat, "issuer": person.Issuer,
		"destination": reading.Destination, "recipient": reading.Recipient, "audiences": append([]string{}, reading.Audiences...),
		"in_response_to": reading.InResponseTo, "issued": stamp(person.IssuedAt), "not_before": stamp(person.NotBefore),
		"not_on_or_after": stamp(person.NotOnOrAfter), "certificate": samlcfg.Thumbprint(reading.Signer),
		"claims": claims, "errors": errs}
}
