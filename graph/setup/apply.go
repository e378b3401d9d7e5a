package setup

import (
	"context"
	"slices"
	"sync"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// freshFor is how long a look is trusted when nothing is to be written anyway.
const freshFor = 30 * time.Second

// run is one Apply on its way.
type run struct {
	flow *Flow
	plan Plan
	seen observation // as it is by now
	emit func(Event)

	telling  sync.Mutex // emit is called by one goroutine at a time
	step     Step
	started  time.Time
	made     int
	halves   bool                                  // application and service principal have shown, in one look or in two
	half     struct{ application, principal bool } // which of them have
	userSeen bool                                  // so has the test user
	spread   time.Duration                         // how long a new application took to show; zero: not known
	missing  time.Time                             // since when a half that had shown does not
	odd      time.Time                             // since when looks do not fit the plan
	paused   bool                                  // time went by since the last look at the application
	begun    time.Time                             // of the run
	wrote    bool                                  // something was written, or may have been
	book     *journal.Book                         // nil: nothing is remembered
	sights   map[string]observation                // of an undo: each application as it was seen last
	entry    int                                   // of the newest intent in the book
	resumes  bool                                  // an earlier run was cut off
	renewal  bool                                  // about a certificate that is not active
	live     bool                                  // about the people who use the application; total counts them
	proved   *journal.Entry                        // the intent of the running proof
	total    int
	ledger   *journal.Ledger          // nil: people are not remembered
	doubts   map[string]doubt         // members for whom an earlier run has sent something, by id
	maybe    bool                     // something was sent for the newest member, and may have happened
	member   int                      // of the ledger, whom the newest intent is about; 0: the journal has it
	sent     graph.Exchange           // the newest write
	signer   graph.SigningCertificate // the certificate to sign with
	metadata samlcfg.Metadata
	raw      []byte            // the metadata as served
	checked  []samlcfg.Finding // about the metadata
	written  writings          // for the change record
	result   Result
}

// Apply does what plan says, step by step, and tells emit how it goes, one event
// at a time. A tenant that no longer looks as planned ends in TenantChanged
// before anything is written. With an error the Result still holds what is known
// by then, the password of a new user above all. A nil emit is allowed.
func (f *Flow) Apply(ctx context.Context, plan Plan, emit func(Event)) (Result, error) {
	if emit == nil {
		emit = func(Event) {}
	}
	r := &run{flow: f, plan: plan, emit: emit, begun: f.now()}
	r.result = Result{Plan: plan, Outcomes: map[Step]Outcome{}}
	if err := f.signedIn(); err != nil {
		return r.result, err
	}
	f.watch.follow(r)
	defer f.watch.follow(nil)
	defer r.closeJournal()
	err := r.all(ctx)
	r.result.Requests = f.counter.sum()
	if err != nil {
		return r.result, err
	}
	return r.result, nil
}

func (r *run) all(ctx context.Context) error {
	for _, step := range Steps() {
		r.begin(step)
		outcome, err := r.do(ctx, step)
		if err != nil {
			problem := r.flow.problem(step, err)
			if problem.Kind == DomainRule || problem.Kind == IdentifierTaken {
				problem.Facts["Identifier"] = r.plan.Wish.Portal.Identifier
			}
			if gone := r.seen.keepsIdentifier(r.plan.Wish.Portal.Identifier); problem.Kind == IdentifierTaken && gone != nil {
				problem.Kind = IdentifierInBin
				problem.Facts["App"], problem.Facts["Application"] = gone.Name, gone.ObjectID
			}
			if problem.Kind == IdentifierTaken && r.flow.isOwn(r.seen.application) {
				// Who added an application a moment ago has lost a race, and would
				// otherwise leave it behind.
				problem.Kind, problem.Facts["Application"] = SpareApplication, r.seen.application.ObjectID
			}
			r.tell(Event{Step: step, State: Failed, Problem: problem})
			return problem
		}
		r.end(step, outcome)
	}
	return nil
}

// do goes through one step: look, and write at most once. Whether it shows is
// waited for by the steps that need it, and by the last look at everything.
func (r *run) do(ctx context.Context, step Step) (Outcome, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	switch step {
	case StepGallery:
		return AlreadySo, r.check(ctx)
	case StepApplication:
		return r.application(ctx)
	case StepMode:
		return r.mode(ctx)
	case StepAddresses:
		return r.addresses(ctx)
	case StepCertificate:
		return r.certificate(ctx)
	case StepActive:
		return r.activate(ctx)
	case StepNotification:
		return r.notification(ctx)
	case StepMetadata:
		return Checked, r.download(ctx)
	case StepTestUser:
		return r.testUser(ctx)
	case StepAssignment:
		return r.assignment(ctx)
	case StepVerify:
		return Checked, r.verify(ctx)
	}
	if err := r.bundle(); err != nil {
		return "", err
	}
	return Created, r.finish()
}

// check makes sure that the accepted plan still fits. A plan that writes nothing
// and is fresh is its own check.
func (r *run) check(ctx context.Context) error {
	if blocked := r.plan.Blocked(); blocked != nil {
		return blocked
	}
	if r.plan.Tenant.ID != r.flow.who.Tenant.ID {
		return &Problem{Step: StepGallery, Kind: TenantChanged, Retry: true}
	}
	if err := r.openJournal(r.plan.Wish); err != nil {
		return err
	}
	if r.book != nil {
		r.resumes = unfinished(r.book.Record())
	}
	// Before the look that decides, since a person may take a while to answer.
	if err := r.permit(ctx, r.plan.Permissions()); err != nil {
		return err
	}
	r.seen = r.plan.observed
	r.halves, r.userSeen = r.seen.principal != nil, r.seen.user != nil
	if r.plan.Writes() == 0 && r.flow.now().Sub(r.plan.Made) < freshFor {
		return r.settle()
	}
	if err := r.compare(ctx); err != nil {
		return err
	}
	if err := r.note(func(record *journal.Record) {
		record.State, record.TenantName, record.Practice = journal.Applying, r.flow.who.Tenant.Name, r.flow.config.Practice
		if !slices.ContainsFunc(record.Entries, func(e journal.Entry) bool { return e.Standing() || e.Outcome == journal.Open }) {
			record.Entries, record.Applications = nil, nil // what was taken back is nobody's concern any more
		}
	}); err != nil {
		return err
	}
	return r.settle()
}

// compare looks at the tenant anew, and stops when that makes another plan.
func (r *run) compare(ctx context.Context) error {
	fits := wait{step: StepGallery, reason: ReasonSettingShows, read: true}
	var failed error // which ends it at once: the client has tried several times already
	err := r.until(ctx, fits, func(ctx context.Context) (bool, error) {
		var seen observation
		if seen, failed = r.flow.observe(ctx, r.plan.Wish, r.plan.observed.template); failed != nil {
			if problem := r.flow.problem(StepGallery, failed); problem.Kind == SeveralApps || problem.Kind == NoSuchApplication {
				failed = &Problem{Step: StepApplication, Kind: TenantChanged, Retry: true, Err: problem}
			}
			return true, nil
		}
		fresh := r.flow.planFrom(r.plan.Wish, seen)
		if err := r.fitting(!r.flow.staleAgainst(r.plan, fresh)); err != nil {
			return false, err
		}
		r.seen = seen
		r.halves, r.userSeen = seen.principal != nil, seen.user != nil
		r.made = max(0, r.plan.Writes()-fresh.Writes())
		return true, nil
	})
	if failed != nil {
		return failed
	}
	return err
}

// fitting judges a look that fits the plan or does not. Shortly after an earlier run
// wrote something, a late replica may answer as before; so for a while such a look
// counts as none.
func (r *run) fitting(fits bool) error {
	now := r.flow.now()
	switch {
	case fits:
		r.odd = time.Time{}
		return nil
	case r.odd.IsZero():
		r.odd = now
	}
	if r.spreading() && now.Sub(r.odd) < min(outagePatience, r.pace().GiveUp) {
		return errNotThere()
	}
	return &Problem{Step: r.step, Kind: TenantChanged, Retry: true, Facts: map[string]string{}}
}

// spreading reports whether what an earlier run wrote may still be on its way into
// all replicas.
func (r *run) spreading() bool {
	return r.book != nil && slices.ContainsFunc(r.book.Record().Entries, func(e journal.Entry) bool {
		// The computer may have slept between the two.
		latest := laterOf(e.Begun, e.Ended)
		return !latest.After(r.begun) && r.begun.Sub(latest) < r.settling()
	})
}

// applying reports whether this run makes the changes of an accepted plan.
func (r *run) applying() bool { return len(r.plan.Changes) > 0 }

func (r *run) pace() Pace { return r.flow.config.Pace }

func (r *run) begin(step Step) {
	r.telling.Lock()
	r.step, r.started = step, r.flow.now()
	r.telling.Unlock()
	r.tell(Event{Step: step, State: Started})
}

func (r *run) end(step Step, outcome Outcome) {
	r.result.Outcomes[step] = outcome
	if outcome == Created || outcome == Changed {
		r.telling.Lock()
		r.made = min(r.made+r.plan.writesOf(step), r.plan.Writes())
		r.telling.Unlock()
	}
	r.tell(Event{Step: step, State: Done, Outcome: outcome})
}

// tell completes an event and hands it on.
func (r *run) tell(event Event) {
	r.telling.Lock()
	defer r.telling.Unlock()
	event.Time = r.flow.now()
	if event.Step != "" {
		event.Elapsed = event.Time.Sub(r.started)
	}
	event.Made, event.Total = r.made, r.plan.Writes()
	if r.live {
		event.Total = r.total
	}
	r.emit(event)
}

// heard tells a request of the client.
func (r *run) heard(exchange graph.Exchange) {
	r.telling.Lock()
	r.written.note(r.step, exchange)
	if exchange.Write() {
		r.sent = exchange
	}
	r.telling.Unlock()
	r.tell(Event{Exchange: &exchange})
}

// clientWaits tells that the client itself waits before it repeats a read.
func (r *run) clientWaits(reason string, until time.Time) {
	r.telling.Lock()
	step := r.step
	r.telling.Unlock()
	r.tell(Event{Step: step, State: Waiting, Wait: &Wait{Reason: reason, Since: r.flow.now(), Attempt: 1, Next: until,
		GiveUp: until.Add(outagePatience), UsualTime: usualTime(reason)}})
}
