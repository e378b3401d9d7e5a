package ui

import (
	"errors"
	"strings"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// asking is what the person came to have examined. Whatever is given is
// recognised all the same; only the words around it differ.
type asking string

// What can be asked about.
const (
	askError    asking = "error"
	askResponse asking = "response"
)

// examineState is what somebody saw, and what came of examining it.
type examineState struct {
	asked   asking
	text    string // typed
	busy    bool
	found   *examined
	problem *samlcfg.DecodeProblem // nothing in it can be examined
	failure error                  // the file cannot be read
}

// examined is what was found in a text: a SAML response, errors of Entra's, or a
// symptom in words.
type examined struct {
	how      []string // steps of decoding
	response bool
	proof    bool // it was sent to this computer
	reading  samlcfg.Reading
	findings []samlcfg.Finding
	errors   []samlcfg.SignInErrorReport
	symptom  samlcfg.Symptom
	mend     mending
}

// examine finds out what a text is and what is wrong in it. It is pure, and may
// take a second for the largest recordings.
func examine(text []byte, judge func(raw []byte) (samlcfg.Reading, []samlcfg.Finding), says func(samlcfg.Symptom) string) (*examined, error) {
	raw, how, err := samlcfg.DecodeResponse(text)
	if err == nil {
		found := &examined{how: how, response: true}
		found.reading, found.findings = judge(raw)
		found.errors = found.reading.Refusal
		return found, nil
	}
	if reports := samlcfg.FindSignInErrors(string(text)); len(reports) > 0 {
		return &examined{errors: reports}, nil
	}
	var problem *samlcfg.DecodeProblem
	if errors.As(err, &problem) && problem.Kind == samlcfg.DecodeNothing {
		if symptom, found := samlcfg.FindSymptom(string(text), says); found {
			return &examined{symptom: symptom}, nil
		}
	}
	return nil, err
}

// of counts the findings of a severity.
func (e *examined) of(severity samlcfg.Severity) []samlcfg.Finding {
	var some []samlcfg.Finding
	for _, finding := range e.findings {
		if finding.Severity == severity {
			some = append(some, finding)
		}
	}
	return some
}

// fault is the first thing that is wrong; nil when nothing is.
func (e *examined) fault() *fault {
	if len(e.errors) > 0 {
		return &fault{1, "microsoft"}
	}
	if failed := e.of(samlcfg.Fail); len(failed) > 0 {
		finding, leg := failed[0], 2
		if finding.Side() == samlcfg.SidePortal {
			leg = 3
		}
		return &fault{leg, faultName(finding.Code)}
	}
	return nil
}

// faultName puts the many findings about a response into the few words that fit a
// leg of the picture.
func faultName(code string) string {
	for _, known := range []struct{ part, name string }{
		{"certificate", "certificate"}, {"signature", "signature"}, {"algorithm", "signature"}, {"issuer", "issuer"}, {"audience", "audience"},
		{"destination", "address"}, {"recipient", "address"}, {"address", "address"}, {"portal", "address"},
		{"time", "time"}, {"name-id", "name"}, {"user", "name"}, {"status", "microsoft"},
	} {
		if strings.Contains(code, known.part) {
			return known.name
		}
	}
	return "response"
}

// symptomFault is the leg on which a symptom shows.
func symptomFault(symptom samlcfg.Symptom) *fault {
	switch symptom {
	case samlcfg.SymptomUnknownUser:
		return &fault{4, "name"}
	case samlcfg.SymptomCertificate:
		return &fault{3, "certificate"}
	case samlcfg.SymptomAudience:
		return &fault{3, "audience"}
	case samlcfg.SymptomAddress, samlcfg.SymptomNotThere:
		return &fault{3, "address"}
	case samlcfg.SymptomClock:
		return &fault{3, "time"}
	case samlcfg.SymptomNoTile:
		return &fault{1, "no-tile"}
	}
	return &fault{4, "not-signed-in"}
}

// repair is the wish whose plan mends what was found; false when somebody else has
// to act.
func (e *examined) repair(wish setup.Wish) (setup.Repair, bool) {
	for _, report := range e.errors {
		if repair, mends := setup.RepairOfError(report, wish); mends {
			return repair, true
		}
	}
	for _, finding := range e.findings {
		if repair, mends := setup.RepairOfFinding(finding, wish); mends {
			return repair, true
		}
	}
	return setup.Repair{}, false
}

// titleOf makes a sentence a title: without its full stop.
func titleOf(sentence string) string {
	return strings.TrimSuffix(strings.TrimSuffix(sentence, "."), "。")
}

// findingFacts are what the sentences about a finding name.
func findingFacts(w *words.Words, finding samlcfg.Finding) words.Facts {
	nothing := w.Say("explain.nothing")
	return words.Facts{"Got": firstOf(finding.Got, nothing), "Expected": firstOf(finding.Expected, nothing)}
}
