package setup

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/samlcfg"
)

// keys hands out a few RSA keys again and again, since each takes a while to make;
// shortKeys those that sign in a fifth of the time, for thousands of set-ups.
var keys, shortKeys = sync.OnceValue(keysOf(2048)), sync.OnceValue(keysOf(1024))

func keysOf(bits int) func() []*rsa.PrivateKey {
	return func() []*rsa.PrivateKey {
		made := make([]*rsa.PrivateKey, 4)
		for i := range made {
			key, err := rsa.GenerateKey(rand.Reader, bits)
			if err != nil {
				panic(err)
			}
			made[i] = key
		}
		return made
	}
}

func startPractice(t *testing.T, options practice.Options) *practice.Server {
	t.Helper()
	if options.Key == nil {
		options.Key = inTurn(keys())
	}
	server, err := practice.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func inTurn(keys []*rsa.PrivateKey) func() (*rsa.PrivateKey, error) {
	next := 0
	var mu sync.Mutex
	return func() (*rsa.PrivateKey, error) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return keys[next%len(keys)], nil
	}
}

func practiceConfig(server *practice.Server) Config {
	info := server.Info()
	return Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true, Rand: rand.Reader,
		Pace: Pace{First: 20 * time.Millisecond, Most: 200 * time.Millisecond, GiveUp: 20 * time.Second, Steady: 2}}
}

// signedInFlow signs in by device code, which a practice tenant approves itself.
func signedInFlow(t *testing.T, config Config) *Flow {
	t.Helper()
	flow := New(config)
	t.Cleanup(flow.Close)
	who, err := flow.SignIn(context.Background(), SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}})
	if err != nil {
		t.Fatal(err)
	}
	if len(who.MayLack) != 0 || who.Tenant.ID == "" || who.Account.UPN == "" {
		t.Fatalf("signed in as %+v", who)
	}
	return flow
}

// consentForEveryone has an administrator consent to all that a set-up can need.
func consentForEveryone(t *testing.T, server *practice.Server) {
	t.Helper()
	admin := New(practiceConfig(server))
	t.Cleanup(admin.Close)
	if _, err := admin.SignIn(context.Background(), SignIn{Way: DeviceCode, CreatesUser: true, AllAtOnce: true, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
}

func TestPracticeFirstAndSecondRun(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	server := startPractice(t, practice.Options{})
	defer server.Close()
	flow := signedInFlow(t, practiceConfig(server))
	defer flow.Close()
	first := plan(t, flow, wish())
	if requests := flow.counter.sum(); requests.Writes != 0 {
		t.Fatalf("planning wrote: %+v", requests)
	}
	result, _ := apply(t, flow, first)
	t.Logf("first run: %+v", result.Requests)
	if result.Requests.Writes+result.Requests.Reads > 12 || result.Requests.Writes != 8 || samlcfg.Worst(result.Findings) >= samlcfg.Warn {
		t.Errorf("requests %+v, findings %+v", result.Requests, result.Findings)
	}
	if !strings.HasPrefix(result.BundleName, "PRACTICE-us-sso-") || len(result.Bundle) == 0 || result.Password.IsZero() {
		t.Errorf("bundle %q of %d bytes", result.BundleName, len(result.Bundle))
	}

	for _, address := range []string{result.MyAppsURL, result.Launch.URLs[0].URL, result.Launch.URLs[1].URL, result.Contents.MetadataURL} {
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s answers %s", address, answer.Status)
		}
	}
	http.DefaultClient.CloseIdleConnections()

	again := signedInFlow(t, practiceConfig(server))
	defer again.Close()
	second := plan(t, again, wish())
	if second.Writes() != 0 {
		t.Errorf("second plan %+v", second.Changes)
	}
	repeated, _ := apply(t, again, second)
	t.Logf("second run: %+v", repeated.Requests)
	if repeated.Requests.Writes != 0 || repeated.Requests.Polls != 0 || repeated.Requests.Reads > 3 {
		t.Errorf("second run: %+v", repeated.Requests)
	}
	if repeated.ApplicationID != result.ApplicationID || repeated.Contents.Thumbprint != result.Contents.Thumbprint {
		t.Error("the second run found another application or certificate")
	}
	for _, step := range []Step{StepApplication, StepMode, StepAddresses, StepCertificate, StepActive, StepNotification, StepTestUser, StepAssignment} {
		if repeated.Outcomes[step] != AlreadySo {
			t.Errorf("second run, %s: %s", step, repeated.Outcomes[step])
		}
	}
}

func TestPracticeLag(t *testing.T) {
	inBubble(t, practice.Options{Lag: 2 * time.Second}, func(t *testing.T, w *world) {
		flow := w.signedIn(t, w.config())
		result, events := apply(t, flow, plan(t, flow, wish()))
		waits := 0
		for _, event := range events {
			if event.State == Waiting {
				waits++
			}
		}
		if result.Requests.Writes != 8 || waits == 0 {
			t.Errorf("requests %+v, %d waits", result.Requests, waits)
		}
		again := w.signedIn(t, w.config())
		if second := plan(t, again, wish()); second.Writes() != 0 || second.Application != AppName {
			t.Errorf("second plan %+v", second.Changes)
		}
	})
}

func TestPracticeGalleryWithoutTheApp(t *testing.T) {
	t.Parallel()
	server := startPractice(t, practice.Options{WithoutApp: true})
	flow := signedInFlow(t, practiceConfig(server))
	_, err := flow.Plan(context.Background(), wish())
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != GalleryWithoutApp || problem.Step != StepGallery {
		t.Fatalf("ended with %v", err)
	}
}

func TestPracticeCancelIsQuickAndTheNextRunFinishes(t *testing.T) {
	t.Parallel()
	const lag = 5 * time.Second
	inBubble(t, practice.Options{Lag: lag}, func(t *testing.T, w *world) { cancelledInThreeWaits(t, w, lag) })
}

func cancelledInThreeWaits(t *testing.T, w *world, lag time.Duration) {
	for _, at := range []Step{StepMode, StepAddresses, StepVerify} {
		flow := w.signedIn(t, w.config())
		ctx, cancel := context.WithCancel(context.Background())
		var stopped time.Time
		made, err := flow.Plan(ctx, wish())
		if err != nil {
			t.Fatal(err)
		}
		_, err = flow.Apply(ctx, made, func(e Event) {
			if e.Step == at && e.State == Waiting && stopped.IsZero() {
				stopped = time.Now()
				cancel()
			}
		})
		cancel()
		var problem *Problem
		if errors.As(err, &problem) && problem.Kind == TenantChanged {
			// The list still lags behind the run before; a person would wait and plan again.
			t.Fatalf("%s: %v", at, err)
		}
		if stopped.IsZero() {
			t.Fatalf("%s was not waited for", at)
		}
		if took := time.Since(stopped); took > 200*time.Millisecond || problem == nil || problem.Kind != Cancelled {
			t.Errorf("%s: stopped after %s with %v", at, took, err)
		}
		time.Sleep(lag + lag/5) // as long as lists lag
	}
	flow := w.signedIn(t, w.config())
	result, _ := apply(t, flow, plan(t, flow, wish()))
	siblings, err := flow.directory.ApplicationsFromTemplate(context.Background(), result.Plan.observed.template.ID)
	if err != nil || len(siblings) != 1 {
		t.Errorf("%d applications, %v", len(siblings), err)
	}
	principal, err := flow.directory.ServicePrincipal(context.Background(), siblings[0].AppID)
	if err != nil || len(principal.Certificates) != 1 {
		t.Errorf("%d certificates, %v", len(principal.Certificates), err)
	}
}

// TestPracticeTooFewRoles signs in a person whose consent is there but whose
// roles are not.
func TestPracticeTooFewRoles(t *testing.T) {
	t.Parallel()
	server := startPractice(t, practice.Options{})
	consentForEveryone(t, server)
	flow := New(practiceConfig(server))
	t.Cleanup(flow.Close)
	grace := server.Info().Accounts[2]
	browsed := make(chan error, 1)
	who, err := flow.SignIn(context.Background(), SignIn{Way: Browser, CreatesUser: true, OpenURL: func(address string) error {
		go func() { browsed <- browse(address, grace.UPN, grace.Password) }()
		return nil
	}})
	if err != nil {
		t.Fatal(err, <-browsed)
	}
	if who.Account.UPN != grace.UPN || len(who.MayLack) != 2 {
		t.Errorf("signed in as %+v", who)
	}
	problem := problemIn(t, flow, wish())
	if problem.Kind != RoleMissing || problem.Facts["Role"] != cloudAppAdmin().name || problem.Facts["Account"] != grace.UPN || problem.Detail.RequestID == "" || problem.Preflight == nil || problem.Preflight.Of(CanAddApp).Ground != WasRefused {
		t.Fatalf("ended with %v, facts %v, detail %+v", problem, problem.Facts, problem.Detail)
	}
}

// cutter loses answers: the server acts, the client hears nothing.
type cutter struct {
	next http.RoundTripper
	path string // of the request whose answer is lost, once
	cut  atomic.Bool
}

func (c *cutter) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := c.next.RoundTrip(request)
	if err == nil && request.Method == http.MethodPost && strings.HasSuffix(request.URL.Path, c.path) && c.cut.CompareAndSwap(false, true) {
		_ = response.Body.Close()
		return nil, io.ErrUnexpectedEOF
	}
	return response, err
}

func TestPracticeLostAnswers(t *testing.T) {
	for _, path := range []string{"/instantiate", "/addTokenSigningCertificate", "/users", "/appRoleAssignedTo"} {
		for _, lag := range []time.Duration{0, 2 * time.Second, time.Minute} {
			t.Run(path+" lag "+lag.String(), func(t *testing.T) {
				inBubble(t, practice.Options{Lag: lag}, func(t *testing.T, w *world) {
					config := w.config()
					lossy := &cutter{next: w.transport(), path: path}
					config.Deps.Transport = lossy
					flow := w.signedIn(t, config)
					result, _ := apply(t, flow, plan(t, flow, wish()))
					if !lossy.cut.Load() || result.Requests.Writes != 8 {
						t.Errorf("cut: %t, requests %+v", lossy.cut.Load(), result.Requests)
					}
					if second := plan(t, w.signedIn(t, w.config()), wish()); second.Writes() != 0 {
						t.Errorf("second plan %+v", second.Changes)
					}
				})
			})
		}
	}
}

func TestPracticeNoNetwork(t *testing.T) {
	t.Parallel()
	server := startPractice(t, practice.Options{})
	config := practiceConfig(server)
	config.Deps.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	flow := signedInFlow(t, config)
	made := plan(t, flow, wish())
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := flow.Apply(ctx, made, nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != ConnectionRefused || !strings.HasPrefix(problem.Facts["Host"], "127.0.0.1") || !problem.Retry {
		t.Fatalf("ended with %v", err)
	}
}
