package setup

import (
	"context"
	"time"

	"backupsso/graph"
)

// connector signs in and gives the tenant.
type connector func(ctx context.Context, ask graph.SignIn, deps graph.Deps) (Directory, error)

// finder looks for a tenant before anybody signs in.
type finder func(ctx context.Context, cloud graph.Cloud, name string, deps graph.Deps) (graph.FoundTenant, error)

// findTenant makes sure that the tenant that was named exists, and in this cloud.
func (f *Flow) findTenant(ctx context.Context) error {
	f.found = graph.FoundTenant{}
	if f.find == nil || f.askedTenant == "" {
		return nil
	}
	found, err := f.find(ctx, f.config.Cloud, f.askedTenant, f.deps())
	if err != nil {
		return err
	}
	if found.Cloud != "" && !f.config.Cloud.Is(found.Cloud) {
		return &Problem{Step: StepSignIn, Kind: WrongCloud, Facts: map[string]string{"Cloud": found.Cloud, "Here": f.config.Cloud.Name}}
	}
	f.found = found
	return nil
}

// connectGraph signs in to Microsoft, or to whatever the cloud's hosts are.
func connectGraph(ctx context.Context, ask graph.SignIn, deps graph.Deps) (Directory, error) {
	client, err := graph.Open(ctx, ask, deps)
	if err != nil {
		return nil, err
	}
	return client, nil
}

// deps returns the client's outside with two ears: every request is counted and
// told to the running Apply, and so is every wait of the client itself.
func (f *Flow) deps() graph.Deps {
	deps := f.config.Deps
	deps.Exchange = func(exchange graph.Exchange) {
		f.counter.add(exchange)
		f.clock.hear(exchange, f.now())
		if run := f.watch.current(); run != nil {
			run.heard(exchange)
		}
		if f.config.Deps.Exchange != nil {
			f.config.Deps.Exchange(exchange)
		}
	}
	deps.Wait = func(reason string, until time.Time) {
		if run := f.watch.current(); run != nil {
			run.clientWaits(reason, until)
		} else if tell := f.watch.listener(); tell != nil {
			tell(Wait{Reason: reason, Since: f.now(), Attempt: 1, Next: until, GiveUp: until, UsualTime: usualTime(reason)})
		}
		if f.config.Deps.Wait != nil {
			f.config.Deps.Wait(reason, until)
		}
	}
	return deps
}
