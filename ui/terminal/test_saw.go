package terminal

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// ask asks what was seen, and leads on. Without a person it is left open.
func (t *tried) ask(ctx context.Context) error {
	if !t.InTerminal {
		return &stop{code: Question, kind: "not-seen", what: t.words.Say("terminal.test.not-seen.what"), next: t.words.Say("terminal.test.not-seen.next")}
	}
	t.screen.line("")
	t.screen.styled(strong, t.words.Say("terminal.test.ask"))
	for i, sight := range sights() {
		t.screen.line("  " + strconv.Itoa(i+1) + "  " + t.words.Say("terminal.test.saw."+sight))
	}
	t.screen.line("  " + t.words.Say("terminal.test.or-file"))
	for range most {
		t.screen.prompt(t.words.Say("terminal.test.prompt"))
		text, err := t.answers.next(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			t.screen.line("")
			return &stop{code: Question, kind: "not-seen", what: t.words.Say("terminal.test.not-seen.what"), next: t.words.Say("terminal.test.not-seen.next")}
		}
		if at, err := strconv.Atoi(text); err == nil && at >= 1 && at <= len(sights()) {
			return t.saw(ctx, sights()[at-1])
		}
		if isSight(text) {
			return t.saw(ctx, text)
		}
		if known, err := t.whatever(ctx, text); known {
			return err
		}
		t.screen.line(t.words.Say("terminal.test.again"))
	}
	return &stop{code: Question, kind: "not-seen", what: t.words.Say("terminal.test.not-seen.what"), next: t.words.Say("terminal.test.not-seen.next")}
}

// saw leads on from what was seen.
func (t *tried) saw(ctx context.Context, sight string) error {
	t.json.write(object{"event": "saw", "what": sight})
	switch sight {
	case sawSignedIn:
		if err := t.flow.Mark(t.wish, setup.StageLive); err != nil {
			return err
		}
		t.screen.line("")
		t.screen.styled(good, t.words.Say("terminal.test.signed-in"))
		t.screen.line(t.words.Say("terminal.next", facts{"Next": t.words.Say("terminal.test.signed-in-next")}))
		t.json.write(object{"event": "tested", "result": sight})
		return nil
	case sawMicrosoft:
		return t.pasted(ctx, "terminal.test.paste-error")
	case sawPortal:
		return t.symptom(ctx)
	}
	return t.pasted(ctx, "terminal.test.paste-anything")
}

// failed is the end of a test that found a fault.
func (t *tried) failed(kind string) error {
	return &stop{code: Failure, kind: kind, what: t.words.Say("terminal.test.failed.what"), next: t.words.Say("terminal.test.failed.next")}
}

// pasted takes lines up to an empty one, and leads on from what they hold.
func (t *tried) pasted(ctx context.Context, question string) error {
	if !t.InTerminal {
		return &stop{code: Question, kind: "not-pasted", what: t.words.Say("terminal.test.not-pasted.what"), next: t.words.Say("terminal.test.not-pasted.next")}
	}
	t.screen.line("")
	for _, line := range strings.Split(t.words.Say(question), "\n") {
		t.screen.line(line)
	}
	var text []string
	for len(text) < mostLines {
		line, err := t.answers.next(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if line != "" {
			text = append(text, line)
		}
		if err != nil || line == "" && len(text) > 0 {
			break
		}
	}
	known, err := t.whatever(ctx, strings.Join(text, "\n"))
	if known {
		return err
	}
	return t.lookElsewhere()
}

// replyURLUnknown is the code for a Reply URL that the application does not have.
const replyURLUnknown = 50011

// mostLines is how many lines are taken for one paste.
const mostLines = 2000

// whatever leads on from a file's name, a response, an error of Entra's or a
// symptom in words; false when it is none of them.
func (t *tried) whatever(ctx context.Context, text string) (bool, error) {
	if text == "" {
		return false, nil
	}
	content := []byte(text)
	if !strings.Contains(text, "\n") {
		if file, err := os.Open(text); err == nil {
			content, err = t.readAll(ctx, file)
			if err = errors.Join(err, file.Close()); err != nil {
				return true, t.cannotRead(text, err)
			}
		}
	}
	raw, how, err := samlcfg.DecodeResponse(content)
	if err == nil {
		return true, t.examined(raw, how)
	}
	if reports := samlcfg.FindSignInErrors(string(content)); len(reports) > 0 {
		t.screen.line("")
		if t.local && slices.ContainsFunc(reports, func(r samlcfg.SignInErrorReport) bool { return r.Code == replyURLUnknown }) {
			// Not the words for other people's applications: the address is ours and new.
			return true, &stop{code: Failure, kind: "not-known-yet", what: t.words.Say("terminal.test.local.not-known-yet.what"),
				next: t.words.Say("terminal.test.local.not-known-yet.next")}
		}
		t.explainErrors(reports, t.scope)
		return true, t.failed("sign-in-error")
	}
	if symptom, found := t.symptomIn(string(content)); found {
		return true, t.explained(ctx, symptom)
	}
	return false, nil
}

// response checks what a file or standard input held.
func (t *tried) response(content []byte) error {
	raw, how, err := samlcfg.DecodeResponse(content)
	if err == nil {
		return t.examined(raw, how)
	}
	if reports := samlcfg.FindSignInErrors(string(content)); len(reports) > 0 {
		t.explainErrors(reports, t.scope)
		return t.failed("sign-in-error")
	}
	var problem *samlcfg.DecodeProblem
	if !errors.As(err, &problem) {
		return err
	}
	return t.notDecoded(problem)
}

// examined judges a response as the portal would.
func (t *tried) examined(raw []byte, how []string) error {
	reading, findings := t.flow.Examine(t.trial, raw)
	t.trial.On.Live.SeenName = reading.Person.NameID
	t.screen.line("")
	if err := t.tellResponse(answer{reading: reading, findings: findings, how: how, compared: true}, t.scope); err != nil {
		return err
	}
	t.screen.line(t.words.Say("terminal.test.portal-next"))
	return nil
}

// symptom asks for what the portal shows, and leads to the cause.
func (t *tried) symptom(ctx context.Context) error {
	t.screen.line("")
	all := samlcfg.Symptoms()
	if !t.InTerminal {
		t.listSymptoms()
		return &stop{code: Question, kind: "no-symptom", what: t.words.Say("terminal.test.no-symptom.what"), next: t.words.Say("terminal.test.no-symptom.next")}
	}
	t.screen.styled(strong, t.words.Say("terminal.test.which-symptom"))
	for i, symptom := range all {
		t.screen.line("  " + strconv.Itoa(i+1) + "  " + t.words.Say("symptom."+string(symptom)+".title"))
	}
	for range most {
		t.screen.prompt(t.words.Say("terminal.test.prompt"))
		text, err := t.answers.next(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if at, wrong := strconv.Atoi(text); wrong == nil && at >= 1 && at <= len(all) {
			return t.explained(ctx, all[at-1])
		}
		if symptom, found := t.symptomIn(text); found {
			return t.explained(ctx, symptom)
		}
		if err != nil {
			t.screen.line("")
			break
		}
		t.screen.line(t.words.Say("terminal.test.again"))
	}
	return t.lookElsewhere()
}

// explained answers the questions about a symptom as far as the tenant, the record
// on this computer and the clocks tell.
func (t *tried) explained(ctx context.Context, symptom samlcfg.Symptom) error {
	if symptom == samlcfg.SymptomClock {
		if ahead, known := t.flow.PortalClock(ctx, t.wish); known {
			t.trial.On.Live.PortalAhead, t.trial.On.Live.PortalClockKnown = ahead, true
		}
	}
	t.screen.line("")
	t.explainSymptom(symptom, t.trial.On)
	if slices.ContainsFunc(symptom.Questions(t.trial.On), func(q samlcfg.Question) bool { return q.Answer == samlcfg.AnswerWrong && q.Side == samlcfg.SideEntra }) {
		t.drift()
	}
	return t.failed(string(symptom))
}

// lookElsewhere is the honest end when nothing fits.
func (t *tried) lookElsewhere() error {
	return &stop{code: Failure, kind: "not-understood", what: t.words.Say("terminal.test.not-understood.what"), next: t.words.Say("terminal.test.not-understood.next")}
}
