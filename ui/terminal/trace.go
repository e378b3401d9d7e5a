package terminal

import (
	"context"
	"errors"
	"io/fs"
	"os"
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
		r.record = file
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
	_ = r.record.Close() // on a full disk there is as much of it as there is
	r.screen.line("")
	r.screen.line(r.words.Say("terminal.trace.kept", facts{"Path": r.record.Name()}))
}
