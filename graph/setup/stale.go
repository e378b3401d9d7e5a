package setup

// staleAgainst reports whether the tenant no longer looks as it did for the
// accepted plan. Values that are by now as the plan wants them are fine, that is
// this flow's own work of an earlier try; an application that someone else made
// meanwhile is not.
func (f *Flow) staleAgainst(accepted, fresh Plan) bool {
	before, now := accepted.observed.application, fresh.observed.application
	own := before == nil && f.isOwn(now)
	switch {
	case before != nil && (now == nil || now.ObjectID != before.ObjectID):
		return true
	case before == nil && now != nil && !own:
		return true
	}
	planned := map[string]Change{}
	for _, change := range accepted.Changes {
		planned[change.What] = change
	}
	for _, change := range fresh.Changes {
		if !covers(planned[change.What], change, own) {
			return true
		}
	}
	return false
}

// covers reports whether an accepted row allows what a fresh look would do. On
// the flow's own application, what the gallery put in as Before is no news.
func covers(accepted, fresh Change, own bool) bool {
	reached := accepted.After == "" || fresh.After == accepted.After
	switch fresh.Verb {
	case Cannot:
		return false
	case Same:
		return reached
	}
	return reached && (own || fresh.Before == accepted.Before)
}
