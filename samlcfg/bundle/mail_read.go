package bundle

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"

	"backupsso/samlcfg"
)

// longestHeading is how many bytes may come before a mail's text; a draft has a
// few hundred.
const longestHeading = 16 << 10

// draft is a mail as it was read.
type draft struct {
	text     string // subject and text
	attached map[string][]byte
}

// mailFinding wants the draft to be addressed to nobody and its attachments to be
// the bundle's own files, so that mail and zip cannot say different things.
func (f form) mailFinding(files map[string][]byte) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-mail"}
	read, err := readDraft(files[MailFile])
	if err != nil {
		return samlcfg.Finding{Code: "bundle-draft", Severity: samlcfg.Fail, Got: shortened(oneLine(err.Error()), longestShown), Expected: MailFile}
	}
	var wanted []File
	for _, file := range f.listing() {
		wanted = append(wanted, File{Name: file.Name, Bytes: files[file.Name]})
	}
	var names, wrong []string
	for _, file := range f.attachments(wanted) {
		names = append(names, file.Name)
		if content, there := read.attached[file.Name]; !there || !bytes.Equal(content, file.Bytes) {
			wrong = append(wrong, file.Name)
		}
		delete(read.attached, file.Name)
	}
	finding.Expected = strings.Join(names, ", ")
	for name := range read.attached {
		wrong = append(wrong, shown(name))
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		finding.Severity, finding.Got = samlcfg.Fail, strings.Join(wrong, ", ")
	}
	return finding
}

// readDraft reads a draft within the limits of a bundle: one text and
// attachments, for nobody and from nobody.
func readDraft(raw []byte) (draft, error) {
	if end := bytes.Index(raw, []byte("\r\n\r\n")); end > longestHeading {
		return draft{}, fmt.Errorf("no mail: %d bytes before its text", end)
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return draft{}, fmt.Errorf("no mail: %w", err)
	}
	for name, values := range message.Header {
		addressed := slices.Contains([]string{"To", "Cc", "Bcc", "From", "Sender", "Reply-To"}, name) && values[0] != ""
		if addressed || len(values) > 1 {
			return draft{}, fmt.Errorf("%s: %s", name, strings.Join(values, ", "))
		}
	}
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		return draft{}, fmt.Errorf("no mail with attachments: %s", kind)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		return draft{}, fmt.Errorf("subject: %w", err)
	}
	read, texts := draft{attached: map[string][]byte{}}, 0
	parts := multipart.NewReader(message.Body, parameters["boundary"])
	for range mostFiles {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return read, nil
		}
		if err != nil {
			return draft{}, fmt.Errorf("cut off: %w", err)
		}
		if part.FileName() != "" {
			if err := read.attach(part); err != nil {
				return draft{}, err
			}
			continue
		}
		text, err := textOf(part)
		if err != nil {
			return draft{}, err
		}
		if texts++; texts > 1 {
			return draft{}, errors.New("more than one text")
		}
		read.text = subject + "\r\n" + text
	}
	return draft{}, fmt.Errorf("more than %d parts", mostFiles)
}

func (d *draft) attach(part *multipart.Part) error {
	name := part.FileName()
	content, err := io.ReadAll(io.LimitReader(base64.NewDecoder(base64.StdEncoding, part), longestFile))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, twice := d.attached[name]; twice || part.Header.Get("Content-Transfer-Encoding") != "base64" {
		return fmt.Errorf("%s is there twice or not in Base64", name)
	}
	d.attached[name] = content
	return nil
}

// textOf reads the one kind of text that a draft has.
func textOf(part *multipart.Part) (string, error) {
	kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
	if err != nil || kind != "text/plain" || part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
		return "", fmt.Errorf("a text of kind %s", kind)
	}
	text, err := io.ReadAll(io.LimitReader(quotedprintable.NewReader(part), longestFile))
	return string(text), err
}
