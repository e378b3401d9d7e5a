package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"time"
)

// Zip returns the bundle as one zip. The same contents give the same bytes on
// every system and with every Go version: fixed order, times from Created, mode
// 0644, no compression (an implementation may change its mind about that).
func (b *Bundle) Zip() ([]byte, error) {
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	for _, file := range b.files {
		// Raw entries carry their sizes in front, which simple readers need.
		entry, err := writer.CreateRaw(header(file, b.contents.Created))
		if err != nil {
			return nil, &Problem{Kind: Damaged, Got: file.Name, Err: err}
		}
		if _, err := entry.Write(file.Bytes); err != nil {
			return nil, &Problem{Kind: Damaged, Got: file.Name, Err: err}
		}
	}
	if err := writer.Close(); err != nil {
		return nil, &Problem{Kind: Damaged, Err: err}
	}
	return packed.Bytes(), nil
}

func header(file File, created time.Time) *zip.FileHeader {
	size := uint64(len(file.Bytes))
	entry := &zip.FileHeader{Name: file.Name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(file.Bytes),
		CompressedSize64: size, UncompressedSize64: size, Extra: unixTime(created)}
	entry.ModifiedDate, entry.ModifiedTime = dosTime(created) //nolint:staticcheck // Modified would add a field of its own; the time zone is given here
	entry.SetMode(0o644)
	// What unpacking needs, in the zip format's own counting: version 2.0.
	entry.CreatorVersion, entry.ReaderVersion = entry.CreatorVersion|20, 20
	return entry
}

// unixTime is the "extended timestamp" field (0x5455), which names the moment
// without a time zone; the plain field of a zip leaves the zone open.
func unixTime(t time.Time) []byte {
	field := binary.LittleEndian.AppendUint16(nil, 0x5455)
	field = binary.LittleEndian.AppendUint16(field, 5) // bytes that follow
	field = append(field, 1)                           // modification time only
	return binary.LittleEndian.AppendUint32(field, uint32(t.Unix()))
}

// dosTime is the plain field: local time to two seconds, here UTC.
func dosTime(t time.Time) (date, clock uint16) {
	t = t.UTC()
	date = uint16(t.Day() + int(t.Month())<<5 + (t.Year()-1980)<<9)
	clock = uint16(t.Second()/2 + t.Minute()<<5 + t.Hour()<<11)
	return date, clock
}
