package ui

import "slices"

// journey is what the person came for: a set-up, or something that is done to one
// that stands.
type journey string

// The journeys. The zero value is a set-up.
const (
	toSetUp  journey = ""
	toVerify journey = "verify"
	toUndo   journey = "undo"
	toRenew  journey = "renew"
)

// pages are the steps of a journey, in order.
func (j journey) pages() []page {
	switch j {
	case toVerify:
		return []page{pageSignIn, pageVerify}
	case toUndo:
		return []page{pageSignIn, pageUndo, pageUndoing}
	case toRenew:
		return []page{pageSignIn, pageRenew, pageRenewed, pageActivate}
	}
	return append(railPages(), pageDone)
}

// steps are the pages of a journey that the rail lists.
func (j journey) steps() []page {
	if j == toSetUp {
		return railPages()
	}
	return j.pages()
}

// aside reports whether a page is no step of the journey, but lies beside it.
func (s *state) aside(p page) bool { return !slices.Contains(s.journey.pages(), p) }

// home is the step of the rail that a page belongs to; a page beside the way may
// belong to none.
func (s *state) home(p page) page {
	switch p {
	case pageExamine, pageSymptom, pageSignIns:
		return pageTest
	case pageProve, pageAccess:
		return s.from
	case pageLiveList, pageLiveReview, pageLiveRun:
		return pageGoLive
	case pagePermission:
		return s.home(s.permission.back)
	}
	return p
}

// before is the page that Back leads to from one that is no step of a set-up.
func (s *state) before(p page) page {
	switch p {
	case pageExamine, pageSymptom, pageSignIns:
		return pageTest
	case pageTenant:
		return pageStart
	case pageLiveList, pageLiveReview, pageLiveRun:
		return pageGoLive
	case pagePermission:
		return s.permission.back
	}
	steps := s.journey.pages()
	at := slices.Index(steps, p)
	switch {
	case at > 0:
		return steps[at-1]
	case at == 0 && s.carried != nil:
		return pageTenant
	case at == 0:
		return pageStart
	}
	return s.from
}

// visitStep follows a click on the rail.
func (w *Window) visitStep(index int) {
	if steps := w.state.journey.steps(); index < len(steps) {
		w.visitPage(steps[index])
	}
}

// mayUndo reports whether what was made can be taken back from here.
func (w *Window) mayUndo() bool {
	s := w.state
	made := s.earlier+s.apply.allMade() > 0 || s.carried != nil && undoable(s.carried.standing)
	return w.deps.Remembers && made && s.signIn.who != nil && !s.elsewhere() && !s.busy() && !s.undo.done && s.page != pageUndo && s.page != pageUndoing
}

// detour opens a page beside the way. Back leads to where it was opened from.
func (w *Window) detour(p page) {
	if !w.state.aside(w.state.page) {
		w.state.from = w.state.page
	}
	w.show(p)
}

// embark begins a journey with a remembered set-up: with the sign-in.
func (w *Window) embark(to journey) {
	w.carryOn(*w.state.tenant)
	w.state.journey = to
	switch to {
	case toUndo:
		w.state.signIn.createsUser = true // whoever may create people may remove them
	case toVerify, toRenew:
		w.state.signIn.createsUser = false
	}
	w.next()
}

// disembark shows the first page of a journey after the sign-in, with what it is
// about filled in.
func (w *Window) disembark() {
	s := w.state
	to := s.journey.pages()[1]
	if s.journey == toRenew && (s.carried.standing.Renewed != "" || s.renewal.rollBack) {
		to = pageActivate
	}
	s.furthest = to
	w.show(to)
}
