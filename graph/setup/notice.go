package setup

import (
	"slices"
	"time"

	"backupsso/graph"
)

// NoticeKind names something in the tenant that a plan changes nothing about, but
// that is good to know before it is accepted; words under "notice.<kind>.what",
// ".why" and ".next", with the fields of a Notice as named placeholders: App, UPN,
// Deleted and Until as dates.
type NoticeKind string

// What a plan may tell.
const (
	// DeletedApp: an application of the gallery app lies in the recycle bin, while
	// the plan adds one.
	DeletedApp NoticeKind = "deleted-application"
	// DeletedWithIdentifier: it has the wished Identifier, too. Nobody says whether
	// Entra keeps that back for it.
	DeletedWithIdentifier NoticeKind = "deleted-with-identifier"
	// DeletedPerson: someone with the test user's address lies there, while the plan
	// creates the test user. She cannot come back under that address then.
	DeletedPerson NoticeKind = "deleted-user"
)

// NoticeKinds lists every kind.
func NoticeKinds() []NoticeKind {
	return []NoticeKind{DeletedApp, DeletedWithIdentifier, DeletedPerson}
}

// Notice is one thing in the recycle bin.
type Notice struct {
	Kind     NoticeKind
	App      string    // display name of an application
	UPN      string    // address of a person
	ObjectID string    // by which it can be restored
	Deleted  time.Time // when
	Until    time.Time // when it leaves the bin for good
}

// inBinFor is how long the recycle bin keeps things
// (learn.microsoft.com/graph/api/resources/deleteditems).
const inBinFor = 30 * 24 * time.Hour

// mostNotices is how many things of one kind are told, the newest first.
const mostNotices = 3

// noticesOf are the things in the recycle bin that matter for a plan.
func noticesOf(wish Wish, seen observation) []Notice {
	var apps, people []Notice
	for _, gone := range seen.deleted {
		kind := DeletedApp
		if holds(gone.Application, wish.Portal.Identifier) {
			kind = DeletedWithIdentifier
		}
		settled := seen.application != nil && (kind == DeletedApp || holds(*seen.application, wish.Portal.Identifier))
		if !settled {
			apps = append(apps, Notice{Kind: kind, App: gone.Name, ObjectID: gone.ObjectID, Deleted: gone.Deleted, Until: gone.Deleted.Add(inBinFor)})
		}
	}
	if seen.user == nil && wish.TestUser.Create {
		for _, gone := range seen.deletedUsers {
			people = append(people, Notice{Kind: DeletedPerson, UPN: gone.UPN, ObjectID: gone.ID, Deleted: gone.Deleted, Until: gone.Deleted.Add(inBinFor)})
		}
	}
	return append(newest(apps), newest(people)...)
}

func newest(all []Notice) []Notice {
	slices.SortStableFunc(all, func(a, b Notice) int { return b.Deleted.Compare(a.Deleted) })
	return all[:min(mostNotices, len(all))]
}

// keepsIdentifier is the deleted application that may keep the wished Identifier
// back, or nil.
func (o observation) keepsIdentifier(identifier string) *graph.DeletedApplication {
	for _, gone := range o.deleted {
		if holds(gone.Application, identifier) {
			return &gone
		}
	}
	return nil
}
