package setup

import (
	"net/http"
	"strconv"

	"backupsso/graph"
)

// The problems of answers that nobody has planned for.
const (
	Refused          Kind = "refused"           // by Microsoft Graph, for no reason that is known here; Facts: Status, Code
	RightsLost       Kind = "rights-lost"       // they were there at the sign-in; Facts: Role, Account
	TenantUnreadable Kind = "tenant-unreadable" // who signed in may not even read its name
	PromiseMissing   Kind = "promise-missing"   // read back, nothing stands there; Facts: What, Expected
	ThrottledLong    Kind = "throttled-long"    // for longer than anybody would wait; Facts: Minutes
	IdentifierInBin  Kind = "identifier-in-bin" // a deleted application keeps it back; Facts: Identifier, App, Application
	AnswerUnreadable Kind = "answer-unreadable" // it said yes, and what else it said is cut or garbled; Facts: Host
)

// fromOddAnswer names an answer that says neither yes nor why not.
func (f *Flow) fromOddAnswer(made *Problem, answer *graph.Error) {
	if answer.Status < http.StatusMultipleChoices {
		if f.fromNetwork(made, answer); made.Kind != Unexpected {
			return // it began and the rest never came
		}
		made.Kind, made.Retry = AnswerUnreadable, true
		made.Facts["Host"] = f.host(answer)
		return
	}
	made.Kind = Refused
	made.Facts["Status"], made.Facts["Code"] = strconv.Itoa(answer.Status), answer.Code
	if answer.Code == "" {
		made.Facts["Code"] = "-"
	}
}
