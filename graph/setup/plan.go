package setup

import (
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
)

// AppName is the gallery's name of the app.
const AppName = "Autotask Endpoint Backup"

// NewApplication as Wish.Application adds an application beside those that serve
// other portals.
const NewApplication = "new"

// Wish is what the person asked for.
type Wish struct {
	Portal samlcfg.Portal
	// Application chooses among existing applications: "" adopts the only
	// fitting one or adds one, "new" adds one, anything else is the object id of
	// the application to take.
	Application string
	TestUser    TestUser
	// LeaveAssignment leaves it to a person in the admin centre who may use the
	// application, so that no leave to assign anybody is needed.
	LeaveAssignment bool
	// Notify is told before the certificate expires; empty: the signed-in
	// account's mail or UPN.
	Notify []string
	// Language is the BCP 47 tag for the bundle's letter.
	Language string
	// Fix is what a test found to be mended beyond what is missing: ours first among
	// several addresses, or an app that is turned off.
	Fix samlcfg.Fix
	// RecordInBundle puts the record of the changes into the bundle too.
	RecordInBundle bool
}

// TestUser is the person who tries the sign-on first.
type TestUser struct {
	Create bool   // create her when missing; otherwise she must exist
	UPN    string // empty with Create: B.Simon at the tenant's default domain
	Name   string // display name when created; empty: B.Simon
}

// Verb says what a change does.
type Verb string

// The verbs of a plan.
const (
	Create Verb = "create"
	Modify Verb = "change"
	Same   Verb = "already-so"
	Cannot Verb = "cannot"
	ByHand Verb = "by-hand" // by a person in the admin centre
)

// Change is one row of a plan: one value of one step.
type Change struct {
	Step Step
	// What names the value; words under "change.<what>".
	What   string // "gallery-app", "application", "sign-on-mode", "identifier", "reply-url", "certificate", "active-certificate", "notification", "test-user", "assignment"
	Verb   Verb
	Before string   // as stored; "" when nothing is there
	After  string   // as it will be stored; "" when only known later (a certificate's thumbprint)
	Why    *Problem // for Cannot
}

// Plan is what Apply would do, as seen at one moment.
type Plan struct {
	Wish        Wish
	Tenant      graph.Tenant
	Account     graph.Account
	Made        time.Time
	Changes     []Change
	Application string    // display name
	NotAfter    time.Time // expiry of the certificate in use or to be made
	// Resumes is when a run was cut off that this plan carries on; zero: none was.
	Resumes time.Time
	// Notices are what else is good to know; nothing of it is changed.
	Notices  []Notice
	observed observation
}

// Count returns the number of changes with one of the verbs.
func (p Plan) Count(verbs ...Verb) int {
	n := 0
	for _, change := range p.Changes {
		for _, verb := range verbs {
			if change.Verb == verb {
				n++
			}
		}
	}
	return n
}

// Writes is the number of values that Apply would create or change.
func (p Plan) Writes() int { return p.Count(Create, Modify) }

// writesOf is the number of values of one step that Apply would create or change.
func (p Plan) writesOf(step Step) int {
	return Plan{Changes: filter(p.Changes, func(c Change) bool { return c.Step == step })}.Writes()
}

// Blocked returns the first reason why the plan cannot be applied, or nil.
func (p Plan) Blocked() *Problem {
	for _, change := range p.Changes {
		if change.Verb == Cannot {
			return change.Why
		}
	}
	return nil
}
