package bundle

import (
	"archive/zip"
	"errors"
	"testing"

	"backupsso/samlcfg"
	"backupsso/samlcfg/bounded"
)

// readBounded reads a bundle within bounds and wants what was found good to be
// fit to be handed on.
func readBounded(t *testing.T, raw []byte) {
	t.Helper()
	var contents Contents
	var findings []samlcfg.Finding
	var err error
	bounded.Run(t, func() { contents, findings, err = Read(raw) })
	var problem *Problem
	if err != nil && !errors.As(err, &problem) {
		t.Fatalf("%T is no Problem", err)
	}
	if err != nil || samlcfg.Worst(findings) == samlcfg.Fail {
		return
	}
	if _, err := Build(contents, WithChangeRecord); err != nil {
		t.Fatalf("read without a fault, not to be built: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(zipOf(f, example(f)))
	f.Add(repack(f, example(f), map[string][]byte{MetadataFile: []byte("<a/>")}, true))
	f.Add(pack(f, entry{name: "../x"}, entry{name: ConfigurationFile, content: []byte("{}"), method: zip.Deflate}))
	f.Fuzz(func(t *testing.T, raw []byte) { readBounded(t, raw) })
}

// FuzzReadParts alters files behind the zip's own checksums, which keep blind
// changes of a whole zip from getting far.
func FuzzReadParts(f *testing.F) {
	contents := example(f)
	record, err := ChangeRecord(contents)
	if err != nil {
		f.Fatal(err)
	}
	originals := append(made(f, contents).Files(), record...)
	parts := map[string][]byte{}
	for _, file := range originals {
		parts[file.Name] = file.Bytes
	}
	f.Add(parts[ConfigurationFile], parts[MailFile], parts[CalendarFile], parts[RecordFile], parts[LetterFile], parts[SummaryFile], parts[UsersFile])
	f.Add([]byte("{}"), []byte("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--"), []byte("DTSTART:"), []byte("{"), []byte("http://x"),
		[]byte("<style>@import"), []byte("name,"))
	f.Fuzz(func(t *testing.T, configuration, mail, calendar, record, letter, summary, users []byte) {
		changed := map[string][]byte{ConfigurationFile: configuration, MailFile: mail, CalendarFile: calendar,
			RecordFile: record, LetterFile: letter, SummaryFile: summary, UsersFile: users}
		var files []File
		for _, file := range originals {
			if altered, is := changed[file.Name]; is {
				file.Bytes = altered
			}
			if file.Name != ChecksumsFile {
				files = append(files, file)
			}
		}
		var entries []entry
		for _, file := range append(files, File{Name: ChecksumsFile, Bytes: checksums(files)}) {
			entries = append(entries, entry{name: file.Name, content: file.Bytes})
		}
		readBounded(t, pack(t, entries...))
	})
}
