package ui

import (
	"context"
	"time"

	"backupsso/graph/setup"
)

// permission is a right that the first sign-in did not ask for, because only some
// people need it; words under "window.permission.<permission>".
type permission string

// The permissions that are asked for when they are needed.
const (
	permissionGroups permission = "groups"
	permissionDelete permission = "delete"
	permissionLog    permission = "log"
)

// scopes are the permissions in Microsoft's words.
func (p permission) scopes() []string {
	switch p {
	case permissionGroups:
		return []string{"GroupMember.Read.All", "Organization.Read.All"}
	case permissionDelete:
		return []string{"User.ReadWrite.All"}
	}
	return []string{"AuditLog.Read.All", "Directory.Read.All"}
}

// grant notes that the sign-in has asked for it.
func (p permission) grant(s *signInState) {
	switch p {
	case permissionGroups:
		s.groups = true
	case permissionDelete:
		s.createsUser = true
	case permissionLog:
		s.readsLog = true
	}
}

// permissionState is the permission that is asked for.
type permissionState struct {
	asked   permission
	back    page // where it is needed
	problem *setup.Problem
}

// permit says which permission is missing and why it is needed, before anything is
// opened, and goes on where it is needed.
func (w *Window) permit(needed permission, back page) {
	w.state.permission = permissionState{asked: needed, back: back}
	w.show(pagePermission)
}

// askForMore asks for the permission within the sign-in that is in force.
func (w *Window) askForMore() {
	s, p := &w.state.signIn, &w.state.permission
	p.problem, s.code, s.link, s.linkUnopened = nil, nil, "", false
	s.busy, s.stopped = true, false
	ctx, cancel := context.WithCancel(w.visit)
	s.cancel = cancel
	visit := w.visit
	how := setup.Permit{
		Permissions: p.asked.scopes(),
		OpenURL:     func(address string) error { return w.openSignInPage(visit, address) },
		ShowCode: func(code setup.Code) {
			w.work.post(visit, func() { w.showCode(code) })
			w.work.every(ctx, time.Second, w.refresh) // its time runs out in sight
		},
	}
	runAsync(w.work, visit, ctx, func(ctx context.Context) (setup.Who, error) {
		return w.flow.Permit(ctx, how)
	}, func(now setup.Who, err error) {
		s.busy, s.code, s.link = false, nil, ""
		cancel()
		if err != nil {
			if !s.stopped {
				p.problem = problemOf(err)
			}
			w.refresh()
			w.focusFirst()
			return
		}
		p.asked.grant(s)
		s.who = &now
		w.show(p.back)
	})
	w.refresh()
	w.focusFirst()
}
