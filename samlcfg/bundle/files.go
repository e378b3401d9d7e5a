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
	ConfigurationFile = "configuration.json"
	MailFile          = "request-to-support.eml"
	CalendarFile      = "certificate-expiry.ics"
	RecordFile        = "change-record.json" // only when chosen
	RecordTextFile    = "change-record.txt"  // only when chosen
	ChecksumsFile     = "SHA256SUMS"
)

// listing is every file that goes to support in the order of reading, without
// the checksums. A letter and a summary in one more language carry its tag.
func listing(language string) []File {
	files := []File{{Name: ReadmeFile, Title: "bundle.file.readme"}, {Name: LetterFile, Title: "bundle.file.letter"},
		{Name: SummaryFile, Title: "bundle.file.summary"}}
	if language != "" {
		files = append(files, File{Name: translated(LetterFile, language), Title: "bundle.file.letter-translated"},
			File{Name: translated(SummaryFile, language), Title: "bundle.file.summary-translated"})
	}
	return append(files, File{Name: MetadataFile, Title: "bundle.file.metadata"},
		File{Name: MetadataURLFile, Title: "bundle.file.metadata-url"},
		File{Name: CertificateFile, Title: "bundle.file.certificate"},
		File{Name: ConfigurationFile, Title: "bundle.file.configuration"},
		File{Name: CalendarFile, Title: "bundle.file.calendar"},
		File{Name: MailFile, Title: "bundle.file.mail"})
}

// attachments are the files of a bundle that the mail carries: all but itself,
// the letter, which is its text, and the README, which is about the zip.
func attachments(files []File) []File {
	attached := slices.DeleteFunc(slices.Clone(files), func(file File) bool {
		return file.Name == ReadmeFile || file.Name == LetterFile || file.Name == MailFile
	})
	return append(attached, File{Name: ChecksumsFile, Title: "bundle.file.checksums", Bytes: checksums(attached)})
}

// translated puts a language's tag before the extension.
func translated(name, language string) string {
	stem, extension, _ := strings.Cut(name, ".")
	return stem + "." + language + "." + extension
}

// requiredFiles lists every file that a bundle of a version must hold.
func requiredFiles(version int, language string) []string {
	if version == 1 {
		return []string{ReadmeFile, LetterFile, SummaryFile, MetadataFile, CertificateFile, ConfigurationFile, ChecksumsFile}
	}
	var names []string
	for _, file := range listing(language) {
		names = append(names, file.Name)
	}
	return append(names, ChecksumsFile)
}

// chosenFiles lists the files that a bundle of a version may hold besides.
func chosenFiles(version int) []string {
	if version == 1 {
		return nil
	}
	return []string{RecordFile, RecordTextFile}
}
