package terminal

import (
	"context"
	"io"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// Flow is one set-up as the terminal drives it; *setup.Flow fulfils it.
type Flow interface {
	SignIn(ctx context.Context, how setup.SignIn) (setup.Who, error)
	LookUpUser(ctx context.Context, upn string) (setup.UserState, error)
	Plan(ctx context.Context, wish setup.Wish) (setup.Plan, error)
	Apply(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error)
	SaveBundle(result setup.Result, path string) (string, error)
	SaveChangeRecord(result setup.Result, path string) ([]string, error)
}

// Target says which tenant a flow works on.
type Target struct {
	Practice    bool
	PracticeURL string // login URL of a running practice tenant; empty: start one
	Cloud       string // one of Deps.Clouds; the one that a practice tenant started here plays
	ClientID    string // empty: the default one
	CAFile      string // authorities to trust beside the system's; empty: none
	// Trace is where what is said to Microsoft is recorded, without what names the
	// tenant and its people; nil: it is not.
	Trace io.Writer
}

// Window is how the window is opened.
type Window struct {
	Target  Target
	Session Session
	Words   *words.Words
	Told    bool   // whether --lang named the language
	Folder  string // absolute; where the bundle goes unless the person says otherwise
}

// Session is a flow on its tenant.
type Session struct {
	Flow   Flow
	Portal string // support page of the stand-in portal; empty for a real tenant
	End    func() // ends what was started for the flow, a practice tenant for one
	// ProxyPassword takes what a person answers to a proxy that asks who is there;
	// nil where no proxy can be.
	ProxyPassword func(user, password string)
}

// PracticeOptions is how a practice tenant of its own is served.
type PracticeOptions struct {
	Listen string
	Lag    time.Duration
	Ask    bool
	People int       // added to those whom every practice tenant has
	Trace  io.Writer // nil: none
	Faults []string  // faults by name, with settings
	TLS    bool      // https with an authority of its own
	Host   string    // the name that clients use; empty: the address
	State  string    // file that keeps the tenant; empty: in memory only
	Cloud  string    // one of Deps.Clouds, to play
}

// WrongFlag is what ServePractice fails with when a flag has a value that the
// practice tenant cannot take.
type WrongFlag struct {
	Flag, Value, Reason string
}

// Error gives the reason.
func (e *WrongFlag) Error() string { return e.Reason }

// PracticeServer is a practice tenant that listens.
type PracticeServer struct {
	Info  any // printed as one JSON line
	Close func() error
}

// Version says which build this is.
type Version struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Time     string `json:"time,omitempty"` // of the commit, RFC 3339
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
	Window   bool   `json:"window"` // whether this build has one
}

// Deps are the terminal's outside, wired by main and by tests.
type Deps struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
	// The three say whether a person sits behind In, Out and Err.
	InTerminal, OutTerminal, ErrTerminal bool
	// Width returns the columns of the terminal; nil or 0: 80.
	Width   func() int
	Getenv  func(string) string
	Words   *words.Words // of the system's language; --lang wins
	told    bool         // --lang was given
	Now     func() time.Time
	Version Version
	Clouds  []string // names that --cloud takes, the default first
	OpenURL func(address string) error
	// ReadSecret reads a line that the terminal does not show; nil: nobody can type.
	ReadSecret func(ctx context.Context) (string, error)
	// NewFlow connects a flow to its tenant.
	NewFlow func(ctx context.Context, target Target) (Session, error)
	// SignOut forgets the sign-ins that this computer keeps.
	SignOut func() (setup.SignedOut, error)
	// Register lists what an app registration of one's own is entered with, in one of Clouds.
	Register func(cloud string, way setup.Way) setup.Registration
	// Remembered reads what is remembered of set-ups; nil: nothing is.
	Remembered    func() Memory
	ServePractice func(ctx context.Context, options PracticeOptions) (PracticeServer, error)
	// OpenWindow runs the window until it is closed. An error that wraps
	// NoWindow says why there is none here.
	OpenWindow func(ctx context.Context, window Window) error
	NoWindow   error
	// LeaveConsole is called before the window opens. Where the process sits in a
	// console that nobody typed in, it leaves it and returns how to speak to the
	// person instead; otherwise it returns nil. Nil itself: there are no such consoles.
	LeaveConsole func() (alert func(text string))
}
