package practice

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// signedIn is a flow at the usual pace on a tenant of that size.
func signedIn(b *testing.B, options Options, objects int) (flow *setup.Flow, wish setup.Wish, end func()) {
	b.Helper()
	options.Key = sharedKey
	server, err := Start(options)
	if err != nil {
		b.Fatal(err)
	}
	crowd(server.tenant, objects*9/10, objects/10)
	info := server.Info()
	flow = setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true})
	how := setup.SignIn{Way: setup.DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}
	if _, err := flow.SignIn(context.Background(), how); err != nil {
		b.Fatal(err)
	}
	wish = setup.Wish{Portal: samlcfg.UsualPortal("us"), TestUser: setup.TestUser{Create: true}, Language: "en"}
	return flow, wish, func() {
		flow.Close()
		_ = server.Close()
	}
}

// lineCount counts the lines of a trace, which are the requests.
type lineCount struct{ atomic.Int64 }

func (c *lineCount) Write(lines []byte) (int, error) {
	c.Add(int64(bytes.Count(lines, []byte("\n"))))
	return len(lines), nil
}

// BenchmarkPlan plans in a tenant of ten to a hundred thousand people and
// applications; neither its time nor its requests may grow with them.
func BenchmarkPlan(b *testing.B) {
	for _, objects := range []int{10, 1_000, 100_000} {
		b.Run(fmt.Sprintf("objects=%d", objects), func(b *testing.B) {
			requests := new(lineCount)
			flow, wish, end := signedIn(b, Options{Trace: requests}, objects)
			defer end()
			before, plans := requests.Load(), 0
			for b.Loop() {
				if _, err := flow.Plan(context.Background(), wish); err != nil {
					b.Fatal(err)
				}
				plans++
			}
			b.ReportMetric(float64(requests.Load()-before)/float64(plans), "requests")
		})
	}
}

// BenchmarkJob does the whole job, from the sign-in to the bundle, while writes
// stay hidden for a time from those who read: from all of them, so that nobody needs
// less than three such times, or from all but the replica that took the write.
func BenchmarkJob(b *testing.B) {
	const slow = 20 * time.Second
	for name, options := range map[string]Options{
		"lag=0s": {}, "lag=2s": {Lag: 2 * time.Second}, "lag=20s": {Lag: slow},
		"replicas=3": {Faults: []string{"lag:after=" + slow.String() + ",replicas=3,seed=1"}},
	} {
		b.Run(name, func(b *testing.B) {
			var requests setup.Requests
			for b.Loop() {
				flow, wish, end := signedIn(b, options, 0)
				plan, err := flow.Plan(context.Background(), wish)
				if err != nil {
					b.Fatal(err)
				}
				result, err := flow.Apply(context.Background(), plan, func(setup.Event) {})
				if err != nil {
					b.Fatal(err)
				}
				if len(result.Bundle) == 0 {
					b.Fatal("no bundle")
				}
				requests = result.Requests
				end()
			}
			b.ReportMetric(float64(requests.Reads), "reads")
			b.ReportMetric(float64(requests.Writes), "writes")
			b.ReportMetric(float64(requests.Polls), "polls")
		})
	}
}
