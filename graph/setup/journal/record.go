package journal

import (
	"slices"
	"time"
)

// Version is the format that this package writes. Version 1 named the newest
// application beside the list of them; it is read, and kept beside the journal when
// that is written in the new form.
const Version = 2

// State says how far a set-up has come.
type State string

// The states of a set-up. Sent lasts for as long as the support team needs.
const (
	Asked    State = "asked"    // support was asked for the portal's addresses, which nobody here knows yet
	Applying State = "applying" // begun, not finished
	Made     State = "made"     // everything stands in the tenant
	Sent     State = "sent"     // the bundle is with the support team
	Live     State = "live"     // somebody has signed in
	Undone   State = "undone"   // taken back
)

// Outcome is what came of an intent.
type Outcome string

// The outcomes. Open means that nobody knows: the run ended before the answer.
const (
	Open    Outcome = ""
	Done    Outcome = "done"
	Refused Outcome = "refused" // nothing happened
)

// Values are named lists of what a property held; a missing name and an empty list
// are the same.
type Values map[string][]string

// Entry is one write: its intent, and its outcome once that is known.
type Entry struct {
	Step   string `json:"step"`
	What   string `json:"what"`
	Object string `json:"object,omitempty"` // id of the object that is written to; "" for a new one
	// Known are ids that were there before, so that what is new can be told.
	Known           []string  `json:"known,omitempty"`
	Before          Values    `json:"before,omitempty"`
	After           Values    `json:"after,omitempty"`
	Begun           time.Time `json:"begun"`
	Outcome         Outcome   `json:"outcome,omitempty"`
	Made            string    `json:"made,omitempty"` // id or thumbprint of what was made
	Ended           time.Time `json:"ended,omitzero"`
	RequestID       string    `json:"request_id,omitempty"`
	ClientRequestID string    `json:"client_request_id,omitempty"`
	TakenBack       time.Time `json:"taken_back,omitzero"`
}

// Standing reports whether the entry changed the tenant and was not taken back.
func (e Entry) Standing() bool { return e.Outcome == Done && e.TakenBack.IsZero() }

// Support is what is known of the support team's side; a zero time stands for what
// they have not said.
type Support struct {
	Loaded    time.Time `json:"loaded,omitzero"`    // they have loaded the metadata
	Activated time.Time `json:"activated,omitzero"` // they have activated the test user
	Remind    time.Time `json:"remind,omitzero"`    // when to ask them again
	Ticket    string    `json:"ticket,omitempty"`   // what they call the request
}

// Tried is what is known of tries of the sign-on, and of what the portal was given
// for them.
type Tried struct {
	Proven           time.Time `json:"proven,omitzero"`             // when a local proof held last
	ProvenThumbprint string    `json:"proven_thumbprint,omitempty"` // certificate that signed its response
	SentThumbprint   string    `json:"sent_thumbprint,omitempty"`   // certificate in the bundle that was sent
}

// Record is all that is remembered of one set-up.
type Record struct {
	Version         int       `json:"version"`
	TenantID        string    `json:"tenant_id"`
	TenantName      string    `json:"tenant_name,omitempty"`
	TenantDomain    string    `json:"tenant_domain,omitempty"`
	Identifier      string    `json:"identifier"` // "" while State is Asked
	ReplyURL        string    `json:"reply_url,omitempty"`
	Practice        bool      `json:"practice,omitempty"`
	Cloud           string    `json:"cloud,omitempty"`        // name of the Microsoft cloud
	Login           string    `json:"login,omitempty"`        // sign-in host
	Applications    []App     `json:"applications,omitempty"` // all that were written to, the newest last
	TestUserID      string    `json:"test_user_id,omitempty"`
	TestUserUPN     string    `json:"test_user_upn,omitempty"`
	State           State     `json:"state"`
	Begun           time.Time `json:"begun"`
	Changed         time.Time `json:"changed"`
	Sent            time.Time `json:"sent,omitzero"`
	Live            time.Time `json:"live,omitzero"`             // when somebody signed in
	Thumbprint      string    `json:"thumbprint,omitempty"`      // active certificate, as last seen
	CertificateEnds time.Time `json:"certificate_ends,omitzero"` // its last moment
	Previous        string    `json:"previous,omitempty"`        // thumbprint that was active before a renewal
	Renewed         string    `json:"renewed,omitempty"`         // thumbprint of a new certificate that is not active yet
	RenewedEnds     time.Time `json:"renewed_ends,omitzero"`     // its last moment
	Support         Support   `json:"support,omitzero"`
	Tried           Tried     `json:"tried,omitzero"`
	Entries         []Entry   `json:"entries,omitempty"`
	// InUse says that another window or program works on it; set by List only.
	InUse bool `json:"-"`
}

// App names an application that was written to, by its object id, its client id and
// the object id of its service principal, as far as they are known.
type App struct {
	ObjectID    string `json:"object_id"`
	AppID       string `json:"app_id,omitempty"`
	PrincipalID string `json:"principal_id,omitempty"`
}

// Touched lists every application that was made or written to, the newest last.
func (r Record) Touched() []App {
	all := slices.Clone(r.Applications)
	add := func(one App) {
		if one.ObjectID != "" && !slices.ContainsFunc(all, func(known App) bool { return known.ObjectID == one.ObjectID }) {
			all = append(all, one)
		}
	}
	for _, made := range r.Entries {
		if made.What == "application" && made.Standing() {
			one := App{ObjectID: made.Made}
			if ids := made.After["app-id"]; len(ids) > 0 {
				one.AppID = ids[0]
			}
			add(one)
		}
	}
	return all
}

// Newest is the application that was written to last, zero when there was none.
func (r Record) Newest() App {
	if len(r.Applications) == 0 {
		return App{}
	}
	return r.Applications[len(r.Applications)-1]
}

// OpenEntry returns the index of the newest intent about what that has no outcome,
// or -1.
func (r Record) OpenEntry(what string) int {
	for i, entry := range slices.Backward(r.Entries) {
		if entry.What == what && entry.Outcome == Open {
			return i
		}
	}
	return -1
}

// Last returns the newest standing entry about what.
func (r Record) Last(what string) (Entry, bool) {
	for _, entry := range slices.Backward(r.Entries) {
		if entry.What == what && entry.Standing() {
			return entry, true
		}
	}
	return Entry{}, false
}

// clone copies a record deep enough that a change of one is none of the other.
func (r Record) clone() Record {
	r.Entries = slices.Clone(r.Entries)
	r.Applications = slices.Clone(r.Applications)
	return r
}
