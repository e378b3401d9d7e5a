package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// renewBefore is how long before its end a certificate is called out, in days.
const renewBefore = 60

// recentState is what the start page knows of earlier set-ups.
type recentState struct {
	known    bool // the journal was read
	all      []setup.Standing
	problems []*setup.Problem
	awaited  []setup.AwaitedConsent
	inUse    string // tenant whose set-up another window works on
	find     string // typed into the search field
	only     listFilter
}

// carried is a set-up that the person chose to carry on with.
type carried struct {
	standing setup.Standing
	arriving bool // nothing was shown or asked since the sign-in
	to       page // where to go on, other than where it was left; zero: there
}

// take keeps what can be carried on here: set-ups of practice tenants in a
// practice window, of real ones elsewhere.
func (r *recentState) take(all []setup.Standing, problems []*setup.Problem, practice bool) {
	r.known, r.problems = true, problems
	r.all = slices.DeleteFunc(slices.Clone(all), func(s setup.Standing) bool { return s.Practice != practice })
}

// shown are the set-ups that fit what is searched for.
func (r *recentState) shown() []setup.Standing {
	find := strings.ToLower(strings.TrimSpace(r.find))
	var fitting []setup.Standing
	for _, s := range r.all {
		if !r.only.fits(s) {
			continue
		}
		if strings.Contains(strings.ToLower(s.TenantName+" "+s.TenantDomain+" "+s.Identifier), find) {
			fitting = append(fitting, s)
		}
	}
	return fitting
}

// listFilter narrows the list to what somebody came for.
type listFilter string

// The filters.
const (
	onlyAll        listFilter = ""
	onlyUnfinished listFilter = "unfinished"
	onlyRenewable  listFilter = "renewable"
)

func (f listFilter) fits(s setup.Standing) bool {
	switch f {
	case onlyUnfinished:
		return unfinished(s)
	case onlyRenewable:
		return stands(s)
	}
	return true
}

// sameSetup reports whether two standings are of one set-up.
func sameSetup(a, b setup.Standing) bool {
	return strings.EqualFold(a.TenantID, b.TenantID) && a.Identifier == b.Identifier
}

// tenantName is what a tenant is called in the list.
func tenantName(s setup.Standing) string { return firstOf(s.TenantName, s.TenantDomain, s.TenantID) }

// tenantItem puts a set-up into the words of a row.
func tenantItem(w *words.Words, s setup.Standing, now time.Time) kit.TenantItem {
	item := kit.TenantItem{Name: tenantName(s), Second: firstOf(s.TenantDomain, hostOf(s.Identifier))}
	if s.Practice {
		item.Second, item.SecondColour = w.Say("window.recent.practice"), look.PracticeText
	}
	expiry(w, &item, s, now)
	date := func(t time.Time) words.Facts { return words.Facts{"Date": w.Date(t.Local())} }
	face := func(icon look.IconName, colour fyne.ThemeColorName, state, more string) {
		item.Icon, item.IconColour, item.State, item.StateMore = icon, colour, w.Say("window.recent."+state), more
	}
	switch {
	case s.InUse:
		face(look.IconLock, look.Muted, "in-use", w.Say("window.recent.in-use-more"))
	case s.State == setup.StageAsked && !s.Support.Remind.IsZero() && !now.Before(s.Support.Remind):
		face(look.IconBell, look.Wait, "ask-again", askedText(w, s.Sent, now))
	case s.State == setup.StageAsked:
		face(look.IconClock, look.Wait, "asked", askedText(w, s.Sent, now))
	case s.Renewed != "" && stands(s):
		face(look.IconRenew, look.Wait, "renewed", w.Say("window.recent.renewed-more"))
	case s.State == setup.StageSent && !s.Support.Remind.IsZero() && !now.Before(s.Support.Remind):
		face(look.IconBell, look.Wait, "ask-again", sentText(w, s.Sent, now))
	case s.State == setup.StageSent:
		face(look.IconClock, look.Wait, "sent", sentText(w, s.Sent, now))
	case s.State == setup.StageLive && expiresSoon(s, now):
		face(look.IconRenew, look.Wait, "renew", w.Say("window.recent.live-more", date(s.Live)))
	case s.State == setup.StageLive:
		face(look.IconOk, look.Ok, "live", w.Say("window.recent.live-more", date(s.Live)))
	case s.State == setup.StageMade:
		face(look.IconBundle, look.Accent, "made", w.Say("window.recent.made-more"))
	case s.State == setup.StageUndone:
		face(look.IconUndo, look.Faint, "undone", w.Say("window.recent.changed", date(s.Changed)))
	default:
		face(look.IconWarn, look.Bad, "applying", w.Say("window.recent.changed", date(s.Changed)))
	}
	return item
}

// sentText says how long ago a bundle was sent, in days of the person's calendar.
func sentText(w *words.Words, sent, now time.Time) string {
	if days := daysBetween(sent, now); days > 0 {
		return w.Count("window.recent.sent-more", days)
	}
	return w.Say("window.recent.sent-today")
}

// askedText says how long ago support was asked for the portal's addresses.
func askedText(w *words.Words, asked, now time.Time) string {
	if days := daysBetween(asked, now); days > 0 {
		return w.Count("window.recent.asked-more", days)
	}
	return w.Say("window.recent.asked-today")
}

// expiry says when the certificate ends, and how much of it is left.
func expiry(w *words.Words, item *kit.TenantItem, s setup.Standing, now time.Time) {
	if s.CertificateEnds.IsZero() || s.State == setup.StageUndone || s.State == setup.StageAsked {
		item.Expiry = w.Say("window.recent.no-certificate")
		return
	}
	item.Expiry = w.Date(s.CertificateEnds.Local())
	days := daysBetween(now, s.CertificateEnds)
	switch {
	case !now.Before(s.CertificateEnds):
		item.Left, item.LeftColour = w.Say("window.recent.expired"), look.Bad
	case days < renewBefore:
		item.Left, item.LeftColour = w.Count("window.recent.days-left", days), look.Wait
	case days < 2*365:
		item.Left = w.Count("window.recent.months", days*12/365)
	default:
		item.Left = w.Count("window.recent.years", (days+182)/365)
	}
}

func expiresSoon(s setup.Standing, now time.Time) bool {
	return !s.CertificateEnds.IsZero() && daysBetween(now, s.CertificateEnds) < renewBefore
}

// daysBetween counts midnights of the person's calendar from one time to another.
func daysBetween(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		year, month, day := t.Local().Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)).Hours() / 24)
}
