package bundle

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// The parts of a zip (PKWARE's APPNOTE, 4.3.7, 4.3.9, 4.3.12).
const (
	localHeader      = "PK\x03\x04"
	directoryHeader  = "PK\x01\x02"
	localHeaderSize  = 30
	longestHeader    = localHeaderSize + 2*(1<<16) // with name and extra field
	longestTrailer   = 24                          // a data descriptor with signature and 64 bit sizes
	hasTrailer       = 1 << 3
	nameLengthOffset = 26
)

// checkLayout wants the files to lie one behind the other from the first byte to
// the directory, each under the name that the directory gives it. Programs that
// go by the directory and programs that read along would unpack different things
// otherwise, and a program may lie in front.
func checkLayout(raw []byte, archive *zip.Reader) error {
	type part struct {
		entry      *zip.File
		start, end int64
	}
	if len(archive.File) == 0 {
		return nil
	}
	var parts []part
	for _, entry := range archive.File {
		data, err := entry.DataOffset()
		if err != nil {
			return &Problem{Kind: Damaged, Got: entry.Name, Err: err}
		}
		from := max(0, data-longestHeader)
		start := bytes.LastIndex(raw[from:data], []byte(localHeader))
		if start < 0 || !sameName(raw[int(from)+start:data], entry.Name) {
			return &Problem{Kind: HiddenContent}
		}
		parts = append(parts, part{entry, from + int64(start), data + int64(entry.CompressedSize64)})
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.start, b.start) })
	end, trailer := int64(0), int64(0)
	for _, p := range parts {
		if p.start < end || p.start > end+trailer {
			return &Problem{Kind: HiddenContent}
		}
		end, trailer = p.end, 0
		if p.entry.Flags&hasTrailer != 0 {
			trailer = longestTrailer
		}
	}
	rest := raw[min(end, int64(len(raw))):]
	if directory := bytes.Index(rest, []byte(directoryHeader)); directory < 0 || int64(directory) > trailer {
		return &Problem{Kind: HiddenContent}
	}
	return nil
}

// sameName tells whether a local header is for a file of that name.
func sameName(header []byte, name string) bool {
	if len(header) < localHeaderSize+len(name) {
		return false
	}
	length := int(binary.LittleEndian.Uint16(header[nameLengthOffset:]))
	return length == len(name) && string(header[localHeaderSize:localHeaderSize+length]) == name
}
