package ui

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
)

func (b *bench) toAsk() {
	b.t.Helper()
	b.w.deps.Remembers = true
	b.toPortal()
	b.w.screen.(*portalPage).where.SetOpen(true)
}

func (f *fakeFlow) calledLast(call string) bool {
	calls := f.called()
	return len(calls) > 0 && calls[len(calls)-1] == call
}

func TestSupportIsAskedForThePortal(t *testing.T) {
	b := newBench(t)
	var draft string
	b.flow.file = func(content []byte, path string) (string, error) { draft = string(content); return path, nil }
	b.toAsk()
	if b.w.shell.foot.second != nil {
		t.Error("nobody asked, and yet one may carry on later")
	}
	test.Tap(b.w.screen.(*portalPage).ask.draft)
	b.until("asked", func() bool { return b.flow.calledLast("note asked") })
	if !strings.Contains(draft, "Identifier (Entity ID)") || !strings.Contains(draft, "X-Unsent: 1") || len(b.opens()) != 1 {
		t.Errorf("opened %v:\n%s", b.opens(), draft)
	}
	if b.w.shell.foot.second == nil || b.w.shell.foot.second.label != "Carry on later" {
		t.Fatalf("%+v", b.w.shell.foot)
	}
	b.typePortal("us")
	if b.w.shell.foot.second != nil {
		t.Error("the portal is known, and yet one may carry on later")
	}
	b.press()
	b.untilPage(pageTestUser)
	b.until("forgotten", func() bool { return strings.Contains(strings.Join(b.flow.called(), ","), "forget asked") })
}

func TestMessageThatIsCopiedCountsAsAsked(t *testing.T) {
	b := newBench(t)
	b.toAsk()
	test.Tap(b.w.screen.(*portalPage).ask.message)
	b.until("asked", func() bool { return b.flow.calledLast("note asked") })
	if text := b.w.app.Clipboard().Content(); !strings.Contains(text, "Contoso Practice sets up SAML single sign-on") {
		t.Errorf("copied %q", text)
	}
	test.Tap(b.w.shell.second)
	b.untilPage(pageStart)
}

func TestPlaceThatCannotBeKeptIsTold(t *testing.T) {
	b := newBench(t)
	b.flow.note = func(string) error { return errors.New("disk full") }
	b.toAsk()
	test.Tap(b.w.screen.(*portalPage).ask.message)
	b.until("problem", func() bool { return b.w.state.unkept != nil })
	ask := b.w.screen.(*portalPage).ask
	if !ask.trouble.panel.Visible() {
		t.Error("it goes unsaid")
	}
	b.flow.note = nil
	test.Tap(ask.trouble.again)
	b.until("kept", func() bool { return b.w.state.unkept == nil && b.flow.calledLast("note asked") })
}

func TestAnswerOfSupportIsEnteredLater(t *testing.T) {
	b := newBench(t)
	b.toDeed("answered", askedStanding())
	b.untilPage(pagePortal)
	if page := b.w.screen.(*portalPage); !page.where.Open() || b.w.state.portal.edited || page.subdomain.Text() != "" {
		t.Errorf("%+v", b.w.state.portal)
	}
	b.shows("Support was asked on 19 Nov 2026. Your place is kept at the next start.")
}

func askedStanding() setup.Standing {
	return standing(setup.StageAsked, func(s *setup.Standing) {
		s.Identifier, s.ReplyURL, s.TestUserUPN, s.Sent = "", "", "", noon.AddDate(0, 0, -4)
		s.Support.Remind = noon.AddDate(0, 0, -1)
	})
}

// askPictures are the states of asking for the portal.
func askPictures() []picture {
	return []picture{
		{"03-portal-asked", false, func(b *bench) {
			b.toAsk()
			test.Tap(b.w.screen.(*portalPage).ask.draft)
			b.until("asked", func() bool { return b.flow.calledLast("note asked") })
		}},
		{"12-tenant-asked", false, func(b *bench) { b.remember(askedStanding()); test.Tap(b.rows()[0]); b.untilPage(pageTenant) }},
		{"01-start-asked", false, func(b *bench) { b.remember(askedStanding()) }},
	}
}
