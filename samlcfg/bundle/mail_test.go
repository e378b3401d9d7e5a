package bundle

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os/exec"
	"strings"
	"testing"
)

func TestMailOpensWithEveryAttachmentIntact(t *testing.T) {
	odd := example(t)
	odd.Practice = true
	odd.TenantName = strings.Repeat("Müller & Söhne, 李 ", 12)
	for name, contents := range map[string]Contents{"plain": example(t), "odd": odd} {
		raw := fileOf(t, contents, MailFile)
		for _, line := range strings.Split(string(raw), "\n") {
			if len(line) > 100 || !strings.HasSuffix(line, "\r") && line != "" {
				t.Errorf("%s: a line of %d bytes, or one that ends as no mail's: %.60q", name, len(line), line)
			}
		}
		message, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if message.Header.Get("X-Unsent") != "1" || message.Header.Get("To") != "" || message.Header.Get("From") != "" {
			t.Errorf("%s: this is no draft: %v", name, message.Header)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
		if err != nil || !strings.Contains(subject, odd.tidied().TenantName) && name == "odd" || contents.Practice != strings.Contains(subject, "PRACTICE") {
			t.Errorf("%s: subject %q, %v", name, subject, err)
		}
		text, attached := opened(t, message)
		for _, want := range []string{contents.LoginURL, contents.ReplyURL, "Britta Simon", contents.TestUserUPN} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the text lacks %q", name, want)
			}
		}
		if strings.Contains(text, CertificateFile) || attached[CertificateFile] != nil || !strings.Contains(text, "certificate.pem") {
			t.Errorf("%s: the certificate has a name that Outlook keeps from people", name)
		}
		if strings.Contains(text, "Subject:") {
			t.Errorf("%s: the text repeats the subject", name)
		}
		for _, file := range made(t, contents).Files() {
			switch content, there := attached[form{version: schemaVersion}.mailName(file.Name)]; file.Name {
			case ReadmeFile, LetterFile, MailFile:
				if there {
					t.Errorf("%s: %s is attached", name, file.Name)
				}
			case ChecksumsFile:
				if bytes.Count(content, []byte("\n")) != len(attached)-1 {
					t.Errorf("%s: the mail's checksums do not cover its files:\n%s", name, content)
				}
			default:
				if !bytes.Equal(content, file.Bytes) {
					t.Errorf("%s: %s is not as in the zip", name, file.Name)
				}
			}
		}
	}
}

// opened reads a mail as any program would: the text and the attachments.
func opened(t *testing.T, message *mail.Message) (text string, attached map[string][]byte) {
	t.Helper()
	_, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(message.Body, parameters["boundary"])
	attached = map[string][]byte{}
	for {
		part, err := parts.NextPart() // decodes quoted-printable
		if err == io.EOF {
			return text, attached
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() == "" {
			text = string(content)
			continue
		}
		decoded, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(string(content), "\r\n", ""))
		if err != nil {
			t.Fatalf("%s: %v", part.FileName(), err)
		}
		attached[part.FileName()] = decoded
	}
}

// TestPythonOpensTheMail asks a mail parser that is not Go's.
func TestPythonOpensTheMail(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	const script = `
import email, email.policy, hashlib, sys
message = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
for part in message.walk():
    if part.defects: sys.exit(f"defects: {part.defects}")
print(message["subject"])
print(message.get_body(("plain",)).get_content().count("Britta Simon"))
for part in message.iter_attachments():
    print(hashlib.sha256(part.get_payload(decode=True)).hexdigest() + "  " + part.get_filename())
`
	contents := example(t)
	contents.TenantName = strings.Repeat("Müller & Söhne, 李 ", 12)
	command := exec.Command(python, "-c", script)
	command.Stdin = bytes.NewReader(fileOf(t, contents, MailFile))
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	files := made(t, contents).Files()
	want := form{version: schemaVersion}.attachments(files[:len(files)-1])
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	if !strings.Contains(lines[0], contents.tidied().TenantName) || lines[1] != "1" {
		t.Errorf("subject and text: %q", lines[:2])
	}
	if got := strings.Join(lines[2:], "\n") + "\n"; got != string(checksums(want)) {
		t.Errorf("attachments:\n%swant\n%s", got, checksums(want))
	}
}
