package setup

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// errUnnamed says that a success did not say what was made.
var errUnnamed = errors.New("setup: the answer names no object")

// application finds or adds the application.
func (r *run) application(ctx context.Context) (Outcome, error) {
	if r.seen.application != nil {
		return AlreadySo, r.noteApplication()
	}
	found, err := r.lostApplication(ctx)
	if err == nil && !found {
		err = r.addApplication(ctx)
	}
	if err != nil {
		return "", err
	}
	return Created, r.noteApplication()
}

// appeared waits until both halves of the application have shown. The next look or
// write may still meet a replica that knows neither, and waits again then.
func (r *run) appeared(ctx context.Context, step Step) error {
	if r.halves {
		return nil
	}
	from := r.flow.now()
	appears := wait{step: step, reason: ReasonAppAppears}
	err := r.until(ctx, appears, func(ctx context.Context) (bool, error) { return true, r.lookAgain(ctx) })
	r.halves = err == nil
	if err != nil {
		return err
	}
	r.spread = r.flow.now().Sub(from)
	return r.noteApplication()
}

// addApplication adds the gallery app once. Graph may answer 404 although it
// worked, so that answer and every unclear one are settled by looking for an
// application that was not there before.
func (r *run) addApplication(ctx context.Context) error {
	var added graph.Application
	var came addresses // as the answer says, before anybody else can have changed them
	want := intent{step: StepApplication, what: WhatApplication, once: true, known: r.seen.siblings}
	want.made = func() (string, journal.Values) {
		return added.ObjectID, journal.Values{valueAppID: {added.AppID}, WhatIdentifier: came.identifiers, WhatReplyURL: came.replyURLs}
	}
	err := r.write(ctx, want, func(ctx context.Context) error {
		var err error
		added, _, err = r.flow.directory.AddFromGallery(ctx, r.seen.template.ID, AppName)
		came = addresses{added.Identifiers, added.ReplyURLs}
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
	r.flow.made.application, r.flow.made.at, r.flow.made.gallery = added, r.flow.now(), came
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

// errNotThere is the answer of a look at a missing object, and of one that only a
// late replica can have answered.
func errNotThere() error { return &graph.Error{Call: "POST /$batch", Status: http.StatusNotFound} }

// lookAgain reads what a set-up touches in one request, and stops when somebody
// changed it to what was neither there when the plan was made nor is planned.
func (r *run) lookAgain(ctx context.Context) error {
	if err := r.readAll(ctx); err != nil {
		return r.perhapsDeleted(ctx, err)
	}
	r.missing, r.paused = time.Time{}, false
	return r.fitting(!r.applying() || !r.flow.staleAgainst(r.plan, r.flow.planFrom(r.plan.Wish, r.seen)))
}

// perhapsDeleted tells an application that is gone from one whose replica is late:
// it lies in the recycle bin, or stays away for long after it had shown.
func (r *run) perhapsDeleted(ctx context.Context, err error) error {
	if !notFound(err) {
		return err
	}
	if r.missing.IsZero() {
		r.missing = r.flow.now()
	}
	away := r.flow.now().Sub(r.missing)
	switch {
	case !r.halves && away < outagePatience: // a new one may take a while, and few are deleted at once
		return err
	case r.inBin(ctx), r.halves && away >= min(refusalPatience, r.pace().GiveUp):
		return r.appDeleted()
	}
	return err
}

func (r *run) appDeleted() error {
	return &Problem{Step: r.step, Kind: AppDeleted, Retry: true, Facts: map[string]string{"App": r.seen.application.Name}}
}

// inBin reports whether the application is known to lie in the recycle bin.
func (r *run) inBin(ctx context.Context) bool {
	if r.seen.template.ID == "" {
		return false
	}
	sight, err := r.flow.directory.Look(graph.AsPoll(ctx), graph.Question{DeletedFrom: r.seen.template.ID})
	return err == nil && binned(sight.DeletedApplications, r.seen.application.ObjectID)
}

func binned(bin []graph.DeletedApplication, objectID string) bool {
	return slices.ContainsFunc(bin, func(d graph.DeletedApplication) bool { return d.ObjectID == objectID })
}

// await looks at what a set-up touches until there is content with it. What the
// last look saw counts, so that one look serves several steps, unless something else
// was waited for since.
func (r *run) await(ctx context.Context, w wait, there func() bool) error {
	if there() && !r.paused {
		return nil
	}
	return r.until(ctx, w, r.when(there))
}

// anything is content with every look that fits the plan.
func anything() bool { return true }

// when is a look at what a set-up touches.
func (r *run) when(there func() bool) look {
	return func(ctx context.Context) (bool, error) {
		if err := r.lookAgain(ctx); err != nil {
			return false, err
		}
		return there(), nil
	}
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
	if err := r.appeared(ctx, StepMode); err != nil {
		return "", err
	}
	if err := r.await(ctx, wait{step: StepMode, reason: ReasonAppAppears}, anything); err != nil {
		return "", err
	}
	enabled, err := r.enable(ctx)
	if err != nil {
		return "", err
	}
	before := r.seen.principal.SignOnMode
	if before == modeSAML {
		if enabled {
			return Changed, nil
		}
		return AlreadySo, nil
	}
	id := r.seen.principal.ObjectID
	err = r.set(ctx, intent{step: StepMode, what: WhatMode, object: id,
		before: journal.Values{WhatMode: single(before)}, after: journal.Values{WhatMode: {modeSAML}}},
		func(ctx context.Context) error { return r.flow.directory.SetSignOnMode(ctx, id, modeSAML) }, r.when(r.inSAMLMode))
	return outcomeOf(before), err
}

func (r *run) inSAMLMode() bool { return r.seen.principal.SignOnMode == modeSAML }

// addresses sets Identifier and Reply URL in one request, once the mode shows.
func (r *run) addresses(ctx context.Context) (Outcome, error) {
	if err := r.await(ctx, wait{step: StepAddresses, reason: ReasonModeShows}, r.inSAMLMode); err != nil {
		return "", err
	}
	tidied, err := r.tidyProofs(ctx, StepAddresses)
	if err != nil {
		return "", err
	}
	there := addresses{r.seen.application.Identifiers, r.seen.application.ReplyURLs}
	wished := wishedAddresses(there, r.plan.Wish, r.flow.galleryAddresses(r.seen.application))
	if slices.Equal(there.identifiers, wished.identifiers) && slices.Equal(there.replyURLs, wished.replyURLs) {
		mended, err := r.mendDefault(ctx, wished.replyURLs)
		if tidied || mended {
			return Changed, err
		}
		return AlreadySo, err
	}
	id := r.seen.application.ObjectID
	err = r.set(ctx, intent{step: StepAddresses, what: WhatIdentifier, object: id,
		before: journal.Values{WhatIdentifier: there.identifiers, WhatReplyURL: there.replyURLs},
		after:  journal.Values{WhatIdentifier: wished.identifiers, WhatReplyURL: wished.replyURLs}},
		func(ctx context.Context) error {
			return r.flow.directory.SetAddresses(ctx, id, unless(there.identifiers, wished.identifiers), unless(there.replyURLs, wished.replyURLs))
		},
		r.when(func() bool {
			now := *r.seen.application
			return within(now.Identifiers, wished.identifiers) && within(now.ReplyURLs, wished.replyURLs)
		}))
	if err == nil {
		_, err = r.mendDefault(ctx, wished.replyURLs)
	}
	return outcomeOf(joined(there.identifiers)), err
}

// unless is a list to write, nil when it is there already and best left alone.
func unless(there, wished []string) []string {
	if slices.Equal(there, wished) {
		return nil
	}
	return wished
}

// outcomeOf tells a first value from a changed one.
func outcomeOf(before string) Outcome {
	if before == "" {
		return Created
	}
	return Changed
}
