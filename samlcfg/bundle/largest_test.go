package bundle

import (
	"bytes"
	"runtime"
	"testing"

	"backupsso/samlcfg"
	"backupsso/samlcfg/bounded"
)

// largestBundles fill the files that are searched up to what a bundle may hold,
// each with what takes longest there: addresses that all are known, elements that
// all are harmless, a mail that is one long attachment.
func largestBundles(t testing.TB) map[string][]byte {
	contents := example(t)
	fill := func(name string, with string, size int) []byte {
		content := fileOf(t, contents, name)
		return append(content, bytes.Repeat([]byte(with), (size-len(content))/len(with))...)
	}
	known := contents.ReplyURL + "\r\n"
	raws := map[string][]byte{}
	for name, changes := range map[string]map[string][]byte{
		"texts":           {LetterFile: fill(LetterFile, known, longestFile-1), SummaryFile: fill(SummaryFile, known, longestFile-1)},
		"entities":        {LetterFile: fill(LetterFile, "&#58;", longestFile-1)},
		"mail":            {MailFile: fill(MailFile, "QUJD", longestFile-1)},
		"headers":         {MailFile: append(bytes.Repeat([]byte("X:\n"), longestFile/5), fileOf(t, contents, MailFile)...)},
		"calendar":        {CalendarFile: fill(CalendarFile, "DESCRIPTION:\r\n x\r\n", longestFile-1)},
		"page":            {SummaryFile: fill(SummaryFile, "<p class=x>", longestFile-1)},
		"style":           {SummaryFile: fill(SummaryFile, "<style>a{}</style>", longestFile-1)},
		"users":           {UsersFile: fill(UsersFile, "a,b,c\r\n", longestFile-1)},
		"addresses":       {LetterFile: fill(LetterFile, contents.ContactUPN+" ", longestFile-1)},
		"other addresses": {LetterFile: fill(LetterFile, "https://l ", longestFile-1)},
		"sums":            {ChecksumsFile: fill(ChecksumsFile, "  x\n", longestFile-1)},
		"values":          {ConfigurationFile: fill(ConfigurationFile, " ", longestFile-1)},
	} {
		raws[name] = repack(t, contents, changes, false)
	}
	return raws
}

func TestLargestBundlesStayInBounds(t *testing.T) {
	for name, raw := range largestBundles(t) {
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

// BenchmarkLargestBundles measures time and memory of each: MiB/op is all that
// was allocated, freed or not.
func BenchmarkLargestBundles(b *testing.B) {
	for name, raw := range largestBundles(b) {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				_, _, _ = Read(raw)
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N)/(1<<20), "MiB/op")
		})
	}
}
