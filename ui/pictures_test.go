package ui

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"backupsso/assets/help"
	"backupsso/assets/words"
	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/ui/look"
)

var update = flag.Bool("update", false, "take over what the pages say now")

// picture is one page in one state.
type picture struct {
	name     string
	practice bool
	get      func(b *bench)
}

// pictures lists all pages and states.
func pictures() []picture {
	still := func(b *bench) {}
	all := []picture{
		{"01-start", false, still},
		{"01-start-practice", true, still},
		{"01-start-recent", false, func(b *bench) { b.remember(recentSetups()...) }},
		{"01-start-recent-practice", true, func(b *bench) {
			b.remember(standing(setup.StageMade, func(s *setup.Standing) { s.Practice = true }))
		}},
		{"01-start-check-none", false, func(b *bench) { b.check("holiday.zip", strings.NewReader("no zip")) }},
		{"01-start-journal-damaged", false, showDamagedJournal},
		{"02-sign-in-carry-on", false, func(b *bench) {
			b.remember(standing(setup.StageSent))
			b.carriesOn(0)
			b.untilPage(pageSignIn)
		}},
		{"02-sign-in", false, func(b *bench) { b.press() }},
		{"02-sign-in-why", false, func(b *bench) { b.press(); test.Tap(b.w.screen.(*signInPage).asks.why) }},
		{"02-sign-in-browser", false, showBrowserWait},
		{"02-sign-in-code", true, showCodeWait},
		{"02-sign-in-scan", false, showCodeWait},
		{"02-sign-in-more", false, func(b *bench) {
			b.press()
			page := b.w.screen.(*signInPage)
			page.choose(1)
			page.more.object.SetOpen(true)
			page.more.client.SetText("6f0d1c52-93b5")
		}},
		{"02-sign-in-cli", false, func(b *bench) { b.press(); b.w.screen.(*signInPage).choose(2) }},
		{"02-sign-in-later", false, func(b *bench) { b.press(); b.w.screen.(*signInPage).asks.later.SetOpen(true) }},
		{"02-sign-in-kept", false, showKept},
		{"02-sign-in-forgotten", false, func(b *bench) {
			showKept(b)
			test.Tap(b.button(b.w.say("window.stay.sign-out")))
			b.until("forgotten", func() bool { return b.w.state.signIn.forgotten != nil })
		}},
		{"02-sign-in-register", false, func(b *bench) { b.press(); b.w.showRegister() }},
		{"02-sign-in-refused", false, showRefusedSignIn},
		{"02-sign-in-wrong-cloud", false, showWrongCloud},
		{"02-sign-in-lacks-role", false, showMissingRole},
		{"03-portal-empty", false, func(b *bench) { b.toPortal() }},
		{"03-portal", false, func(b *bench) { b.toPortal(); b.typePortal("us") }},
		{"03-portal-error", false, func(b *bench) { b.toPortal(); b.typePortal("northwind.backup.autotask.com") }},
		{"03-portal-help", false, func(b *bench) { b.toPortal(); b.w.screen.(*portalPage).where.SetOpen(true) }},
		{"03-portal-edit", false, func(b *bench) { b.toPortal(); b.typePortal("us"); b.w.screen.(*portalPage).toggleEdit() }},
		{"04-test-user", false, func(b *bench) { b.toUser() }},
		{"04-test-user-practice", true, func(b *bench) { b.toUser() }},
		{"04-test-user-choose", false, showMissingPerson},
		{"05-review-looking", false, showPlanning},
		{"05-review", false, func(b *bench) { b.toReview() }},
		{"05-review-practice", true, func(b *bench) { b.toReview() }},
		{"05-review-question", false, showQuestion},
		{"05-review-blocked", false, showBlocked},
		{"06-apply", false, showWaiting},
		{"06-apply-practice", true, showWaiting},
		{"06-apply-failed", false, showFailedApply},
		{"06-apply-unsure", false, showUnsureApply},
		{"06-apply-again", false, showSecondTry},
		{"06-apply-log", false, func(b *bench) { showWaiting(b); b.w.shell.toggleLog() }},
		{"06-apply-done", true, func(b *bench) { b.toApplied() }},
		{"07-hand-over", false, func(b *bench) { b.toHandOver() }},
		{"07-hand-over-saved", false, showSaved},
		{"07-hand-over-waiting", false, showWaitingOnSupport},
		{"07-hand-over-practice", true, func(b *bench) { b.toHandOver() }},
		{"07-hand-over-delivered", true, showDelivered},
		{"08-test", true, func(b *bench) { showDelivered(b); b.press() }},
		{"08-test-error", false, func(b *bench) {
			b.toTest()
			b.w.screen.(*testPage).saw.Choose(2)
			b.w.screen.(*testPage).saw.OnChosen(2)
		}},
		{"09-done", true, func(b *bench) { b.toDone() }},
		{"09-done-terraform", true, func(b *bench) {
			b.toDone()
			b.w.state.export = exportState{folder: "/home/ada/Downloads/terraform"}
			b.w.refresh()
		}},
		{"09-done-terraform-failed", true, func(b *bench) {
			b.toDone()
			b.w.state.export = exportState{failure: &fs.PathError{Op: "mkdir", Path: "/home/ada/Downloads/terraform", Err: fs.ErrPermission}}
			b.w.refresh()
		}},
		{"10-keys", false, func(b *bench) { b.w.showKeys() }},
		{"10-keys-pages", false, func(b *bench) { b.w.showPages() }},
		{"10-keys-page", false, showTroubleshooting},
		{"06-apply-asked", false, func(b *bench) { b.asksMeanwhile(nil) }},
		{"06-apply-asked-code", false, func(b *bench) {
			b.asksMeanwhile(&setup.Code{UserCode: "WXYZ-2345", URL: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute)})
		}},
		{"25-proxy-password", false, proxyAsks},
		{"24-review-by-hand", false, func(b *bench) {
			b.flow.plan = planByHand
			b.toReview()
			test.Tap(b.w.screen.(*reviewPage).own)
			b.until("plan", func() bool { return b.w.state.plan != nil && b.w.state.plan.Wish.LeaveAssignment })
		}},
		{"24-hand-over-by-hand", false, func(b *bench) { b.leavesAssignment(); b.toHandOver() }},
		{"24-test-by-hand", false, func(b *bench) { b.leavesAssignment(); b.toTest() }},
		{"24-access-not-granted", false, func(b *bench) {
			b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
				who := sampleWho()
				who.NotGranted = []string{setup.ScopeReadUsers}
				return who, nil
			}
			b.press()
			b.press()
			b.untilPage(pageAccess)
			b.until("look", func() bool { return b.w.state.access.found != nil })
		}},
		{"23-account", false, func(b *bench) { b.toPortal(); b.w.showAccount() }},
		{"23-account-focus", false, func(b *bench) { b.toPortal(); b.tabTo(b.accountLabel()) }},
		{"23-account-practice", true, func(b *bench) { b.toPortal(); b.tabTo(b.accountLabel()) }},
		{"23-account-kept", false, func(b *bench) {
			b.toPortal()
			b.w.state.signIn.who.Stay = setup.Stay{Kept: true, Place: "the Keychain"}
			b.w.showAccount()
		}},
		{"23-account-busy", false, func(b *bench) {
			b.flow.apply = func(ctx context.Context, _ setup.Plan, tell func(setup.Event)) (setup.Result, error) {
				tell(setup.Event{Step: setup.StepMode, State: setup.Started, Made: 5, Total: 8})
				return setup.Result{}, hold(ctx)
			}
			b.toReview()
			b.press()
			b.until("changes", func() bool { return b.w.state.apply.made == 5 })
			b.w.showAccount()
		}},
		{"23-account-left", false, func(b *bench) { b.toPortal(); b.departs("window.stay.sign-out"); b.untilLeft() }},
		{"11-settings", false, func(b *bench) { b.w.deps.Settings = &settingsDrawer{}; b.w.showSettings() }},
	}
	return slices.Concat(all, trialPictures(), handOverPictures(), standingPictures(), askPictures(), provePictures(), accessPictures(), livePictures(), signInPictures())
}

// open brings a page up in its state.
func (p picture) open(t *testing.T, language *words.Words) *bench {
	t.Helper()
	b := p.table(t, language)
	p.get(b)
	return b
}

// table is a window on its first page, of the kind that the page belongs to.
func (p picture) table(t *testing.T, language *words.Words) *bench {
	t.Helper()
	var b *bench
	b = newBench(t, func(d *Deps) {
		d.Words = language
		d.Practice, d.Remembers = p.practice, true
		d.PracticeDesk = deskOf{&b}
		d.Clouds, d.Cloud = []string{"global", "us-gov", "us-gov-dod", "china"}, "global"
		d.SignOut = func() (setup.SignedOut, error) {
			return setup.SignedOut{Accounts: []string{"ada@contoso.example"}, There: true}, nil
		}
		d.Register = func(_ string, way setup.Way) setup.Registration { return setup.Register(graph.Global(), way) }
		d.Languages, d.Speak = []string{"en", "pseudo"}, words.New
		d.Practise = func(context.Context) (Flow, PracticeDesk, error) { return nil, nil, nil }
	})
	return b
}

func (b *bench) typePortal(text string) {
	b.w.screen.(*portalPage).subdomain.SetText(text)
	b.until("check", func() bool { return !b.w.state.portal.typing })
}

// TestPictures brings up every page in every state and holds what it says, in
// which order and with which focus, against what was approved.
func TestPictures(t *testing.T) {
	for _, p := range pictures() {
		t.Run(p.name, func(t *testing.T) {
			b := p.open(t, english())
			b.agrees(p.name)
			if *pagesDir == "" {
				return
			}
			if *pagesLang != "en" {
				b = p.open(t, words.New(*pagesLang))
				b.nothingIsCut()
			}
			for _, v := range views(t) {
				b.w.app.Settings().SetTheme(look.New(v.variant, v.text).For(b.w.words.Tag()))
				b.draw(p.name+v.name, v.size, v.scale)
			}
		})
	}
}

// showTroubleshooting shows a page of help with tables and commands.
func showTroubleshooting(b *bench) {
	topic, known := help.Find("troubleshooting")
	if !known {
		b.t.Fatal("no such page")
	}
	b.w.showPage(topic)
}

// agrees compares what the window says with testdata/pages; -update writes it.
func (b *bench) agrees(name string) {
	b.t.Helper()
	roots := append([]fyne.CanvasObject{b.w.win.Content()}, b.w.win.Canvas().Overlays().List()...)
	var lines []string
	for _, root := range roots {
		lines = append(lines, outline(root, b.w.win.Canvas().Focused(), false)...)
	}
	got := strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", "pages", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		b.t.Errorf("%s says something else than %s (-update takes it over):\n%s", name, file, diff)
	}
}
