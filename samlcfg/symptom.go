package samlcfg

import (
	"crypto/x509"
	"strconv"
	"strings"
	"time"
)

// Symptom is what people see when a sign-on fails without a code of Entra's,
// mostly at the portal, which sees faults first. Its words live under the
// translation keys "symptom.<symptom>.title" and ".says", the latter
// phrases by which people report it, one a line.
type Symptom string

// The symptoms.
const (
	SymptomUnknownUser Symptom = "unknown-user"
	SymptomCertificate Symptom = "wrong-certificate"
	SymptomAudience    Symptom = "wrong-audience"
	SymptomAddress     Symptom = "wrong-address"
	SymptomClock       Symptom = "clock"
	SymptomLoginPage   Symptom = "login-page"
	SymptomNotThere    Symptom = "not-there"
	SymptomNoTile      Symptom = "no-tile"
)

// Symptoms lists all symptoms, the most frequent first.
func Symptoms() []Symptom {
	return []Symptom{SymptomUnknownUser, SymptomCertificate, SymptomAudience, SymptomAddress, SymptomClock,
		SymptomLoginPage, SymptomNotThere, SymptomNoTile}
}

// SignOn is what this tool knows about a sign-on, from a bundle or a tenant;
// what is not known stays empty.
type SignOn struct {
	User        string // the sign-in address of the test user
	PortalUser  string // the user that support creates
	Identifier  string
	ReplyURL    string
	Certificate *x509.Certificate   // the active one
	Published   []*x509.Certificate // those in the metadata
	Now         time.Time
	Live        LiveSignOn // what only the tenant, or a try, can tell
}

// Answer says how a question is answered.
type Answer string

// The answers. What is Wrong is the likely cause.
const (
	AnswerKnown Answer = "known" // this tool knows, and it is as it should be
	AnswerWrong Answer = "wrong" // this tool knows, and it is not
	AnswerAsk   Answer = "ask"   // only people can tell
)

// Question is one step of a decision tree. Its words live under
// "question.<code>.<answer>", and under "question.<code>.if-not" what to do
// unless the answer is known to be right; the placeholder is {{.Got}}.
type Question struct {
	Code   string
	Answer Answer
	Got    string
	Side   Side // who can answer, or mend it
}

// Key is where the words of the answer are.
func (q Question) Key() string { return "question." + q.Code + "." + string(q.Answer) }

// IfNot is where the words are about what to do; empty when all is well.
func (q Question) IfNot() string {
	if q.Answer == AnswerKnown {
		return ""
	}
	return "question." + q.Code + ".if-not"
}

// Questions asks what leads from a symptom to its cause, in the order in which
// the causes are frequent, and answers what is known. An unknown symptom gives
// nothing.
func (s Symptom) Questions(on SignOn) []Question {
	switch s {
	case SymptomUnknownUser:
		return []Question{on.sentName(), {Code: "portal-user", Answer: AnswerAsk, Got: firstOf(on.User, on.PortalUser), Side: SidePortal},
			on.Live.activated(on.PortalUser), {Code: "right-account", Answer: AnswerAsk, Got: on.User, Side: SidePerson}}
	case SymptomCertificate:
		return append(on.Live.handedOver(on.Certificate), on.inDate(), on.published(), Question{Code: "portal-certificate", Answer: AnswerAsk, Got: Thumbprint(on.Certificate), Side: SidePortal})
	case SymptomAudience:
		return []Question{on.compared("identifier", on.Identifier), {Code: "portal-identifier", Answer: AnswerAsk, Got: on.Identifier, Side: SidePortal}}
	case SymptomAddress:
		return append(on.Live.goesToReplyURL(on.ReplyURL), on.compared("reply-url", on.ReplyURL), Question{Code: "portal-reply-url", Answer: AnswerAsk, Got: on.ReplyURL, Side: SidePortal})
	case SymptomClock:
		return []Question{{Code: "waited", Answer: AnswerAsk, Side: SidePerson}, on.Live.portalClock()}
	case SymptomLoginPage:
		return append(on.Live.sent(), Question{Code: "from-tile", Answer: AnswerAsk, Side: SidePerson}, on.Live.loaded(),
			on.compared("reply-url", on.ReplyURL))
	case SymptomNotThere:
		return []Question{on.compared("reply-url", on.ReplyURL), {Code: "portal-reply-url", Answer: AnswerAsk, Got: on.ReplyURL, Side: SidePortal}}
	case SymptomNoTile:
		return []Question{{Code: "right-account", Answer: AnswerAsk, Got: on.User, Side: SidePerson}, on.Live.assigned(on.User), on.Live.visible()}
	}
	return nil
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// sentName says by which name Entra sends the test user.
func (on SignOn) sentName() Question {
	question := Question{Code: "sent-name", Answer: AnswerAsk, Got: on.User, Side: SidePerson}
	switch {
	case strings.Contains(on.User, guestMark):
		question.Answer, question.Side = AnswerWrong, SideEntra
	case on.Live.SeenName != "":
		question.Got, question.Answer = on.Live.SeenName, AnswerKnown
	case on.User != "":
		question.Answer = AnswerKnown
	}
	return question
}

func (on SignOn) inDate() Question {
	question := Question{Code: "in-date", Answer: AnswerAsk, Side: SideEntra}
	if on.Certificate != nil {
		question.Answer, question.Got = AnswerKnown, on.Certificate.NotAfter.UTC().Format("2006-01-02")
		if on.Now.After(on.Certificate.NotAfter) {
			question.Answer = AnswerWrong
		}
	}
	return question
}

// published says whether the metadata names one certificate: a portal may take
// the first of several.
func (on SignOn) published() Question {
	question := Question{Code: "published", Answer: AnswerAsk, Side: SideEntra}
	if len(on.Published) > 0 {
		question.Answer, question.Got = AnswerKnown, strconv.Itoa(len(on.Published))
		if len(on.Published) > 1 {
			question.Answer = AnswerWrong
		}
	}
	return question
}

// compared says which address Entra has, and whether it has the usual form.
func (on SignOn) compared(code, address string) Question {
	question := Question{Code: code, Answer: AnswerAsk, Got: address, Side: SideEntra}
	if address == "" {
		return question
	}
	question.Answer = AnswerKnown
	usual, found := usualAddresses(address)
	if !found || address != usual.Identifier && address != usual.ReplyURL {
		question.Answer = AnswerWrong
	}
	return question
}

// PortalOf returns the portal that has exactly this address, when it has the usual
// form.
func PortalOf(address string) (Portal, bool) {
	usual, found := usualAddresses(address)
	if !found || address != usual.Identifier && address != usual.ReplyURL {
		return Portal{}, false
	}
	return usual, true
}

// usualAddresses returns the portal that an address belongs to.
func usualAddresses(address string) (Portal, bool) {
	rest, found := strings.CutPrefix(address, "https://")
	host, _, _ := strings.Cut(rest, "/")
	label := subdomainOf(host)
	return UsualPortal(label), found && label != ""
}
