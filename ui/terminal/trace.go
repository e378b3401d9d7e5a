package terminal

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
)

// connect gives a flow on its target, recorded where the person asked for that.
func (r *run) connect(ctx context.Context, target Target, flags *setupFlags) (Session, error) {
	if flags.trace != "" && r.record == nil {
		// A record of another run is never overwritten: it may be the one to send.
		file, err := os.OpenFile(flags.trace, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return Session{}, r.wrongUsage("trace-exists", facts{"Path": flags.trace})
		}
		if err != nil {
			return Session{}, cannotWrite(flags.trace, err)
		}
		r.record = &record{to: file, path: flags.trace}
	}
	if r.record != nil {
		target.Trace = r.record
	}
	session, err := r.NewFlow(ctx, target)
	if err != nil {
		return Session{}, r.notReached(ctx, target, err)
	}
	return session, nil
}

// endRecord closes the record and says where it is.
func (r *run) endRecord() {
	if r.record == nil {
		return
	}
	r.screen.line("")
	if err := r.record.end(); err != nil {
		r.screen.styled(warn, r.words.Say("terminal.trace.cut", facts{"Path": r.record.path, "Reason": reasonOf(err)}))
		return
	}
	r.screen.line(r.words.Say("terminal.trace.kept", facts{"Path": r.record.path}))
}

// record is the file of a trace. What it cannot take is no reason to end a run, but it is
// told at its end: somebody would send a record that lacks what they ask about.
type record struct {
	to   io.WriteCloser
	path string

	lock   sync.Mutex
	failed error // the first failure
}

// Write notes a failure and goes on.
func (f *record) Write(line []byte) (int, error) {
	n, err := f.to.Write(line)
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.failed == nil {
		f.failed = err
	}
	return n, err
}

// end closes the file and gives what failed.
func (f *record) end() error {
	err := f.to.Close()
	f.lock.Lock()
	defer f.lock.Unlock()
	return errors.Join(f.failed, err)
}
