package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"path"
	"slices"
	"strings"
	"time"
)

// mailRule stands between the languages of a mail's text.
const mailRule = "\r\n\r\n________________________________________\r\n\r\n"

// mail writes the request as a draft (RFC 5322) that a mail program opens ready
// to be sent: X-Unsent makes it a draft, whom it goes to and from is left to the
// person. The letter is its text, in English first, which support reads, and then
// in the sender's language; every file of attached comes along as it is.
func (v voices) mail(attached []File) ([]byte, error) {
	var text []byte
	for i, voice := range v {
		letter, err := voice.mailed().text("letter-to-support.txt.tmpl")
		if err != nil {
			return nil, err
		}
		if i > 0 {
			text = append(text, mailRule...)
		}
		text = append(text, letter...)
	}
	return v.english().draft(text, attached), nil
}

// mailed is the page where it is a mail's text, in which files have other names.
func (p page) mailed() page {
	p.inMail = true
	p.facts = p.known()
	return p
}

func (p page) draft(text []byte, attached []File) []byte {
	subject := p.Subject()
	if p.Practice {
		subject = p.Say("bundle.practice.mark") + " - " + subject
	}
	var written bytes.Buffer
	boundary := boundaryFor(text, attached)
	header := []string{"X-Unsent: 1", "To: ", "Subject: " + subjectHeader(subject),
		"Date: " + p.Created.UTC().Format(time.RFC1123Z), "MIME-Version: 1.0",
		`Content-Type: multipart/mixed; boundary="` + boundary + `"`}
	written.WriteString(strings.Join(header, "\r\n") + "\r\n\r\n--" + boundary +
		"\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	encoder := quotedprintable.NewWriter(&written)
	_, _ = encoder.Write(text) // a buffer takes everything
	_ = encoder.Close()
	for _, file := range attached {
		fmt.Fprintf(&written, "\r\n--%s\r\nContent-Type: %s; name=%q\r\nContent-Transfer-Encoding: base64\r\n"+
			"Content-Disposition: attachment; filename=%q\r\n\r\n", boundary, mediaType(file.Name), file.Name, file.Name)
		for chunk := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(file.Bytes)), 76) {
			written.Write(append(chunk, '\r', '\n'))
		}
	}
	written.WriteString("\r\n--" + boundary + "--\r\n")
	return written.Bytes()
}

// subjectHeader encodes a subject (RFC 2047) and folds it between its words.
func subjectHeader(subject string) string {
	return strings.ReplaceAll(mime.QEncoding.Encode("utf-8", subject), "?= =?", "?=\r\n =?")
}

// boundaryFor makes a line that is in no part, and the same for the same parts.
func boundaryFor(text []byte, attached []File) string {
	sum := sha256.New()
	sum.Write(text)
	for _, file := range attached {
		sum.Write(file.Bytes)
	}
	return fmt.Sprintf("=_backupsso_%x", sum.Sum(nil)[:16])
}

// mediaType tells mail programs what opens a file. No file is called text: some
// programs change the line ends of texts, and then the checksums do not fit.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".xml":
		return "application/samlmetadata+xml"
	case ".json":
		return "application/json"
	case ".pem":
		return "application/x-pem-file"
	}
	return "application/octet-stream"
}
