package bundle

import (
	"bytes"
	"encoding/csv"
	"strings"

	"backupsso/samlcfg"
)

// users is the list of users that support creates, for programs and spreadsheets
// (RFC 4180). Excel takes a file for UTF-8 only with a byte order mark, programs
// do better without: it is there where a name needs it.
func (c Contents) users() []byte {
	var list bytes.Buffer
	writer := csv.NewWriter(&list)
	writer.UseCRLF = true
	_ = writer.WriteAll(c.userRows()) // a buffer takes everything
	if strings.IndexFunc(list.String(), func(r rune) bool { return r > 0x7e }) < 0 {
		return list.Bytes()
	}
	return append([]byte("\xEF\xBB\xBF"), list.Bytes()...)
}

func (c Contents) userRows() [][]string {
	return [][]string{{"name", "email_address", "state"}, {noFormula(c.PortalUser), noFormula(c.TestUserUPN), "active"}}
}

// noFormula keeps a spreadsheet from running a name.
func noFormula(text string) string {
	if strings.HasPrefix(text, "=") || strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") || strings.HasPrefix(text, "@") {
		return "'" + text
	}
	return text
}

// usersFinding wants the list to hold the user of the letter and nobody else.
func (c Contents) usersFinding(raw []byte) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-users", Expected: c.PortalUser + ", " + c.TestUserUPN}
	if !bytes.Equal(raw, c.users()) {
		finding.Severity, finding.Got = samlcfg.Fail, shortened(oneLine(strings.TrimPrefix(string(raw), "\uFEFF")), longestShown)
	}
	return finding
}
