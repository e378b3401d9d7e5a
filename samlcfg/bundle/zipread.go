package bundle

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// The limits of a bundle from outside; a real one has a dozen files and 200 KiB.
const (
	LongestZip    = 4 << 20 // bytes of the zip
	longestFile   = 2 << 20 // bytes of one unpacked file
	longestBundle = 6 << 20 // bytes of all unpacked files
	mostFiles     = 24
	longestName   = 64
	longestShown  = 200 // characters of a foreign text in a message
)

// unpack reads a zip into memory after everything was refused that no bundle
// holds: folders, links, encryption, names that are unsafe or equal on some
// system, more bytes than a bundle can have. Nothing touches a disk.
func unpack(raw []byte) (map[string][]byte, error) {
	if len(raw) > LongestZip {
		return nil, &Problem{Kind: TooLarge}
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, &Problem{Kind: NotZip, Err: err}
	}
	if len(archive.File) > mostFiles {
		return nil, &Problem{Kind: TooLarge}
	}
	files, folded, total := map[string][]byte{}, map[string]bool{}, 0
	for _, entry := range archive.File {
		if err := checkEntry(entry); err != nil {
			return nil, err
		}
		name := strings.ToLower(entry.Name)
		if folded[name] {
			return nil, &Problem{Kind: TwiceTheSame, Got: entry.Name}
		}
		folded[name] = true
		content, err := readEntry(entry)
		if err != nil {
			return nil, err
		}
		if total += len(content); total > longestBundle {
			return nil, &Problem{Kind: TooLarge, Got: entry.Name}
		}
		files[entry.Name] = content
	}
	return files, checkLayout(raw, archive)
}

func checkEntry(entry *zip.File) error {
	const encrypted = 1
	switch {
	case !safeName(entry.Name):
		return &Problem{Kind: UnsafeName, Got: shown(entry.Name)}
	case !entry.Mode().IsRegular(), entry.Flags&encrypted != 0,
		entry.Method != zip.Store && entry.Method != zip.Deflate:
		return &Problem{Kind: UnsafeEntry, Got: entry.Name}
	case entry.UncompressedSize64 > longestFile:
		return &Problem{Kind: TooLarge, Got: entry.Name}
	}
	return nil
}

// readEntry never reads more than the limit, whatever the header says.
func readEntry(entry *zip.File) ([]byte, error) {
	reader, err := entry.Open()
	if err != nil {
		return nil, &Problem{Kind: Damaged, Got: entry.Name, Err: err}
	}
	content, err := io.ReadAll(io.LimitReader(reader, longestFile+1))
	closeErr := reader.Close()
	switch {
	case len(content) > longestFile:
		return nil, &Problem{Kind: TooLarge, Got: entry.Name}
	case err != nil:
		return nil, &Problem{Kind: Damaged, Got: entry.Name, Err: err}
	case closeErr != nil:
		return nil, &Problem{Kind: Damaged, Got: entry.Name, Err: closeErr}
	}
	return content, nil
}

// safeName takes plain file names in ASCII: no folder, drive, stream or leading
// dot, and no device of Windows.
func safeName(name string) bool {
	if name == "" || len(name) > longestName || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") {
		return false
	}
	for _, r := range name {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
		if !plain {
			return false
		}
	}
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch strings.TrimRight(stem, "0123456789") {
	case "CON", "PRN", "AUX", "NUL", "COM", "LPT":
		return false
	}
	return true
}

// shown makes a foreign name fit for one line of a message.
func shown(name string) string { return shortened(oneLine(name), longestName) }

func shortened(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
