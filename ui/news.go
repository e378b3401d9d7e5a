package ui

import (
	"context"
	"sync"

	"backupsso/graph/setup"
)

// gather returns a func to be told news from any goroutine. What comes between two
// frames reaches take in one piece, so that a run of thousands of writes draws once
// a frame and not once a piece of news.
func (w *Window) gather(life context.Context, take func([]setup.Event)) func(setup.Event) {
	var mu sync.Mutex
	var pending []setup.Event
	return func(event setup.Event) {
		mu.Lock()
		pending = append(pending, event)
		first := len(pending) == 1
		mu.Unlock()
		if !first {
			return
		}
		w.work.post(life, func() {
			mu.Lock()
			events := pending
			pending = nil
			mu.Unlock()
			w.remember(events)
			take(events)
		})
	}
}

// remember adds the requests among events to the log.
func (w *Window) remember(events []setup.Event) {
	noted := false
	for _, event := range events {
		if event.Exchange != nil {
			w.state.remember(*event.Exchange)
			noted = true
		}
	}
	if noted {
		w.shell.logged()
	}
}
