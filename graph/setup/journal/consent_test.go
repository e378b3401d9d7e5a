package journal

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

func aConsent() Consent {
	return Consent{Cloud: "global", Login: "https://login.microsoftonline.com", TenantID: "contoso.com", ClientID: "client", Permissions: []string{"User.Read"}, Page: "https://x"}
}

func TestConsentIsAwaited(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state")
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	store := In(folder, func() time.Time { return now })
	if awaited, failures := store.Awaited(); len(awaited) != 0 || len(failures) != 0 {
		t.Fatalf("%v, %v", awaited, failures)
	}
	if err := store.Await(aConsent()); err != nil {
		t.Fatal(err)
	}
	other := aConsent()
	other.TenantID = "fabrikam.com"
	now = now.Add(time.Hour)
	for _, consent := range []Consent{other, aConsent()} { // the second one again
		if err := store.Await(consent); err != nil {
			t.Fatal(err)
		}
	}
	awaited, failures := store.Awaited()
	if len(awaited) != 2 || len(failures) != 0 || awaited[0].TenantID != "contoso.com" || awaited[0].Since.Hour() != 12 || awaited[1].Since.Hour() != 13 {
		t.Fatalf("%+v, %v", awaited, failures)
	}
	if listed, failures := store.List(); len(listed) != 0 || len(failures) != 0 {
		t.Errorf("consents are no set-ups: %v, %v", listed, failures)
	}
	if runtime.GOOS != "windows" {
		info, err := os.Stat(store.consentPath(aConsent()))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
	}
	for range 2 { // the second time there is nothing to forget
		if err := store.Arrived(aConsent()); err != nil {
			t.Error(err)
		}
	}
	if awaited, _ := store.Awaited(); len(awaited) != 1 {
		t.Errorf("%+v", awaited)
	}
}

func TestConsentsThatCannotBeRead(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "torn": `{"version":1,`, "nothing": `{"version":1}`, "newer": `{"version":9,"permissions":7}`} {
		t.Run(name, func(t *testing.T) {
			store := In(memoryFolder(t), time.Now)
			if err := os.WriteFile(store.consentPath(aConsent()), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			awaited, failures := store.Awaited()
			var damaged *DamagedError
			var newer *NewerError
			if len(awaited) != 0 || len(failures) != 1 || !errors.As(failures[0], &damaged) && !errors.As(failures[0], &newer) || (name == "newer") != errors.As(failures[0], &newer) {
				t.Errorf("%+v, %v", awaited, failures)
			}
		})
	}
}

func FuzzConsent(f *testing.F) {
	f.Add([]byte(`{"version":1,"login":"https://x","client_id":"c","permissions":["User.Read"]}`))
	f.Add([]byte(`{"version":2}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		consent, err := decodeConsent("x", content)
		if err == nil && (consent.Version != consentVersion || len(consent.Permissions) == 0) {
			t.Errorf("%+v", consent)
		}
	})
}
