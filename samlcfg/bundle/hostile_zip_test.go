package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

func TestReadRefusesUnsafeZips(t *testing.T) {
	good := zipOf(t, example(t))
	configuration := fileOf(t, example(t), ConfigurationFile)
	damaged := bytes.Clone(good)
	at := bytes.Index(damaged, []byte("Kind regards"))
	damaged[at] = 'k'
	var many []entry
	for range mostFiles + 1 {
		many = append(many, entry{name: strings.Repeat("a", len(many)+1)})
	}
	for name, test := range map[string]struct {
		raw  []byte
		kind ProblemKind
	}{
		"nothing":             {nil, NotZip},
		"text":                {[]byte("hello"), NotZip},
		"cut off":             {good[:len(good)-30], NotZip},
		"too many bytes":      {make([]byte, LongestZip+1), TooLarge},
		"too many files":      {pack(t, many...), TooLarge},
		"empty zip":           {pack(t), NoConfiguration},
		"some other zip":      {pack(t, entry{name: "holiday.jpg"}), NoConfiguration},
		"up one folder":       {pack(t, entry{name: "../README.txt"}), UnsafeName},
		"absolute":            {pack(t, entry{name: "/etc/passwd"}), UnsafeName},
		"drive":               {pack(t, entry{name: "C:x"}), UnsafeName},
		"backslash":           {pack(t, entry{name: `..\x`}), UnsafeName},
		"in a folder":         {pack(t, entry{name: "a/README.txt"}), UnsafeName},
		"folder":              {pack(t, entry{name: "a/"}), UnsafeName},
		"stream":              {pack(t, entry{name: "README.txt:x"}), UnsafeName},
		"hidden":              {pack(t, entry{name: ".bashrc"}), UnsafeName},
		"trailing dot":        {pack(t, entry{name: "README.txt."}), UnsafeName},
		"device":              {pack(t, entry{name: "con.txt"}), UnsafeName},
		"numbered device":     {pack(t, entry{name: "LPT1"}), UnsafeName},
		"no name":             {pack(t, entry{name: ""}), UnsafeName},
		"NUL":                 {pack(t, entry{name: "a\x00b"}), UnsafeName},
		"letters of a script": {pack(t, entry{name: "réadme.txt"}), UnsafeName},
		"endless name":        {pack(t, entry{name: strings.Repeat("a", 65)}), UnsafeName},
		"link":                {pack(t, entry{name: "README.txt", content: []byte("/etc/passwd"), mode: fs.ModeSymlink | 0o777}), UnsafeEntry},
		"pipe":                {pack(t, entry{name: "README.txt", mode: fs.ModeNamedPipe | 0o644}), UnsafeEntry},
		"encrypted":           {encryptedFlag(pack(t, entry{name: "README.txt", content: []byte("x")})), UnsafeEntry},
		"twice":               {pack(t, entry{name: "a"}, entry{name: "a"}), TwiceTheSame},
		"twice but for case":  {pack(t, entry{name: "README.txt"}, entry{name: "readme.TXT"}), TwiceTheSame},
		"bomb":                {pack(t, entry{name: "a", content: make([]byte, longestFile+1), method: zip.Deflate}), TooLarge},
		"many little bombs":   {pack(t, bombs()...), TooLarge},
		"lying size":          {lyingSize(t), Damaged},
		"wrong CRC":           {damaged, Damaged},
		"no JSON":             {pack(t, entry{name: ConfigurationFile, content: []byte("{")}), BadFormat},
		"JSON of something":   {pack(t, entry{name: ConfigurationFile, content: []byte(`{"name":"x"}`)}), BadFormat},
		"older than the first": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"schema": 3`), []byte(`"schema": 0`), 1)}), BadFormat},
		"unknown member": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"schema": 3`), []byte(`"schema": 3, "password": "x"`), 1)}), BadFormat},
		"no word on a translation": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte("  \"translation\": \"\",\n"), nil, 1)}), BadFormat},
		"translation into the first version": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(readTestdata(t, "v1/"+ConfigurationFile), []byte(`"schema": 1,`), []byte(`"schema": 1, "translation": "de",`), 1)}), BadFormat},
		"a translation that is a path": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"translation": ""`), []byte(`"translation": "../de"`), 1)}), BadFormat},
		"other names of files": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"certificate.cer"`), []byte(`"evil.cer"`), 1)}), BadFormat},
		"a member twice": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"login_url":`), []byte(`"login_url": "https://evil.example/", "login_url":`), 1)}), BadFormat},
		"a member in capitals besides": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"login_url":`), []byte(`"LOGIN_URL": "https://evil.example/", "login_url":`), 1)}), BadFormat},
		"a member less": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`    "name": "B.Simon",`+"\n"), nil, 1)}), BadFormat},
		"a program in front":          {append([]byte("MZ and a program"), good...), HiddenContent},
		"another name in front":       {otherLocalName(good), HiddenContent},
		"a file between the others":   {between(t, good), HiddenContent},
		"a file before the list":      {beforeDirectory(t, good), HiddenContent},
		"one content under two names": {overlapping(t), HiddenContent},
		"more behind":                 {pack(t, entry{name: ConfigurationFile, content: append(bytes.Clone(configuration), "{}"...)}), BadFormat},
		"from a newer version": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"schema": 3`), []byte(`"schema": 4, "x": 1`), 1)}), NewerFormat},
	} {
		_, _, err := Read(test.raw)
		var problem *Problem
		if !errors.As(err, &problem) || problem.Kind != test.kind {
			t.Errorf("%s: got %v, want %s", name, err, test.kind)
		}
	}
}

// encryptedFlag sets the flag in the central directory, where readers look.
func encryptedFlag(packed []byte) []byte {
	directory := bytes.Index(packed, []byte("PK\x01\x02"))
	packed[directory+8] |= 1
	return packed
}

func bombs() []entry {
	var entries []entry
	for i := range 5 {
		entries = append(entries, entry{name: "a" + string(rune('0'+i)), content: make([]byte, longestFile-1), method: zip.Deflate})
	}
	return entries
}

// lyingSize is a deflate bomb whose directory says that it is small.
func lyingSize(t testing.TB) []byte {
	packed := pack(t, entry{name: "a", content: make([]byte, 4*longestFile), method: zip.Deflate})
	directory := bytes.Index(packed, []byte("PK\x01\x02"))
	copy(packed[directory+24:], []byte{10, 0, 0, 0})
	return packed
}

// otherLocalName keeps the directory and renames a file for those who read along.
func otherLocalName(packed []byte) []byte {
	return bytes.Replace(packed, []byte(ReadmeFile), []byte("README.exe"), 1)
}

// between hides a file in front of the second one; the directory's addresses are
// moved along.
func between(t testing.TB, packed []byte) []byte {
	hidden := hiddenFile(t)
	second := bytes.Index(packed[4:], []byte(localHeader)) + 4
	moved := slices.Concat(packed[:second], hidden, packed[second:])
	for at := bytes.Index(moved, []byte(directoryHeader)); at >= 0 && at+46 < len(moved); {
		offset := binary.LittleEndian.Uint32(moved[at+42:])
		if offset >= uint32(second) {
			binary.LittleEndian.PutUint32(moved[at+42:], offset+uint32(len(hidden)))
		}
		next := bytes.Index(moved[at+4:], []byte(directoryHeader))
		if next < 0 {
			break
		}
		at += next + 4
	}
	return moveDirectory(moved, len(hidden))
}

func beforeDirectory(t testing.TB, packed []byte) []byte {
	hidden := hiddenFile(t)
	directory := bytes.Index(packed, []byte(directoryHeader))
	return moveDirectory(slices.Concat(packed[:directory], hidden, packed[directory:]), len(hidden))
}

// hiddenFile is a file as it lies in a zip, without an entry in a directory.
func hiddenFile(t testing.TB) []byte {
	packed := pack(t, entry{name: "evil.exe", content: []byte("MZ")})
	return packed[:bytes.Index(packed, []byte(directoryHeader))]
}

func moveDirectory(packed []byte, by int) []byte {
	end := bytes.LastIndex(packed, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint32(packed[end+16:], binary.LittleEndian.Uint32(packed[end+16:])+uint32(by))
	return packed
}

// overlapping lists one file's content a second time.
func overlapping(t testing.TB) []byte {
	packed := pack(t, entry{name: "a", content: []byte("x")}, entry{name: "b", content: []byte("x")})
	second := bytes.LastIndex(packed, []byte(directoryHeader))
	packed[second+46] = 'a' + 1
	binary.LittleEndian.PutUint32(packed[second+42:], 0)
	return packed
}
