package terminal

import (
	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// severityNames are the severities as scripts see them.
func severityNames() map[samlcfg.Severity]string {
	return map[samlcfg.Severity]string{samlcfg.Pass: "pass", samlcfg.Note: "note", samlcfg.Warn: "warn", samlcfg.Fail: "fail"}
}

// finding writes one checked promise.
func (j *jsonLines) finding(title, next string, finding samlcfg.Finding) {
	j.write(object{"event": "finding", "code": finding.Code, "severity": severityNames()[finding.Severity], "title": title,
		"got": finding.Got, "expected": finding.Expected, "side": finding.Side(), "next": next})
}

// checked is the last object of a check that found nothing broken.
func (j *jsonLines) checked(path string, c bundle.Contents, findings []samlcfg.Finding) {
	counts := map[string]int{"pass": 0, "note": 0, "warn": 0, "fail": 0}
	for _, finding := range findings {
		counts[severityNames()[finding.Severity]]++
	}
	j.write(object{"event": "checked", "bundle": path, "practice": c.Practice, "renewal": c.Renewal(), "created": c.Created, "tenant_id": c.TenantID,
		"app_id": c.AppID, "identifier": c.Identifier, "reply_url": c.ReplyURL, "login_url": c.LoginURL,
		"entra_identifier": c.EntraID, "logout_url": c.LogoutURL, "metadata_url": c.MetadataURL,
		"thumbprint": c.Thumbprint, "not_after": c.NotAfter, "test_user": c.TestUserUPN, "findings": counts})
}
