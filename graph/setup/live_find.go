package setup

import (
	"context"
	"strings"
	"time"

	"backupsso/graph"
)

// FoundMembers is what a search found.
type FoundMembers struct {
	Members []Member // people by name, then groups by name
	More    bool     // there are more than shown
	// NoGroups says that the permission to read groups is missing. A sign-in with
	// Groups set asks for it.
	NoGroups bool
}

// FindMembers looks for people and groups by name, user name or mail address, at
// most 25 of each; groups come with the number of their direct members.
func (f *Flow) FindMembers(ctx context.Context, text string) (FoundMembers, error) {
	var found FoundMembers
	if err := f.signedIn(); err != nil {
		return found, err
	}
	seen, err := f.directory.Find(ctx, text, mostSeen)
	if err != nil {
		return found, f.problem(StepPeople, err)
	}
	found.More, found.NoGroups = seen.MoreUsers || seen.MoreGroups, seen.NoGroups
	for _, user := range seen.Users {
		found.Members = append(found.Members, memberOfUser(user))
	}
	people := len(found.Members)
	for _, group := range seen.Groups {
		found.Members = append(found.Members, memberOfGroup(group))
	}
	if err := f.sizeGroups(ctx, found.Members[people:]); err != nil {
		return found, f.problem(StepPeople, err)
	}
	return found, nil
}

// sizeGroups counts who is in groups.
func (f *Flow) sizeGroups(ctx context.Context, groups []Member) error {
	if len(groups) == 0 {
		return nil
	}
	ids := make([]string, len(groups))
	for i, group := range groups {
		ids[i] = group.ID
	}
	sizes, err := f.directory.GroupSizes(ctx, ids)
	if err != nil {
		return err
	}
	for i, size := range sizes {
		groups[i].Group.Counted, groups[i].Group.People, groups[i].Group.Inner = true, size.People, size.Groups
	}
	return nil
}

// LiveCut is a run of GoLive that was cut off.
type LiveCut struct {
	Began time.Time
	Done  int // let in by it
	Left  int // not reached, refused, or not known
}

// CutOffLive tells of a run of GoLive that was cut off; false when there is none.
func (f *Flow) CutOffLive(wish Wish) (LiveCut, bool, error) {
	ledger, err := f.readLedger(wish)
	if err != nil {
		return LiveCut{}, false, err
	}
	members, began := ledger.Unfinished()
	cut := LiveCut{Began: began}
	for _, member := range members {
		switch {
		case member.Standing():
			cut.Done++
		case member.Left():
			cut.Left++
		}
	}
	return cut, cut.Left > 0, nil
}

// usersOf finds the people behind addresses: by user name, and those who are not
// found by mail address, where several may share one.
func (f *Flow) usersOf(ctx context.Context, addresses []string, told func(done int)) (byUPN map[string]graph.User, byMail map[string][]graph.User, err error) {
	byUPN, byMail = map[string]graph.User{}, map[string][]graph.User{}
	users, err := f.directory.UsersWith(ctx, graph.ByUPN, addresses, told)
	if err != nil {
		return nil, nil, err
	}
	for _, user := range users {
		byUPN[strings.ToLower(user.UPN)] = user
	}
	missing := filter(addresses, func(address string) bool { return byUPN[strings.ToLower(address)].ID == "" })
	if len(missing) == 0 {
		return byUPN, byMail, nil
	}
	users, err = f.directory.UsersWith(ctx, graph.ByMail, missing, nil)
	for _, user := range users {
		folded := strings.ToLower(user.Mail)
		byMail[folded] = append(byMail[folded], user)
	}
	return byUPN, byMail, err
}
