package bundle

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// recordVersion counts incompatible changes of change-record.json.
const recordVersion = 1

// Change is one value of the tenant that was created or changed.
type Change struct {
	What       string    `json:"what"` // words under "change.<what>"
	Created    bool      `json:"created"`
	Before     string    `json:"before"` // "" when nothing was there
	After      string    `json:"after"`
	Time       time.Time `json:"time"`        // when it showed, UTC, whole seconds
	RequestIDs []string  `json:"request_ids"` // Microsoft's names of the requests, in order
}

// record is change-record.json.
type record struct {
	Version     int             `json:"version"`
	Practice    bool            `json:"practice"`
	Created     time.Time       `json:"created"`
	Tenant      tenantPart      `json:"tenant"`
	Application applicationPart `json:"application"`
	By          contactPart     `json:"by"`
	Changes     []Change        `json:"changes"`
}

// ChangeRecord writes what was created or changed in the tenant, when, by whom
// and in which requests: for the tenant's own files. It is a part of a bundle
// only WithChangeRecord. Without changes it says that there were none.
func ChangeRecord(contents Contents) ([]File, error) {
	return contents.tidied().voices(words.New).record()
}

func (v voices) record() ([]File, error) {
	contents := v.own().Contents
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(record{Version: recordVersion, Practice: contents.Practice, Created: contents.Created,
		Tenant:      tenantPart{contents.TenantID, contents.TenantName, contents.TenantDomain},
		Application: applicationPart{contents.AppName, contents.AppID},
		By:          contactPart{contents.ContactName, contents.ContactUPN}, Changes: contents.Changes})
	if err != nil {
		return nil, err
	}
	return []File{{RecordTextFile, "bundle.file.record-text", v.own().recordText()},
		{RecordFile, "bundle.file.record", written.Bytes()}}, nil
}

// recordText tells the same to people, in the person's language.
func (p page) recordText() []byte {
	var lines []string
	if p.Practice {
		lines = append(lines, p.Say("bundle.practice.banner"), "")
	}
	title := p.Say("bundle.record.title")
	lines = append(lines, title, underline(title), "", p.Say("bundle.record.by"),
		p.line("bundle.value.tenant-id", p.TenantID), p.line("bundle.value.app-id", p.AppID), "")
	if len(p.Changes) == 0 {
		lines = append(lines, p.Say("bundle.record.none"))
	}
	for _, change := range p.Changes {
		lines = append(lines, change.lines(p)...)
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n")
}

// lines tells one change: what, before and after, when, in which requests.
func (change Change) lines(voice page) []string {
	verb := "bundle.record.changed"
	if change.Created {
		verb = "bundle.record.created"
	}
	about := words.Facts{"What": voice.Say("change." + change.What), "Time": moment(change.Time)}
	lines := []string{voice.words.Say(verb, about)}
	if change.Before != "" {
		lines = append(lines, "  "+voice.line("bundle.record.before", change.Before))
	}
	if change.After != "" {
		lines = append(lines, "  "+voice.line("bundle.record.after", change.After))
	}
	for _, id := range change.RequestIDs {
		lines = append(lines, "  "+voice.line("bundle.record.request", id))
	}
	return append(lines, "")
}

// tidied puts a change on single lines.
func (change Change) tidied() Change {
	change.Before, change.After = oneLine(change.Before), oneLine(change.After)
	change.Time = change.Time.UTC().Truncate(time.Second)
	ids := make([]string, 0, len(change.RequestIDs))
	for _, id := range change.RequestIDs {
		ids = append(ids, oneLine(id))
	}
	change.RequestIDs = ids
	return change
}

// readRecord reads change-record.json and judges whether it belongs to the bundle,
// and whether the same record for people says the same.
func readRecord(raw, text []byte, contents Contents) ([]Change, samlcfg.Finding) {
	finding := samlcfg.Finding{Code: "bundle-record", Expected: contents.TenantID + ", " + contents.AppID}
	var read record
	if err := readExactly(raw, &read); err != nil || read.Version != recordVersion {
		finding.Severity, finding.Got = samlcfg.Fail, RecordFile
		return nil, finding
	}
	finding.Got = shown(read.Tenant.ID) + ", " + shown(read.Application.ClientID)
	if finding.Got != finding.Expected {
		finding.Severity = samlcfg.Fail
	}
	var changes []Change
	for _, change := range read.Changes {
		change = change.tidied()
		changes = append(changes, change)
		for _, value := range append([]string{change.Before, change.After, moment(change.Time)}, change.RequestIDs...) {
			if finding.Severity == samlcfg.Pass && !bytes.Contains(text, []byte(value)) {
				finding = samlcfg.Finding{Code: "bundle-record-text", Severity: samlcfg.Fail, Got: RecordTextFile, Expected: shortened(value, longestShown)}
			}
		}
	}
	return changes, finding
}
