package bundle

import (
	"slices"
	"strings"
)

// The names of a bundle's files. They are fixed, so that a script on the other
// side can rely on them.
const (
	ReadmeFile        = "README.txt"
	LetterFile        = "letter-to-support.txt"
	SummaryFile       = "summary.html"
	MetadataFile      = "federation-metadata.xml"
	MetadataURLFile   = "federation-metadata-url.txt"
	CertificateFile   = "certificate.cer"
	PresentFile       = "certificate-in-use.cer" // only in renewals
	UsersFile         = "users-to-create.csv"    // not in renewals
	ConfigurationFile = "configuration.json"
	MailFile          = "request-to-support.eml"
	CalendarFile      = "certificate-expiry.ics"
	RecordFile        = "change-record.json" // only when chosen
	RecordTextFile    = "change-record.txt"  // only when chosen
	ChecksumsFile     = "SHA256SUMS"
)

// form is what decides which files a bundle holds.
type form struct {
	version     int
	translation string // tag of the second language, "" for none
	renewal     bool
}

// listing is every file that goes to support in the order of reading, without
// the checksums. What is given in one more language carries its tag.
func (f form) listing() []File {
	files := f.inBoth(nil, ReadmeFile, "readme")
	files = f.inBoth(files, LetterFile, "letter")
	files = f.inBoth(files, SummaryFile, "summary")
	files = append(files, File{Name: MetadataFile, Title: "bundle.file.metadata"})
	if f.version > 1 {
		files = append(files, File{Name: MetadataURLFile, Title: "bundle.file.metadata-url"})
	}
	files = append(files, File{Name: CertificateFile, Title: "bundle.file.certificate"})
	if f.hasPresent() {
		files = append(files, File{Name: PresentFile, Title: "bundle.file.certificate-in-use"})
	}
	if f.hasUsers() {
		files = append(files, File{Name: UsersFile, Title: "bundle.file.users"})
	}
	files = append(files, File{Name: ConfigurationFile, Title: "bundle.file.configuration"})
	if f.version > 1 {
		files = append(files, File{Name: CalendarFile, Title: "bundle.file.calendar"}, File{Name: MailFile, Title: "bundle.file.mail"})
	}
	return files
}

// inBoth adds a file in English and in the bundle's second language. The README
// speaks it since version 3.
func (f form) inBoth(files []File, name, title string) []File {
	files = append(files, File{Name: name, Title: "bundle.file." + title})
	if f.translation == "" || name == ReadmeFile && f.version < 3 {
		return files
	}
	return append(files, File{Name: translated(name, f.translation), Title: "bundle.file." + title + "-translated"})
}

func (f form) hasUsers() bool { return f.version > 2 && !f.renewal }

func (f form) hasPresent() bool { return f.version > 2 && f.renewal }

// texts are the files that people read a bundle's values in.
func (f form) texts() []string {
	names := []string{LetterFile, SummaryFile}
	if f.translation != "" {
		names = append(names, translated(LetterFile, f.translation), translated(SummaryFile, f.translation))
	}
	return names
}

// readmes are the files about the zip.
func (f form) readmes() []string {
	if f.translation == "" || f.version < 3 {
		return []string{ReadmeFile}
	}
	return []string{ReadmeFile, translated(ReadmeFile, f.translation)}
}

// beside are the files of a bundle that the mail carries too: all but itself, the
// letter, which is its text, and the README, which is about the zip. Until version
// 2 its text was the English letter alone.
func (f form) beside(files []File) []File {
	left := append(f.readmes(), LetterFile, MailFile)
	if f.version > 2 {
		left = append(left, translated(LetterFile, f.translation))
	}
	return slices.DeleteFunc(slices.Clone(files), func(file File) bool { return slices.Contains(left, file.Name) })
}

// attachments are the same under the names that they have in the mail, with
// checksums of their own.
func (f form) attachments(files []File) []File {
	attached := f.beside(files)
	for i := range attached {
		attached[i].Name = f.mailName(attached[i].Name)
	}
	return append(attached, File{Name: ChecksumsFile, Title: "bundle.file.checksums", Bytes: checksums(attached)})
}

// mailName is a file's name in the mail. Outlook keeps attachments named .cer from
// whoever receives them ("Blocked attachments in Outlook", support.microsoft.com),
// and the same content under another name not.
func (f form) mailName(name string) string {
	if stem, is := strings.CutSuffix(name, ".cer"); is && f.version > 2 {
		return stem + ".pem"
	}
	return name
}

// translated puts a language's tag before the extension.
func translated(name, language string) string {
	stem, extension, _ := strings.Cut(name, ".")
	return stem + "." + language + "." + extension
}

// required lists every file that a bundle must hold.
func (f form) required() []string {
	var names []string
	for _, file := range f.listing() {
		names = append(names, file.Name)
	}
	return append(names, ChecksumsFile)
}

// chosen lists the files that a bundle may hold besides.
func (f form) chosen() []string {
	if f.version == 1 {
		return nil
	}
	return []string{RecordFile, RecordTextFile}
}
