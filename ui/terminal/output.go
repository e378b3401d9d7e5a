package terminal

import (
	"io"
	"sync"
)

// output is what a command prints to. It remembers that the disk was full, because a script
// that reads half of the events must not take the run for a whole one. An output that was
// closed, by a pager or on purpose, is no failure.
type output struct {
	to io.Writer

	lock   sync.Mutex
	failed error
}

// Write passes on what is printed.
func (o *output) Write(text []byte) (int, error) {
	n, err := o.to.Write(text)
	if err != nil && noRoom(err) {
		o.lock.Lock()
		defer o.lock.Unlock()
		if o.failed == nil {
			o.failed = err
		}
	}
	return n, err
}

func (o *output) failure() error {
	o.lock.Lock()
	defer o.lock.Unlock()
	return o.failed
}

// notPrinted is the end of a command whose output was lost.
func (r *run) notPrinted(err error) *stop {
	return &stop{code: Failure, kind: "not-printed", what: r.words.Say("terminal.not-printed.what"),
		why:  r.words.Say("terminal.check.cannot-read.why", facts{"Reason": reasonOf(err)}),
		next: r.words.Say("terminal.not-printed.next")}
}
