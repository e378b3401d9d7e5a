package setup

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
)

// fakePeople is what a fakeTenant knows of groups, licences and its log.
type fakePeople struct {
	groups   []graph.Group
	sizes    map[string]graph.GroupSize
	licence  graph.Licence
	signIns  []graph.LoggedSignIn
	noGroups bool
	leaving  []graph.Assignment // removed ones, which late replicas show still
}

// listed are the assignments that a replica shows.
func (f *fakeTenant) listed(principalID string) []graph.Assignment {
	there := filter(f.assigned[principalID], func(a graph.Assignment) bool { return f.visible(a.ID) })
	late := filter(f.people.leaving, func(a graph.Assignment) bool { return a.ResourceID == principalID && !f.visible(a.ID) })
	return append(there, late...)
}

func (f *fakeTenant) AssignmentsHeld(_ context.Context, _, holderID, principalID string) ([]graph.Assignment, error) {
	if err := f.call("AssignmentsHeld").err; err != nil {
		return nil, err
	}
	return filter(f.listed(principalID), func(a graph.Assignment) bool { return a.PrincipalID == holderID }), nil
}

func (f *fakeTenant) Find(_ context.Context, text string, most int) (graph.Found, error) {
	found := graph.Found{NoGroups: f.people.noGroups}
	if err := f.call("Find").err; err != nil {
		return found, err
	}
	for _, user := range f.users {
		if strings.HasPrefix(strings.ToLower(user.Name), strings.ToLower(text)) {
			found.Users = append(found.Users, *user)
		}
	}
	for _, group := range f.people.groups {
		if !f.people.noGroups && strings.HasPrefix(strings.ToLower(group.Name), strings.ToLower(text)) {
			found.Groups = append(found.Groups, group)
		}
	}
	found.MoreUsers = len(found.Users) > most
	return found, nil
}

func (f *fakeTenant) UsersWith(_ context.Context, key graph.UserKey, values []string, told func(int)) ([]graph.User, error) {
	if err := f.call("UsersWith").err; err != nil {
		return nil, err
	}
	var found []graph.User
	for _, user := range f.users {
		value := user.UPN
		switch key {
		case graph.ByMail:
			value = user.Mail
		case graph.ByID:
			value = user.ID
		}
		if slices.ContainsFunc(values, func(one string) bool { return strings.EqualFold(one, value) }) {
			found = append(found, *user)
		}
	}
	if told != nil {
		told(len(values))
	}
	return found, nil
}

func (f *fakeTenant) Groups(_ context.Context, names []string) ([][]graph.Group, error) {
	if err := f.call("Groups").err; err != nil {
		return nil, err
	}
	found := make([][]graph.Group, len(names))
	for i, name := range names {
		found[i] = filter(f.people.groups, func(g graph.Group) bool { return g.Name == name || g.ID == name })
	}
	return found, nil
}

func (f *fakeTenant) GroupSizes(_ context.Context, ids []string) ([]graph.GroupSize, error) {
	if err := f.call("GroupSizes").err; err != nil {
		return nil, err
	}
	sizes := make([]graph.GroupSize, len(ids))
	for i, id := range ids {
		sizes[i] = f.people.sizes[id]
	}
	return sizes, nil
}

func (f *fakeTenant) Licence(context.Context) (graph.Licence, error) {
	return f.people.licence, f.call("Licence").err
}

func (f *fakeTenant) SignIns(_ context.Context, appID string, since time.Time, most int) ([]graph.LoggedSignIn, error) {
	if err := f.call("SignIns").err; err != nil {
		return nil, err
	}
	found := filter(f.people.signIns, func(s graph.LoggedSignIn) bool { return s.AppID == appID && !s.Time.Before(since) })
	return found[:min(most, len(found))], nil
}

func (f *fakeTenant) User(_ context.Context, upnOrID string) (graph.User, error) {
	if err := f.call("User").err; err != nil {
		return graph.User{}, err
	}
	for _, user := range f.users {
		if (strings.EqualFold(user.UPN, upnOrID) || user.ID == upnOrID) && f.visible(user.ID) {
			return *user, nil
		}
	}
	return graph.User{}, missing()
}

func (f *fakeTenant) CreateUser(_ context.Context, user graph.NewUser) (graph.User, error) {
	fault := f.call("CreateUser")
	if !fault.effect {
		return graph.User{}, fault.err
	}
	if f.users[strings.ToLower(user.UPN)] != nil {
		conflict := refused(http.StatusBadRequest, "Request_BadRequest", "Another object with the same value for property userPrincipalName already exists.")
		conflict.Details = []graph.ErrorDetail{{Code: "ObjectConflict", Target: "userPrincipalName"}}
		return graph.User{}, conflict
	}
	created := f.addUser(user.UPN, user.Name)
	f.passwords[user.UPN] = user.Password.Reveal()
	if fault.err != nil {
		return graph.User{}, fault.err
	}
	return *created, nil
}

func (f *fakeTenant) addUser(upn, name string) *graph.User {
	user := &graph.User{ID: f.id(), UPN: upn, Name: name, Mail: upn, Enabled: true}
	f.users[strings.ToLower(upn)] = user
	return user
}

func (f *fakeTenant) Assignments(_ context.Context, id string) ([]graph.Assignment, error) {
	if err := f.call("Assignments").err; err != nil {
		return nil, err
	}
	return f.listed(id), nil
}

func (f *fakeTenant) Assign(_ context.Context, id, userID, roleID string) (graph.Assignment, error) {
	assignment := graph.Assignment{ID: f.id(), PrincipalID: userID, PrincipalType: "User", RoleID: roleID, ResourceID: id, Created: f.clock.Now()}
	if slices.ContainsFunc(f.people.groups, func(g graph.Group) bool { return g.ID == userID }) {
		assignment.PrincipalType = "Group"
	}
	if slices.ContainsFunc(f.assigned[id], func(a graph.Assignment) bool { return a.PrincipalID == userID }) {
		f.call("Assign")
		return graph.Assignment{}, refused(http.StatusBadRequest, "Request_BadRequest", "Permission being assigned already exists on the object")
	}
	err := f.change("Assign", func() { f.assigned[id] = append(f.assigned[id], assignment) })
	return assignment, err
}
