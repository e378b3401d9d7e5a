package samlcfg

import (
	"crypto/x509"
	"strings"
	"time"
)

// Fact is something that may not be known.
type Fact int

// The values of a Fact.
const (
	NotKnown Fact = iota
	Yes
	No
)

// FactOf is a fact that is known.
func FactOf(holds bool) Fact {
	if holds {
		return Yes
	}
	return No
}

// LiveSignOn is what only the tenant itself, a journal, a clock or a try of the
// sign-on can tell. The zero value knows nothing.
type LiveSignOn struct {
	Assigned Fact // the test user is assigned, directly
	Visible  Fact // people see the tile in My Apps
	// ReplyURLs are those of the application, in its order, and DefaultReplyURL is
	// the one that it names for sign-ons like the portal's; may be empty.
	ReplyURLs       []string
	DefaultReplyURL string
	// HandedOver is when the bundle went to support, and HandedThumbprint the
	// certificate in it.
	HandedOver       time.Time
	HandedThumbprint string
	HandedKnown      bool // whether the bundle was handed over is remembered at all
	// LoadedSaid and ActivatedSaid are when support said that they loaded the metadata,
	// and that they activated the test user; zero: they have not said so.
	LoadedSaid, ActivatedSaid time.Time
	SeenName                  string // the name in a response of Entra's that was checked here
	// PortalAhead is how far the portal's clock is ahead of Microsoft's.
	PortalAhead      time.Duration
	PortalClockKnown bool
}

// asked is a question that only people can answer unless a fact does.
func asked(code string, fact Fact, got string, side Side) Question {
	answer := AnswerAsk
	switch fact {
	case Yes:
		answer = AnswerKnown
	case No:
		answer = AnswerWrong
	}
	return Question{Code: code, Answer: answer, Got: got, Side: side}
}

func (l LiveSignOn) assigned(user string) Question {
	return asked("assigned", l.Assigned, user, SideEntra)
}

func (l LiveSignOn) visible() Question { return asked("visible", l.Visible, "", SideEntra) }

// portalClock compares the portal's clock with Microsoft's.
func (l LiveSignOn) portalClock() Question {
	if !l.PortalClockKnown {
		return asked("portal-clock", NotKnown, "", SidePortal)
	}
	return asked("portal-clock", FactOf(l.PortalAhead.Abs() <= usualSkew), roughly(l.PortalAhead.Abs()), SidePortal)
}

// handedOver says whether support got the certificate that signs. Nobody but a
// journal can tell, so it is no question without one.
func (l LiveSignOn) handedOver(active *x509.Certificate) []Question {
	if l.HandedOver.IsZero() || l.HandedThumbprint == "" || active == nil {
		return nil
	}
	same := strings.EqualFold(l.HandedThumbprint, Thumbprint(active))
	return []Question{asked("handed-certificate", FactOf(same), l.HandedThumbprint, SidePortal)}
}

// sent says whether support was told at all.
func (l LiveSignOn) sent() []Question {
	if !l.HandedKnown {
		return nil
	}
	got := ""
	if !l.HandedOver.IsZero() {
		got = l.HandedOver.UTC().Format(time.DateOnly)
	}
	return []Question{asked("sent", FactOf(!l.HandedOver.IsZero()), got, SideEntra)}
}

// loaded and activated are what support said, if they did. That they said nothing
// says nothing.
func (l LiveSignOn) loaded() Question { return said("enabled-at-portal", l.LoadedSaid, "") }

func (l LiveSignOn) activated(user string) Question { return said("activated", l.ActivatedSaid, user) }

func said(code string, when time.Time, got string) Question {
	if when.IsZero() {
		return asked(code, NotKnown, got, SidePortal)
	}
	return asked(code, Yes, when.UTC().Format(time.DateOnly), SidePortal)
}

// goesToReplyURL says where a sign-on goes that begins at Entra, when there are
// several places.
func (l LiveSignOn) goesToReplyURL(ours string) []Question {
	if len(l.ReplyURLs) < 2 || ours == "" {
		return nil
	}
	goes := firstOf(l.DefaultReplyURL, l.ReplyURLs[0])
	return []Question{asked("first-reply-url", FactOf(goes == ours), goes, SideEntra)}
}
