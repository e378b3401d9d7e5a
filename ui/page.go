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
	pageGoLive
	pageDone
)

// Pages beside the way: each is opened from a page of it and leads back there.
const (
	pageExamine    page = iota + 100 // what somebody saw, put into words
	pageSymptom                      // from what Autotask showed to its cause
	pageTenant                       // one remembered set-up
	pageProve                        // our half, proven on this computer
	pageLiveList                     // a list of people, before anybody is looked up
	pageLiveReview                   // who is let in, before it is done
	pageLiveRun                      // how it is done
	pageSignIns                      // what the sign-in log says
	pagePermission                   // a right that is needed now only
	pageAccess                       // what the account may do
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

// railPages are the pages of a set-up that the step rail lists. The last page of all
// lies behind them.
func railPages() []page {
	return []page{pageSignIn, pagePortal, pageTestUser, pageReview, pageApply, pageHandOver, pageTest, pageGoLive}
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
	case pageGoLive:
		return "go-live"
	case pageDone:
		return "done"
	case pageExamine:
		return "examine"
	case pageSymptom:
		return "symptom"
	case pageTenant:
		return "tenant"
	case pageLiveList:
		return "live-list"
	case pageLiveReview:
		return "live-review"
	case pageLiveRun:
		return "live-run"
	case pagePermission:
		return "permission"
	case pageSignIns:
		return "sign-ins"
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
