package practice

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	spoken "backupsso/assets/words"
	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// provingFlow is a set-up of the product's own on a practice tenant, and its test
// user's first password.
func provingFlow(t *testing.T, server *Server) (*setup.Flow, setup.Wish, setup.Result) {
	t.Helper()
	info := server.Info()
	flow := setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true, Rand: rand.Reader,
		Journal: setup.JournalIn(t.TempDir()), Pace: setup.Pace{First: 20 * time.Millisecond, Most: 200 * time.Millisecond, GiveUp: 20 * time.Second, Steady: 2}})
	t.Cleanup(flow.Close)
	ctx := context.Background()
	if _, err := flow.SignIn(ctx, setup.SignIn{Way: setup.DeviceCode, CreatesUser: true, ShowCode: func(setup.Code) {}}); err != nil {
		t.Fatal(err)
	}
	wish := setup.Wish{Portal: samlcfg.UsualPortal("us"), TestUser: setup.TestUser{Create: true}}
	plan, err := flow.Plan(ctx, wish)
	if err != nil {
		t.Fatal(err)
	}
	result, err := flow.Apply(ctx, plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	return flow, wish, result
}

// proveInBrowser makes a local proof in which a real browser signs the test user
// in, and looks at the page that comes last.
func proveInBrowser(t *testing.T, b *chromium, flow *setup.Flow, wish setup.Wish, signIn func()) (setup.Proof, string) {
	t.Helper()
	plan, err := flow.PlanProof(context.Background(), wish)
	if err != nil {
		t.Fatal(err)
	}
	say := spoken.New("en")
	open := make(chan string, 1)
	desk := setup.ProofDesk{Language: "en", Say: func(key string, facts map[string]string) string { return say.Say(key, spoken.From(facts)) },
		Tell: func(stage setup.ProofStage, address string) {
			if stage == setup.ProofListening {
				open <- address
			}
		}}
	type outcome struct {
		proof setup.Proof
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		proof, err := flow.Prove(context.Background(), plan, desk)
		done <- outcome{proof, err}
	}()
	b.visit(<-open)
	signIn()
	heading := b.textOf("#heading")
	if at := fmt.Sprint(b.command(http.MethodGet, "/url", nil)); at != plan.Address {
		t.Errorf("the browser is at %s", at)
	}
	b.shot("proof")
	got := <-done
	if got.err != nil {
		t.Fatal(got.err)
	}
	return got.proof, heading
}

func TestChromiumProvesOurHalf(t *testing.T) {
	server := startForLogin(t, Options{})
	flow, wish, made := provingFlow(t, server)
	b := startChromium(t)
	proof, heading := proveInBrowser(t, b, flow, wish, func() {
		b.leave("//button[contains(., '" + made.TestUserUPN + "')]") // the hint puts it first
		b.typeInto("#password", made.Password.Reveal())
		b.leave("button.primary")
		b.typeInto("#password", made.Password.Reveal())
		b.typeInto("#new", secondWord)
		b.typeInto("#again", secondWord)
		b.leave("button.primary")
	})
	if !proof.Holds || heading != "Proven here: Entra's answer holds" || proof.Reading.Person.NameID != made.TestUserUPN {
		t.Errorf("%q, %+v", heading, proof.Findings)
	}
	if rows := b.textOf("ul"); !strings.Contains(rows, "ok") || strings.Contains(rows, "broken") {
		t.Errorf("rows %s", rows)
	}

	// The session signs in without a word now, and the answer is wrong on purpose.
	if err := server.tenant.faults.arm([]string{samlWrongAudience}); err != nil {
		t.Fatal(err)
	}
	proof, heading = proveInBrowser(t, b, flow, wish, func() {})
	if proof.Holds || !strings.HasPrefix(heading, "Entra answered, but") {
		t.Errorf("%q, %+v", heading, proof.Findings)
	}
	report, err := flow.Verify(context.Background(), wish)
	if err != nil || report.Drifted() {
		t.Errorf("%+v, %v", report.Findings, err)
	}
}
