package bundle

import (
	"bytes"
	"mime/quotedprintable"
	"strings"
	"time"
)

// Draft writes a message as a draft (RFC 5322) that a mail program opens ready to
// be sent: X-Unsent makes it a draft. Whom it goes to is left to the person.
func Draft(subject, text string, at time.Time) []byte {
	var written bytes.Buffer
	header := []string{"X-Unsent: 1", "To: ", "Subject: " + subjectHeader(oneLine(subject)), "Date: " + at.UTC().Format(time.RFC1123Z),
		"MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"}
	written.WriteString(strings.Join(header, "\r\n") + "\r\n\r\n")
	encoder := quotedprintable.NewWriter(&written)
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	_, _ = encoder.Write([]byte(text)) // a buffer takes everything
	_ = encoder.Close()
	return written.Bytes()
}

// Reminder writes a calendar entry (RFC 5545) of half an hour that speaks up when
// it begins. Entries with the same id are one entry in a calendar.
func Reminder(id, title, text string, begins, made time.Time) []byte {
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//backupsso//Reminder//EN", "CALSCALE:GREGORIAN",
		"BEGIN:VEVENT", "UID:" + calendarText(oneLine(id)), "DTSTAMP:" + made.UTC().Format(calendarTime),
		"DTSTART:" + begins.UTC().Format(calendarTime), "DURATION:PT30M", "SUMMARY:" + calendarText(oneLine(title)),
		"DESCRIPTION:" + calendarText(strings.ReplaceAll(text, "\r\n", "\n")), "TRANSP:TRANSPARENT",
		"BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:" + calendarText(oneLine(title)), "TRIGGER:PT0S", "END:VALARM",
		"END:VEVENT", "END:VCALENDAR"}
	var written strings.Builder
	for _, line := range lines {
		written.WriteString(calendarLine(line))
	}
	return []byte(written.String())
}
