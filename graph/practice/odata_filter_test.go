package practice

import (
	"slices"
	"strings"
	"testing"
)

// thing is an object with fixed values.
type thing map[string]any

func (t thing) get(name string) any { return t[name] }

func ownSchema(t testing.TB) schema {
	t.Helper()
	types, err := parseSchema(schemaText)
	if err != nil {
		t.Fatal(err)
	}
	return types
}

func TestFilter(t *testing.T) {
	apps := []thing{
		{"id": "1", "displayName": "Field Service O'Neil", "applicationTemplateId": "t1", "createdDateTime": "2026-11-23T10:00:00Z", "identifierUris": []any{"https://a/1", "https://a/2"}, "tags": []any{"x"}},
		{"id": "2", "displayName": "Autotask Endpoint Backup", "applicationTemplateId": "t2", "createdDateTime": "2026-11-24T10:00:00Z", "identifierUris": []any{"https://b/1"}, "tags": []any{}},
		{"id": "3", "displayName": "(x) or y, eq 'z'", "applicationTemplateId": nil, "createdDateTime": "2026-11-25T10:00:00Z", "identifierUris": []any{}, "tags": []any{}},
	}
	for text, want := range map[string]string{
		"displayName eq 'autotask endpoint BACKUP'":                              "2",
		"displayName eq 'Field Service O''Neil'":                                 "1",
		"displayName eq '(x) or y, eq ''z'''":                                    "3",
		"displayName eq ''":                                                      "",
		"displayName ne 'x'":                                                     "123",
		"not displayName eq 'Autotask Endpoint Backup'":                          "13",
		"not(displayName eq 'Autotask Endpoint Backup' or id eq '1')":            "3",
		"startswith(displayName,'auto')":                                         "2",
		"startsWith( displayName , 'f' )":                                        "1",
		"startswith(displayName,'auto') eq true":                                 "2",
		"startswith(displayName,'auto') eq false":                                "13",
		"endswith(displayName,'backup')":                                         "2",
		"id in ('1','3','9')":                                                    "13",
		"applicationTemplateId eq null":                                          "3",
		"applicationTemplateId ne null":                                          "12",
		"id eq '1' or id eq '2' and displayName eq 'x'":                          "1",
		"(id eq '1' or id eq '2') and displayName eq 'Autotask Endpoint Backup'": "2",
		"identifierUris/any(x:x eq 'https://a/2')":                               "1",
		"identifierUris/any(uri:startswith(uri,'https://'))":                     "12",
		"identifierUris/any(x:x eq 'https://a/2' or x eq 'https://b/1')":         "12",
		"identifierUris/any()":                                                   "12",
		"identifierUris/all(x:startswith(x,'https://b'))":                        "23",
		"not identifierUris/any(x:x eq 'https://a/2')":                           "23",
		"tags/any(t:t eq 'x')":                                                   "1",
		"createdDateTime ge 2026-11-24T10:00:00Z":                                "23",
		"createdDateTime lt 2026-11-24T11:00:00+01:00":                           "1",
		"DisplayName EQ 'Autotask Endpoint Backup' AND Id Eq '2'":                "2",
	} {
		condition, _, failure := parseFilter(text, ownSchema(t)["application"])
		if failure != nil {
			t.Errorf("%s: %s", text, failure.message)
			continue
		}
		got := ""
		for _, app := range apps {
			if condition.holds(func(path []string) any { return app.get(path[0]) }) {
				got += app["id"].(string)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestFilterRefusals(t *testing.T) {
	for text, code := range map[string]string{
		"displayName":                        "BadRequest",
		"displayName eq":                     "BadRequest",
		"displayName eq 'x":                  "BadRequest",
		"displayName eq x":                   "BadRequest",
		"displayName eq 1":                   "BadRequest",
		"displayName eq true":                "BadRequest",
		"displayName is 'x'":                 "BadRequest",
		"displayName eq 'x' and":             "BadRequest",
		"displayName eq 'x' 'y'":             "BadRequest",
		"(displayName eq 'x'":                "BadRequest",
		"displayName eq 'x')":                "BadRequest",
		"displayName in ()":                  "BadRequest",
		"displayName in ('x'":                "BadRequest",
		"displayName in 'x'":                 "BadRequest",
		"nonsense eq 'x'":                    "BadRequest",
		"; drop":                             "BadRequest",
		"startswith(displayName)":            "BadRequest",
		"startswith(displayName,'x') eq 'y'": "BadRequest",
		"startswith(createdDateTime,'x')":    "BadRequest",
		"createdDateTime ge yesterday":       "BadRequest",
		"identifierUris/any(x:":              "BadRequest",
		"identifierUris/any(:x eq 'y')":      "BadRequest",
		"identifierUris/any(x:x eq 'y'":      "BadRequest",
		strings.Repeat("(", 100) + "id eq '1'" + strings.Repeat(")", 100): "BadRequest",
		"displayName eq '" + strings.Repeat("x", maxFilter) + "'":         "BadRequest",
		"identifierUris eq 'x'":                    "Request_UnsupportedQuery",
		"identifierUris/any(x:displayName eq 'y')": "Request_UnsupportedQuery",
		"displayName/any(x:x eq 'y')":              "Request_UnsupportedQuery",
		"contains(displayName,'x')":                "Request_UnsupportedQuery",
		"tolower(displayName) eq 'x'":              "Request_UnsupportedQuery",
		"notes eq 'x'":                             "Request_UnsupportedQuery",
		"web/redirectUris/any(x:x eq 'y')":         "BadRequest",
	} {
		_, _, failure := parseFilter(text, ownSchema(t)["application"])
		if failure == nil || failure.code != code || failure.status != 400 {
			t.Errorf("%.60s: %+v, want %s", text, failure, code)
		}
	}
}

func TestCandidates(t *testing.T) {
	find := func(property, value string) ([]string, bool) {
		if property == "id" || property == "identifierUris" {
			return []string{value}, true
		}
		return nil, false
	}
	for text, want := range map[string]string{
		"id eq '1'":                                  "1",
		"id eq '1' and displayName eq 'x'":           "1",
		"displayName eq 'x' and id eq '1'":           "1",
		"id eq '1' or id eq '2'":                     "1 2",
		"id in ('1','2')":                            "1 2",
		"identifierUris/any(x:x eq 'u')":             "u",
		"id eq '1' or displayName eq 'x'":            "none",
		"not id eq '1'":                              "none",
		"id ne '1'":                                  "none",
		"startswith(id,'1')":                         "none",
		"identifierUris/all(x:x eq 'u')":             "none",
		"identifierUris/any(x:startswith(x,'u'))":    "none",
		"identifierUris/any(x:x eq 'u' or x eq 'v')": "none",
		"applicationTemplateId eq null":              "none",
	} {
		condition, _, failure := parseFilter(text, ownSchema(t)["application"])
		if failure != nil {
			t.Fatalf("%s: %s", text, failure.message)
		}
		ids, known := candidates(condition, find)
		got := strings.Join(ids, " ")
		if !known {
			got = "none"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// FuzzFilter wants of any text either a refusal with 400 or a filter that can be
// asked, and that indexes never hide an object which fulfils it.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		"displayName eq 'x''y'", "identifierUris/any(x:x eq 'a') or not(id in ('1', '2'))", "startswith(displayName,'a') eq false",
		"createdDateTime ge 2026-11-24T10:00:00Z", "((((", "id eq '1' and", "'", "a/any(b:c)", "not not not id eq null", "identifierUris/any()",
	} {
		f.Add(seed)
	}
	s := ownSchema(f)["application"]
	app := thing{"id": "1", "displayName": "x'y", "identifierUris": []any{"a"}, "createdDateTime": "2026-11-25T10:00:00Z"}
	find := func(property, value string) ([]string, bool) {
		switch held := app[property].(type) {
		case string:
			if strings.EqualFold(held, value) {
				return []string{"1"}, true
			}
		case []any:
			if slices.ContainsFunc(held, func(item any) bool { return equal(item, value) }) {
				return []string{"1"}, true
			}
		}
		return nil, true
	}
	f.Fuzz(func(t *testing.T, text string) {
		condition, _, failure := parseFilter(text, s)
		if failure != nil {
			if failure.status != 400 || failure.message == "" || condition != nil && failure == nil {
				t.Fatalf("%q: %+v", text, failure)
			}
			return
		}
		holds := condition.holds(func(path []string) any { return app.get(path[0]) })
		if ids, known := candidates(condition, find); known && holds && len(ids) == 0 {
			t.Fatalf("%q holds, but the indexes hide it", text)
		}
	})
}

func TestFiltersTakeFifteenValues(t *testing.T) {
	tt := startTenant(t, Options{})
	for count, status := range map[int]int{15: 200, 16: 400} {
		values := strings.Repeat("'x',", count-1) + "'ada@contoso.example'"
		clauses := strings.Repeat("mail eq 'x' or ", count-1) + "mail eq 'ada@contoso.example'"
		for _, filter := range []string{"userPrincipalName in (" + values + ")", clauses} {
			tt.want(status, "GET", "/users?$filter="+filter, "")
			tt.want(200, "GET", "/users?$count=true&$filter="+filter, "", "ConsistencyLevel", "eventual")
		}
	}
}
