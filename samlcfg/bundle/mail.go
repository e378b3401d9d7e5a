package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"slices"
	"strings"
	"time"

	"backupsso/samlcfg"
)

// mail writes the request as a draft (RFC 5322) that a mail program opens ready
// to be sent: X-Unsent makes it a draft, whom it goes to and from is left to the
// person. The letter is its text; every file of attached comes along as it is.
func (p page) mail(letter []byte, attached []File) []byte {
	subject := p.Say("bundle.mail.subject")
	text := bytes.Replace(letter, []byte(p.Say("bundle.letter.subject")+"\r\n\r\n"), nil, 1)
	if p.Practice {
		subject = p.Say("bundle.practice.mark") + " - " + subject
	}
	var written bytes.Buffer
	boundary := boundaryFor(letter, attached)
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
func boundaryFor(letter []byte, attached []File) string {
	sum := sha256.New()
	sum.Write(letter)
	for _, file := range attached {
		sum.Write(file.Bytes)
	}
	return fmt.Sprintf("=_backupsso_%x", sum.Sum(nil)[:16])
}

// mediaType tells mail programs what opens a file.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".xml":
		return "application/samlmetadata+xml"
	case ".json":
		return "application/json"
	case ".ics":
		return "text/calendar; charset=utf-8"
	case ".cer":
		return "application/x-x509-ca-cert"
	}
	return "application/octet-stream"
}

// mailFinding opens the draft and wants its attachments to be the bundle's own
// files, so that mail and zip cannot say different things.
func mailFinding(files map[string][]byte, wanted []File) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-mail"}
	attached, err := attachmentsIn(files[MailFile])
	if err != nil {
		finding.Severity, finding.Got = samlcfg.Fail, shortened(oneLine(err.Error()), longestShown)
		return finding
	}
	var names []string
	for i, file := range wanted {
		wanted[i].Bytes = files[file.Name]
		names = append(names, file.Name)
	}
	finding.Expected = strings.Join(names, ", ")
	var wrong []string
	for _, file := range attachments(wanted) {
		if content, there := attached[file.Name]; !there || !bytes.Equal(content, file.Bytes) {
			wrong = append(wrong, file.Name)
		}
		delete(attached, file.Name)
	}
	for name := range attached {
		wrong = append(wrong, shown(name))
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		finding.Severity, finding.Got = samlcfg.Fail, strings.Join(wrong, ", ")
	}
	return finding
}

// attachmentsIn reads the attachments of a mail within the limits of a bundle.
func attachmentsIn(raw []byte) (map[string][]byte, error) {
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("no mail: %w", err)
	}
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		return nil, fmt.Errorf("no mail with attachments: %s", kind)
	}
	attached := map[string][]byte{}
	parts := multipart.NewReader(message.Body, parameters["boundary"])
	for range mostFiles {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return attached, nil
		}
		if err != nil {
			return nil, fmt.Errorf("cut off: %w", err)
		}
		name := part.FileName()
		if name == "" {
			continue // the text
		}
		content, err := io.ReadAll(io.LimitReader(base64.NewDecoder(base64.StdEncoding, part), longestFile))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if _, twice := attached[name]; twice || part.Header.Get("Content-Transfer-Encoding") != "base64" {
			return nil, fmt.Errorf("%s is there twice or not in Base64", name)
		}
		attached[name] = content
	}
	return nil, fmt.Errorf("more than %d parts", mostFiles)
}
