package setup

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"backupsso/graph/setup/journal"
	"backupsso/graph/setup/proof"
	"backupsso/samlcfg"
)

// ended decides how the proof ended, unless that is decided, and returns what is
// known by then. An empty end decides nothing.
func (p *proving) ended(end ProofEnd) Proof {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.result.End == "" {
		p.result.End = end
	}
	return p.result
}

// began counts a browser that was sent to Entra.
func (p *proving) began() {
	p.mu.Lock()
	p.result.Began++
	p.mu.Unlock()
	p.desk.Tell(ProofBegan, p.plan.Address)
}

// judge says what a response is worth, and ends the wait when it was asked for.
func (p *proving) judge(arrival proof.Arrival, pages proofPages) proof.Page {
	if arrival.RequestID == "" {
		p.mu.Lock()
		p.result.Unasked++
		p.mu.Unlock()
		p.desk.Tell(ProofUnasked, p.plan.Address)
		return pages.unasked()
	}
	want := p.want
	want.RequestID, want.Now = arrival.RequestID, p.run.flow.entraNow()
	reading, findings := samlcfg.ExamineResponse(arrival.Raw, want, p.run.seen.upn)
	holds := samlcfg.Worst(findings) < samlcfg.Fail && reading.Proven
	if offset, known := p.run.flow.ClockOffset(); known {
		findings = append(findings, samlcfg.ClockFinding(offset))
	}
	p.mu.Lock()
	first := p.result.End == ""
	if first {
		p.result.End, p.result.Holds, p.result.At = ProofAnswered, holds, arrival.At
		p.result.Reading, p.result.Findings, p.result.Raw = reading, findings, arrival.Raw
	}
	p.mu.Unlock()
	if first {
		p.desk.Tell(ProofArrived, p.plan.Address)
		close(p.arrived)
	}
	return pages.judged(reading, findings, holds)
}

// remove takes the temporary Reply URL away, by a fresh look.
func (p *proving) remove(ctx context.Context) error {
	r := p.run
	err := r.until(ctx, wait{step: StepProof, reason: ReasonRetryRead, read: true}, func(ctx context.Context) (bool, error) {
		return true, r.readAll(ctx)
	})
	if err != nil {
		return err
	}
	return r.removeProofURLs(ctx, StepProof, append([]string{p.plan.Address}, p.plan.LeftOver...))
}

// remember keeps that a proof held, and with which certificate.
func (p *proving) remember() error {
	result := p.ended("")
	if !result.Holds {
		return nil
	}
	thumbprint := samlcfg.Thumbprint(result.Reading.Signer)
	return p.run.note(func(record *journal.Record) {
		record.Tried.Proven, record.Tried.ProvenThumbprint = result.At.UTC(), thumbprint
	})
}

// proofPages are the pages in the browser, in the person's words.
type proofPages struct {
	desk   ProofDesk
	portal samlcfg.Portal
}

func (b proofPages) page(tone proof.Tone, key string, facts map[string]string) proof.Page {
	return proof.Page{Language: b.desk.Language, Title: b.desk.Say("proof.page.title", nil), Tone: tone,
		Heading: b.desk.Say(key+".heading", facts), Lines: []string{b.desk.Say(key+".text", facts)},
		Closing: b.desk.Say("proof.page.close", nil)}
}

// plain are the pages without a response.
func (b proofPages) plain(name proof.PageName) proof.Page {
	return b.page(proof.Look, "proof.page."+string(name), nil)
}

func (b proofPages) unasked() proof.Page {
	return b.page(proof.Look, "proof.page.unasked", map[string]string{"ReplyURL": b.portal.ReplyURL})
}

// judged shows what was found, the worst first.
func (b proofPages) judged(reading samlcfg.Reading, findings []samlcfg.Finding, holds bool) proof.Page {
	facts := map[string]string{"Name": reading.Person.NameID, "ReplyURL": b.portal.ReplyURL, "Count": strconv.Itoa(len(findings))}
	page := b.page(proof.Good, "proof.page.holds", facts)
	switch {
	case reading.Refused:
		page = b.page(proof.Bad, "proof.page.refused", facts)
		for _, report := range reading.Refusal {
			page.Lines = append(page.Lines, b.desk.Say("proof.page.code",
				map[string]string{"Code": report.Name(), "What": b.desk.Say(report.Key()+".what", nil)}))
		}
	case !holds:
		page = b.page(proof.Bad, "proof.page.fails", facts)
	default:
		page.Lines = append(page.Lines, b.desk.Say("proof.page.differs", facts))
	}
	findings = slices.Clone(findings)
	slices.SortStableFunc(findings, func(a, b samlcfg.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	for _, finding := range findings {
		page.Rows = append(page.Rows, b.row(finding))
	}
	return page
}

func (b proofPages) row(finding samlcfg.Finding) proof.Row {
	made := proof.Row{Title: b.desk.Say("finding."+finding.Code+".title", nil), Tone: proof.Good, Mark: b.desk.Say("proof.mark.holds", nil)}
	if finding.Severity == samlcfg.Pass {
		return made
	}
	made.Text = b.desk.Say("finding."+finding.Code+".what", map[string]string{"Got": finding.Got, "Expected": finding.Expected})
	switch finding.Severity {
	case samlcfg.Note:
		made.Tone, made.Mark = proof.Mute, b.desk.Say("proof.mark.note", nil)
	case samlcfg.Warn:
		made.Tone, made.Mark = proof.Look, b.desk.Say("proof.mark.look", nil)
	default:
		made.Tone, made.Mark = proof.Bad, b.desk.Say("proof.mark.broken", nil)
	}
	return made
}
