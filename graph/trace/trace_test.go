package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func clock() time.Time { return time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC) }

// lines asks a server that answers with answer and returns the trace below its head.
func lines(t *testing.T, method, path, asked string, status int, answer string) map[string]any {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != asked {
			t.Errorf("asked %q (%v)", body, err)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer server.Close()
	var out bytes.Buffer
	trace := New(&out, clock, map[string]string{"version": "1"}, "Autotask Endpoint Backup")
	request, err := http.NewRequest(method, server.URL+path, strings.NewReader(asked))
	if err != nil {
		t.Fatal(err)
	}
	response, err := trace.Around(http.DefaultTransport).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if given, err := io.ReadAll(response.Body); err != nil || string(given) != answer {
		t.Errorf("passed on %q (%v)", given, err)
	}
	_, second, _ := strings.Cut(strings.TrimSpace(out.String()), "\n")
	var line map[string]any
	if err := json.Unmarshal([]byte(second), &line); err != nil || trace.Err() != nil {
		t.Fatalf("%v, %v: %s", err, trace.Err(), out.String())
	}
	return line
}

func TestWhatStaysAndWhatGoes(t *testing.T) {
	const id = "3148423c-8270-4a3c-85d6-9df344306d94"
	for name, c := range map[string]struct{ path, asked, answer, want string }{
		"ids by number": {"/v1.0/servicePrincipals/" + id, `{}`, `{"id":"` + id + `","appId":"` + strings.Replace(id, "3", "4", 1) + `"}`,
			`{"answer":{"appId":"id-2","id":"id-1"},"path":"/v1.0/servicePrincipals/id-1"}`},
		"people": {"/v1.0/users/ann@contoso.com", `{"accountEnabled":true,"passwordProfile":{"password":"Secret"}}`, `{"mail":"ANN@contoso.com","displayName":"Ann"}`,
			`{"answer":{"displayName":"text-1","mail":"person-1"},"asked":{"accountEnabled":true,"passwordProfile":{"password":"(hidden)"}},"path":"/v1.0/users/person-1"}`},
		"the gallery is Microsoft's": {"/v1.0/applicationTemplates?$filter=displayName%20eq%20'Autotask%20Endpoint%20Backup'", ``,
			`{"value":[{"id":"` + id + `","displayName":"Autotask Endpoint Backup","supportedSingleSignOnModes":["saml"]}]}`,
			`{"answer":{"value":[{"displayName":"Autotask Endpoint Backup","id":"` + id + `","supportedSingleSignOnModes":["saml"]}]},"path":"/v1.0/applicationTemplates","query":"$filter=displayName eq 'Autotask Endpoint Backup'"}`},
		"addresses": {"/v1.0/applications/" + id, ``, `{"identifierUris":["https://us.backup.autotask.net/singlesignon/saml/metadata","https://contoso.backup.autotask.net/x","https://sso.contoso.com/a?b=c"],"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#applications/$entity"}`,
			`{"answer":{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata","identifierUris":["https://us.backup.autotask.net/singlesignon/saml/metadata","https://sub-1.backup.autotask.net/x","https://host-1/path-1"]},"path":"/v1.0/applications/id-1"}`},
		"a refusal": {"/v1.0/applications/" + id, `{"displayName":"Contoso portal","identifierUris":["https://sso.contoso.com"]}`,
			`{"error":{"code":"Request_BadRequest","message":"Values of 'identifierUris' are taken by contoso Portal: 'https://sso.contoso.com', see ` + id + `"}}`,
			`{"answer":{"error":{"code":"Request_BadRequest","message":"Values of 'identifierUris' are taken by text-1: 'https://host-1/', see id-1"}},"asked":{"displayName":"text-1","identifierUris":["https://host-1/"]},"path":"/v1.0/applications/id-1"}`},
		"a batch": {"/v1.0/$batch", `{"requests":[{"id":"1","method":"GET","url":"/users?$filter=userPrincipalName%20eq%20'ann@contoso.com'&$select=id"}]}`, `{"responses":[{"id":"1","status":200,"body":{"value":[]}}]}`,
			`{"answer":{"responses":[{"body":{"value":[]},"id":"1","status":200}]},"asked":{"requests":[{"id":"1","method":"GET","url":"/users?$filter=userPrincipalName eq 'person-1'&$select=id"}]},"path":"/v1.0/$batch"}`},
		"a next page":     {"/v1.0/users?$skiptoken=QW5u&$search=%22displayName:Ann%22", ``, ``, `{"path":"/v1.0/users","query":"text-1&text-2"}`},
		"no JSON":         {"/v1.0/users", ``, `<html>Contoso proxy</html>`, `{"answer":{"bytes":26},"path":"/v1.0/users"}`},
		"the metadata":    {"/contoso.com/federationmetadata/2007-06/federationmetadata.xml?appid=" + id, ``, `<a/>`, `{"answer":{"bytes":4},"path":"/federationmetadata"}`},
		"a token":         {"/contoso.com/oauth2/v2.0/token", `client_secret=x`, `{"access_token":"eyJ"}`, `{"path":"/…/oauth2/v2.0/token"}`},
		"a failed token":  {"/contoso.com/oauth2/v2.0/token", ``, `{"error":"invalid_grant","error_description":"AADSTS50076: contoso","error_codes":[50076]}`, `{"answer":{"error":"invalid_grant","error_codes":[50076]},"path":"/…/oauth2/v2.0/token"}`},
		"a name as error": {"/x", ``, `{"error":"Contoso says no"}`, `{"path":"/…"}`},
	} {
		t.Run(name, func(t *testing.T) {
			line := lines(t, http.MethodPost, c.path, c.asked, 200, c.answer)
			for _, other := range []string{"at", "took", "kind", "method", "status"} {
				delete(line, other)
			}
			if asked, is := line["asked"].(map[string]any); is && len(asked) == 0 {
				delete(line, "asked")
			}
			if got, _ := json.Marshal(line); !sameJSON(t, string(got), c.want) {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func sameJSON(t *testing.T, got, want string) bool {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(want), &value); err != nil {
		t.Fatal(err)
	}
	normal, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return got == string(normal)
}

type noAnswer struct{}

func (noAnswer) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("reset by contoso.com")
}

func TestAFailureToAnswerIsRecorded(t *testing.T) {
	var out bytes.Buffer
	trace := New(&out, clock, nil)
	request := httptest.NewRequest(http.MethodGet, "https://graph.microsoft.com/v1.0/me", nil)
	if _, err := trace.Around(noAnswer{}).RoundTrip(request); err == nil {
		t.Error("no error")
	}
	if said := out.String(); !strings.Contains(said, `"path":"/v1.0/me","status":0`) || strings.Contains(said, "contoso") {
		t.Error(said)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestATraceThatCannotBeWrittenDisturbsNothing(t *testing.T) {
	trace := New(full{}, clock, nil)
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	request, err := http.NewRequest(http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := trace.Around(http.DefaultTransport).RoundTrip(request)
	if err != nil || trace.Err() == nil {
		t.Fatalf("%v, %v", err, trace.Err())
	}
	_ = response.Body.Close()
}

func FuzzMaskedBodies(f *testing.F) {
	f.Add([]byte(`{"value":[{"displayName":"Canary","@odata.type":"#microsoft.graph.user"}]}`), true)
	f.Add([]byte(`{"error":{"message":"'Canary' is taken"}}`), false)
	f.Fuzz(func(t *testing.T, body []byte, gallery bool) {
		if _, err := json.Marshal(newMask(nil).body(body, gallery)); err != nil {
			t.Error(err)
		}
	})
}
