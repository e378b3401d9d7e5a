package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
)

// proxyAsks has the first sign-in refused by a proxy that asks who is there.
func proxyAsks(b *bench) {
	b.w.deps.ProxyPassword = func(string, string) {}
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		return setup.Who{}, sampleProblem(setup.ProxyPassword, setup.StepSignIn, map[string]string{"Proxy": "proxy.northwind.example:8080", "Host": "login.microsoftonline.com"})
	}
	b.press()
	b.press()
	b.until("refusal", func() bool { return b.w.state.signIn.problem != nil })
	test.Tap(b.button(b.w.say("window.proxy.open")))
}

func TestProxyPasswordIsAnsweredInTheWindow(t *testing.T) {
	const secret = "canary-typed-secret"
	b := newBench(t)
	proxyAsks(b)
	var given []string
	b.w.deps.ProxyPassword = func(user, password string) { given = []string{user, password} }
	b.flow.signIn = nil
	b.panelSays("Both stay in memory until you close the window.")
	test.Type(b.w.win.Canvas().Focused(), "ada")
	b.hit(fyne.KeyReturn)
	test.Type(b.w.win.Canvas().Focused(), secret)
	for _, root := range b.roots() {
		eachText(root, func(drawn string) {
			if strings.Contains(drawn, secret) {
				t.Error("the password is drawn")
			}
		})
		eachWidget(root, func(o fyne.Widget) {
			if said, can := o.(fyne.Accessible); can && strings.Contains(said.AccessibilityLabel(), secret) {
				t.Error("the password is said aloud")
			}
		})
	}
	b.hit(fyne.KeyReturn)
	b.untilPage(pagePortal)
	if !slices.Equal(given, []string{"ada", secret}) {
		t.Errorf("given %v", given)
	}
}

func TestWithoutAProxyNobodyIsAskedForItsPassword(t *testing.T) {
	b := newBench(t)
	problem := sampleProblem(setup.ProxyPassword, setup.StepSignIn, map[string]string{"Proxy": "proxy:8080"})
	if deeds := b.w.deedsOf(problem, nil); len(deeds) != 0 {
		t.Errorf("offers %q", deeds[0].Label())
	}
	if !strings.Contains(b.w.problemWords(problem).ToDo, "HTTPS_PROXY") {
		t.Error("nothing says what to do")
	}
}
