package bundle

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backupsso/samlcfg"
)

func TestChangeRecordStaysAtHome(t *testing.T) {
	contents := example(t)
	for _, file := range made(t, contents).Files() {
		for _, private := range []string{"change-record", contents.Changes[0].RequestIDs[0], contents.Changes[1].Before} {
			if strings.Contains(file.Name, private) || bytes.Contains(file.Bytes, []byte(private)) {
				t.Errorf("%s gives away %q", file.Name, private)
			}
		}
	}
}

func TestChangeRecordGoesAlongWhenChosen(t *testing.T) {
	contents := example(t)
	chosen, err := Build(contents, WithChangeRecord)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := chosen.Zip()
	if err != nil {
		t.Fatal(err)
	}
	got, findings, err := Read(packed)
	if err != nil || samlcfg.Worst(findings) != samlcfg.Pass {
		t.Fatalf("%v, %+v", err, findings)
	}
	if diff := cmp.Diff(contents, got); diff != "" {
		t.Errorf("contents changed on the way:\n%s", diff)
	}
	for _, file := range chosen.Files() {
		if file.Name == MailFile && bytes.Contains(file.Bytes, []byte("change-record")) {
			t.Error("the mail to support carries the change record")
		}
	}
}

func TestChangeRecordSaysWhatWhenByWhom(t *testing.T) {
	contents := example(t)
	contents.Practice = true
	files, err := ChangeRecord(contents)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, want := range []string{contents.TenantID, contents.AppID, "Mara Lind", contents.Changes[0].RequestIDs[0],
			contents.Changes[1].Before, contents.Changes[1].After} {
			if !bytes.Contains(file.Bytes, []byte(want)) {
				t.Errorf("%s lacks %q", file.Name, want)
			}
		}
	}
	for _, want := range []string{"PRACTICE", "Created: Application (2026-11-23 12:30:01 UTC)", "Changed: Reply URL (2026-11-23 12:31:02 UTC)"} {
		if !bytes.Contains(files[0].Bytes, []byte(want)) {
			t.Errorf("the text lacks %q:\n%s", want, files[0].Bytes)
		}
	}
	contents.Changes = nil
	files, err = ChangeRecord(contents)
	if err != nil || !bytes.Contains(files[0].Bytes, []byte("Nothing was changed")) || !bytes.Contains(files[1].Bytes, []byte(`"changes": []`)) {
		t.Errorf("without changes: %v\n%s\n%s", err, files[0].Bytes, files[1].Bytes)
	}
}
