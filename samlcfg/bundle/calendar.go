package bundle

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"backupsso/samlcfg"
)

// calendarTime is a moment in UTC as calendars write it (RFC 5545, 3.3.5).
const calendarTime = "20060102T150405Z"

// alarms are how long before the end a calendar speaks up; Entra's own mails
// begin 60 days ahead.
func alarms() []string { return []string{"-P60D", "-P30D", "-P7D"} }

// calendar writes the end of the certificate as a calendar entry (RFC 5545). Its
// UID is the certificate's and the application's own, so that a second import
// brings no second entry.
func (c Contents) calendar(spoken voices) []byte {
	title, text := spoken.english().Say("bundle.calendar.title"), ""
	for _, voice := range spoken {
		text += voice.Say("bundle.calendar.what") + "\n" + voice.Say("bundle.calendar.next") + "\n"
	}
	text += c.AppName + ", " + c.TenantID + "\n" + c.Thumbprint
	if c.Practice {
		title = spoken.english().Say("bundle.practice.mark") + " - " + title
	}
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//backupsso//Hand-over bundle//EN", "CALSCALE:GREGORIAN",
		"BEGIN:VEVENT", "UID:" + c.calendarID(), "DTSTAMP:" + c.Created.UTC().Format(calendarTime),
		"DTSTART:" + c.NotAfter.UTC().Format(calendarTime), "SUMMARY:" + calendarText(title),
		"DESCRIPTION:" + calendarText(text), "TRANSP:TRANSPARENT"}
	for _, before := range alarms() {
		lines = append(lines, "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:"+calendarText(title), "TRIGGER:"+before, "END:VALARM")
	}
	lines = append(lines, "END:VEVENT", "END:VCALENDAR")
	var written strings.Builder
	for _, line := range lines {
		written.WriteString(calendarLine(line))
	}
	return []byte(written.String())
}

func (c Contents) calendarID() string { return c.AppID + "-" + c.Thumbprint }

// calendarText escapes what has a meaning in a calendar's texts.
func calendarText(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(text)
}

// calendarLine ends a line, folded to 75 bytes between characters.
func calendarLine(line string) string {
	const longest = 75
	var folded strings.Builder
	room := longest
	for _, r := range line {
		size := utf8.RuneLen(r)
		if size > room {
			folded.WriteString("\r\n ")
			room = longest - 1
		}
		folded.WriteRune(r)
		room -= size
	}
	return folded.String() + "\r\n"
}

// calendarFinding wants one entry at the certificate's end and under its name,
// and nothing else that a calendar might act on: no guests, no attachment, no
// address.
func (c Contents) calendarFinding(raw []byte) samlcfg.Finding {
	text := strings.NewReplacer("\r\n ", "", "\n ", "").Replace(string(raw))
	found := map[string]string{}
	for _, line := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r"), ":")
		if !slices.Contains(calendarNames(), name) {
			return samlcfg.Finding{Code: "bundle-calendar", Severity: samlcfg.Fail, Got: shown(name), Expected: CalendarFile}
		}
		if name == "BEGIN" {
			name += ":" + value
		}
		if _, twice := found[name]; twice && slices.Contains([]string{"BEGIN:VEVENT", "DTSTART", "UID", "SUMMARY"}, name) {
			return samlcfg.Finding{Code: "bundle-calendar", Severity: samlcfg.Fail, Got: name + ", " + name, Expected: name}
		}
		if _, twice := found[name]; !twice {
			found[name] = value
		}
	}
	if foreign := c.foreignAddress(strings.ReplaceAll(text, `\n`, "\n")); foreign != "" {
		return samlcfg.Finding{Code: "bundle-foreign-address", Severity: samlcfg.Fail, Got: shown(foreign), Expected: CalendarFile}
	}
	finding := sameText("bundle-calendar", found["DTSTART"], c.NotAfter.UTC().Format(calendarTime))
	if finding.Severity == samlcfg.Pass {
		finding = sameText("bundle-calendar", found["UID"], c.calendarID())
	}
	return finding
}

// calendarNames are the properties that an entry of any version has.
func calendarNames() []string {
	return []string{"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "TRANSP",
		"ACTION", "TRIGGER"}
}

// moment shows a time to the second, in UTC, the same in every language.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
