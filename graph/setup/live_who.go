package setup

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
)

// InsiderBy says who let somebody in; words under "live.by.<by>".
type InsiderBy string

// Who can have let somebody in.
const (
	ByGoingLive InsiderBy = "going-live"
	BySetup     InsiderBy = "setup"
	ByOthers    InsiderBy = "others"
)

// InsidersBy lists all of them.
func InsidersBy() []InsiderBy { return []InsiderBy{ByGoingLive, BySetup, ByOthers} }

// Insider is a person or group that may use the application.
type Insider struct {
	Member Member // a person's user name is left out where it could not be seen
	Since  time.Time
	By     InsiderBy
}

// WhoIsIn lists who may use the application, people by name and then groups by name.
// Who is in only by a group is not listed. Events tell how far the reading has come;
// emit may be nil.
func (f *Flow) WhoIsIn(ctx context.Context, wish Wish, emit func(Event)) ([]Insider, error) {
	if err := f.signedIn(); err != nil {
		return nil, err
	}
	r, ledger, err := f.lookForLive(ctx, LiveWish{Wish: wish}, emit)
	if r != nil {
		f.watch.follow(r)
		defer f.watch.follow(nil)
	}
	if err != nil {
		return nil, f.problem(StepPeople, err)
	}
	mine := map[string]bool{}
	for _, member := range ledger.Members() {
		if member.Standing() {
			mine[member.Made] = true
		}
	}
	own, assigned := f.past.Last(WhatAssignment)
	var ids []string
	for _, one := range r.seen.assignments {
		if one.PrincipalType == string(Person) {
			ids = append(ids, one.PrincipalID)
		}
	}
	users, err := f.directory.UsersWith(ctx, graph.ByID, ids, r.reading(len(ids)))
	if answer := answerOf(err); answer != nil && answer.Status == http.StatusForbidden && !answer.ProxyPage {
		err = nil // names are enough
	}
	if err != nil {
		return nil, f.problem(StepPeople, err)
	}
	known := map[string]graph.User{}
	for _, user := range users {
		known[strings.ToLower(user.ID)] = user
	}
	insiders := make([]Insider, 0, len(r.seen.assignments))
	for _, one := range r.seen.assignments {
		insider := Insider{Member: Member{Kind: MemberKind(one.PrincipalType), ID: one.PrincipalID, Name: one.PrincipalName}, Since: one.Created, By: ByOthers}
		if user, is := known[strings.ToLower(one.PrincipalID)]; is {
			insider.Member = memberOfUser(user)
		}
		switch {
		case mine[one.ID]:
			insider.By = ByGoingLive
		case assigned && own.Made == one.ID:
			insider.By = BySetup
		}
		insiders = append(insiders, insider)
	}
	slices.SortStableFunc(insiders, func(a, b Insider) int { return strings.Compare(a.order(), b.order()) })
	return insiders, nil
}

func (i Insider) order() string {
	kind := "1"
	if i.Member.Kind == Person {
		kind = "0"
	}
	return kind + strings.ToLower(i.Member.Name) + " " + strings.ToLower(i.Member.UPN)
}

// reading tells how far the looking up of people has come.
func (r *run) reading(total int) func(done int) {
	told := func(done int) {
		r.telling.Lock()
		r.live, r.made, r.total = true, done, total
		r.telling.Unlock()
		r.tell(Event{Step: StepPeople, State: Started})
	}
	if total > 0 {
		told(0)
	}
	return told
}
