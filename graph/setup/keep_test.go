package setup

import (
	"context"
	"testing"
	"time"
)

// TestRecordHoldsWhatCarryingOnNeeds looks at a record the way a start page does.
func TestRecordHoldsWhatCarryingOnNeeds(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(memoryFolder(t))
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	asked := wish()
	apply(t, flow, plan(t, flow, asked))
	all, problems := Standings(config.Journal)
	if len(all) != 1 || len(problems) != 0 {
		t.Fatalf("%+v, %v", all, problems)
	}
	record, domain := all[0], flow.who.Tenant.DefaultDomain()
	if record.State != StageMade || record.TenantDomain != domain || record.ReplyURL != asked.Portal.ReplyURL ||
		record.TestUserUPN != testUserUPN(asked.TestUser, flow.who.Tenant) || record.CertificateEnds.IsZero() || record.InUse {
		t.Errorf("%+v", record)
	}
}

// TestReadingALongTimeKeepsTheStage accepts a plan without changes so late that
// the tenant is looked at again.
func TestReadingALongTimeKeepsTheStage(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(memoryFolder(t))
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	if err := flow.Mark(wish(), StageSent); err != nil {
		t.Fatal(err)
	}
	sent := tenant.clock.Now()
	late := plan(t, flow, wish())
	if late.Writes() != 0 {
		t.Fatalf("%+v", late.Changes)
	}
	if err := tenant.clock.Sleep(context.Background(), 2*freshFor+time.Second); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, late)
	if all, _ := Standings(config.Journal); len(all) != 1 || all[0].State != StageSent || !all[0].Sent.Equal(sent) {
		t.Errorf("%+v", all)
	}
}
