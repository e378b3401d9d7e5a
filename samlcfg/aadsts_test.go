package samlcfg

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

const (
	errorCorrelation = "0d2b5a9e-1f3c-4a6b-8c7d-aabbccddeeff"
	errorTrace       = "7e1f0c2d-3b4a-4958-a697-112233445566"
	notAssigned      = "Your administrator has configured the application Autotask Endpoint Backup ('aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee') " +
		"to block users unless they are specifically granted ('assigned') access to the application."
)

func TestFindSignInErrors(t *testing.T) {
	moment := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	whole := SignInErrorReport{SignInError: LookUpSignInError(50105), Message: notAssigned, CorrelationID: errorCorrelation, TraceID: errorTrace, Time: moment}
	bare := SignInErrorReport{SignInError: LookUpSignInError(50105)}
	tail := " Trace ID: " + errorTrace + " Correlation ID: " + errorCorrelation + " Timestamp: 2026-11-23 10:00:00Z"
	for name, test := range map[string]struct {
		text string
		want SignInErrorReport
	}{
		"the number":           {"50105", bare},
		"the code":             {" AADSTS50105\n", bare},
		"lower case":           {"aadsts50105", bare},
		"in a sentence":        {"He gets (AADSTS50105).", SignInErrorReport{SignInError: bare.SignInError, Message: ")."}},
		"as a program tells":   {"AADSTS50105: " + notAssigned + tail, whole},
		"with escaped breaks":  {`AADSTS50105: ` + notAssigned + `\r\nTrace ID: ` + errorTrace + `\r\nCorrelation ID: ` + errorCorrelation + `\r\nTimestamp: 2026-11-23 10:00:00Z`, whole},
		"shouted":              {"AADSTS50105: " + notAssigned + strings.ToUpper(tail), whole},
		"log's address":        {"https://login.microsoftonline.com/error?code=50105", bare},
		"national look-up":     {"https://login.partner.microsoftonline.cn/error?code=50105#x", bare},
		"fragment":             {"http://localhost:8400/#error=access_denied&error_description=AADSTS50105%3a+" + strings.ReplaceAll(notAssigned, " ", "+") + "%0d%0aTrace+ID%3a+" + errorTrace + "%0d%0aCorrelation+ID%3a+" + errorCorrelation + "%0d%0aTimestamp%3a+2026-11-23+10%3a00%3a00Z&state=1", whole},
		"Entra's page, copied": {"Sign in\nSorry, but we’re having trouble signing you in.\n\nAADSTS50105: " + notAssigned + "\n\nTroubleshooting details\nIf you contact your administrator, send this info to them.\nCopy info to clipboard\n\nRequest Id: " + errorTrace + "\nCorrelation Id: " + errorCorrelation + "\nTimestamp: 2026-11-23T10:00:00Z\nMessage: AADSTS50105: " + notAssigned + "\n", whole},
		"page in German":       {"Anmelden\nLeider können wir Sie nicht anmelden.\nAADSTS50105: " + notAssigned + "\nAnforderungs-ID: " + errorTrace + "\nKorrelations-ID: " + errorCorrelation + "\nZeitstempel: 2026-11-23T10:00:00Z\nMeldung: AADSTS50105: " + notAssigned + "\n", whole},
		"page in Japanese":     {"要求 ID: " + errorTrace + "\n関連付け ID: " + errorCorrelation + "\nタイムスタンプ: 2026-11-23T10:00:00Z\nメッセージ: AADSTS50105: " + notAssigned, whole},
		"copied info":          {"Request Id: " + errorTrace + "\nCorrelation Id: " + errorCorrelation + "\nTimestamp: 2026-11-23T10:00:00Z\nMessage: AADSTS50105: " + notAssigned + "\n\nFlag sign-in errors for review: Enable flagging", whole},
		"page's source":        {"<html><body><h1>Sorry</h1><p>AADSTS50105: " + strings.ReplaceAll(notAssigned, "'", "&#39;") + "</p><dl><dt>Request Id</dt><dd>" + errorTrace + "</dd><dt>Correlation Id</dt><dd>" + errorCorrelation + "</dd><dt>Timestamp</dt><dd>2026-11-23T10:00:00Z</dd></dl></body></html>", whole},
		"page's script":        {`<html><script>$Config={"strServiceExceptionMessage":"AADSTS50105: ` + strings.ReplaceAll(notAssigned, "'", `\u0027`) + `","iErrorCode":0,"correlationId":"` + errorCorrelation + `","requestId":"` + errorTrace + `","timestamp":"2026-11-23T10:00:00Z","x":"y"};</script></html>`, whole},
		"OAuth's JSON":         {`{"error":"interaction_required","error_description":"AADSTS50105: ` + notAssigned + `\r\nTrace ID: ` + errorTrace + `\r\nCorrelation ID: ` + errorCorrelation + `\r\nTimestamp: 2026-11-23 10:00:00Z","error_codes":[50105],"timestamp":"2026-11-23 10:00:00Z","trace_id":"` + errorTrace + `","correlation_id":"` + errorCorrelation + `","error_uri":"https://login.microsoftonline.com/error?code=50105"}`, whole},
		"entry of the log":     {`{"id":"` + errorTrace + `","createdDateTime":"2026-11-23T10:00:00Z","correlationId":"` + errorCorrelation + `","status":{"errorCode":50105,"failureReason":"x"}}`, SignInErrorReport{SignInError: bare.SignInError, CorrelationID: errorCorrelation, Time: moment}},
		"the portal's view":    {"Error Code 50105\nRequest Id " + errorTrace, SignInErrorReport{SignInError: bare.SignInError, TraceID: errorTrace}},
		"a code nobody knows":  {"AADSTS999999: Something new. Correlation ID: " + errorCorrelation, SignInErrorReport{SignInError: SignInError{Code: 999999}, Message: "Something new.", CorrelationID: errorCorrelation}},
		"a recording":          {`{"log":{"entries":[` + strings.Repeat(`{"a":"b"},`, 600) + `{"text":"<p>AADSTS50105: ` + strings.ReplaceAll(notAssigned, "'", `\u0027`) + `</p><dd>Request Id: ` + errorTrace + `</dd><dd>Correlation Id: ` + errorCorrelation + `</dd><dd>Timestamp: 2026-11-23T10:00:00Z</dd>"}]}}`, whole},
		"a long log":           {strings.Repeat("ok\n", 1<<20) + "AADSTS50105: " + notAssigned + tail, whole},
	} {
		reports := FindSignInErrors(test.text)
		if len(reports) != 1 || reports[0] != test.want {
			t.Errorf("%s: got %+v", name, reports)
		}
	}
}

func TestFindSignInErrorsFindsNothing(t *testing.T) {
	for _, text := range []string{"", "  ", "hello", "It says error code: 10060.", "12", "AADSTS", "postal code 50105", "unknown user", "{}", "[", "<html></html>", "?code=0.AXXX50105"} {
		if reports := FindSignInErrors(text); reports != nil {
			t.Errorf("%q gave %+v", text, reports)
		}
	}
}

func TestFindSignInErrorsKeepsSeveralApart(t *testing.T) {
	log := `{"value":[{"correlationId":"` + errorCorrelation + `","status":{"errorCode":50105}},{"correlationId":"` + errorTrace + `","status":{"errorCode":50126}},{"correlationId":"` + errorTrace + `","status":{"errorCode":0}}]}`
	text := "AADSTS50105: One. Correlation ID: " + errorCorrelation + "\nAADSTS50126: Two. Correlation ID: " + errorTrace
	for _, pasted := range []string{log, text} {
		reports := FindSignInErrors(pasted)
		if len(reports) != 2 || reports[0].CorrelationID != errorCorrelation || reports[1].CorrelationID != errorTrace || reports[1].Code != 50126 {
			t.Errorf("got %+v", reports)
		}
	}
	if reports := FindSignInErrors(strings.Repeat("AADSTS50105 AADSTS16000 ", 500)); len(reports) != 2 {
		t.Errorf("got %d reports", len(reports))
	}
}

func explainWords(t *testing.T) map[string]any {
	t.Helper()
	content, err := os.ReadFile("../assets/translations/en/explain.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]any
	if err := json.Unmarshal(content, &words); err != nil {
		t.Fatal(err)
	}
	return words
}

// TestSignInErrorsAreComplete wants words for every code, no code twice, and the
// codes of which the practice tenant and the tool itself speak.
func TestSignInErrorsAreComplete(t *testing.T) {
	words := explainWords(t)
	codes := SignInErrorCodes()
	if len(codes) < 200 {
		t.Fatalf("only %d codes", len(codes))
	}
	slices.Sort(codes)
	used := map[string]bool{}
	for i, code := range append(codes, 1) {
		if i > 0 && code == codes[i-1] {
			t.Errorf("%d is there twice", code)
		}
		known := LookUpSignInError(code)
		used[known.Key()] = true
		for _, part := range []string{".what", ".why", ".next"} {
			if words[known.Key()+part] == nil {
				t.Errorf("no words for %s", known.Key()+part)
			}
		}
		if known.Known() != (code != 1) || known.Known() && known.Side == SideNobody {
			t.Errorf("%+v", known)
		}
		if known.Fix != FixNone && words["fix."+string(known.Fix)] == nil || words["side."+string(known.Side)] == nil && known.Known() {
			t.Errorf("no words for %q or %q", known.Fix, known.Side)
		}
	}
	for key := range words {
		if rest, found := strings.CutPrefix(key, "aadsts."); found && !used["aadsts."+rest[:strings.LastIndexByte(rest, '.')]] {
			t.Errorf("words for nothing: %s", key)
		}
	}
}

// TestWhatASignOnFromEntraCanMeet holds the distinction that saves people hours:
// the portal sends no requests, so faults of requests are somebody else's.
func TestWhatASignOnFromEntraCanMeet(t *testing.T) {
	for code, want := range map[int]SignInError{
		50105:   {AtEntra: true, Side: SideEntra, Fix: FixAssignUser},
		50003:   {AtEntra: true, Side: SideEntra, Fix: FixActivateCertificate},
		500113:  {AtEntra: true, Side: SideEntra, Fix: FixMendAddress},
		7000112: {AtEntra: true, Side: SideEntra, Fix: FixEnableApp},
		750054:  {AtEntra: true, Side: SidePerson},
		50011:   {Side: SideSender, Fix: FixMendAddress},
		75005:   {Side: SideSender},
		65002:   {Side: SideTool},
		50126:   {AtEntra: true, Side: SidePerson},
		50000:   {AtEntra: true, Side: SideMicrosoft},
	} {
		got := LookUpSignInError(code)
		if got.AtEntra != want.AtEntra || got.Side != want.Side || got.Fix != want.Fix {
			t.Errorf("%d: %+v", code, got)
		}
	}
	if got := LookUpSignInError(50105); got.Link() != "https://login.microsoftonline.com/error?code=50105" || got.Name() != "AADSTS50105" {
		t.Errorf("%s, %s", got.Name(), got.Link())
	}
}

func FuzzFindSignInErrors(f *testing.F) {
	for _, seed := range []string{"50105", "AADSTS50105: x Trace ID: " + errorTrace, `{"error_codes":[50105]}`, "https://x/error?code=50105", "<p>AADSTS50105</p>",
		"AADSTS50105: The signed in user 'ann@contoso.com' is blocked", "AADSTS50011: The reply URL 'https://us.backup.autotask.net/singlesignon/saml/sso' specified",
		"AADSTS1234 AADSTS5678 Timestamp: 2026-11-23 10:00:00Z", "error=x&error_description=AADSTS50105%zz", `{"value":[{"errorCode":50105},{"a":[[["AADSTS7000"]]]}]}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reports := FindSignInErrors(text)
		if len(reports) > mostSignInErrors {
			t.Fatalf("%d reports", len(reports))
		}
		for _, report := range reports {
			if len([]rune(report.Message)) > longestMessage+1 || strings.ContainsFunc(report.Message, unicode.IsControl) {
				t.Fatalf("message %q", report.Message)
			}
			if report.Code < 0 || report.Key() == "" {
				t.Fatalf("%+v", report)
			}
			if person := report.Person(); person != "" && (len(person) > 320 || strings.ContainsAny(person, " \t'{}")) {
				t.Fatalf("person %q", person)
			}
			if portal, found := report.Portal(); found && (portal.Subdomain == "" || portal != UsualPortal(portal.Subdomain)) {
				t.Fatalf("portal %+v", portal)
			}
		}
	})
}
