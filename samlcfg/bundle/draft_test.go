package bundle

import (
	"bytes"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"
)

func TestDraftIsAMessage(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	text := "Grüße.\nA line that is longer than the seventy-six characters which quoted-printable allows on one.\nBcc: nobody"
	raw := Draft("Single sign-on für Contoso\r\nBcc: everyone@evil.example", text, at)
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if message.Header.Get("Bcc") != "" || message.Header.Get("X-Unsent") != "1" {
		t.Errorf("header %v", message.Header)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil || subject != "Single sign-on für Contoso Bcc: everyone@evil.example" {
		t.Errorf("subject %q, %v", subject, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != text {
		t.Errorf("body %q, %v", body, err)
	}
}

func TestReminderIsACalendarEntry(t *testing.T) {
	at := time.Date(2026, 11, 26, 9, 0, 0, 0, time.FixedZone("CET", 3600))
	raw := string(Reminder("us-reminder\nX:1", "Ask support; again", "Line one, and\nline two\\ of the text that goes on for longer than one line may be", at, at))
	unfolded := strings.ReplaceAll(raw, "\r\n ", "")
	for _, line := range []string{"UID:us-reminder X:1", "DTSTART:20261126T080000Z", `SUMMARY:Ask support\; again`, `DESCRIPTION:Line one\, and\nline two\\ of the text`} {
		if !strings.Contains(unfolded, "\r\n"+line) {
			t.Errorf("%s is missing in\n%s", line, unfolded)
		}
	}
	for _, line := range strings.Split(raw, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
}
