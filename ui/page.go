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
	}
	return "start"
}
