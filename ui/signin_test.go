package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
)

// askedWith keeps what each sign-in was asked with.
func (b *bench) askedWith(answers ...error) *[]setup.SignIn {
	asked := &[]setup.SignIn{}
	b.flow.signIn = func(_ context.Context, how setup.SignIn) (setup.Who, error) {
		*asked = append(*asked, how)
		if n := len(*asked) - 1; n < len(answers) && answers[n] != nil {
			return setup.Who{}, answers[n]
		}
		return sampleWho(), nil
	}
	return asked
}

// button finds a button by its label.
func (b *bench) button(label string) fyne.Tappable {
	b.t.Helper()
	for _, root := range b.roots() {
		for _, o := range tappables(root, false) {
			if labelOf(o) == label {
				return o.(fyne.Tappable)
			}
		}
	}
	b.t.Fatalf("there is no button %q", label)
	return nil
}

func clouds(d *Deps) { d.Clouds, d.Cloud = []string{"global", "us-gov"}, "global" }

func TestWrongCloudOffersTheRightOne(t *testing.T) {
	b := newBench(t, clouds)
	asked := b.askedWith(&setup.Problem{Kind: setup.WrongCloud, Facts: map[string]string{"Cloud": "us-gov", "Here": "global"}})
	b.press()
	b.press()
	b.until("refusal", func() bool { return b.w.state.signIn.problem != nil })
	test.Tap(b.button("Sign in to US Government (GCC High)"))
	b.untilPage(pagePortal)
	if got := (*asked)[1].Cloud; got != "us-gov" {
		t.Errorf("signed in to the cloud %q", got)
	}
}

func TestBlockedDeviceCodeOffersTheBrowser(t *testing.T) {
	b := newBench(t)
	asked := b.askedWith(&setup.Problem{Kind: setup.DeviceCodeBlocked, Facts: map[string]string{"Code": "AADSTS53003"}})
	b.press()
	b.w.screen.(*signInPage).choose(1)
	b.press()
	b.until("refusal", func() bool { return b.w.state.signIn.problem != nil })
	test.Tap(b.button(english().Say("window.sign-in.go-browser")))
	b.untilPage(pagePortal)
	if (*asked)[0].Way != setup.DeviceCode || (*asked)[1].Way != setup.Browser {
		t.Errorf("asked by %q, then by %q", (*asked)[0].Way, (*asked)[1].Way)
	}
}

func TestOwnClientIsAskedForAndLeftAgain(t *testing.T) {
	b := newBench(t)
	own := "6f0d1c52-93b5-4f0a-8c6e-2b9d51a7e3f4"
	asked := b.askedWith(&setup.Problem{Kind: setup.ClientDisabled, Facts: map[string]string{"Client": own}})
	b.press()
	page := b.w.screen.(*signInPage)
	page.more.client.SetText("6f0d")
	if off, hint := b.off(); !off || hint != english().Say("window.sign-in.client-hint") {
		t.Errorf("half an id is taken (off %v, hint %q)", off, hint)
	}
	page.more.client.SetText(own)
	b.press()
	b.until("refusal", func() bool { return b.w.state.signIn.problem != nil })
	test.Tap(b.button(english().Say("window.sign-in.go-usual-client")))
	b.untilPage(pagePortal)
	if (*asked)[0].ClientID != own || (*asked)[1].ClientID != "" {
		t.Errorf("asked by %q, then by %q", (*asked)[0].ClientID, (*asked)[1].ClientID)
	}
}

// TestWhatIsAskedIsWhatIsExplained holds the rows against what the flow asks for.
func TestWhatIsAskedIsWhatIsExplained(t *testing.T) {
	b := newBench(t)
	b.press()
	page := b.w.screen.(*signInPage)
	for _, creates := range []bool{true, false} {
		page.wantUsers(creates)
		for _, permission := range (setup.SignIn{Way: setup.Browser, CreatesUser: creates, AllAtOnce: true}).Permissions() {
			if row := page.asks.rows[permission]; row == nil || !row.Visible() {
				t.Errorf("%s is asked for and not explained", permission)
			}
		}
		if shown := page.asks.rows[setup.ScopeUsers].Visible(); shown != creates {
			t.Errorf("leave to create people is listed: %v, wanted: %v", shown, creates)
		}
	}
}

func TestCodeRunsOutInSight(t *testing.T) {
	b := newBench(t)
	b.flow.signIn = func(ctx context.Context, how setup.SignIn) (setup.Who, error) {
		how.ShowCode(setup.Code{UserCode: "GT7Q-4XWP", URL: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute)})
		return setup.Who{}, hold(ctx)
	}
	b.press()
	page := b.w.screen.(*signInPage)
	page.choose(1)
	b.press()
	b.until("code", func() bool { return b.w.state.signIn.code != nil })
	b.shows("15:00 left")
	b.clock = noon.Add(28 * time.Second)
	b.ticks <- struct{}{}
	b.until("a second", func() bool { return strings.Contains(page.waiting.note.AccessibilityLabel(), "14:32 left") })
	b.shows("14:32 left")
	if !page.waiting.scan.Visible() {
		t.Error("there is no code for a phone")
	}
}

func TestStayingSignedInIsAskedForAndEnded(t *testing.T) {
	for _, fails := range []bool{false, true} {
		b := newBench(t, func(d *Deps) {
			d.SignOut = func() (setup.SignedOut, error) {
				if fails {
					return setup.SignedOut{}, &setup.Problem{Kind: setup.CannotWrite, Facts: map[string]string{"Path": "/home/ada"}}
				}
				return setup.SignedOut{Accounts: []string{"ada@contoso.example"}, There: true}, nil
			}
		})
		asked := b.askedWith()
		b.press()
		page := b.w.screen.(*signInPage)
		if page.stays.Ticked() {
			t.Error("it stays without being asked to")
		}
		page.stays.OnChanged(true)
		b.press()
		b.untilPage(pagePortal)
		if !(*asked)[0].StaySignedIn {
			t.Error("the sign-in is not asked to stay")
		}
		b.w.state.signIn.who.Stay = setup.Stay{Kept: true, Place: "the Keychain"}
		b.w.back()
		b.shows("You stay signed in. The sign-in is kept in the Keychain.")
		test.Tap(b.button("Sign out"))
		b.until("signed out", func() bool { s := b.w.state.signIn; return !s.leaving && (s.left || s.problem != nil) })
		if s := b.w.state.signIn; fails != (s.problem != nil) || fails != (s.who != nil) || fails == (s.forgotten != nil) {
			t.Errorf("failing %v: problem %v, who %v, forgotten %v", fails, s.problem, s.who, s.forgotten)
		}
	}
}

// asksMeanwhile is a run that waits for the person's leave; with a code or in the browser.
func (b *bench) asksMeanwhile(code *setup.Code) {
	b.clock = noon
	b.flow.apply = func(ctx context.Context, _ setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		wait := setup.Wait{Reason: setup.ReasonConsent, Since: noon, Attempt: 1, Next: noon, GiveUp: noon.Add(15 * time.Minute), Code: code,
			Facts: map[string]string{"URL": "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?client_id=14d82eec"}}
		tell(setup.Event{Step: setup.StepApplication, State: setup.Waiting, Wait: &wait, Total: 8})
		return setup.Result{}, hold(ctx)
	}
	b.toReview()
	b.press()
	b.until("question", func() bool { return b.w.state.apply.wait != nil })
}

// TestSecondQuestionShowsWhatTheFirstShows: the code to copy with its end running out,
// or the link for another browser, while a run waits for the person's leave.
func TestSecondQuestionShowsWhatTheFirstShows(t *testing.T) {
	b := newBench(t)
	b.asksMeanwhile(&setup.Code{UserCode: "WXYZ-2345", URL: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute)})
	page := b.w.screen.(*applyPage)
	if card := page.asked.card; !page.asked.object.Visible() || card.code.Text() != "WXYZ-2345" || !card.scan.Visible() || card.link.Visible() {
		t.Error("the code does not show, or not for a phone")
	}
	b.clock = noon.Add(28 * time.Second)
	b.ticks <- struct{}{}
	b.until("a second", func() bool { return strings.Contains(page.asked.card.note.AccessibilityLabel(), "14:32 left") })
	b.w.cancelApply()
	b.until("end", func() bool { return !b.w.state.apply.running })
	if page.asked.object.Visible() {
		t.Error("the question stays although nobody waits")
	}
	b = newBench(t)
	b.asksMeanwhile(nil)
	if card := b.w.screen.(*applyPage).asked.card; !card.link.Visible() || !strings.HasPrefix(card.link.Text(), "https://login.microsoftonline.com/") || card.codeRow.Visible() {
		t.Error("the link does not show")
	}
}
