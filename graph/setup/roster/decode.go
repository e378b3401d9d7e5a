package roster

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// MaxSize bounds a list in bytes.
const MaxSize = 4 << 20

// Why a text cannot be read as a list at all.
var (
	ErrTooLarge = errors.New("the list is larger than 4 MB")
	ErrNoText   = errors.New("this is no text, such as a spreadsheet or a picture")
)

// decode gives the text of a file in UTF-8 without a byte order mark. Windows
// programs save UTF-16, or the code page of western Europe where the text is not
// UTF-8.
func decode(raw []byte) (string, error) {
	if len(raw) > MaxSize {
		return "", ErrTooLarge
	}
	if isDocument(raw) {
		return "", ErrNoText
	}
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), looksLike(raw, 1):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")), looksLike(raw, 0):
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	if from == nil && !utf8.Valid(raw) {
		from = charmap.Windows1252
	}
	if from != nil {
		decoded, err := from.NewDecoder().Bytes(raw)
		if err != nil {
			return "", ErrNoText
		}
		raw = decoded
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", ErrNoText
	}
	return string(raw), nil
}

// isDocument reports whether a file begins like a workbook, of today's form or of
// the one before 2007, or like a PDF.
func isDocument(raw []byte) bool {
	for _, begin := range []string{"PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "%PDF"} {
		if bytes.HasPrefix(raw, []byte(begin)) {
			return true
		}
	}
	return false
}

// looksLike reports whether every second byte of the beginning is zero, as in
// UTF-16 of western letters without a byte order mark.
func looksLike(raw []byte, zeroAt int) bool {
	const enough = 8
	if len(raw) < enough {
		return false
	}
	for at, b := range raw[:enough] {
		if (b == 0) != (at%2 == zeroAt) {
			return false
		}
	}
	return true
}
