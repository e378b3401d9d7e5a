package ui

import (
	"slices"
	"time"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// state is all that a set-up in the window has come to know, as plain values. It
// is touched on the window's goroutine only. Pages show it and change it; none
// of it survives the window.
type state struct {
	page         page
	furthest     page // the last page that the answers so far allow
	signIn       signInState
	access       accessState
	awaited      *setup.AwaitedConsent // that the sign-in is to look for; nil: none
	returning    string                // id of the tenant that is signed in to anew; "": none is
	returningTo  string                // its name
	question     page                  // that was open then, the plan at the latest
	away         *away                 // where to go on after that; nil: with the plan
	departs      departure             // once the work under way has ended
	portal       portalState
	ask          askState
	user         userState
	plan         *setup.Plan // nil: to be made, an answer has changed
	planning     bool
	planProblem  *setup.Problem
	taken        string // Wish.Application
	byHand       bool   // Wish.LeaveAssignment
	record       bool   // Wish.RecordInBundle
	starting     bool   // a practice tenant is
	startProblem string // why it did not
	apply        applyState
	earlier      int // changes made by runs before apply's
	handOver     handOverState
	test         testState
	export       exportState
	report       reportState
	examine      examineState
	live         liveState
	permission   permissionState
	signIns      signInsState
	trial        *setup.Trial // what the tenant shows about a sign-on; nil: not looked at
	proof        proofState
	symptom      samlcfg.Symptom // whose cause is looked for; "": none was named
	repair       *repair         // nil unless a fault is being mended
	journey      journey
	from         page            // where a page beside the way was opened
	tenant       *setup.Standing // the one that is looked at; nil: none
	verify       verifyState
	undo         undoState
	renewal      renewalState
	log          []setup.Exchange
	recent       recentState
	check        *bundleCheck   // shown on the start page; nil: none
	carried      *carried       // nil in a new set-up
	marking      setup.Stage    // what was last to be recorded
	unkept       *setup.Problem // why it was not
}

// signInState is the sign-in page's.
type signInState struct {
	way          setup.Way
	tenant       string
	cloud        string   // "": the window's
	client       string   // id of one's own application; "": the usual one
	stays        bool     // the sign-in is to outlive the window
	leaving      bool     // the sign-in is being given up
	left         bool     // it was, a moment ago
	forgotten    []string // whose were, a moment ago
	createsUser  bool
	groups       bool        // the right to read groups was asked for
	readsLog     bool        // that to read the sign-in log
	link         string      // of the sign-in page, to be copied
	code         *setup.Code // of a device-code sign-in under way
	linkUnopened bool        // no browser came up for link
	busy         bool
	stopped      bool // by the person
	cancel       func()
	who          *setup.Who // nil until signed in
	problem      *setup.Problem
}

// portalState is what was typed about the portal.
type portalState struct {
	text       string
	edited     bool // the addresses are typed by hand
	identifier string
	replyURL   string
	typing     bool // a key was pressed a moment ago
	checked    portalCheck
}

// userState is who tries the sign-on first.
type userState struct {
	create  bool
	name    string // before the @, with create
	domain  string
	upn     string // of somebody who exists, without create
	asked   string // the address that found or problem is about
	found   *setup.UserState
	problem *setup.Problem
}

// address is the user principal name that the answers lead to.
func (u userState) address() string {
	if u.create {
		if u.name == "" || u.domain == "" {
			return ""
		}
		return u.name + "@" + u.domain
	}
	return u.upn
}

// applyState is how far the changes are.
type applyState struct {
	running    bool
	cancelling bool
	replanning bool // looking at what is left, before trying again
	cancel     func()
	started    time.Time
	ended      time.Time
	before     int // changes of the same plan that earlier tries made
	made       int // by this one
	total      int // that this one is to make
	current    setup.Step
	wait       *setup.Wait // what the current step waits for
	steps      map[setup.Step]stepState
	problem    *setup.Problem
	result     *setup.Result
}

// allMade is how many changes of the plan are made, by all tries.
func (a *applyState) allMade() int { return a.before + a.made }

// all is how many changes the plan has.
func (a *applyState) all() int { return a.before + a.total }

// unsure reports whether a change may have been made that nobody heard the answer to.
func (a *applyState) unsure() bool {
	if a.problem == nil {
		return false
	}
	switch a.problem.Kind {
	case setup.Cancelled, setup.NoAnswer, setup.ConnectionBroken, setup.AnswerUnreadable, setup.ServiceDown, setup.WaitedTooLong, setup.Unexpected:
		return a.made < a.total
	}
	return false
}

// stepState is how one step stands.
type stepState struct {
	state   setup.State
	outcome setup.Outcome
	elapsed time.Duration
}

// handOverState is what became of the bundle.
type handOverState struct {
	savedAs    string
	saving     bool
	delivering bool
	delivered  bool
	sent       time.Time // zero until the person says so
	problem    *setup.Problem
	refused    string // why the practice desk did not take it

	recording      bool // the record of the changes goes in or out
	folderUnopened bool
	drafting       bool
	draft          string // where the draft e-mail is; "" until it is
	draftUnopened  bool   // no mail program came up
	again          bool   // the bundle is looked at while it is with support

	support          setup.Support
	unkept           *setup.Problem // why what support said was not kept
	reminder         string         // where the calendar entry is; "" until it is
	reminderUnopened bool
	expiry           string // the same for the entry of the certificate's end
	expiryUnopened   bool
	expiryProblem    *setup.Problem // why it is not there
}

// exportState is what became of the files for Terraform.
type exportState struct {
	busy    bool
	folder  string // where they are; "" until they are
	nothing bool   // the application is not in the tenant any more
	problem *setup.Problem
	failure error // they cannot be written
}

// reportState is what became of the record of the changes.
type reportState struct {
	path    string
	problem *setup.Problem
}

// testState is what the person did and saw.
type testState struct {
	opened   bool
	unopened bool      // no browser came up
	seen     time.Time // when it was proven
	saw      sight
	answered bool   // a response of Entra's was checked here and holds
	fault    *fault // what was found wrong since; nil: nothing yet
}

// sight is an answer to "What did you see?".
type sight string

// The answers.
const (
	sawNothing    sight = ""
	sawSignedIn   sight = "signed-in"
	sawMicrosoft  sight = "microsoft-error"
	sawAutotask   sight = "autotask-error"
	sawOtherThing sight = "other"
)

// newState returns a wizard that stands on its first page.
func newState() *state {
	return &state{
		signIn: signInState{way: setup.Browser, createsUser: true},
		user:   userState{create: true, name: "B.Simon"},
	}
}

// settled reports that all changes are made: earlier answers are read-only then.
func (s *state) settled() bool { return s.apply.result != nil }

// changed takes note that an answer on page p is new: what was built on the old
// one no longer stands.
func (s *state) changed(p page) {
	s.furthest = p
	s.plan, s.repair = nil, nil
	s.earlier += s.apply.allMade()
	s.apply = applyState{}
}

// advance moves on from the current page, and says to which.
func (s *state) advance() page {
	steps := s.journey.pages()
	switch at := slices.Index(steps, s.page); {
	case at+1 < len(steps):
		s.page = steps[at+1]
	}
	s.furthest = max(s.furthest, s.page)
	return s.page
}

// back is the page before, and whether one may go there now.
func (s *state) back() (page, bool) {
	switch {
	case s.page == pageStart, s.busy():
		return s.page, false
	case s.page == pageApply && s.settled():
		return pageReview, true
	}
	return s.before(s.page), true
}

// left takes note that the page's work ended with the page.
func (s *state) left() {
	s.planning, s.starting, s.signIn.busy = false, false, false
	s.handOver.saving, s.handOver.delivering, s.handOver.drafting, s.handOver.recording = false, false, false, false
	s.apply.replanning, s.export.busy, s.examine.busy = false, false, false
	s.verify.busy, s.verify.mend.looking, s.undo.looking = false, false, false
	s.undo.work.running, s.renewal.work.running = false, false
	s.live.left()
	s.signIns.left()
	s.proof.looking, s.proof.running = false, false
	s.access.looking = false
	h := &s.renewal.handOver
	h.saving, h.drafting, h.recording = false, false, false
}

// mayVisit reports whether the step rail may lead to p.
func (s *state) mayVisit(p page) bool {
	return !s.busy() && !s.aside(p) && p != s.page && p <= s.furthest && !s.undo.done
}

// busy reports that the tenant is being changed, from which nothing leads away.
func (s *state) busy() bool {
	return s.apply.running || s.apply.replanning || s.proof.running || s.undo.work.running || s.renewal.work.running || s.live.run.running || s.live.run.planning
}

// wish is what the answers ask for.
func (s *state) wish(language string) setup.Wish {
	if s.repair != nil && s.plan != nil {
		return s.plan.Wish // a repair asks for more than the answers do
	}
	wish := setup.Wish{Portal: s.portal.checked.portal, Application: s.taken, Language: language, RecordInBundle: s.record, LeaveAssignment: s.byHand}
	wish.TestUser = setup.TestUser{Create: s.user.create, UPN: s.user.address()}
	if s.user.create {
		wish.TestUser.Name = s.user.name
	}
	return wish
}
