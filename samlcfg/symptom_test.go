package samlcfg

import (
	"crypto/x509"
	"strings"
	"testing"
	"time"
)

func signOn() SignOn {
	certificate := testKeys()[0].certificate
	portal := UsualPortal("us")
	return SignOn{User: "B.Simon@contoso.com", PortalUser: "Britta Simon", Identifier: portal.Identifier, ReplyURL: portal.ReplyURL,
		Certificate: certificate, Published: []*x509.Certificate{certificate}, Now: testNow()}
}

// live is a sign-on of which more is known.
func live(more LiveSignOn) SignOn {
	on := signOn()
	on.Live = more
	return on
}

func sentWith(key testKey) LiveSignOn {
	return LiveSignOn{HandedKnown: true, HandedOver: testNow(), HandedThumbprint: Thumbprint(key.certificate)}
}

// everythingKnown answers every question that a fact can answer.
func everythingKnown(fact Fact) SignOn {
	on := live(sentWith(testKeys()[0]))
	on.Live.Assigned, on.Live.Visible, on.Live.PortalClockKnown = fact, fact, true
	on.Live.ReplyURLs = []string{on.ReplyURL, "https://x.example/"}
	on.Live.LoadedSaid, on.Live.ActivatedSaid = testNow(), testNow()
	if fact == No {
		on.Live.HandedThumbprint, on.Live.PortalAhead = "AB", time.Hour
		on.Live.ReplyURLs = []string{"https://x.example/", on.ReplyURL}
	}
	return on
}

// answers are the codes and answers of a symptom's questions.
func answers(questions []Question) string {
	var all []string
	for _, question := range questions {
		all = append(all, question.Code+"="+string(question.Answer))
	}
	return strings.Join(all, " ")
}

func TestSymptomsAnswerWhatIsKnown(t *testing.T) {
	late, guest, two, odd := signOn(), signOn(), signOn(), signOn()
	late.Now = late.Now.AddDate(4, 0, 0)
	guest.User = "ann_fabrikam.com#EXT#@contoso.onmicrosoft.com"
	two.Published = append(two.Published, testKeys()[1].certificate)
	odd.ReplyURL = strings.ToLower(odd.ReplyURL)
	for name, test := range map[string]struct {
		symptom Symptom
		on      SignOn
		want    string
	}{
		"user":             {SymptomUnknownUser, signOn(), "sent-name=known portal-user=ask activated=ask right-account=ask"},
		"user, guest":      {SymptomUnknownUser, guest, "sent-name=wrong portal-user=ask activated=ask right-account=ask"},
		"user, unknown":    {SymptomUnknownUser, SignOn{}, "sent-name=ask portal-user=ask activated=ask right-account=ask"},
		"certificate":      {SymptomCertificate, signOn(), "in-date=known published=known portal-certificate=ask"},
		"certificate, old": {SymptomCertificate, late, "in-date=wrong published=known portal-certificate=ask"},
		"certificate, two": {SymptomCertificate, two, "in-date=known published=wrong portal-certificate=ask"},
		"certificate?":     {SymptomCertificate, SignOn{}, "in-date=ask published=ask portal-certificate=ask"},
		"audience":         {SymptomAudience, signOn(), "identifier=known portal-identifier=ask"},
		"address":          {SymptomAddress, signOn(), "reply-url=known portal-reply-url=ask"},
		"address, small":   {SymptomAddress, odd, "reply-url=wrong portal-reply-url=ask"},
		"address?":         {SymptomNotThere, SignOn{}, "reply-url=ask portal-reply-url=ask"},
		"clock":            {SymptomClock, signOn(), "waited=ask portal-clock=ask"},
		"clock, right":     {SymptomClock, live(LiveSignOn{PortalClockKnown: true, PortalAhead: -40 * time.Second}), "waited=ask portal-clock=known"},
		"clock, wrong":     {SymptomClock, live(LiveSignOn{PortalClockKnown: true, PortalAhead: -9 * time.Minute}), "waited=ask portal-clock=wrong"},
		"certificate sent": {SymptomCertificate, live(sentWith(testKeys()[0])), "handed-certificate=known in-date=known published=known portal-certificate=ask"},
		"another was sent": {SymptomCertificate, live(sentWith(testKeys()[1])), "handed-certificate=wrong in-date=known published=known portal-certificate=ask"},
		"two addresses":    {SymptomAddress, live(LiveSignOn{ReplyURLs: []string{"https://x.example/", signOn().ReplyURL}}), "first-reply-url=wrong reply-url=known portal-reply-url=ask"},
		"ours is default":  {SymptomAddress, live(LiveSignOn{ReplyURLs: []string{"https://x.example/", signOn().ReplyURL}, DefaultReplyURL: signOn().ReplyURL}), "first-reply-url=known reply-url=known portal-reply-url=ask"},
		"login page":       {SymptomLoginPage, live(LiveSignOn{HandedKnown: true}), "sent=wrong from-tile=ask enabled-at-portal=ask reply-url=known"},
		"login page, sent": {SymptomLoginPage, live(sentWith(testKeys()[0])), "sent=known from-tile=ask enabled-at-portal=ask reply-url=known"},
		"no tile":          {SymptomNoTile, live(LiveSignOn{Assigned: No, Visible: Yes}), "right-account=ask assigned=wrong visible=known"},
		"support loaded":   {SymptomLoginPage, live(LiveSignOn{LoadedSaid: testNow()}), "from-tile=ask enabled-at-portal=known reply-url=known"},
		"user, activated":  {SymptomUnknownUser, live(LiveSignOn{ActivatedSaid: testNow()}), "sent-name=known portal-user=ask activated=known right-account=ask"},
		"no tile?":         {SymptomNoTile, signOn(), "right-account=ask assigned=ask visible=ask"},
		"user was seen":    {SymptomUnknownUser, live(LiveSignOn{SeenName: "b.simon@contoso.com"}), "sent-name=known portal-user=ask activated=ask right-account=ask"},
		"nothing":          {Symptom("x"), signOn(), ""},
	} {
		if got := answers(test.symptom.Questions(test.on)); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// TestSymptomsHaveWords goes through every symptom with what gives every answer.
func TestSymptomsHaveWords(t *testing.T) {
	words := explainWords(t)
	used := map[string]bool{}
	wrong := signOn()
	wrong.User, wrong.Identifier, wrong.ReplyURL = "a#EXT#@b", "https://x.example", "https://x.example/y"
	wrong.Published, wrong.Now = append(wrong.Published, testKeys()[1].certificate), testNow().Add(40*365*24*time.Hour)
	for _, symptom := range Symptoms() {
		for _, key := range []string{".title", ".says"} {
			if words["symptom."+string(symptom)+key] == nil {
				t.Errorf("no words for symptom.%s%s", symptom, key)
			}
		}
		for _, on := range []SignOn{{}, signOn(), wrong, everythingKnown(Yes), everythingKnown(No)} {
			for _, question := range symptom.Questions(on) {
				used[question.Key()], used[question.IfNot()] = true, true
				if words[question.Key()] == nil || question.IfNot() != "" && words[question.IfNot()] == nil {
					t.Errorf("no words for %s or %s", question.Key(), question.IfNot())
				}
				if question.Side == SideNobody {
					t.Errorf("%s is nobody's", question.Code)
				}
			}
		}
	}
	unsent := live(LiveSignOn{HandedKnown: true})
	for _, question := range SymptomLoginPage.Questions(unsent) {
		used[question.Key()], used[question.IfNot()] = true, true
	}
	for key := range words {
		if strings.HasPrefix(key, "question.") && !used[key] {
			t.Errorf("words for nothing: %s", key)
		}
	}
}
