package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"slices"
	"strings"

	"backupsso/samlcfg"
)

// Read opens a bundle and proves it: checksums, the metadata's signature under
// the certificate beside it, and that all files say the same. Metadata and
// expiry are judged as of the bundle's own date; Expiry judges them later.
//
// An error (always a *Problem) means that this is no bundle or is not safe to
// open; everything else is a finding, and Contents holds what could be read.
func Read(raw []byte) (Contents, []samlcfg.Finding, error) {
	files, read, err := open(raw)
	if err != nil {
		return Contents{}, nil, err
	}
	contents, findings := read.judged(files)
	return contents, findings, nil
}

// open unpacks a bundle and reads its values.
func open(raw []byte) (map[string][]byte, reading, error) {
	files, err := unpack(raw)
	if err != nil {
		return nil, reading{}, err
	}
	values, found := files[ConfigurationFile]
	if !found {
		return nil, reading{}, &Problem{Kind: NoConfiguration}
	}
	read, err := readConfiguration(values)
	return files, read, err
}

// judged completes the values with the files and judges all of it as of the
// bundle's own date.
func (read reading) judged(files map[string][]byte) (Contents, []samlcfg.Finding) {
	contents := read.contents
	contents.Metadata = files[MetadataFile]
	if block, _ := pem.Decode(files[CertificateFile]); block != nil && block.Type == "CERTIFICATE" {
		contents.Certificate = block.Bytes
	}
	required := requiredFiles(read.version, read.translation)
	findings := []samlcfg.Finding{fileFinding(files, required), checksumFinding(files)}
	if extra := extraFiles(files, append(required, chosenFiles(read.version)...)); extra != "" {
		findings = append(findings, samlcfg.Finding{Code: "bundle-extra", Severity: samlcfg.Warn, Got: extra})
	}
	if contents.Practice {
		findings = append(findings, samlcfg.Finding{Code: "bundle-practice", Severity: samlcfg.Note, Got: contents.TenantID})
	}
	if err := contents.validate(); err != nil {
		return contents, append(findings, samlcfg.Finding{Code: "bundle-value", Severity: samlcfg.Fail, Got: err.(*Problem).Got})
	}
	findings = append(findings, contents.findings(contents.Created)...)
	findings = append(findings, contents.textFinding(files, read.translation))
	if read.version > 1 {
		findings = append(findings, contents.handyFindings(files, read.translation)...)
	}
	if raw, chosen := files[RecordFile]; chosen && read.version > 1 {
		changes, finding := readRecord(raw, contents)
		contents.Changes, findings = changes, append(findings, finding)
	}
	return contents, findings
}

func fileFinding(files map[string][]byte, required []string) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-files", Expected: strings.Join(required, ", ")}
	var missing []string
	for _, name := range required {
		if _, found := files[name]; !found {
			missing = append(missing, name)
		}
	}
	finding.Got = strings.Join(missing, ", ")
	if len(missing) > 0 {
		finding.Severity = samlcfg.Fail
	}
	return finding
}

func extraFiles(files map[string][]byte, known []string) string {
	var extra []string
	for name := range files {
		if !slices.Contains(known, name) {
			extra = append(extra, name)
		}
	}
	slices.Sort(extra)
	return strings.Join(extra, ", ")
}

// checksumFinding wants every other file listed with its SHA-256, and names the
// files for which that is not so.
func checksumFinding(files map[string][]byte) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-checksums", Expected: "SHA-256"}
	listed := map[string]string{}
	for _, line := range bytes.Split(files[ChecksumsFile], []byte("\n")) {
		sum, name, found := strings.Cut(strings.TrimRight(string(line), "\r"), "  ")
		if found {
			listed[name] = sum
		}
	}
	var wrong []string
	for name, content := range files {
		sum := sha256.Sum256(content)
		if name != ChecksumsFile && listed[name] != hex.EncodeToString(sum[:]) {
			wrong = append(wrong, name)
		}
		delete(listed, name)
	}
	for name := range listed {
		wrong = append(wrong, shown(name))
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		finding.Severity, finding.Got = samlcfg.Fail, strings.Join(wrong, ", ")
	}
	return finding
}
