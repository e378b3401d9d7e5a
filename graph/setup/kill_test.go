package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/graph/setup/journal"
)

// Where a run dies, seen from one of its writes.
const (
	beforeSend   = "before send"
	afterEffect  = "after effect"  // the server acted, nobody heard
	afterJournal = "after journal" // everything is on disk
)

var errDead = errors.New("the process is dead")

// killer ends a run as a SIGKILL does: nothing is sent after it, and the journal
// stays as it was on disk at that moment, whatever the code still tries.
type killer struct {
	next   http.RoundTripper
	folder string
	at     int // the write at which it strikes, from 1; 0: never
	when   string
	cancel context.CancelFunc

	mu     sync.Mutex
	writes int
	dead   bool
	saved  map[string][]byte
}

func (k *killer) RoundTrip(request *http.Request) (*http.Response, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	write := request.Method != http.MethodGet && strings.HasPrefix(request.URL.Path, "/v1.0/") && !strings.HasSuffix(request.URL.Path, "/$batch")
	if !k.dead && write {
		if k.when == afterJournal && k.at > 0 && k.writes == k.at {
			k.die()
		} else if k.writes++; k.writes == k.at && k.when == beforeSend {
			k.die()
		}
	}
	if k.dead {
		return nil, errDead
	}
	response, err := k.next.RoundTrip(request)
	if err == nil && write && k.writes == k.at && k.when == afterEffect {
		_ = response.Body.Close()
		k.die()
		return nil, errDead
	}
	return response, err
}

func (k *killer) CloseIdleConnections() {
	if closer, ok := k.next.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// die keeps what is on disk. The intent of a write that has not been sent yet is
// on disk already, so "after journal" takes it away again.
func (k *killer) die() {
	k.dead = true
	k.saved = map[string][]byte{}
	files, _ := filepath.Glob(filepath.Join(k.folder, "*.json"))
	for _, file := range files {
		k.saved[file], _ = os.ReadFile(file)
	}
	k.cancel()
}

// bury puts the journal back as it was at the moment of death.
func (k *killer) bury(t testing.TB) {
	for file, content := range k.saved {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// killedRun is one life of the program, which may end early.
func killedRun(t testing.TB, w *world, folder string, at int, when string) (Result, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	killer := &killer{next: w.transport(), folder: folder, at: at, when: when, cancel: cancel}
	config := w.config()
	config.Journal, config.Deps.Transport = JournalIn(folder), killer
	flow := New(config)
	defer flow.Close()
	if _, err := flow.SignIn(ctx, SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		return Result{}, err
	}
	made, err := flow.Plan(ctx, wish())
	if err != nil {
		return Result{}, err
	}
	result, err := flow.Apply(ctx, made, nil)
	killer.bury(t)
	return result, err
}

// oneOfEach fails unless the tenant holds one application, one certificate that is
// active, and one assignment.
func oneOfEach(t testing.TB, w *world) {
	t.Helper()
	flow := w.signedIn(t, w.config())
	defer flow.Close()
	template, err := flow.findTemplate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	all, err := flow.directory.ApplicationsFromTemplate(context.Background(), template.ID)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d applications, %v", len(all), err)
	}
	sight, err := flow.directory.Look(context.Background(), graph.Question{AppID: all[0].AppID, UPN: testUserUPN(wish().TestUser, flow.who.Tenant)})
	if err != nil || sight.Principal == nil || len(sight.Principal.Certificates) != 1 ||
		sight.Principal.ActiveThumbprint != sight.Principal.Certificates[0].Thumbprint || len(sight.Assignments) != 1 || sight.User == nil {
		t.Fatalf("%+v, %v", sight, err)
	}
}

func TestKilledAtEveryBoundaryOfEveryWrite(t *testing.T) {
	t.Parallel()
	for _, lag := range []time.Duration{0, 5 * time.Second} {
		for at := 1; at <= 8; at++ {
			for _, when := range []string{beforeSend, afterEffect, afterJournal} {
				t.Run(fmt.Sprintf("%d %s lag %s", at, when, lag), func(t *testing.T) {
					inBubble(t, practice.Options{Lag: lag}, func(t *testing.T, w *world) {
						folder := memoryFolder(t)
						_, err := killedRun(t, w, folder, at, when)
						if died := at < 8 || when != afterJournal; died && err == nil {
							t.Fatal("it was not killed")
						}
						result, err := killedRun(t, w, folder, 0, "")
						if err != nil {
							t.Fatalf("the next run ends with %v", err)
						}
						time.Sleep(lag)
						oneOfEach(t, w)
						checkJournal(t, folder, result)
					})
				})
			}
		}
	}
}

// checkJournal wants every standing thing in the journal once, and nothing open.
func checkJournal(t testing.TB, folder string, result Result) {
	t.Helper()
	all, problems := Standings(JournalIn(folder))
	if len(all) != 1 || len(problems) != 0 {
		t.Fatalf("%+v, %v", all, problems)
	}
	record := all[0]
	if record.State != StageMade || record.Thumbprint != result.Contents.Thumbprint || !record.CertificateEnds.Equal(result.Contents.NotAfter) {
		t.Errorf("%+v", record)
	}
	standing := map[string]int{}
	for _, entry := range record.Entries {
		if entry.Outcome == journal.Open {
			t.Errorf("left open: %+v", entry)
		}
		if entry.Standing() {
			standing[entry.What]++
		}
	}
	for _, what := range []string{WhatApplication, WhatCertificate, WhatTestUser, WhatAssignment} {
		if entry, _ := record.Last(what); standing[what] != 1 || entry.Made == "" {
			t.Errorf("%s stands %d times", what, standing[what])
		}
	}
	for _, what := range []string{WhatMode, WhatIdentifier, WhatActiveCertificate, WhatNotification} {
		if standing[what] == 0 {
			t.Errorf("%s does not stand", what)
		}
	}
}

// TestJournalHoldsIdsAndNoSecret looks for the password and for tokens.
func TestJournalHoldsIdsAndNoSecret(t *testing.T) {
	inBubble(t, practice.Options{}, holdsIdsAndNoSecret)
}

func holdsIdsAndNoSecret(t *testing.T, w *world) {
	folder := memoryFolder(t)
	result, err := killedRun(t, w, folder, 0, "")
	if err != nil {
		t.Fatal(err)
	}
	all, _ := Standings(JournalIn(folder))
	for _, entry := range all[0].Entries {
		if entry.RequestID == "" || entry.ClientRequestID == "" || entry.Ended.IsZero() {
			t.Errorf("%+v", entry)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{result.Password.Reveal(), "eyJ", "Bearer", "password", w.server.Info().ClientSecret} {
			if strings.Contains(string(content), secret) {
				t.Errorf("%s holds %q", file.Name(), secret)
			}
		}
	}
}

func TestJournalProblemsHaveAnswers(t *testing.T) {
	tenant := newFakeTenant(t)
	cases := map[Kind]func(t *testing.T, folder string, store *Journal){
		JournalInUse: func(t *testing.T, _ string, store *Journal) {
			book, err := store.Open(keyOf(fakeTenantID, wish()))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = book.Close() })
		},
		JournalDamaged: func(t *testing.T, _ string, store *Journal) { spoil(t, store, "") },
		JournalNewer:   func(t *testing.T, _ string, store *Journal) { spoil(t, store, `{"version":99}`) },
		JournalUnwritable: func(t *testing.T, folder string, _ *Journal) {
			if err := os.WriteFile(filepath.Join(folder, "state"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		},
	}
	for kind, spoilt := range cases {
		t.Run(string(kind), func(t *testing.T) {
			folder := memoryFolder(t)
			config := tenant.config()
			config.Journal = JournalIn(filepath.Join(folder, "state"))
			spoilt(t, folder, config.Journal)
			flow := WithDirectory(config, tenant)
			if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
				t.Fatal(err)
			}
			problem := problemIn(t, flow, wish())
			if problem.Kind != kind || tenant.writes() != 0 || kind != JournalInUse && problem.Facts["Path"] == "" {
				t.Errorf("got %v with %v after %d writes", problem, problem.Facts, tenant.writes())
			}
		})
	}
}

// spoil puts content in a journal's place.
func spoil(t *testing.T, store *Journal, content string) {
	t.Helper()
	book, err := store.Open(keyOf(fakeTenantID, wish()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(book.Path(), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestMarkedStagesLast(t *testing.T) {
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
	apply(t, flow, plan(t, flow, wish())) // changes nothing, so it is still with support
	all, _ := Standings(config.Journal)
	if len(all) != 1 || all[0].State != StageSent || !all[0].Sent.Equal(tenant.clock.Now()) || all[0].TenantName != "Contoso" {
		t.Errorf("%+v", all)
	}
}

func TestStateFolder(t *testing.T) {
	cases := []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"linux", map[string]string{"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s/backupsso"},
		{"linux", map[string]string{"XDG_STATE_HOME": "relative", "HOME": "/h"}, "/h/.local/state/backupsso"},
		{"linux", nil, "/config/backupsso"},
		{"darwin", map[string]string{"HOME": "/h"}, "/config/backupsso"},
		{"windows", map[string]string{"LOCALAPPDATA": `C:\L`}, `C:\L\backupsso`},
	}
	for _, c := range cases {
		got, err := StateFolder(c.system, func(name string) string { return c.env[name] }, func() (string, error) { return "/config", nil })
		if err != nil || got != c.want {
			t.Errorf("%s %v: %q, %v", c.system, c.env, got, err)
		}
	}
	if _, err := StateFolder("darwin", func(string) string { return "" }, func() (string, error) { return "", errDead }); err == nil {
		t.Error("no folder is no error")
	}
}
