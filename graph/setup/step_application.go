package setup

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// errUnnamed says that a success did not say what was made.
var errUnnamed = errors.New("setup: the answer names no object")

// application finds or adds the application, and waits until both of its halves
// show steadily.
func (r *run) application(ctx context.Context) (Outcome, error) {
	if r.seen.application != nil && r.seen.principal != nil {
		return AlreadySo, nil
	}
	outcome := AlreadySo
	if r.seen.application == nil {
		found, err := r.lostApplication(ctx)
		if err == nil && !found {
			err = r.addApplication(ctx)
		}
		if err != nil {
			return "", err
		}
		outcome = Created
	}
	appears := wait{step: StepApplication, reason: ReasonAppAppears, steady: r.pace().Steady}
	return outcome, r.until(ctx, appears, r.seeApplication)
}

// addApplication adds the gallery app once. Graph may answer 404 although it
// worked, so that answer and every unclear one are settled by looking for an
// application that was not there before.
func (r *run) addApplication(ctx context.Context) error {
	var added graph.Application
	want := intent{step: StepApplication, what: WhatApplication, once: true, known: r.seen.siblings}
	want.made = func() (string, journal.Values) {
		return added.ObjectID, journal.Values{valueAppID: {added.AppID}}
	}
	err := r.write(ctx, want, func(ctx context.Context) error {
		var err error
		added, _, err = r.flow.directory.AddFromGallery(ctx, r.seen.template.ID, AppName)
		return err
	})
	if err == nil && (added.ObjectID == "" || added.AppID == "") {
		err = errUnnamed
	}
	if errors.Is(err, errUnnamed) || unsure(err) || notFound(err) {
		r.wrote = true
		err = r.discover(ctx, StepApplication, err, func(ctx context.Context) (bool, error) {
			return r.findAdded(ctx, &added)
		})
		if err == nil {
			err = r.learnMade(want)
		}
	}
	if err != nil {
		return err
	}
	r.flow.made.application, r.flow.made.at = added, r.flow.now()
	r.seen.application = &added
	return nil
}

// findAdded looks for the one application of the template that is new.
func (r *run) findAdded(ctx context.Context, added *graph.Application) (bool, error) {
	all, err := r.flow.directory.ApplicationsFromTemplate(ctx, r.seen.template.ID)
	if err != nil {
		return false, err
	}
	fresh := filter(all, func(a graph.Application) bool { return !slices.Contains(r.seen.siblings, a.ObjectID) })
	if len(fresh) > 1 {
		return false, r.flow.askWhich(ctx, fresh)
	}
	if len(fresh) == 1 {
		*added = fresh[0]
	}
	return len(fresh) == 1, nil
}

// errNotThere is what a single look at a missing object answers.
func errNotThere() error { return &graph.Error{Call: "POST /$batch", Status: http.StatusNotFound} }

// seeApplication reads both halves.
func (r *run) seeApplication(ctx context.Context) (bool, error) {
	return true, r.readAll(ctx)
}

func (r *run) readPrincipal(ctx context.Context) error {
	principal, err := r.flow.directory.ServicePrincipal(ctx, r.seen.application.AppID)
	if err != nil {
		return err
	}
	r.seen.principal = &principal
	return nil
}

// principalShows is a look at the service principal.
func (r *run) principalShows(as func(graph.ServicePrincipal) bool) look {
	return func(ctx context.Context) (bool, error) {
		if err := r.readPrincipal(ctx); err != nil {
			return false, err
		}
		return as(*r.seen.principal), nil
	}
}

// mode sets SAML as the way to sign on. It comes before the addresses, since
// Graph takes an Identifier on a foreign domain only from a SAML application.
func (r *run) mode(ctx context.Context) (Outcome, error) {
	before := r.seen.principal.SignOnMode
	if before == modeSAML {
		return AlreadySo, nil
	}
	id := r.seen.principal.ObjectID
	err := r.set(ctx, intent{step: StepMode, what: WhatMode, object: id,
		before: journal.Values{WhatMode: single(before)}, after: journal.Values{WhatMode: {modeSAML}}}, wait{step: StepMode, reason: ReasonModeShows},
		func(ctx context.Context) error { return r.flow.directory.SetSignOnMode(ctx, id, modeSAML) },
		r.principalShows(func(p graph.ServicePrincipal) bool { return p.SignOnMode == modeSAML }))
	return outcomeOf(before), err
}

// addresses sets Identifier and Reply URL in one request.
func (r *run) addresses(ctx context.Context) (Outcome, error) {
	there := addresses{r.seen.application.Identifiers, r.seen.application.ReplyURLs}
	own := r.flow.mayReplace(r.seen.application)
	wished := wishedAddresses(there, r.plan.Wish.Portal, own)
	if slices.Equal(there.identifiers, wished.identifiers) && slices.Equal(there.replyURLs, wished.replyURLs) {
		return AlreadySo, nil
	}
	id := r.seen.application.ObjectID
	err := r.set(ctx, intent{step: StepAddresses, what: WhatIdentifier, object: id,
		before: journal.Values{WhatIdentifier: there.identifiers, WhatReplyURL: there.replyURLs},
		after:  journal.Values{WhatIdentifier: wished.identifiers, WhatReplyURL: wished.replyURLs}},
		wait{step: StepAddresses, reason: ReasonSettingShows},
		func(ctx context.Context) error {
			return r.flow.directory.SetAddresses(ctx, id, wished.identifiers, wished.replyURLs)
		},
		func(ctx context.Context) (bool, error) {
			application, err := r.flow.directory.Application(ctx, id)
			if err != nil {
				return false, err
			}
			r.seen.application = &application
			return within(application.Identifiers, wished.identifiers) && within(application.ReplyURLs, wished.replyURLs), nil
		})
	return outcomeOf(joined(there.identifiers)), err
}

// outcomeOf tells a first value from a changed one.
func outcomeOf(before string) Outcome {
	if before == "" {
		return Created
	}
	return Changed
}
