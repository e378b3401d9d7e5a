package setup

import (
	"context"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// The values of a plan; words under "change.<what>".
const (
	WhatGalleryApp        = "gallery-app"
	WhatApplication       = "application"
	WhatMode              = "sign-on-mode"
	WhatIdentifier        = "identifier"
	WhatReplyURL          = "reply-url"
	WhatCertificate       = "certificate"
	WhatActiveCertificate = "active-certificate"
	WhatNotification      = "notification"
	WhatTestUser          = "test-user"
	WhatAssignment        = "assignment"
	WhatPeople            = "people" // whom going live let in
)

// Whats lists every value of a plan, in the order of its rows.
func Whats() []string {
	return []string{WhatGalleryApp, WhatApplication, WhatMode, WhatIdentifier, WhatReplyURL, WhatCertificate,
		WhatActiveCertificate, WhatNotification, WhatTestUser, WhatAssignment}
}

// Plan looks at the tenant, read-only, and says what Apply would do for wish. It
// fails where it cannot look or must ask (SeveralApps); values that cannot be as
// wished are rows with Cannot.
func (f *Flow) Plan(ctx context.Context, wish Wish) (Plan, error) {
	if err := f.signedIn(); err != nil {
		return Plan{}, err
	}
	if err := ctx.Err(); err != nil {
		return Plan{}, f.problem(StepGallery, err)
	}
	if err := f.personNamed(wish); err != nil {
		return Plan{}, err
	}
	if err := f.remember(wish); err != nil {
		return Plan{}, err
	}
	seen, err := f.observe(ctx, wish, graph.GalleryApp{})
	if err != nil {
		return Plan{}, err
	}
	f.lastWish, f.lastSeen = wish, seen
	return f.planFrom(wish, seen), nil
}

// personNamed wants a person's address where nobody signed in: an application reads no
// mail, and the hand-over needs someone to ask.
func (f *Flow) personNamed(wish Wish) error {
	if !f.who.Account.Application || len(wish.Notify) > 0 {
		return nil
	}
	return &Problem{Step: StepNotification, Kind: NobodyNamed, Facts: map[string]string{"Account": f.who.Account.Label()}}
}

// planFrom turns one look into a plan; it asks nobody.
func (f *Flow) planFrom(wish Wish, seen observation) Plan {
	plan := Plan{Wish: wish, Tenant: f.who.Tenant, Account: f.who.Account, Made: f.now(), Application: AppName, observed: seen}
	if seen.application != nil {
		plan.Application = seen.application.Name
	}
	plan.Notices = noticesOf(wish, seen)
	if unfinished(f.past) {
		plan.Resumes = f.past.Changed
	}
	plan.NotAfter = certificateEnd(seen.at)
	if seen.principal != nil {
		if usable := usableCertificate(*seen.principal, seen.at, seen.known); usable != nil {
			plan.NotAfter = usable.NotAfter
		}
	}
	plan.Changes = append(plan.Changes, applicationRows(wish, seen, f.galleryAddresses(seen.application), f.past)...)
	plan.Changes = append(plan.Changes, certificateRows(f.config.Cloud, seen)...)
	plan.Changes = append(plan.Changes, notificationRow(wish, f.who.Account, seen))
	plan.Changes = append(plan.Changes, userRows(wish, f.who.Tenant, seen)...)
	return plan
}

// row makes a change out of a value's two states.
func row(step Step, what, before, after string) Change {
	verb := Modify
	switch before {
	case after:
		verb = Same
	case "":
		verb = Create
	}
	return Change{Step: step, What: what, Verb: verb, Before: before, After: after}
}

func applicationRows(wish Wish, seen observation, gallery addresses, past journal.Record) []Change {
	var application graph.Application
	if seen.application != nil {
		application = *seen.application
	}
	var mode string
	if seen.principal != nil {
		mode = seen.principal.SignOnMode
	}
	left := stillThere(past, application)
	there := addresses{application.Identifiers, without(application.ReplyURLs, left)}
	wished := wishedAddresses(there, wish, gallery)
	identifier := row(StepAddresses, WhatIdentifier, joined(there.identifiers), joined(wished.identifiers))
	if seen.holder != nil {
		identifier.Verb = Cannot
		identifier.Why = &Problem{Step: StepAddresses, Kind: IdentifierTaken,
			Facts: map[string]string{"Identifier": wish.Portal.Identifier, "App": seen.holder.Name}}
	}
	rows := []Change{row(StepGallery, WhatGalleryApp, seen.template.Name, seen.template.Name)}
	if seen.application == nil {
		rows = append(rows, Change{Step: StepApplication, What: WhatApplication, Verb: Create, After: AppName})
	} else {
		rows = append(rows, existingApplicationRow(application, seen))
	}
	rows = append(rows, row(StepMode, WhatMode, mode, modeSAML), identifier,
		row(StepAddresses, WhatReplyURL, joined(there.replyURLs), joined(wished.replyURLs)))
	for _, uri := range left {
		rows = append(rows, row(StepAddresses, WhatProofURL, uri, ""))
	}
	return append(rows, repairRows(wish, seen)...)
}

// existingApplicationRow adopts an application, unless its service principal is
// missing for longer than replicas take.
func existingApplicationRow(application graph.Application, seen observation) Change {
	const replicas = time.Hour
	adopted := row(StepApplication, WhatApplication, application.Name, application.Name)
	if seen.principal == nil && !application.Created.IsZero() && seen.at.Sub(application.Created) > replicas {
		adopted.Verb = Cannot
		adopted.Why = &Problem{Step: StepApplication, Kind: AppWithoutHalf, Facts: map[string]string{"App": application.Name}}
	}
	return adopted
}

func certificateRows(cloud graph.Cloud, seen observation) []Change {
	certificate := Change{Step: StepCertificate, What: WhatCertificate, Verb: Create}
	active := Change{Step: StepActive, What: WhatActiveCertificate, Verb: Create}
	if seen.principal != nil {
		if active.Before = seen.principal.ActiveThumbprint; active.Before != "" {
			active.Verb = Modify
		}
		if usable := usableCertificate(*seen.principal, seen.at, seen.known); usable != nil {
			certificate = row(StepCertificate, WhatCertificate, usable.Thumbprint, usable.Thumbprint)
			active = row(StepActive, WhatActiveCertificate, strings.ToUpper(active.Before), usable.Thumbprint)
			return []Change{certificate, active}
		}
	}
	if !cloud.SigningCertificates {
		certificate.Verb = ByHand
	}
	return []Change{certificate, active}
}

func notificationRow(wish Wish, account graph.Account, seen observation) Change {
	var there []string
	if seen.principal != nil {
		there = seen.principal.Notify
	}
	return row(StepNotification, WhatNotification, joined(there), joined(wishedNotify(there, notifyOf(wish, account))))
}

// notifyOf is who is told before the certificate expires.
func notifyOf(wish Wish, account graph.Account) []string {
	if len(wish.Notify) > 0 {
		return wish.Notify
	}
	if account.Mail != "" {
		return []string{account.Mail}
	}
	if account.UPN == "" {
		return nil // an application reads no mail
	}
	return []string{account.UPN}
}

func userRows(wish Wish, tenant graph.Tenant, seen observation) []Change {
	var before string
	if seen.user != nil {
		before = seen.user.UPN
	}
	after := seen.upn
	if before != "" {
		after = before
	}
	user := row(StepTestUser, WhatTestUser, before, after)
	assignment := Change{Step: StepAssignment, What: WhatAssignment, Verb: Create, After: after}
	if why := userProblem(wish.TestUser, tenant, seen); why != nil {
		user.Verb, user.Why = Cannot, why
	}
	if wish.LeaveAssignment {
		assignment.Verb = ByHand
	}
	if seen.assigned() {
		assignment = row(StepAssignment, WhatAssignment, after, after)
	} else if seen.principal != nil && !wish.LeaveAssignment {
		if _, usable := userRole(seen.principal.Roles); !usable {
			assignment.Verb = Cannot
			assignment.Why = &Problem{Step: StepAssignment, Kind: NoUserRole, Facts: map[string]string{"App": seen.template.Name}}
		}
	}
	return []Change{user, assignment}
}
