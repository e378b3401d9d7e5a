package setup

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/graph/setup/proof"
	"backupsso/samlcfg"
)

// ProofEnd says how a local proof ended.
type ProofEnd string

// The ends of a local proof; words under "proof.end.<end>". Errors that Entra shows
// in the browser never reach this computer, so waiting has to end some other way.
const (
	ProofAnswered ProofEnd = "answered"  // a response arrived
	ProofStopped  ProofEnd = "stopped"   // the person stopped waiting
	ProofTimedOut ProofEnd = "timed-out" // nothing arrived in time
)

// Proof is what a local proof found.
type Proof struct {
	End     ProofEnd
	Holds   bool // a response arrived that the portal would take, addresses aside
	Address string
	Began   int // how often a browser was sent to Entra
	// Unasked counts responses that came without a request from here: Entra sent
	// somebody's sign-on to the temporary Reply URL.
	Unasked  int
	Reading  samlcfg.Reading
	Findings []samlcfg.Finding
	Raw      []byte // the response, for people to look at; it names a person and is kept nowhere
	At       time.Time
	Requests Requests
}

// ProofStage is how far a proof has come; words under "proof.stage.<stage>".
type ProofStage string

// The stages of a proof.
const (
	ProofAdding    ProofStage = "adding"    // the temporary Reply URL is being added
	ProofListening ProofStage = "listening" // Address can be opened
	ProofBegan     ProofStage = "began"     // a browser was sent to Entra
	ProofUnasked   ProofStage = "unasked"   // a response came that nobody asked for
	ProofArrived   ProofStage = "arrived"   // a response came, and was judged
	ProofRemoving  ProofStage = "removing"  // the temporary Reply URL is being taken away
	ProofRemoved   ProofStage = "removed"
)

// ProofDesk is the person's side of a proof. Tell and Emit are called one at a
// time, from any goroutine; all but Say may be nil.
type ProofDesk struct {
	// Say puts a key of words and its placeholders into the person's language, for
	// the page in the browser.
	Say      func(key string, facts map[string]string) string
	Language string // BCP 47, of Say
	OpenURL  func(address string) error
	Tell     func(stage ProofStage, address string)
	Emit     func(Event)
	Stop     <-chan struct{} // closed: the person waits no longer
	Wait     time.Duration   // how long a response is waited for; 0: ten minutes
}

const (
	usualProofWait = 10 * time.Minute
	// removalTime is how long the temporary Reply URL is tried to be taken away after
	// the person has ended it all.
	removalTime = time.Minute
	// stalePauses, times the first pause, is how long a look that differs from the
	// plan may be a stale one: ten seconds on a real tenant.
	stalePauses = 20
)

// Prove adds the plan's address as a Reply URL, which the journal knows before,
// waits for a response that a browser posts there, judges it as the portal would,
// and takes the Reply URL away again: also when ctx ends, and at the next start of
// anything on this set-up when it could not. Whatever came of it stands in the
// Proof, also beside an error.
func (f *Flow) Prove(ctx context.Context, plan ProofPlan, desk ProofDesk) (Proof, error) {
	defer plan.Close()
	desk = desk.filled()
	p := &proving{plan: plan, desk: desk, result: Proof{Address: plan.Address}, arrived: make(chan struct{})}
	if err := f.signedIn(); err != nil {
		return p.result, err
	}
	p.run = &run{flow: f, plan: Plan{Wish: plan.Wish, Tenant: f.who.Tenant, Account: f.who.Account}, emit: desk.Emit, step: StepProof, seen: plan.observed}
	f.watch.follow(p.run)
	defer f.watch.follow(nil)
	defer p.run.closeJournal()
	err := p.all(ctx)
	result := p.ended("")
	result.Requests = f.counter.sum()
	if err != nil {
		return result, f.problem(StepProof, err)
	}
	return result, nil
}

func (d ProofDesk) filled() ProofDesk {
	if d.Tell == nil {
		d.Tell = func(ProofStage, string) {}
	}
	if d.Emit == nil {
		d.Emit = func(Event) {}
	}
	if d.Wait <= 0 {
		d.Wait = usualProofWait
	}
	return d
}

// proving is one Prove on its way.
type proving struct {
	run  *run
	plan ProofPlan
	desk ProofDesk
	want samlcfg.ResponseExpectation

	mu      sync.Mutex // browsers come from goroutines of their own
	result  Proof
	arrived chan struct{}
}

func (p *proving) all(ctx context.Context) error {
	if blocked := p.plan.Blocked(); blocked != nil {
		return blocked
	}
	if err := p.check(ctx); err != nil {
		return err
	}
	p.desk.Tell(ProofAdding, p.plan.Address)
	err := p.add(ctx)
	if err == nil {
		err = p.receive(ctx)
	}
	if p.run.proved == nil {
		return err
	}
	// What was added goes, whatever happened.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), removalTime)
	defer cancel()
	p.desk.Tell(ProofRemoving, p.plan.Address)
	if removeErr := p.remove(last); removeErr != nil {
		stays := p.run.flow.problem(StepProof, removeErr)
		return errors.Join(&Problem{Step: StepProof, Kind: ProofStays, Facts: map[string]string{"URL": p.plan.Address}, Retry: true,
			Err: removeErr, Detail: stays.Detail}, err)
	}
	p.desk.Tell(ProofRemoved, p.plan.Address)
	if noteErr := p.remember(); err == nil {
		err = noteErr
	}
	return err
}

// check makes sure that the accepted plan still fits.
func (p *proving) check(ctx context.Context) error {
	r := p.run
	if p.plan.Tenant.ID != r.flow.who.Tenant.ID || p.plan.kept == nil || !p.plan.kept.Kept() {
		return &Problem{Step: StepProof, Kind: TenantChanged, Retry: true, Facts: map[string]string{}}
	}
	if err := r.openJournal(p.plan.Wish); err != nil {
		return err
	}
	if err := p.asPlanned(ctx); err != nil {
		return err
	}
	if err := r.settle(); err != nil {
		return err
	}
	want, err := r.expectedResponse()
	want.ReplyURL, want.Live = p.plan.Address, true
	p.want = want
	return err
}

// asPlanned looks whether the tenant is as it was planned. A replica may show an
// older state, so one look alone decides against nothing.
func (p *proving) asPlanned(ctx context.Context) error {
	r, before := p.run, p.plan.observed.application
	var reason error
	err := r.until(ctx, wait{step: StepProof, reason: ReasonSettingShows, limit: stalePauses * r.pace().First, read: true}, func(ctx context.Context) (bool, error) {
		if err := r.readAll(ctx); err != nil {
			return false, err
		}
		reason = r.provable()
		now := r.seen.application
		if reason == nil && (!slices.Equal(now.ReplyURLs, before.ReplyURLs) || now.DefaultReplyURL != before.DefaultReplyURL) {
			reason = &Problem{Step: StepProof, Kind: TenantChanged, Retry: true, Facts: map[string]string{}}
		}
		return reason == nil, nil
	})
	var late *Problem
	if errors.As(err, &late) && late.Kind == WaitedTooLong && reason != nil {
		return reason
	}
	return err
}

// add makes the address a Reply URL, the last of them, and waits until it shows
// steadily. It may take longer until the sign-in knows it; until then Entra answers
// AADSTS50011 in the browser.
func (p *proving) add(ctx context.Context) error {
	r := p.run
	application := *r.seen.application
	standard := application.DefaultReplyURL
	if standard == "" {
		standard = p.plan.Wish.Portal.ReplyURL
	}
	urls := append(without(application.ReplyURLs, p.plan.LeftOver), p.plan.Address)
	want := intent{step: StepProof, what: WhatProofURL, object: application.ObjectID,
		before: journal.Values{WhatDefaultReplyURL: single(application.DefaultReplyURL)},
		after:  journal.Values{WhatProofURL: {p.plan.Address}, WhatDefaultReplyURL: single(standard)}}
	r.proved = &journal.Entry{What: WhatProofURL, Before: want.before, After: want.after, Begun: r.flow.now()}
	shows := r.applicationShows(func(a graph.Application) bool { return slices.Contains(a.ReplyURLs, p.plan.Address) })
	err := r.set(ctx, want, func(ctx context.Context) error {
		return r.flow.directory.SetReplyURLs(ctx, application.ObjectID, urls, standard)
	}, shows)
	if err == nil {
		err = r.until(ctx, wait{step: StepProof, reason: ReasonSettingShows, steady: r.pace().Steady}, shows)
	}
	if refusedReplyURL(err) {
		r.proved = nil // nothing was added
		return &Problem{Step: StepProof, Kind: ProofRefused, Facts: map[string]string{"URL": p.plan.Address}, Err: err, Detail: detail(err)}
	}
	return err
}

// refusedReplyURL reports whether Graph did not take a Reply URL.
func refusedReplyURL(err error) bool {
	answer := answerOf(err)
	if answer == nil || answer.Unsure || answer.Status != http.StatusBadRequest {
		return false
	}
	for _, detail := range answer.Details {
		if aboutReplyURL(detail.Target) {
			return true
		}
	}
	return aboutReplyURL(answer.Target) || aboutReplyURL(answer.Message)
}

func aboutReplyURL(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(text, "redirecturi") || strings.Contains(text, "replyurl") || strings.Contains(text, "reply url")
}

// receive serves the address until a response arrived or nobody waits any more.
func (p *proving) receive(ctx context.Context) error {
	flow := p.run.flow
	pages := proofPages{desk: p.desk, portal: p.plan.Wish.Portal}
	provider, err := p.plan.kept.Serve(proof.Options{
		Identifier: p.plan.Wish.Portal.Identifier, LoginURL: loginURLOf(flow.config.Cloud, flow.who.Tenant.ID), LoginHint: p.run.seen.upn,
		Rand: flow.config.Rand, Now: flow.now, Words: pages.plain, Began: p.began,
		Judge: func(arrival proof.Arrival) proof.Page { return p.judge(arrival, pages) },
	})
	if err != nil {
		return &Problem{Step: StepProof, Kind: ProofNoPort, Facts: map[string]string{}, Retry: true, Err: err, Detail: detail(err)}
	}
	defer func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), closingTime)
		defer cancel()
		provider.Close(last)
	}()
	p.desk.Tell(ProofListening, p.plan.Address)
	if p.desk.OpenURL != nil {
		_ = p.desk.OpenURL(p.plan.Address) // the address is told, and can be opened by hand
	}
	waited, cancel := context.WithCancel(ctx)
	defer cancel()
	late := make(chan error, 1)
	go func() { late <- flow.config.Deps.Sleep(waited, p.desk.Wait) }()
	select {
	case <-p.arrived:
	case <-p.desk.Stop:
		p.ended(ProofStopped)
	case err := <-late:
		if err != nil {
			return err
		}
		p.ended(ProofTimedOut)
	}
	return nil
}

// closingTime is how long a browser has to load its page.
const closingTime = 5 * time.Second
