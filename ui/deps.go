package ui

import (
	"context"
	"errors"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/settings"
)

// Title is the title of the window; PracticeTitle is that of a window whose
// flow runs on a practice tenant.
const (
	Title         = "backupsso"
	PracticeTitle = "backupsso: PRACTICE"
)

// ErrNoWindow says that no window can be opened here: the program was built
// without one, or there is no display, or no OpenGL. The terminal flow does the
// same job.
var ErrNoWindow = errors.New("no window can be opened here")

// What can be lacking for a window.
const (
	lacksWindow  = "window" // in this build
	lacksDisplay = "display"
	lacksOpenGL  = "opengl"
	lacksLibrary = "library"
)

// noWindow is an ErrNoWindow with the reason alone as its text, because whoever
// shows it says the rest in words of the person's language.
type noWindow struct{ lacks, reason string }

func (n noWindow) Error() string { return n.reason }
func (n noWindow) Unwrap() error { return ErrNoWindow }

// Lacks names what there is none of: window, display, opengl or library.
func (n noWindow) Lacks() string { return n.lacks }

// Flow is one set-up as the window drives it; *setup.Flow fulfils it. The window
// never calls two methods at the same time and never from its own goroutine.
type Flow interface {
	SignIn(ctx context.Context, how setup.SignIn) (setup.Who, error)
	// Permit asks for more permissions within the sign-in that is in force.
	Permit(ctx context.Context, ask setup.Permit) (setup.Who, error)
	// Leave drops the sign-in in force.
	Leave()
	// Preflight tells what the account may do. AwaitConsent remembers that an administrator
	// was asked, and Consented looks whether one has allowed it. They change nothing.
	Preflight(ctx context.Context, wish setup.Wish) (setup.Preflight, error)
	AwaitConsent(consent setup.Consent) error
	Consented(ctx context.Context, consent setup.Consent) (bool, error)
	LookUpUser(ctx context.Context, upn string) (setup.UserState, error)
	Plan(ctx context.Context, wish setup.Wish) (setup.Plan, error)
	Apply(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error)
	SaveBundle(result setup.Result, path string) (string, error)
	// SaveFile writes a file that goes with a bundle; like SaveBundle.
	SaveFile(content []byte, path string) (string, error)
	SaveChangeRecord(result setup.Result, path string) ([]string, error)
	// What is done to a set-up that stands; Verify and PlanUndo change nothing.
	Verify(ctx context.Context, wish setup.Wish) (setup.Report, error)
	PlanUndo(ctx context.Context, wish setup.Wish) (setup.UndoPlan, error)
	Undo(ctx context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error)
	Renew(ctx context.Context, wish setup.Wish, tell func(setup.Event)) (setup.Renewal, error)
	Activate(ctx context.Context, wish setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error)
	RollBack(ctx context.Context, wish setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error)
	// Trial reads back what a failed sign-on is held against; Examine judges a
	// response by it. A proof adds a Reply URL on this computer for a while.
	Trial(ctx context.Context, wish setup.Wish) (setup.Trial, error)
	Examine(trial setup.Trial, raw []byte) (samlcfg.Reading, []samlcfg.Finding)
	LiveFlow
	PlanProof(ctx context.Context, wish setup.Wish) (setup.ProofPlan, error)
	Prove(ctx context.Context, plan setup.ProofPlan, desk setup.ProofDesk) (setup.Proof, error)
	// Mark records how far the set-up has come outside the tenant.
	Mark(wish setup.Wish, stage setup.Stage) error
	// NoteSupport records what support has said; NoteAsked that they were asked for
	// the portal's addresses, and ForgetAsked that these are known.
	NoteSupport(wish setup.Wish, said setup.Support) error
	NoteAsked(remind time.Time) error
	ForgetAsked() error
}

// PracticeDesk stands in for Autotask's support team: it sets the practice
// portal up from a bundle.
type PracticeDesk interface {
	Deliver(ctx context.Context, zip []byte) error
}

// Deps are the window's outside, wired by main and by tests.
type Deps struct {
	Flow  Flow
	Words *words.Words
	// Practice marks everything and turns the hand-over into a delivery to
	// PracticeDesk, which is nil otherwise.
	Practice     bool
	PracticeDesk PracticeDesk
	// Cloud is the name of the tenant's cloud; it means nothing with Practice.
	Cloud string
	// Clouds are the names of those that can be signed in to, the usual one first.
	Clouds []string
	// Practise starts a practice tenant and gives a flow and a desk on it; nil
	// hides the offer. It is not asked for when Practice is set.
	Practise func(ctx context.Context) (Flow, PracticeDesk, error)
	// Recent lists the set-ups that are remembered, the latest first, and the
	// problems with those that cannot be read; nil where nothing is remembered.
	Recent func() ([]setup.Standing, []*setup.Problem)
	// Awaited lists the consents that administrators were asked for, the oldest first;
	// nil where nothing is remembered.
	Awaited func() ([]setup.AwaitedConsent, []*setup.Problem)
	// SignOut forgets the sign-ins that were to stay on this computer; nil where none can.
	SignOut func() (setup.SignedOut, error)
	// ProxyPassword takes what a person answers to a proxy that asks who is there; nil
	// where no proxy can be. It is kept in memory only.
	ProxyPassword func(user, password string)
	// Register lists what an app registration of one's own in a cloud is entered with;
	// nil hides the offer.
	Register func(cloud string, way setup.Way) setup.Registration
	// Remembers says that the flow keeps a journal, so that what it makes can be
	// taken back.
	Remembers bool
	// OpenURL shows an address in the person's browser.
	OpenURL func(address string) error
	// OpenFile opens a file or a folder in the program that is meant for it.
	OpenFile func(path string) error
	Now      func() time.Time
	// SaveDir is where the bundle is saved unless the person chooses another
	// place; an absolute path.
	SaveDir string
	Version string
	// Languages are the BCP 47 tags to choose from; Speak gives the words of one,
	// and those of the system's language for "". A nil Speak hides the choice.
	Languages []string
	Speak     func(tag string) *words.Words
	// Told says that the language of Words was asked for by name and wins over the
	// settings, until another is chosen.
	Told bool
	// Settings keeps what is chosen between runs; nil keeps nothing.
	Settings settings.Store
}
