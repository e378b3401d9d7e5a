package setup

import (
	"context"
	"crypto/rand"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg/bundle"
)

// Flow is one set-up. It is driven from one goroutine at a time; its methods
// block and obey ctx, so a window calls them off its main goroutine.
//
// The method set that window and terminal may rely on:
//
//	SignIn(ctx, SignIn) (Who, error)
//	LookUpUser(ctx, upn) (UserState, error)
//	Plan(ctx, Wish) (Plan, error)
//	Apply(ctx, Plan, func(Event)) (Result, error)
//	FindMembers, PlanGoLive, GoLive, SaveLiveReport, CutOffLive: who uses it from now on
//	WhoIsIn: who may use it now
//	SignIns, AwaitSignIn: what the sign-in log says
//	SaveBundle(Result, path) (string, error) // the path used; never half a file
//
// Every error is a *Problem.
type Flow struct {
	config    Config
	connect   connector
	files     fileMaker
	pack      packer
	counter   *counter
	watch     *watch
	clock     *clockGauge
	directory Directory
	// askedTenant is the tenant that the last sign-in named; empty: the account's own.
	askedTenant string
	// find looks for a tenant before the sign-in; nil: nobody is asked.
	find  finder
	found graph.FoundTenant // what it found for askedTenant
	who   Who
	way   SignIn // as the last sign-in was asked for
	named bool   // whether it named a client
	stay  Stay
	// thumbprint is of the certificate that an application proved itself by.
	thumbprint string
	gallery    []graph.GalleryApp // as the sign-in saw it
	asks       []string           // permissions that a person is being asked for
	permitting *Permit            // how, where it is not as the sign-in did; else nil
	access     graph.Access       // rights of the account, as they were read last
	// lastWish and lastSeen are of the last look at what a plan is about.
	lastWish Wish
	lastSeen observation
	// made remembers what this flow put into the tenant, by object id, so that a
	// repeated Apply knows its own work and still has the password.
	made made
	// past is what the journal held when it was read last.
	past journal.Record
	// logOff is why the sign-in log cannot be read; nil: it may be tried.
	logOff *Problem
	// stage is what the journal held when the run began.
	stage Stage
}

// New returns a flow that nobody has signed in to yet.
func New(config Config) *Flow {
	flow := newFlow(config, connectGraph)
	flow.find = graph.FindTenant
	return flow
}

// WithDirectory returns a flow whose sign-in always gives directory, for tests
// of whatever drives a flow.
func WithDirectory(config Config, directory Directory) *Flow {
	return newFlow(config, func(context.Context, graph.SignIn, graph.Deps) (Directory, error) { return directory, nil })
}

func newFlow(config Config, connect connector) *Flow {
	if config.Pace == (Pace{}) {
		config.Pace = DefaultPace()
	}
	if config.Rand == nil {
		config.Rand = rand.Reader
	}
	if config.Deps.Now == nil {
		config.Deps.Now = time.Now
	}
	if config.Deps.Sleep == nil {
		config.Deps.Sleep = sleep
	}
	return &Flow{config: config, connect: connect, files: createTemp, pack: bundle.Build, counter: &counter{}, watch: &watch{}, clock: &clockGauge{}}
}

// sleep waits, or returns early with the context's error.
func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close closes idle connections to the tenant. The flow stays usable.
func (f *Flow) Close() {
	if closer, ok := f.directory.(interface{ Close() }); ok {
		closer.Close()
	}
}

// Leave drops the sign-in in force: whatever asks the tenant needs another one first.
// What was made stays known, for a sign-in to the same tenant. Sign-ins that are kept
// for the next run are SignOut's.
func (f *Flow) Leave() {
	f.Close()
	f.directory, f.gallery, f.asks, f.logOff = nil, nil, nil, nil
	f.access, f.lastSeen, f.lastWish, f.stay = graph.Access{}, observation{}, Wish{}, Stay{}
}

// TellWaits names who is told, from any goroutine, that something is waited for
// while nothing is applied: during a sign-in, a plan or a look. An Apply tells its
// waits as events.
func (f *Flow) TellWaits(tell func(Wait)) {
	f.watch.mu.Lock()
	f.watch.tell = tell
	f.watch.mu.Unlock()
}

func (f *Flow) now() time.Time { return f.config.Deps.Now() }

// signedIn returns a problem as long as nobody has signed in.
func (f *Flow) signedIn() error {
	if f.directory == nil {
		return &Problem{Step: StepSignIn, Kind: SignInExpired, Retry: true}
	}
	return nil
}
