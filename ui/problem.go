package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// detailRow is one line under Details.
type detailRow struct{ name, value string }

// problemView is a problem in words.
type problemView struct {
	what, why, next string
	retry           bool
	details         []detailRow
}

// problemOf returns err as a Problem. What is none becomes an unexpected one, so
// that nothing reaches the person without words.
func problemOf(err error) *setup.Problem {
	if err == nil {
		return nil
	}
	var problem *setup.Problem
	if errors.As(err, &problem) {
		return problem
	}
	if errors.Is(err, context.Canceled) {
		return &setup.Problem{Kind: setup.Cancelled, Err: err, Retry: true}
	}
	return &setup.Problem{Kind: setup.Unexpected, Err: err, Retry: true, Detail: setup.Detail{Message: err.Error()}}
}

// problemViewOf puts problem into words.
func problemViewOf(w *words.Words, problem *setup.Problem) problemView {
	key := "problem." + string(problem.Kind)
	facts := words.From(problem.Facts)
	for _, name := range []string{"Cloud", "Here"} { // clouds have names that people know
		if key := "cloud." + problem.Facts[name]; w.Has(key) {
			facts[name] = w.Say(key)
		}
	}
	return problemView{
		what: w.Say(key+".what", facts), why: w.Say(key+".why", facts), next: w.Say(key+".next", facts),
		retry: problem.Retry, details: detailRows(w, problem.Detail),
	}
}

func detailRows(w *words.Words, detail setup.Detail) []detailRow {
	var rows []detailRow
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, detailRow{w.Say("window.detail." + key), value})
		}
	}
	code := detail.Code
	if detail.Status != 0 {
		code = strings.TrimSpace(strconv.Itoa(detail.Status) + " " + code)
	}
	add("code", code)
	add("call", detail.Call)
	add("id", firstOf(detail.RequestID, detail.ClientRequestID))
	if !detail.Time.IsZero() {
		add("time", detail.Time.Format(time.RFC3339))
	}
	add("message", firstLine(detail.Message))
	return rows
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}
