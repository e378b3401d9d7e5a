package setup

import (
	"time"

	"backupsso/graph/setup/journal"
)

// Support is what is known of the support team's side of a set-up.
type Support = journal.Support

// NoteSupport records what the support team has said so far, and when to ask them
// again. It needs a journal and a finished set-up of this wish; without a journal
// it does nothing.
func (f *Flow) NoteSupport(wish Wish, support Support) error {
	return f.noteLater(wish, func(record *journal.Record) { record.Support = support })
}

// NoteAsked records that the support team was asked for the addresses of this
// tenant's portal, which nobody here knows yet, and when to ask again. A later
// start lists it; ForgetAsked takes it off the list.
func (f *Flow) NoteAsked(remind time.Time) error {
	return f.noteLater(Wish{}, func(record *journal.Record) {
		tenant := f.who.Tenant
		record.TenantName, record.TenantDomain, record.Practice = tenant.Name, tenant.DefaultDomain(), f.config.Practice
		if record.State != journal.Asked {
			record.State, record.Sent = journal.Asked, f.now().UTC()
		}
		record.Support.Remind = remind
	})
}

// ForgetAsked takes back NoteAsked, once the addresses are known.
func (f *Flow) ForgetAsked() error {
	if err := f.signedIn(); err != nil || f.config.Journal == nil {
		return err
	}
	if err := f.config.Journal.Forget(keyOf(f.who.Tenant.ID, Wish{})); err != nil {
		return journalProblem("", err)
	}
	return nil
}

// noteLater changes the record of a set-up outside of a run.
func (f *Flow) noteLater(wish Wish, change func(*journal.Record)) error {
	if err := f.signedIn(); err != nil {
		return err
	}
	if f.config.Journal == nil {
		return nil
	}
	book, err := f.config.Journal.Open(keyOf(f.who.Tenant.ID, wish))
	if err != nil {
		return journalProblem("", err)
	}
	defer func() { _ = book.Close() }()
	if err := book.Update(change); err != nil {
		return journalProblem("", err)
	}
	return nil
}
