package bundle

import (
	"testing"
	"time"

	"backupsso/samlcfg"
)

func TestCheckJudgesTheDateAsOfNow(t *testing.T) {
	contents := example(t)
	packed := zipOf(t, contents)
	for days, want := range map[int]samlcfg.Severity{-400: samlcfg.Pass, -10: samlcfg.Warn, 1: samlcfg.Fail} {
		now := contents.NotAfter.AddDate(0, 0, days)
		got, findings, err := Check(packed, now)
		if err != nil || samlcfg.Worst(findings) != want || got.Identifier != contents.Identifier {
			t.Errorf("%d days after the end: %v, %+v", days, err, findings)
		}
	}
	if _, _, err := Check([]byte("hello"), time.Now()); err == nil {
		t.Error("a text passes for a bundle")
	}
}

// TestCheckNamesEveryPromise keeps the list complete: a promise that is no
// longer named would no longer be missed.
func TestCheckNamesEveryPromise(t *testing.T) {
	contents := example(t)
	_, findings, err := Check(zipOf(t, contents), contents.Created)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, finding := range findings {
		if named[finding.Code] {
			t.Errorf("%s is judged twice", finding.Code)
		}
		named[finding.Code] = true
	}
	for _, code := range []string{"bundle-zip", "bundle-format", "bundle-files", "bundle-checksums", "metadata-signature",
		"metadata-algorithm", "metadata-signer-is-active", "metadata-key-info", "metadata-tenant", "metadata-entity-id", "metadata-login-host",
		"metadata-logout-host", "metadata-active-listed", "metadata-expiry", "bundle-cloud", "bundle-addresses",
		"bundle-certificate", "bundle-expiry", "bundle-entra-identifier", "bundle-login-url", "bundle-logout-url",
		"bundle-texts", "bundle-metadata-url", "bundle-mail", "bundle-calendar"} {
		if !named[code] {
			t.Errorf("nothing judges %s", code)
		}
	}
}
