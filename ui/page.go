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
	pageTenant                    // one remembered set-up
	pageProve                     // our half, proven on this computer
	pageAccess                    // what the account may do
)

// Pages of journeys with a set-up that stands, each in the order of its journey.
// Some are opened from a set-up, too.
const (
	pageVerify page = iota + 200
	pageUndo
	pageUndoing
	pageRenew
	pageRenewed
	pageActivate
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
	case pageExamine:
		return "examine"
	case pageSymptom:
		return "symptom"
	case pageTenant:
		return "tenant"
	case pageProve:
		return "prove"
	case pageAccess:
		return "access"
	case pageVerify:
		return "verify"
	case pageUndo:
		return "undo"
	case pageUndoing:
		return "undoing"
	case pageRenew:
		return "renew"
	case pageRenewed:
		return "renewed"
	case pageActivate:
		return "activate"
	}
	return "start"
}
