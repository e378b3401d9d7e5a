package setup

import (
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/roster"
)

// MemberKind says whether it is a person or a group, in Graph's words.
type MemberKind string

// The kinds of members.
const (
	Person   MemberKind = "User"
	AGroup   MemberKind = "Group"
	mostSeen            = 25 // of each kind, for one search
)

// Member is a person or a group that can be let in.
type Member struct {
	Kind  MemberKind
	ID    string
	Name  string
	UPN   string // of a person
	Mail  string
	Off   bool // a person who may not sign in at all
	Guest bool
	Group GroupFacts
}

// GroupFacts is what matters of a group.
type GroupFacts struct {
	Security bool // only these can be assigned
	Dynamic  bool // a rule decides who is in it
	Unified  bool // a Microsoft 365 group
	ForRoles bool
	Counted  bool // People and Inner are known
	People   int  // direct members; only they count
	Inner    int  // groups inside, whose members do not count
}

// LiveWish is who shall use the application from now on.
type LiveWish struct {
	Wish Wish // which set-up it is about
	// TakeBack turns it around: those who are named, or everybody when nobody is
	// named, are taken out again, as far as going live let them in.
	TakeBack bool
	// Members were found by FindMembers, Groups are names or object ids, List was
	// pasted; all of them are taken.
	Members []Member
	Groups  []string
	List    roster.List
	// RemoveTestUser takes the test user's assignment away again, and deletes the
	// account when this set-up created it.
	RemoveTestUser bool
	// Resume takes those whom a run that was cut off has not let in, and nobody else.
	Resume bool
}

// LiveVerb says what going live does with one row.
type LiveVerb string

// The verbs.
const (
	LetIn    LiveVerb = "assign"
	IsIn     LiveVerb = "already-so"
	StaysOut LiveVerb = "cannot" // with LiveWish.TakeBack: nothing is taken back
	LetOut   LiveVerb = "take-back"
	IsOut    LiveVerb = "is-out" // with LiveWish.TakeBack
)

// Why a row cannot be done; words under "live.why.<why>". Beside them stand the
// roster's own.
const (
	WhyNotFound      = "not-found"
	WhySeveral       = "several" // people with that mail address, or groups with that name
	WhyDisabled      = "disabled"
	WhyGroupNotFound = "group-not-found"
	WhyNotSecurity   = "not-security"
	WhyNoPremium     = "no-premium"
	WhyTwice         = "twice"     // the same person or group is there already
	WhyTestUser      = "test-user" // whom the same wish takes away
	WhyNotOurs       = "not-ours"  // let in by something else than going live, so it stays
)

// WhysToStayOut lists every reason why a row cannot be done.
func WhysToStayOut() []string {
	return []string{WhyNotFound, WhySeveral, WhyDisabled, WhyGroupNotFound, WhyNotSecurity, WhyNoPremium, WhyTwice, WhyTestUser, WhyNotOurs,
		string(roster.NoAddress), string(roster.NotAddress), string(roster.Duplicate), string(roster.TooMany)}
}

// What is worth knowing of a row that can be done; words under "live.note.<note>".
const (
	NoteGuest      = "guest"
	NoteByMail     = "by-mail" // found by mail address; the user name is another one
	NoteNested     = "nested"  // groups inside do not count
	NoteDynamic    = "dynamic"
	NoteForRoles   = "for-roles"
	NoteEmpty      = "empty"       // the group has no direct members
	NoteNeedsP1    = "needs-p1"    // whether the tenant has it could not be seen
	NoteUnsettled  = "unsettled"   // a run that was cut off may have let them in
	NoteOutOfSight = "not-showing" // let in a moment ago, and not in the tenant's list yet
)

// LiveNotes lists every note.
func LiveNotes() []string {
	return []string{NoteGuest, NoteByMail, NoteNested, NoteDynamic, NoteForRoles, NoteEmpty, NoteNeedsP1, NoteUnsettled, NoteOutOfSight}
}

// LiveRow is one person or group of a plan.
type LiveRow struct {
	Line   int    // in the pasted list; 0 for the others
	Asked  string // as it was asked for: an address, the name of a group
	Member Member // zero when nobody was found
	Verb   LiveVerb
	Why    string // for StaysOut
	Of     int    // line of the first one, for Duplicate and WhyTwice; 0 when that has none
	Notes  []string
}

// TestUserRow says what happens to the test user.
type TestUserRow struct {
	Member   Member
	Unassign bool // her assignment is taken away
	Delete   bool // her account goes to the recycle bin, for 30 days
	// Foreign says that this set-up neither assigned nor created her, so she stays.
	Foreign bool
	// Last says that nobody else would be let in afterwards.
	Last bool
}

// LivePlan is what GoLive would do, as seen at one moment.
type LivePlan struct {
	Wish        LiveWish
	Tenant      graph.Tenant
	Account     graph.Account
	Application string // display name
	Made        time.Time
	Rows        []LiveRow
	TestUser    *TestUserRow // nil: she is left alone
	// Before is how many people and groups were let in before.
	Before int
	// Licence says whether groups can be assigned at all; looked up for groups only.
	Licence graph.Licence
	// Resumes is when the run began that was cut off and is carried on; zero: none.
	Resumes time.Time

	principalID string
	roleID      string
}

// Count returns the number of rows with one of the verbs.
func (p LivePlan) Count(verbs ...LiveVerb) int {
	n := 0
	for _, row := range p.Rows {
		for _, verb := range verbs {
			if row.Verb == verb {
				n++
			}
		}
	}
	return n
}

// Removals is the number of things that are taken away: an assignment, an account.
func (p LivePlan) Removals() int {
	n := 0
	if p.TestUser != nil && p.TestUser.Unassign {
		n++
	}
	if p.TestUser != nil && p.TestUser.Delete {
		n++
	}
	return n
}

// Writes is the number of changes that GoLive would make.
func (p LivePlan) Writes() int { return p.Count(LetIn, LetOut) + p.Removals() }

// After is how many people and groups are in when everything of the plan is done.
func (p LivePlan) After() int {
	after := p.Before + p.Count(LetIn) - p.Count(LetOut)
	if p.TestUser != nil && p.TestUser.Unassign {
		after--
	}
	return max(0, after)
}

func memberOfUser(user graph.User) Member {
	return Member{Kind: Person, ID: user.ID, Name: user.Name, UPN: user.UPN, Mail: user.Mail, Off: !user.Enabled, Guest: user.Guest}
}

func memberOfGroup(group graph.Group) Member {
	return Member{Kind: AGroup, ID: group.ID, Name: group.Name, Mail: group.Mail,
		Group: GroupFacts{Security: group.Security, Dynamic: group.Dynamic, Unified: group.Unified, ForRoles: group.ForRoles}}
}
