package setup

import (
	"net/http"
	"strconv"

	"backupsso/graph"
)

// The problems of answers that nobody has planned for.
const (
	Refused          Kind = "refused"           // by Microsoft Graph, for no reason that is known here; Facts: Status, Code
	IdentifierInBin  Kind = "identifier-in-bin" // a deleted application keeps it back; Facts: Identifier, App, Application
	AnswerUnreadable Kind = "answer-unreadable" // it said yes, and what else it said is cut or garbled; Facts: Host
)

// fromOddAnswer names an answer that says neither yes nor why not.
func (f *Flow) fromOddAnswer(made *Problem, answer *graph.Error) {
	if answer.Status < http.StatusMultipleChoices {
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
