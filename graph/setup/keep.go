package setup

import (
	"errors"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// Journal is where set-ups are remembered between runs.
type Journal = journal.Store

// Standing is what is remembered of one set-up, for a start page.
type Standing = journal.Record

// Stage says how far a set-up has come.
type Stage = journal.State

// The stages of a set-up.
const (
	StageAsked    = journal.Asked
	StageApplying = journal.Applying
	StageMade     = journal.Made
	StageSent     = journal.Sent
	StageLive     = journal.Live
	StageUndone   = journal.Undone
)

// JournalIn returns the journal in a folder, which is made when it is first used.
func JournalIn(folder string) *Journal { return journal.In(folder, time.Now) }

// What the journal keeps of new objects, among an entry's values.
const valueAppID, valueName, valueUPN = "app-id", "name", "upn"

func keyOf(tenantID string, wish Wish) journal.Key {
	return journal.Key{TenantID: tenantID, Identifier: wish.Portal.Identifier}
}

// journalProblem puts a journal that cannot be used into words.
func journalProblem(step Step, err error) *Problem {
	problem := &Problem{Step: step, Kind: JournalUnwritable, Facts: map[string]string{}, Retry: true, Err: err, Detail: detail(err)}
	var damaged *journal.DamagedError
	var newer *journal.NewerError
	var unwritable *journal.UnwritableError
	switch {
	case errors.Is(err, journal.ErrInUse):
		problem.Kind = JournalInUse
	case errors.As(err, &damaged):
		problem.Kind, problem.Facts["Path"] = JournalDamaged, damaged.Path
	case errors.As(err, &newer):
		problem.Kind, problem.Retry, problem.Facts["Path"] = JournalNewer, false, newer.Path
	case errors.As(err, &unwritable):
		problem.Facts["Path"] = unwritable.Path
	}
	return problem
}

// remember reads what earlier runs left for a wish, without a lock.
func (f *Flow) remember(wish Wish) error {
	f.past = journal.Record{}
	if f.config.Journal == nil {
		return nil
	}
	record, _, err := f.config.Journal.Read(keyOf(f.who.Tenant.ID, wish))
	if err != nil {
		return journalProblem(StepGallery, err)
	}
	f.recall(record)
	return nil
}

// recall takes over what a record knows and this flow does not.
func (f *Flow) recall(record journal.Record) {
	f.past = record
	if entry, standing := record.Last(WhatApplication); standing && f.made.application.ObjectID == "" {
		f.made.application = graph.Application{ObjectID: entry.Made, AppID: first(entry.After[valueAppID]), Name: AppName, Created: entry.Ended}
		f.made.at = entry.Ended
		f.made.gallery = addresses{entry.After[WhatIdentifier], entry.After[WhatReplyURL]}
	}
	if entry, standing := record.Last(WhatCertificate); standing && f.made.certificate.Thumbprint == "" {
		f.made.certificate = graph.SigningCertificate{Thumbprint: entry.Made, NotBefore: entry.Begun, NotAfter: entry.Begun.AddDate(3, 0, -1)}
		f.made.principalID = entry.Object
	}
	if entry, standing := record.Last(WhatTestUser); standing && f.made.userID == "" {
		f.made.userID = entry.Made
	}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// openJournal takes the journal for the time of a run.
func (r *run) openJournal(wish Wish) error {
	if r.flow.config.Journal == nil {
		return nil
	}
	book, err := r.flow.config.Journal.Open(keyOf(r.flow.who.Tenant.ID, wish))
	if err != nil {
		return journalProblem(StepGallery, err)
	}
	r.book, r.flow.stage = book, book.Record().State
	r.flow.recall(book.Record())
	return nil
}

func (r *run) closeJournal() {
	if r.book != nil {
		_ = r.book.Close() // the lock ends with the process at the latest
	}
}

// note changes the record, on disk first.
func (r *run) note(change func(*journal.Record)) error {
	if r.book == nil {
		return nil
	}
	if err := r.book.Update(change); err != nil {
		return journalProblem(r.step, err)
	}
	return nil
}

// noteApplication records which application it is about, before its settings are
// written.
func (r *run) noteApplication() error {
	if r.book == nil {
		return nil
	}
	app := journal.App{ObjectID: r.seen.application.ObjectID, AppID: r.seen.application.AppID}
	if r.seen.principal != nil {
		app.PrincipalID = r.seen.principal.ObjectID
	}
	known := r.book.Record().Applications
	if len(known) > 0 && known[len(known)-1] == app {
		return nil
	}
	return r.note(func(record *journal.Record) {
		record.Applications = append(filter(record.Applications, func(one journal.App) bool { return one.ObjectID != app.ObjectID }), app)
		r.describe(record)
	})
}

// describe notes what a later start page needs to offer carrying on.
func (r *run) describe(record *journal.Record) {
	tenant := r.flow.who.Tenant
	record.TenantName, record.TenantDomain, record.Practice = tenant.Name, tenant.DefaultDomain(), r.flow.config.Practice
	record.Cloud, record.Login = r.flow.config.Cloud.Name, r.flow.config.Cloud.Login
	record.ReplyURL = r.plan.Wish.Portal.ReplyURL
	record.TestUserUPN = r.seen.upn
}

// intend puts on disk what is about to be written. Nothing is sent unless that
// worked.
func (r *run) intend(want intent) error {
	if r.member = want.member; want.member != 0 {
		return r.intendMember(want.member)
	}
	if r.book == nil {
		return nil
	}
	index, err := r.book.Begin(journal.Entry{Step: string(want.step), What: want.what, Object: want.object, Known: want.known,
		Before: want.before, After: want.after})
	if err != nil {
		return journalProblem(want.step, err)
	}
	r.entry = index
	return nil
}

// learn puts the outcome of the newest intent on disk.
func (r *run) learn(outcome journal.Outcome, made string, after journal.Values) error {
	if r.member != 0 {
		return r.learnMember(outcome, made)
	}
	if r.book == nil {
		return nil
	}
	return r.learnOf(r.entry, outcome, made, after)
}

func (r *run) learnOf(index int, outcome journal.Outcome, made string, after journal.Values) error {
	r.telling.Lock()
	sent := r.sent
	r.telling.Unlock()
	err := r.book.End(index, outcome, func(e *journal.Entry) {
		e.Made = made
		if after != nil {
			e.After = after
		}
		if !sent.Time.Before(e.Begun.Add(-time.Second)) {
			e.RequestID, e.ClientRequestID = sent.RequestID, sent.ClientRequestID
		}
	})
	if err != nil {
		return journalProblem(r.step, err)
	}
	return nil
}

// finish records a set-up that stands. What still has no outcome by now cannot
// have happened, because everything was read back; but for what an earlier run wrote
// to another application, which an undo looks at.
func (r *run) finish() error {
	return r.note(func(record *journal.Record) {
		for i, entry := range record.Entries {
			late := entry.What == WhatProofURL && !r.settled(entry) || // this run did not wait for it
				entry.What == WhatApplication && r.seen.listed.Sub(entry.Begun) <= r.settling() // nor read the lists again
			if entry.Outcome == journal.Open && !late && r.seen.concerns(entry) {
				record.Entries[i].Outcome, record.Entries[i].Ended = journal.Refused, r.flow.now().UTC()
			}
		}
		// This run has set the state to applying meanwhile.
		record.State = journal.Made
		if before := r.flow.stage; !r.wrote && (before == journal.Sent || before == journal.Live) {
			record.State = before
		}
		r.describe(record)
		record.TestUserID = r.seen.user.ID
		if r.wrote && !strings.EqualFold(record.Thumbprint, r.signer.Thumbprint) {
			// What support has said was about another certificate.
			record.Sent, record.Live, record.Support = time.Time{}, time.Time{}, Support{}
		}
		record.Thumbprint, record.CertificateEnds = r.signer.Thumbprint, r.signer.NotAfter.UTC()
	})
}

// Mark records that the bundle was sent, that somebody signed in, and so on. It
// needs a journal and a finished set-up of this wish.
func (f *Flow) Mark(wish Wish, stage Stage) error {
	return f.noteLater(wish, func(record *journal.Record) {
		record.State = stage
		switch stage {
		case StageSent:
			record.Tried.SentThumbprint = handed(*record)
			if record.Sent.IsZero() { // days are counted from the first time
				record.Sent = f.now().UTC()
			}
		case StageLive:
			record.Live = f.now().UTC()
		}
	})
}

// handed is the certificate in the bundle that was made last: a renewed one, else
// the active one.
func handed(record journal.Record) string {
	if record.Renewed != "" {
		return record.Renewed
	}
	return record.Thumbprint
}

// Standings lists every set-up that a journal remembers, the latest change first,
// and the problems with those that cannot be read.
func Standings(from *Journal) ([]Standing, []*Problem) {
	if from == nil {
		return nil, nil
	}
	records, failures := from.List()
	var problems []*Problem
	for _, failure := range failures {
		problems = append(problems, journalProblem("", failure))
	}
	return records, problems
}

// StateFolder is where a system keeps what programs remember for a person: the
// XDG base directory on Linux, the local application data elsewhere.
func StateFolder(system string, getenv func(string) string, configFolder func() (string, error)) (string, error) {
	const name = "backupsso"
	join := func(parts ...string) string {
		separator := "/"
		if system == "windows" {
			separator = `\`
		}
		return strings.Join(parts, separator)
	}
	if system == "windows" && getenv("LOCALAPPDATA") != "" {
		return join(getenv("LOCALAPPDATA"), name), nil
	}
	if !slices.Contains([]string{"windows", "darwin"}, system) {
		if state := getenv("XDG_STATE_HOME"); strings.HasPrefix(state, "/") {
			return join(state, name), nil
		}
		if home := getenv("HOME"); home != "" {
			return join(home, ".local", "state", name), nil
		}
	}
	folder, err := configFolder()
	if err != nil {
		return "", err
	}
	return join(folder, name), nil
}
