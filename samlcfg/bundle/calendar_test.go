package bundle

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCalendarEntry(t *testing.T) {
	contents := example(t)
	contents.TenantName = "Müller; Söhne, \\Töchter " + strings.Repeat("李", 60)
	raw := fileOf(t, contents, CalendarFile)
	for _, line := range strings.Split(strings.TrimSuffix(string(raw), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("line of %d bytes: %q", len(line), line)
		}
	}
	lines := strings.Split(strings.ReplaceAll(string(raw), "\r\n ", ""), "\r\n")
	for _, want := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "END:VCALENDAR", "DTSTART:20291123T100000Z",
		"DTSTAMP:20261123T123456Z", "UID:" + contents.AppID + "-" + contents.Thumbprint, "TRIGGER:-P60D", "TRIGGER:-P30D", "TRIGGER:-P7D",
		`SUMMARY:Signing certificate ends: Müller\; Söhne\, \\Töchter ` + strings.Repeat("李", 60) + " at us.backup.autotask.net"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	if opened, closed := strings.Count(string(raw), "BEGIN:VALARM"), strings.Count(string(raw), "END:VALARM"); opened != 3 || closed != 3 {
		t.Errorf("%d alarms begin, %d end", opened, closed)
	}
}

func TestCalendarEntryKeepsItsName(t *testing.T) {
	first := example(t)
	later := first
	later.Created, later.Practice = first.Created.AddDate(0, 1, 0), true
	name := func(raw []byte) []byte {
		_, rest, _ := bytes.Cut(bytes.ReplaceAll(raw, []byte("\r\n "), nil), []byte("UID:"))
		uid, _, _ := bytes.Cut(rest, []byte("\r\n"))
		return uid
	}
	a, b := name(fileOf(t, first, CalendarFile)), name(fileOf(t, later, CalendarFile))
	if len(a) == 0 || !bytes.Equal(a, b) {
		t.Errorf("the same certificate is %q and %q", a, b)
	}
}
