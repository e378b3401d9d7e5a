package roster

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// TestParse reads what people paste and what programs save.
func TestParse(t *testing.T) {
	const ada, alan, grace = "ada@contoso.com", "alan@contoso.com", "grace@contoso.com"
	fine := func(line int, text, address string) Row { return Row{Line: line, Text: text, Address: address} }
	for name, c := range map[string]struct {
		text   string
		want   []Row
		column string
	}{
		"nothing":    {"", nil, ""},
		"only blank": {" \r\n\t\n;;\n", nil, ""},
		"one a line": {"ada@contoso.com\r\nalan@contoso.com\r\n\r\ngrace@contoso.com", []Row{fine(1, ada, ada), fine(2, alan, alan), fine(4, grace, grace)}, ""},
		"old Mac":    {"ada@contoso.com\ralan@contoso.com\r", []Row{fine(1, ada, ada), fine(2, alan, alan)}, ""},
		"a heading":  {"User principal name\nada@contoso.com\n", []Row{fine(2, ada, ada)}, "User principal name"},
		"mail program": {"Ada Lovelace <ada@contoso.com>; Alan Turing <alan@contoso.com>, grace@contoso.com;",
			[]Row{fine(1, "Ada Lovelace <ada@contoso.com>", ada), fine(1, "Alan Turing <alan@contoso.com>", alan), fine(1, grace, grace)}, ""},
		"names with commas": {`Lovelace, Ada <ada@contoso.com>; "Turing, Alan" <alan@contoso.com>`,
			[]Row{fine(1, "Lovelace Ada <ada@contoso.com>", ada), fine(1, `"Turing, Alan" <alan@contoso.com>`, alan)}, ""},
		"names with commas, a line each": {"Lovelace, Ada <ada@contoso.com>\nTuring, Alan <alan@contoso.com>\nHopper, Grace <grace@contoso.com>",
			[]Row{fine(1, "Ada <ada@contoso.com>", ada), fine(2, "Alan <alan@contoso.com>", alan), fine(3, "Grace <grace@contoso.com>", grace)}, ""},
		"blanks between":   {"ada@contoso.com alan@contoso.com", []Row{fine(1, ada, ada), fine(1, alan, alan)}, ""},
		"words around":     {"Ada Lovelace ada@contoso.com", []Row{fine(1, ada, ada)}, ""},
		"sentence":         {"mailto:ada@contoso.com.", []Row{fine(1, "mailto:ada@contoso.com.", ada)}, ""},
		"invisible":        {"\u200bada@contoso.com\u00a0\n", []Row{fine(1, "\u200bada@contoso.com", ada)}, ""},
		"several columns":  {"ada@contoso.com,alan@contoso.com\ngrace@contoso.com,eve@contoso.com", []Row{fine(1, ada, ada), fine(1, alan, alan), fine(2, grace, grace), fine(2, "eve@contoso.com", "eve@contoso.com")}, ""},
		"comment":          {"# the office in Graz\nada@contoso.com", []Row{fine(2, ada, ada)}, ""},
		"guest":            {"edsger_fabrikam.com#EXT#@contoso.onmicrosoft.com", []Row{fine(1, "edsger_fabrikam.com#EXT#@contoso.onmicrosoft.com", "edsger_fabrikam.com#EXT#@contoso.onmicrosoft.com")}, ""},
		"apostrophe, plus": {"o'hara@contoso.com\nada+x@contoso.com", []Row{fine(1, "o'hara@contoso.com", "o'hara@contoso.com"), fine(2, "ada+x@contoso.com", "ada+x@contoso.com")}, ""},
		"CSV with headings": {"DisplayName,UserPrincipalName,Mail\r\n\"Lovelace, Ada\",ada@contoso.com,a.lovelace@contoso.com\r\nAlan,alan@contoso.com,",
			[]Row{fine(2, ada, ada), fine(3, alan, alan)}, "UserPrincipalName"},
		"any column":             {"id;department;E-Mail\n1;IT;ada@contoso.com\n2;IT;alan@contoso.com", []Row{fine(2, ada, ada), fine(3, alan, alan)}, "E-Mail"},
		"a column without words": {"Name;Whatever\nAda;ada@contoso.com\nAlan;alan@contoso.com", []Row{fine(2, ada, ada), fine(3, alan, alan)}, "Whatever"},
		"CSV without headings":   {"Ada\tada@contoso.com\nAlan\talan@contoso.com", []Row{fine(1, ada, ada), fine(2, alan, alan)}, ""},
		"heading lies":           {"upn,mail\n1,ada@contoso.com\n2,alan@contoso.com", []Row{fine(2, ada, ada), fine(3, alan, alan)}, "mail"},
		"Excel":                  {"sep=;\nName;UPN\nAda;ada@contoso.com\nAlan;alan@contoso.com\n", []Row{fine(3, ada, ada), fine(4, alan, alan)}, "UPN"},
		"Excel, upper case":      {"SEP=;\r\nName;UPN\r\nAda;ada@contoso.com\r\n", []Row{fine(3, ada, ada)}, "UPN"},
		"Excel, quoted":          {"\"sep=,\"\nName,UPN\nAda,ada@contoso.com\n", []Row{fine(3, ada, ada)}, "UPN"},
		"template for members": {"version:v1.0\r\nMember object ID or user principal name [memberObjectIdOrUpn] Required\r\nada@contoso.com\r\nalan@contoso.com\r\n",
			[]Row{fine(3, ada, ada), fine(4, alan, alan)}, "Member object ID or user principal name [memberObjectIdOrUpn] Required"},
		"template for users": {"version:v1.0,,\r\n\"Name [displayName] Required\",\"User name [userPrincipalName] Required\",Mail\r\nAda,ada@contoso.com,x@contoso.com\r\nAlan,alan@contoso.com,y@contoso.com\r\n",
			[]Row{fine(3, ada, ada), fine(4, alan, alan)}, "User name [userPrincipalName] Required"},
		"quoted line ends":   {"name,address,upn\nAda,\"12 St James\nLondon\",ada@contoso.com\nAlan,\"x\ny\nz\",alan@contoso.com", []Row{fine(2, ada, ada), fine(4, alan, alan)}, "upn"},
		"quote that is none": {"5\" Ada <ada@contoso.com>\nalan@contoso.com", []Row{fine(1, `5" Ada <ada@contoso.com>`, ada), fine(2, alan, alan)}, ""},
		"a line without": {"Name;UPN\nAda;ada@contoso.com\nNobody;\nAlan;alan@contoso.com\nGrace;grace",
			[]Row{fine(2, ada, ada), {Line: 3, Text: "Nobody;", Wrong: NoAddress}, fine(4, alan, alan), {Line: 5, Text: "Grace;grace", Wrong: NoAddress}}, "UPN"},
		"what is wrong": {"ada@contoso.com\nnobody\nADA@Contoso.com\nada@contoso\n@contoso.com\nada@@contoso.com\nädä@contoso.com\na b@contoso.com",
			[]Row{fine(1, ada, ada), {Line: 2, Text: "nobody", Wrong: NoAddress}, {Line: 3, Text: "ADA@Contoso.com", Wrong: Duplicate, Of: 1},
				{Line: 4, Text: "ada@contoso", Wrong: NotAddress}, {Line: 5, Text: "@contoso.com", Wrong: NotAddress}, {Line: 6, Text: "ada@@contoso.com", Wrong: NotAddress},
				{Line: 7, Text: "ädä@contoso.com", Wrong: NotAddress}, fine(8, "b@contoso.com", "b@contoso.com")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.Rows); diff != "" || got.Column != c.column {
				t.Errorf("column %q\n%s", got.Column, diff)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const text = "Name;UPN\r\nJürgen;ada@contoso.com\r\nZoë;alan@contoso.com\r\n"
	little, big := []byte{0xff, 0xfe}, []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(text)) {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
	}
	for name, raw := range map[string][]byte{
		"UTF-8": []byte(text), "with a mark": append([]byte("\xef\xbb\xbf"), text...), "UTF-16 little": little, "UTF-16 big": big,
		"UTF-16 without a mark": little[2:], "Windows": []byte("Name;UPN\r\nJ\xfcrgen;ada@contoso.com\r\nZo\xeb;alan@contoso.com\r\n"),
	} {
		got, err := Parse(raw)
		if err != nil || !slices.Equal(got.Good(), []string{"ada@contoso.com", "alan@contoso.com"}) || len(got.Bad()) != 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, raw := range map[string]string{"a workbook": "PK\x03\x04xyz", "a PDF": "%PDF-1.7", "an old workbook": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1ada@contoso.com", "a picture": "\x89PNG\x00\x00"} {
		if _, err := Parse([]byte(raw)); !errors.Is(err, ErrNoText) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Parse(make([]byte, MaxSize+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

func TestLongLists(t *testing.T) {
	var text strings.Builder
	for i := range MaxRows + 5 {
		fmt.Fprintf(&text, "u%d@contoso.com\n", i)
	}
	got, err := Parse([]byte(text.String()))
	if err != nil || len(got.Rows) != MaxRows+1 || got.Rows[MaxRows].Wrong != TooMany || len(got.Good()) != MaxRows {
		t.Errorf("%d rows, %v", len(got.Rows), err)
	}
	for name, hostile := range map[string]string{"quotes": strings.Repeat(`"`, 1<<20), "open fields": strings.Repeat("\"a\n", 200_000), "commas": strings.Repeat(",", 1<<20),
		"wide": strings.Repeat(strings.Repeat("a@b.c,", 500)+"\n", 200), "one line": strings.Repeat("a@b.co ", 1<<18)} {
		if _, err := Parse([]byte(hostile)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("DisplayName,UserPrincipalName\n\"Lovelace, Ada\",ada@contoso.com\n"))
	f.Add([]byte("Ada <ada@contoso.com>; alan@contoso.com"))
	f.Add([]byte("\xff\xfea\x00@\x00b\x00.\x00c\x00"))
	f.Add([]byte("a;\"b\nc\"\nd;e@f.gh"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := Parse(raw)
		if err != nil {
			return
		}
		again, _ := Parse(raw)
		if diff := cmp.Diff(list, again); diff != "" {
			t.Fatal(diff)
		}
		seen := map[string]bool{}
		for at, row := range list.Rows {
			folded := strings.ToLower(row.Address)
			if row.Line < 1 || at > 0 && row.Line < list.Rows[at-1].Line || (row.Wrong == Fine) != (row.Address != "") || row.Wrong == Fine && (!valid(row.Address) || seen[folded]) {
				t.Fatalf("row %d: %+v", at, row)
			}
			seen[folded] = true
		}
	})
}
