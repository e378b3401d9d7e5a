package bundle

import (
	"bytes"
	"testing"

	"backupsso/samlcfg"
	"backupsso/samlcfg/bounded"
)

// TestLargestBundlesStayInBounds fills the files that are searched up to what a
// bundle may hold, with what takes longest: addresses that all are known, and a
// mail that is one long attachment.
func TestLargestBundlesStayInBounds(t *testing.T) {
	contents := example(t)
	fill := func(name string, with string, size int) []byte {
		content := fileOf(t, contents, name)
		return append(content, bytes.Repeat([]byte(with), (size-len(content))/len(with))...)
	}
	known := contents.ReplyURL + "\r\n"
	for name, changes := range map[string]map[string][]byte{
		"texts":           {LetterFile: fill(LetterFile, known, longestFile-1), SummaryFile: fill(SummaryFile, known, longestFile-1)},
		"short addresses": {ReadmeFile: fill(ReadmeFile, "http:// https:// ", longestFile-1), LetterFile: fill(LetterFile, "&#58;", longestFile-1)},
		"mail":            {MailFile: fill(MailFile, "QUJD", longestFile-1)},
		"calendar":        {CalendarFile: fill(CalendarFile, "A:\r\n ", longestFile-1)},
		"page":            {SummaryFile: fill(SummaryFile, "<p a>", longestFile-1)},
		"users":           {UsersFile: fill(UsersFile, "a,b,c\r\n", longestFile-1)},
		"mail addresses":  {LetterFile: fill(LetterFile, contents.ContactUPN+" ", longestFile-1)},
		"sums":            {ChecksumsFile: fill(ChecksumsFile, "  x\n", longestFile-1)},
	} {
		raw := repack(t, contents, changes, false)
		t.Run(name, func(t *testing.T) {
			bounded.Run(t, func() {
				_, findings, err := Read(raw)
				if err != nil || samlcfg.Worst(findings) != samlcfg.Fail {
					t.Errorf("%s: %v, %+v", name, err, findings)
				}
			})
		})
	}
}
