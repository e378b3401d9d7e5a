package practice

import (
	"fmt"
	"net/url"
	"testing"
)

// crowdID counts in the form of a GUID; variant keeps the kinds of objects apart.
func crowdID(variant string, at int) string {
	return fmt.Sprintf("00000000-0000-4000-%s-%012x", variant, at)
}

// crowd fills a tenant with people and applications.
func crowd(t *tenant, people, apps int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	for at := range people {
		id, nickname := crowdID("8000", at), fmt.Sprintf("person%06d", at)
		upn := nickname + "@contoso.example"
		t.users.put(id, &user{id: id, upn: upn, name: "P" + nickname[1:6] + " " + nickname[6:], mail: upn, mailNickname: nickname, enabled: true, created: now}, now, now)
	}
	for at := range apps {
		id := crowdID("9000", at)
		app := newApplication(id, crowdID("a000", at), fmt.Sprintf("App %05d", at), nil)
		app.created, app.identifierURIs = now, []string{fmt.Sprintf("https://app%05d.contoso.example/", at)}
		t.apps.put(id, app, now, now)
	}
}

// TestLookUpsUseIndexes wants that no look-up by equality walks the table.
func TestLookUpsUseIndexes(t *testing.T) {
	tt := startTenant(t, Options{})
	crowd(tt.s.tenant, 100, 100)
	c := &call{server: tt.s, t: tt.s.tenant, now: tt.now(), seen: tt.now()}
	for text, from := range map[string]source{
		"userPrincipalName eq 'PERSON000042@contoso.example'":            c.users(),
		"displayName eq 'Person 000042'":                                 c.users(),
		"mail eq 'person000042@contoso.example'":                         c.users(),
		"id in ('00000000-0000-4000-8000-00000000002a')":                 c.users(),
		"displayName eq 'App 00042'":                                     c.applications(),
		"appId eq '00000000-0000-4000-a000-00000000002a'":                c.applications(),
		"identifierUris/any(x:x eq 'https://app00042.contoso.example/')": c.applications(),
		"tags/any(x:x eq 'y') or id eq '1'":                              c.applications(),
	} {
		condition, _, failure := parseFilter(text, from.shape)
		if failure != nil {
			t.Fatalf("%s: %s", text, failure.message)
		}
		walked := false
		walk := from.each
		from.each = func(visit func(string, object) bool) { walked = true; walk(visit) }
		found, _ := c.collect(from, condition, 0)
		if expected := text != "tags/any(x:x eq 'y') or id eq '1'"; expected && (walked || len(found) != 1) || !expected && !walked {
			t.Errorf("%s: %d found, walked %v", text, len(found), walked)
		}
	}
}

func BenchmarkFilteredLookUp(b *testing.B) {
	for _, people := range []int{0, 1000, 100_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			s, err := Start(Options{Key: sharedKey})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			crowd(s.tenant, people, people/10)
			ada, _ := s.tenant.userByUPN("ada@contoso.example")
			query := "$filter=" + url.QueryEscape("userPrincipalName eq 'ada@contoso.example'")
			for b.Loop() {
				c := &call{server: s, t: s.tenant, method: "GET", version: "v1.0", path: "users", rawQuery: query, now: s.tenant.now(), seen: s.tenant.now(),
					grant: &grant{user: ada, scopes: []string{"User.Read.All"}}, user: ada}
				if given, failure := s.answer(c); failure != nil || given.status != 200 {
					b.Fatal(failure)
				}
			}
		})
	}
}

func BenchmarkCrowdedStart(b *testing.B) {
	for b.Loop() {
		s, err := Start(Options{Key: sharedKey})
		if err != nil {
			b.Fatal(err)
		}
		crowd(s.tenant, 100_000, 10_000)
		_ = s.Close()
	}
}
