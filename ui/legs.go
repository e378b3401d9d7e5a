package ui

import (
	"strconv"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// fault is what was found wrong, and on which leg of the sign-on it shows.
type fault struct {
	leg  int    // 1 to 4
	name string // words under "picture.fault.<name>"
}

// proofs is what is known of a sign-on, from which the picture colours its legs.
type proofs struct {
	verified bool // everything was read back and holds
	local    bool // a response of Entra's was checked on this computer
	sent     bool // the bundle is with support, who have not answered
	signedIn bool // a person signed in all the way
	fault    *fault
}

// proofs gathers what the set-up knows.
func (s *state) proofs() proofs {
	known := proofs{verified: s.settled(), local: s.test.answered, sent: s.waitsOnSupport() && !s.handOver.confirmed(), signedIn: s.test.saw == sawSignedIn}
	switch {
	case known.signedIn:
	case s.test.fault != nil:
		known.fault = s.test.fault
	case s.test.saw == sawMicrosoft:
		known.fault = &fault{1, "microsoft"}
	case s.test.saw == sawAutotask:
		known.fault = &fault{3, "autotask"}
	}
	return known
}

// legs says how far each leg is proven, in the order of travel.
func (known proofs) legs() [4]kit.Proof {
	if known.signedIn {
		return [4]kit.Proof{kit.Proven, kit.Proven, kit.Proven, kit.Proven}
	}
	var legs [4]kit.Proof
	if known.verified {
		legs[0] = kit.ProvenHere
	}
	if known.local {
		legs[0], legs[1] = kit.Proven, kit.ProvenHere
	}
	if known.sent {
		legs[2] = kit.WithSupport
	}
	if known.fault != nil {
		legs[known.fault.leg-1] = kit.Wrong
	}
	return legs
}

// firstOpen is the leg that is looked at first: the faulty one, else the first
// that is not proven.
func firstOpen(legs [4]kit.Proof) int {
	open := -1
	for i, proof := range legs {
		switch {
		case proof == kit.Wrong:
			return i
		case open < 0 && proof != kit.Proven && proof != kit.ProvenHere:
			open = i
		}
	}
	return max(0, open)
}

func proofKey(proof kit.Proof) string {
	switch proof {
	case kit.Proven:
		return "proven"
	case kit.ProvenHere:
		return "proven-here"
	case kit.WithSupport:
		return "with-support"
	}
	return "not-tried"
}

// legViews puts the legs into words, with the values that pass along them.
func legViews(w *words.Words, known proofs, result setup.Result) [4]kit.Leg {
	var legs [4]kit.Leg
	values := legValues(result)
	for i, proof := range known.legs() {
		key := strconv.Itoa(i + 1)
		leg := kit.Leg{Name: w.Say("picture.leg." + key), Way: w.Say("picture.way." + key), Proof: proof}
		if proof == kit.Wrong {
			leg.State = w.Say("picture.fault." + known.fault.name)
		} else {
			leg.State = w.Say("picture.proof." + proofKey(proof))
		}
		leg.Label = w.Say("picture.label", words.Facts{"Number": key, "Name": leg.Name, "State": leg.State})
		for _, value := range values[i] {
			if value.value == "" {
				continue
			}
			lead := w.Say("picture.value." + value.name)
			leg.Values = append(leg.Values, kit.LegValue{Lead: lead, Value: value.value,
				Copy: kit.CopyWords{Copy: w.Say("window.copy-of", words.Facts{"What": w.Say(legValueName(value.name))}), Copied: w.Say("window.copied")}})
		}
		legs[i] = leg
	}
	return legs
}

// legValues are the values that pass along each leg, at most two.
func legValues(result setup.Result) [4][]namedValue {
	c := result.Contents
	return [4][]namedValue{
		{{"opens", c.UserAccessURL}, {"signs-in", result.TestUserUPN}},
		{{"signed-with", c.Thumbprint}, {"comes-from", c.EntraID}},
		{{"posted-to", c.ReplyURL}, {"meant-for", c.Identifier}},
		{{"seen-as", result.TestUserUPN}, {"portal", hostOf(c.ReplyURL)}},
	}
}

// legValueName is the key of a value's own name, for its copy button.
func legValueName(name string) string {
	switch name {
	case "opens":
		return "window.test.link"
	case "signed-with":
		return "window.hand-over.thumbprint"
	case "comes-from":
		return "window.hand-over.entra-id"
	case "posted-to":
		return "window.hand-over.reply-url"
	case "meant-for":
		return "window.hand-over.identifier"
	case "portal":
		return "picture.value.portal"
	}
	return "window.test-user.upn"
}

// nodesOf are the places of the picture, each with whose it is.
func (w *Window) nodesOf() [3]kit.Node {
	tenant := w.state.apply.result.Contents.TenantName
	if who := w.state.signIn.who; who != nil {
		tenant = firstOf(who.Tenant.Name, tenant)
	}
	return [3]kit.Node{
		{Icon: look.IconDirectory, Name: w.say("picture.entra"), Second: tenant},
		{Icon: look.IconBrowser, Name: w.say("picture.browser"), Second: w.state.personName()},
		{Icon: look.IconPortal, Name: w.say("picture.autotask"), Second: w.state.portalName()},
	}
}

// newPicture draws the sign-on as it is known now, with the leg of interest
// chosen.
func (w *Window) newPicture() *kit.Picture {
	known := w.state.proofs()
	return kit.NewPicture(w.host(), w.nodesOf(), legViews(w.words, known, *w.state.apply.result), firstOpen(known.legs()))
}
