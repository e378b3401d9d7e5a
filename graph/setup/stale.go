package setup

// staleAgainst reports whether the tenant no longer looks as it did for the
// accepted plan. Values that are by now as the plan wants them are fine, that is
// this flow's own work of an earlier try; an application that someone else made
// meanwhile is not.
func (f *Flow) staleAgainst(accepted, fresh Plan) bool {
	before, now := accepted.observed.application, fresh.observed.application
	own := f.isOwn(now)
	switch {
	case before != nil && (now == nil || now.ObjectID != before.ObjectID):
		return true
	case before == nil && now != nil && !own:
		return true
	}
	unread := accepted.observed.principal == nil // when the plan was made
	planned := map[string]Change{}
	for _, change := range accepted.Changes {
		planned[change.What] = change
	}
	gallery := f.galleryAddresses(now)
	for _, change := range fresh.Changes {
		// On the flow's own application, what the gallery put in is no news.
		untouched := own && unread && cameWith(gallery, change.What, fresh.observed.valueOf(change.What))
		if !covers(planned[change.What], change, untouched) {
			return true
		}
	}
	return false
}

// cameWith reports whether a new application came from the gallery with a value.
func cameWith(gallery addresses, what string, now []string) bool {
	var known []string
	switch what {
	case WhatIdentifier:
		known = gallery.identifiers
	case WhatReplyURL:
		known = gallery.replyURLs
	}
	return within(known, filter(now, func(one string) bool { return !pattern(one) }))
}

// covers reports whether an accepted row allows what a fresh look would do.
func covers(accepted, fresh Change, untouched bool) bool {
	reached := accepted.After == "" || fresh.After == accepted.After
	switch fresh.Verb {
	case Cannot:
		return false
	case Same:
		return reached
	}
	return reached && (untouched || fresh.Before == accepted.Before)
}
