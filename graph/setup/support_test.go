package setup

import (
	"context"
	"testing"
	"time"

	"backupsso/graph/setup/journal"
)

// supported is a flow with a journal, signed in.
func supported(t *testing.T) (*Flow, *fakeTenant, Config) {
	t.Helper()
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(memoryFolder(t))
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	return flow, tenant, config
}

func TestWhatSupportSaidIsRemembered(t *testing.T) {
	flow, tenant, config := supported(t)
	apply(t, flow, plan(t, flow, wish()))
	if err := flow.Mark(wish(), StageSent); err != nil {
		t.Fatal(err)
	}
	sent := tenant.clock.Now()
	said := Support{Loaded: sent, Remind: sent.Add(72 * time.Hour), Ticket: "T20261123.0042"}
	if err := flow.NoteSupport(wish(), said); err != nil {
		t.Fatal(err)
	}
	_ = tenant.clock.Sleep(context.Background(), 48*time.Hour)
	if err := flow.Mark(wish(), StageSent); err != nil { // sent once more
		t.Fatal(err)
	}
	all, _ := Standings(config.Journal)
	if len(all) != 1 || all[0].State != StageSent || !all[0].Sent.Equal(sent) || all[0].Support != said {
		t.Errorf("%+v", all)
	}
}

// What support said about one certificate says nothing about the next.
func TestNewCertificateForgetsWhatSupportSaid(t *testing.T) {
	flow, tenant, config := supported(t)
	err := flow.noteLater(wish(), func(record *journal.Record) {
		record.Thumbprint, record.Sent, record.Live = "0000", tenant.clock.Now(), tenant.clock.Now()
		record.Support = Support{Loaded: tenant.clock.Now()}
	})
	if err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	all, _ := Standings(config.Journal)
	if len(all) != 1 || all[0].State != StageMade || !all[0].Sent.IsZero() || !all[0].Live.IsZero() || all[0].Support != (Support{}) {
		t.Errorf("%+v", all)
	}
}

func TestAskedForThePortalIsListedUntilForgotten(t *testing.T) {
	flow, tenant, config := supported(t)
	asked := tenant.clock.Now()
	if err := flow.NoteAsked(asked.Add(72 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	_ = tenant.clock.Sleep(context.Background(), 24*time.Hour)
	if err := flow.NoteAsked(asked.Add(96 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	all, problems := Standings(config.Journal)
	if len(all) != 1 || len(problems) != 0 || all[0].State != StageAsked || !all[0].Sent.Equal(asked) ||
		all[0].TenantDomain != flow.who.Tenant.DefaultDomain() || !all[0].Support.Remind.Equal(asked.Add(96*time.Hour)) {
		t.Fatalf("%+v, %v", all, problems)
	}
	apply(t, flow, plan(t, flow, wish()))
	for range 2 { // the second time there is nothing to forget
		if err := flow.ForgetAsked(); err != nil {
			t.Fatal(err)
		}
	}
	if all, _ := Standings(config.Journal); len(all) != 1 || all[0].State != StageMade {
		t.Errorf("%+v", all)
	}
}

func TestSupportWithoutAJournal(t *testing.T) {
	tenant := newFakeTenant(t)
	flow := WithDirectory(tenant.config(), tenant)
	if err := flow.NoteAsked(time.Time{}); err == nil {
		t.Error("somebody who did not sign in asks")
	}
	if _, err := flow.SignIn(context.Background(), SignIn{}); err != nil {
		t.Fatal(err)
	}
	if err := flow.NoteAsked(time.Time{}); err != nil {
		t.Error(err)
	}
	if err := flow.ForgetAsked(); err != nil {
		t.Error(err)
	}
}
