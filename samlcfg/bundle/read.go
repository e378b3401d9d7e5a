package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"maps"
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

// Inside lists what is in a bundle, in the order of reading, for people who are
// about to save or send it. Errors are as with Read; what does not belong to a
// bundle comes last and has no Title.
func Inside(raw []byte) ([]File, error) {
	files, read, err := open(raw)
	if err != nil {
		return nil, err
	}
	var inside []File
	known := append(read.form.listing(), File{Name: RecordTextFile, Title: "bundle.file.record-text"},
		File{Name: RecordFile, Title: "bundle.file.record"}, File{Name: ChecksumsFile, Title: "bundle.file.checksums"})
	for _, file := range known {
		content, there := files[file.Name]
		if there {
			file.Bytes = content
			inside = append(inside, file)
		}
		delete(files, file.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		inside = append(inside, File{Name: name, Bytes: files[name]})
	}
	return inside, nil
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
	contents, f := read.contents, read.form
	contents.Metadata, contents.Certificate = files[MetadataFile], certificateIn(files[CertificateFile])
	findings := []samlcfg.Finding{fileFinding(files, f.required()), checksumFinding(files)}
	if extra := extraFiles(files, append(f.required(), f.chosen()...)); extra != "" {
		findings = append(findings, samlcfg.Finding{Code: "bundle-extra", Severity: samlcfg.Warn, Got: extra})
	}
	if contents.Practice {
		findings = append(findings, samlcfg.Finding{Code: "bundle-practice", Severity: samlcfg.Note, Got: contents.TenantID})
	}
	if err := contents.validate(); err != nil {
		return contents, append(findings, samlcfg.Finding{Code: "bundle-value", Severity: samlcfg.Fail, Got: err.(*Problem).Got})
	}
	findings = append(findings, contents.findings(contents.Created)...)
	findings = append(findings, contents.textFinding(files, f), f.pageFinding(files))
	if f.version > 1 {
		findings = append(findings, contents.handyFindings(files, f)...)
	}
	if raw, chosen := files[RecordFile]; chosen && f.version > 1 {
		changes, finding := readRecord(raw, files[RecordTextFile], contents)
		contents.Changes, findings = changes, append(findings, finding)
	}
	return contents, findings
}

// certificateIn returns the certificate of a file that holds one and nothing
// else, as a bundle's does: of two, readers would pick differently.
func certificateIn(raw []byte) []byte {
	block, _ := pem.Decode(raw)
	if block == nil || !bytes.Equal(pemOf(block.Bytes), raw) {
		return nil
	}
	return block.Bytes
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
