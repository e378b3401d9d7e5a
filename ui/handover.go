package ui

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// bundleFile is one file of the bundle and what it is for.
type bundleFile struct{ name, purpose string }

// namedValue is a value to be copied.
type namedValue struct{ name, value string }

// bundleFiles lists what is in the bundle, as it lies in the zip.
func bundleFiles(w *words.Words, result setup.Result) []bundleFile {
	archive, err := zip.NewReader(bytes.NewReader(result.Bundle), int64(len(result.Bundle)))
	if err != nil {
		return nil
	}
	files := make([]bundleFile, 0, len(archive.File))
	for _, file := range archive.File {
		purpose := w.Say("window.hand-over.file."+purposeKey(file.Name), words.Facts{"Date": w.Date(result.Contents.NotAfter)})
		files = append(files, bundleFile{name: path.Base(file.Name), purpose: purpose})
	}
	return files
}

// purposeKey tells from a file's name what it is for.
func purposeKey(name string) string {
	base := strings.ToLower(path.Base(name))
	switch {
	case strings.HasPrefix(base, "readme"):
		return "readme"
	case strings.HasSuffix(base, ".ics"):
		return "reminder"
	case strings.HasSuffix(base, ".eml"):
		return "message"
	case strings.Contains(base, "metadata-url"):
		return "metadata-url"
	case strings.HasSuffix(base, ".xml"):
		return "metadata"
	case strings.Contains(base, "certificate-in-use"):
		return "certificate-in-use"
	case strings.HasSuffix(base, ".cer"):
		return "certificate"
	case strings.HasSuffix(base, ".csv"):
		return "users"
	case strings.Contains(base, "change-record"):
		return "record"
	case strings.Contains(base, "letter"):
		return "letter"
	case strings.HasSuffix(base, ".json"):
		return "configuration"
	case strings.Contains(base, "sums"):
		return "sums"
	case strings.HasSuffix(base, ".html"), strings.HasSuffix(base, ".txt"), strings.HasSuffix(base, ".md"):
		return "summary"
	}
	return "other"
}

// values are what support may ask for, in the order of Entra's own page.
func values(w *words.Words, result setup.Result) []namedValue {
	c := result.Contents
	all := []namedValue{
		{"login-url", c.LoginURL}, {"entra-id", c.EntraID}, {"logout-url", c.LogoutURL},
		{"metadata-url", c.MetadataURL}, {"thumbprint", c.Thumbprint},
		{"identifier", c.Identifier}, {"reply-url", c.ReplyURL},
	}
	for i := range all {
		all[i].name = w.Say("window.hand-over." + all[i].name)
	}
	return all
}

// valuesText is all values for the clipboard.
func valuesText(values []namedValue) string {
	var text strings.Builder
	for _, value := range values {
		text.WriteString(value.name + ": " + value.value + "\n")
	}
	return text.String()
}
