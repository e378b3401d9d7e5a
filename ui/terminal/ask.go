package terminal

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
)

// most is how often a question is asked again before the command gives up.
const most = 3

// longestAnswer in bytes; nobody types more.
const longestAnswer = 4096

// lines reads a person's answers and lets Ctrl-C interrupt the wait for them.
type lines struct {
	from *bufio.Reader

	mu     sync.Mutex
	answer chan typed // of the read that nobody waits for any more; nil: none
}

// typed is one line, or why there is none.
type typed struct {
	text string
	err  error
}

func newLines(in io.Reader) *lines { return &lines{from: bufio.NewReaderSize(in, longestAnswer)} }

// next returns one line without its end. A terminal's read cannot be called off:
// one that ctx interrupted goes on, and its line is the next one's.
func (l *lines) next(ctx context.Context) (string, error) {
	read := l.begin()
	select {
	case got := <-read:
		l.mu.Lock()
		l.answer = nil
		l.mu.Unlock()
		return got.text, got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// begin starts a read, unless one is going on.
func (l *lines) begin() chan typed {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.answer == nil {
		read := make(chan typed, 1)
		l.answer = read
		go func() {
			text, err := l.from.ReadSlice('\n')
			if errors.Is(err, bufio.ErrBufferFull) || errors.Is(err, io.EOF) && len(text) > 0 {
				err = nil
			}
			read <- typed{strings.TrimSpace(string(text)), err}
		}()
	}
	return l.answer
}

// agree asks a yes-or-no question. The end of the input means no.
func (r *run) agree(ctx context.Context, question string) (bool, error) {
	yes := strings.Fields(r.words.Say("terminal.answers.yes"))
	no := strings.Fields(r.words.Say("terminal.answers.no"))
	for range most {
		r.screen.prompt(question)
		text, err := r.answers.next(ctx)
		switch {
		case ctx.Err() != nil:
			return false, ctx.Err()
		case err != nil:
			r.screen.line("")
			return false, nil
		case slices.Contains(yes, strings.ToLower(text)):
			return true, nil
		case slices.Contains(no, strings.ToLower(text)):
			return false, nil
		}
		r.screen.line(r.words.Say("terminal.answers.again"))
	}
	return false, nil
}

// askSubdomain asks for the portal until it can be read, or gives up.
func (r *run) askSubdomain(ctx context.Context, f *setupFlags) error {
	r.screen.line(r.words.Say("terminal.ask-subdomain.lead"))
	var refused error
	for attempt := range most {
		r.screen.prompt(r.words.Say("terminal.ask-subdomain.question"))
		text, err := r.answers.next(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			r.screen.line("")
			refused = nil // what was refused is told already
			break
		}
		f.subdomain = text
		if _, refused = f.portal(r); refused == nil {
			return nil
		}
		// The last refusal is told as the reason to stop.
		if reason := r.stopOf(refused); text != "" && attempt < most-1 {
			r.screen.line(reason.what)
			r.screen.line(reason.next)
		}
	}
	f.subdomain = ""
	if refused != nil {
		return refused
	}
	return r.wrongUsage("no-subdomain")
}
