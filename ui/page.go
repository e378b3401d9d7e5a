package ui

// page is one screen of the wizard, with one decision.
type page int

// The pages in the order of travel.
const (
	pageStart page = iota
	pageSignIn
	pagePortal
	pageTestUser
	pageReview
	pageApply
	pageHandOver
	pageTest
	pageDone
)

// Pages beside the way: each is opened from a page of it and leads back there.
const (
	pageExamine page = iota + 100 // what somebody saw, put into words
	pageSymptom                   // from what Autotask showed to its cause
)

// aside reports whether a page lies beside the way.
func (p page) aside() bool { return p >= pageExamine }

// home is the step of the rail that a page belongs to.
func (p page) home() page {
	switch p {
	case pageExamine, pageSymptom:
		return pageTest
	}
	return p
}

// railPages are the pages that the step rail lists.
func railPages() []page {
	return []page{pageSignIn, pagePortal, pageTestUser, pageReview, pageApply, pageHandOver, pageTest, pageDone}
}

// key is the page's part of translation keys.
func (p page) key() string {
	switch p {
	case pageSignIn:
		return "sign-in"
	case pagePortal:
		return "portal"
	case pageTestUser:
		return "test-user"
	case pageReview:
		return "review"
	case pageApply:
		return "apply"
	case pageHandOver:
		return "hand-over"
	case pageTest:
		return "test"
	case pageDone:
		return "done"
	case pageExamine:
		return "examine"
	case pageSymptom:
		return "symptom"
	}
	return "start"
}
