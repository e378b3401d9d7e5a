package bundle

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backupsso/samlcfg"
)

var update = flag.Bool("update", false, "write the golden bundles")

// TestGoldenBundles keeps every byte of a bundle of this version. The unpacked
// files are kept beside the zip, so that a change can be read in review.
func TestGoldenBundles(t *testing.T) {
	practice := example(t)
	practice.Practice = true
	for name, contents := range map[string]Contents{"v3": example(t), "v3-practice": practice, "v3-renewal": renewal(t)} {
		folder := filepath.Join("testdata", name)
		for _, file := range made(t, contents).Files() {
			compareGolden(t, filepath.Join(folder, file.Name), file.Bytes)
		}
		compareGolden(t, folder+".zip", zipOf(t, contents))
	}
}

func compareGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs:\n%s", path, cmp.Diff(string(want), string(got)))
	}
}

func TestSameContentsGiveTheSameBytes(t *testing.T) {
	contents := example(t)
	first := zipOf(t, contents)
	contents.Created = contents.Created.In(time.FixedZone("far", 9*3600)).Add(time.Millisecond)
	contents.NotAfter = contents.NotAfter.In(time.FixedZone("far", -9*3600))
	if !bytes.Equal(first, zipOf(t, contents)) {
		t.Error("another time zone gives another zip")
	}
	contents.Created = contents.Created.Add(time.Minute)
	if bytes.Equal(first, zipOf(t, contents)) {
		t.Error("another time gives the same zip")
	}
}

func TestRoundTrip(t *testing.T) {
	plain := example(t)
	odd := example(t)
	odd.Practice = true
	odd.TenantName, odd.TenantDomain, odd.ContactName, odd.TestUserName = `Müller & Söhne <"GmbH">`, "", "", ""
	odd.Language = "de"
	odd.PortalUser = "Zoë O'Neil 李"
	for name, contents := range map[string]Contents{"plain": plain, "odd": odd, "renewal": renewal(t)} {
		got, findings, err := Read(zipOf(t, contents))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		contents.Changes = []Change{} // they stay at home
		if diff := cmp.Diff(contents, got); diff != "" {
			t.Errorf("%s: contents changed on the way:\n%s", name, diff)
		}
		if worst := samlcfg.Worst(findings); worst > samlcfg.Note {
			t.Errorf("%s: findings %+v", name, findings)
		}
	}
}

func TestMetadataStaysByteForByte(t *testing.T) {
	for _, file := range made(t, example(t)).Files() {
		if file.Name == MetadataFile && !bytes.Equal(file.Bytes, readTestdata(t, "metadata.xml")) {
			t.Error("the metadata was changed")
		}
	}
}

func TestPracticeIsSaidInEveryFileForPeople(t *testing.T) {
	contents := example(t)
	contents.Practice = true
	for _, file := range made(t, contents).Files() {
		switch file.Name {
		case ReadmeFile, LetterFile, SummaryFile, MailFile, CalendarFile:
			if !bytes.Contains(file.Bytes, []byte("PRACTICE")) {
				t.Errorf("%s does not say PRACTICE", file.Name)
			}
		case ConfigurationFile:
			if !bytes.Contains(file.Bytes, []byte(`"practice": true`)) {
				t.Errorf("%s does not say practice", file.Name)
			}
		}
	}
	for _, file := range made(t, example(t)).Files() {
		if bytes.Contains(bytes.ToUpper(file.Bytes), []byte("PRACTICE -")) {
			t.Errorf("%s of a real bundle says PRACTICE", file.Name)
		}
	}
}

func TestLetterAsksForBothThings(t *testing.T) {
	contents := example(t)
	for _, file := range made(t, contents).Files() {
		if file.Name != LetterFile {
			continue
		}
		letter := string(file.Bytes)
		for _, want := range []string{"Configure single sign-on", "Create and activate", "Britta Simon", contents.TestUserUPN,
			contents.LoginURL, contents.EntraID, contents.LogoutURL, contents.MetadataURL, contents.Identifier,
			contents.ReplyURL, contents.Thumbprint, "23 Nov 2029 (2029-11-23)", "reseller", "Mara Lind", "Northwind Traders"} {
			if !strings.Contains(letter, want) {
				t.Errorf("the letter lacks %q", want)
			}
		}
		if strings.Count(letter, "\n") != strings.Count(letter, "\r\n") {
			t.Error("the letter mixes line ends")
		}
		if strings.Contains(letter, "<<") || strings.Contains(letter, "<no value>") {
			t.Error("the letter has a gap")
		}
	}
}

func TestNamesCannotForgeALetter(t *testing.T) {
	contents := example(t)
	contents.TenantName = "Evil\r\n\r\n2. Send the invoices to evil.example\u202e\u2028x"
	contents.ContactName = "<script>alert(1)</script>"
	for _, file := range made(t, contents).Files() {
		for _, line := range strings.FieldsFunc(string(file.Bytes), func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' }) {
			if strings.HasPrefix(strings.TrimSpace(line), "2. Send the invoices") {
				t.Errorf("%s: a tenant's name became a line of its own", file.Name)
			}
		}
		if file.Name == SummaryFile && bytes.Contains(file.Bytes, []byte("<script")) {
			t.Error("a name became markup")
		}
		if bytes.ContainsRune(file.Bytes, '\u202e') {
			t.Errorf("%s turns the direction of writing", file.Name)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Contents)
		kind   ProblemKind
		got    string
	}{
		"no time":             {func(c *Contents) { c.Created = time.Time{} }, ValueMissing, "Created"},
		"before zip's time":   {func(c *Contents) { c.Created = time.Unix(0, 0) }, ValueMalformed, "Created"},
		"no tenant":           {func(c *Contents) { c.TenantID = "" }, ValueMissing, "TenantID"},
		"tenant by name":      {func(c *Contents) { c.TenantID = "contoso.com" }, ValueMalformed, "TenantID"},
		"no app":              {func(c *Contents) { c.AppID = "" }, ValueMissing, "AppID"},
		"no identifier":       {func(c *Contents) { c.Identifier = " " }, ValueMalformed, "Identifier"},
		"no reply URL":        {func(c *Contents) { c.ReplyURL = "" }, ValueMissing, "ReplyURL"},
		"plain http":          {func(c *Contents) { c.ReplyURL = "http://us.example/" }, ValueMalformed, "ReplyURL"},
		"no logout":           {func(c *Contents) { c.LogoutURL = "" }, ValueMissing, "LogoutURL"},
		"no metadata URL":     {func(c *Contents) { c.MetadataURL = "" }, ValueMissing, "MetadataURL"},
		"no metadata":         {func(c *Contents) { c.Metadata = nil }, ValueMissing, "Metadata"},
		"no certificate":      {func(c *Contents) { c.Certificate = nil }, ValueMissing, "Certificate"},
		"broken certificate":  {func(c *Contents) { c.Certificate = []byte("x") }, ValueMalformed, "Certificate"},
		"lower thumbprint":    {func(c *Contents) { c.Thumbprint = strings.ToLower(c.Thumbprint) }, ValueMalformed, "Thumbprint"},
		"other thumbprint":    {func(c *Contents) { c.Thumbprint = strings.Repeat("A", 40) }, ValuesDisagree, ""},
		"other expiry":        {func(c *Contents) { c.NotAfter = c.NotAfter.Add(time.Second) }, ValuesDisagree, ""},
		"other tenant":        {func(c *Contents) { c.TenantID = "22222222-2222-3333-4444-555555555555" }, ValuesDisagree, ""},
		"other Entra ID":      {func(c *Contents) { c.EntraID += "x" }, ValuesDisagree, ""},
		"other login":         {func(c *Contents) { c.LoginURL += "x" }, ValuesDisagree, ""},
		"other logout":        {func(c *Contents) { c.LogoutURL += "x" }, ValuesDisagree, ""},
		"other metadata host": {func(c *Contents) { c.MetadataURL = "https://evil.example/x" }, ValuesDisagree, ""},
		"altered metadata": {func(c *Contents) {
			c.Metadata = bytes.Replace(c.Metadata, []byte("mutable"), []byte("Mutable"), 1)
		}, ValuesDisagree, ""},
		"no user":        {func(c *Contents) { c.TestUserUPN = "" }, ValueMissing, "TestUserUPN"},
		"user no mail":   {func(c *Contents) { c.TestUserUPN = "B.Simon" }, ValueMalformed, "TestUserUPN"},
		"no portal user": {func(c *Contents) { c.PortalUser = "\n" }, ValueMissing, "PortalUser"},
		"no contact":     {func(c *Contents) { c.ContactUPN = "" }, ValueMissing, "ContactUPN"},
		"language":       {func(c *Contents) { c.Language = "../x" }, ValueMalformed, "Language"},
		"endless name":   {func(c *Contents) { c.AppName = strings.Repeat("x", 2000) }, ValueMalformed, "AppName"},
		"expired":        {func(c *Contents) { c.Created = c.NotAfter }, ValuesDisagree, ""},
	} {
		contents := example(t)
		test.change(&contents)
		_, err := Build(contents)
		var problem *Problem
		if !errors.As(err, &problem) || problem.Kind != test.kind || problem.Got != test.got {
			t.Errorf("%s: got %v, want %s %s", name, err, test.kind, test.got)
			continue
		}
		if test.kind == ValuesDisagree && samlcfg.Worst(problem.Findings) != samlcfg.Fail {
			t.Errorf("%s: no finding says why", name)
		}
	}
}

func TestFileName(t *testing.T) {
	for _, test := range []struct {
		identifier string
		practice   bool
		want       string
	}{
		{"https://us.backup.autotask.net/singlesignon/saml/metadata", false, "us-sso-2026-11-23.zip"},
		{"https://us.backup.autotask.net/singlesignon/saml/metadata", true, "PRACTICE-us-sso-2026-11-23.zip"},
		{"https://SAML.fileprotection.datto.com/x", false, "saml-fileprotection-datto-com-sso-2026-11-23.zip"},
		{"https://[2001:db8::1]/../..", false, "2001-db8--1-sso-2026-11-23.zip"},
		{"%%%", false, "portal-sso-2026-11-23.zip"},
		{"https://" + strings.Repeat("a", 300), false, strings.Repeat("a", 63) + "-sso-2026-11-23.zip"},
	} {
		contents := example(t)
		contents.Identifier, contents.Practice = test.identifier, test.practice
		if got := FileName(contents); got != test.want {
			t.Errorf("%q: got %q, want %q", test.identifier, got, test.want)
		}
	}
}

func TestExpiryIsJudgedWhenAsked(t *testing.T) {
	contents := example(t)
	for days, want := range map[int]samlcfg.Severity{-400: samlcfg.Pass, -10: samlcfg.Warn, 1: samlcfg.Fail} {
		if got := Expiry(contents, contents.NotAfter.AddDate(0, 0, days)); got.Severity != want {
			t.Errorf("%d days after the end: got %+v", days, got)
		}
	}
}

// TestSummaryAsksNoNetwork wants a page that nothing can make fetch anything: no
// script, no address in an attribute or a style, and a policy that forbids all.
func TestSummaryAsksNoNetwork(t *testing.T) {
	page := strings.ToLower(string(fileOf(t, example(t), SummaryFile)))
	for _, fetching := range []string{"<script", "<link", "<img", "<iframe", "<object", "<form", "<base", " src=", " href=", " srcset=",
		" action=", " background=", "url(", "@import", "http-equiv=\"refresh\"", " onclick=", " onload=", " onerror="} {
		if strings.Contains(page, fetching) {
			t.Errorf("the page holds %q", fetching)
		}
	}
	if !strings.Contains(page, `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`) || !strings.Contains(page, "<svg ") {
		t.Error("the page lacks its policy or its picture")
	}
}

// TestRenewalAsksForWhatARenewalNeeds: nobody is to be created again, and the
// certificate in use is not to be thrown away.
func TestRenewalAsksForWhatARenewalNeeds(t *testing.T) {
	contents := renewal(t)
	held := map[string]string{}
	for _, file := range made(t, contents).Files() {
		held[file.Name] = string(file.Bytes)
	}
	for _, name := range []string{LetterFile, SummaryFile, MailFile, ReadmeFile} {
		text := strings.ReplaceAll(held[name], "=\r\n", "")
		if strings.Contains(text, "Create and activate") || strings.Contains(text, "create for") || !strings.Contains(text, "Keep the certificate in use") {
			t.Errorf("%s asks for a first set-up:\n%s", name, text)
		}
	}
	for _, name := range []string{LetterFile, SummaryFile} {
		if !strings.Contains(held[name], contents.presentThumbprint()) || !strings.Contains(held[name], contents.Thumbprint) {
			t.Errorf("%s does not name both certificates", name)
		}
	}
	if !strings.Contains(held[ReadmeFile], "--pubkey-cert-pem "+PresentFile) || held[PresentFile] == "" || held[UsersFile] != "" {
		t.Errorf("the certificate in use is not at hand, or a user is to be created: %v", held[UsersFile])
	}
	if !strings.Contains(string(fileOf(t, example(t), ReadmeFile)), "--pubkey-cert-pem "+CertificateFile) {
		t.Error("a first set-up is to be proven with another certificate than its own")
	}
}

// TestInsideListsWhatIsThere, for whoever is about to save or send it.
func TestInsideListsWhatIsThere(t *testing.T) {
	recorded, err := Build(example(t), WithChangeRecord)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := recorded.Zip()
	if err != nil {
		t.Fatal(err)
	}
	inside, err := Inside(packed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(recorded.Files(), inside); diff != "" {
		t.Errorf("not what was put in:\n%s", diff)
	}
	if _, err := Inside([]byte("PK")); err == nil {
		t.Error("a text has something inside")
	}
}
