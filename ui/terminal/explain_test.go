package terminal

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// explained runs explain at the time of the corpus.
func explained(t *testing.T, in string, args ...string) (*bench, int) {
	t.Helper()
	b := newBench(t, nil)
	b.deps.In = strings.NewReader(in)
	b.deps.Now = func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }
	return b, b.run(t, append([]string{"explain"}, args...)...)
}

func fromCorpus(name string) string {
	return filepath.Join("..", "..", "samlcfg", "testdata", "responses", name)
}

func TestExplainErrors(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		in   string
		says []string
	}{
		"code":        {args: []string{"AADSTS50105"}, says: []string{"not assigned", "Next: Assign", "can happen when the sign-on starts at Entra", "administrator, in Entra", "error?code=50105", "--test-user"}},
		"number":      {args: []string{"50011"}, says: []string{"AADSTS50011", "cannot happen when the sign-on starts at Entra", "Autotask sends none"}},
		"own sign-in": {args: []string{"AADSTS65002"}, says: []string{"belongs to the sign-in of a tool", "this tool's own sign-in"}},
		"unknown":     {args: []string{"AADSTS999999: Something else. Trace ID: 7e1f0c2d-3b4a-4958-a697-112233445566"}, says: []string{"AADSTS999999", "not in this tool's list", "Message: Something else.", "Request id: 7e1f0c2d", "code=999999"}},
		"unquoted":    {args: []string{"AADSTS50126:", "Error", "validating", "credentials"}, says: []string{"password is wrong", "Message: Error validating credentials"}},
		"page":        {args: []string{"-"}, in: "Request Id: 7e1f0c2d-3b4a-4958-a697-112233445566\nTimestamp: 2026-11-23T10:00:00Z\nMessage: AADSTS53003: Access has been blocked", says: []string{"Conditional Access blocks", "Time: 2026-11-23T10:00:00Z"}},
		"error page":  {args: []string{fromCorpus("error-page.html")}, says: []string{"AADSTS50105"}},
		"two":         {args: []string{"-"}, in: "AADSTS50105: a. AADSTS50126: b.", says: []string{"AADSTS50105", "AADSTS50126"}},
	} {
		t.Run(name, func(t *testing.T) {
			b, code := explained(t, test.in, test.args...)
			if code != Done {
				t.Errorf("exit %d: %s", code, b.err.String())
			}
			wants(t, b.out.String(), test.says...)
		})
	}
}

func TestExplainResponses(t *testing.T) {
	for name, test := range map[string]struct {
		code int
		out  []string
		err  []string
	}{
		"good-recording.har":     {Done, []string{"Decoded: HAR file, form field, URL encoding, Base64", "Autotask will see you as B.Simon@contoso.com.", "Not compared: the Identifier", "Nothing is wrong in itself"}, nil},
		"good-page.html":         {Done, []string{"Decoded: form on a page, Base64", "password, mfa"}, nil},
		"guest.xml":              {Done, []string{"look     The person is a member", "Look at the lines marked look"}, nil},
		"audience-by-id.xml":     {Failure, []string{"broken   The response names the portal by its Identifier", "spn:aaaaaaaa"}, []string{"The portal would refuse", "Next: Set the Identifier in Entra."}},
		"altered.xml":            {Failure, []string{"altered after certificate", "None of this is proven"}, []string{"Next: Start the sign-in again"}},
		"refused.xml":            {Failure, []string{"AADSTS50105", "not assigned"}, []string{"Entra refused the sign-in", "Next: Assign the person"}},
		"encrypted.xml":          {Failure, []string{"encrypted"}, []string{"Next: Turn token encryption off"}},
		"cut-off.txt":            {Failure, nil, []string{"The end is missing", "Next: Copy the value whole"}},
		"request.txt":            {Failure, nil, []string{"question to Entra", "Next: "}},
		"empty.har":              {Failure, nil, []string{"no SAML response in it", "Preserve log"}},
		"metadata.xml":           {Failure, nil, []string{"another kind: EntityDescriptor"}},
		"recipient-capitals.xml": {Failure, []string{"addressed to"}, []string{"Next: "}},
	} {
		t.Run(name, func(t *testing.T) {
			b, code := explained(t, "", fromCorpus(name))
			if code != test.code {
				t.Errorf("exit %d: %s", code, b.err.String())
			}
			wants(t, b.out.String(), test.out...)
			wants(t, b.err.String(), test.err...)
		})
	}
}

// TestExplainEveryFileOfTheCorpus wants words for all that can be met, in both
// ways of telling.
func TestExplainEveryFileOfTheCorpus(t *testing.T) {
	files, err := filepath.Glob(fromCorpus("*"))
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		b, code := explained(t, "", file, "--json")
		if code != Done && code != Failure {
			t.Errorf("%s: exit %d", file, code)
		}
		lines := strings.Split(strings.TrimSpace(b.out.String()), "\n")
		var last map[string]any
		for _, line := range lines {
			last = nil
			if err := json.Unmarshal([]byte(line), &last); err != nil {
				t.Fatalf("%s: %v in %s", file, err, line)
			}
		}
		if want := map[int]string{Done: "explained", Failure: "failed"}[code]; last["event"] != want || code == Failure && (last["next"] == "" || last["problem"] == "") {
			t.Errorf("%s: ends with %v", file, last)
		}
	}
}

func TestExplainSymptoms(t *testing.T) {
	for text, says := range map[string]string{
		"unknown user": "exactly the address",
		"unknown-user": "Has support activated",
		"The portal says: Signature is not trusted": "thumbprint",
		"I get a 404":                                 "wait at exactly this address",
		"It sends me back to the login page":          "tile in My Apps",
		"Invalid audience in assertion":               "call itself exactly this",
		"assertion is not yet valid, check the clock": "clock right to the minute",
	} {
		b, code := explained(t, "", text)
		if code != Done {
			t.Errorf("%s: exit %d: %s", text, code, b.err.String())
		}
		wants(t, b.out.String(), says, "If not: ", "--bundle")
	}
	b, code := explained(t, "", "--symptoms")
	if code != Done {
		t.Errorf("exit %d", code)
	}
	wants(t, b.out.String(), "unknown-user", "no-tile", "wrong-address")
	b, _ = explained(t, "", "no-tile", "--json")
	wants(t, b.out.String(), `"kind":"symptom"`, `"answer":"ask"`, `"if_not":"`)
}

func TestExplainWithNothingToGoOn(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "bundle.zip")
	if err := os.WriteFile(broken, []byte("zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args []string
		code int
		says string
	}{
		"nothing":        {nil, Usage, "nothing to explain"},
		"both":           {[]string{"--symptoms", "50105"}, Usage, "50105"},
		"no such file":   {[]string{"missing.har"}, Failure, "missing.har cannot be read"},
		"a folder":       {[]string{t.TempDir()}, Failure, "cannot be read"},
		"other words":    {[]string{"what a nice day"}, Failure, "neither a SAML response nor an error"},
		"empty":          {[]string{"-"}, Failure, "There is nothing in it"},
		"no such bundle": {[]string{"50105", "--bundle", "missing.zip"}, Failure, "missing.zip cannot be read"},
		"no bundle":      {[]string{"50105", "--bundle", broken}, Failure, "Next: "},
		"empty bundle":   {[]string{"50105", "--bundle"}, Usage, "--bundle"},
	} {
		t.Run(name, func(t *testing.T) {
			b, code := explained(t, "", test.args...)
			if code != test.code || b.out.Len() > 0 {
				t.Errorf("exit %d, %s", code, b.out.String())
			}
			wants(t, b.err.String(), test.says)
		})
	}
}
