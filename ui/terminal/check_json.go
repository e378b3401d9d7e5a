package terminal

import (
	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

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
