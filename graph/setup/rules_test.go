package setup

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
)

func TestChooseTemplate(t *testing.T) {
	saml := []string{"saml"}
	for _, c := range []struct {
		name  string
		found []graph.GalleryApp
		id    string
		kind  Kind
	}{
		{"among neighbours", []graph.GalleryApp{{ID: "1", Name: "Autotask Workplace", Modes: saml}, {ID: "2", Name: AppName, Modes: saml}}, "2", ""},
		{"other case and blanks", []graph.GalleryApp{{ID: "3", Name: " autotask endpoint BACKUP ", Modes: saml}}, "3", ""},
		{"only neighbours", []graph.GalleryApp{{Name: AppName + " Classic", Modes: saml}}, "", GalleryWithoutApp},
		{"nothing", nil, "", GalleryWithoutApp},
		{"two", []graph.GalleryApp{{Name: AppName, Modes: saml}, {Name: AppName, Modes: saml}}, "", GalleryAmbiguous},
		{"no SAML", []graph.GalleryApp{{Name: AppName, Modes: []string{"password"}}}, "", GalleryWithoutSAML},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := chooseTemplate(c.found)
			var problem *Problem
			if errors.As(err, &problem) != (c.kind != "") || problem != nil && problem.Kind != c.kind || got.ID != c.id {
				t.Errorf("got %q, %v", got.ID, err)
			}
		})
	}
}

func TestChooseApplication(t *testing.T) {
	portal := samlcfg.UsualPortal("us")
	ours := graph.Application{ObjectID: "ours", Identifiers: []string{portal.Identifier}}
	fresh := graph.Application{ObjectID: "fresh", Identifiers: []string{"https://*.backup.autotask.net/singlesignon/saml/metadata"}}
	other := graph.Application{ObjectID: "other", Identifiers: []string{"https://eu.backup.autotask.net/singlesignon/saml/metadata"}}
	for _, c := range []struct {
		name     string
		siblings []graph.Application
		wish     string
		want     string // object id, "" a new one, "?" a question
	}{
		{"none", nil, "", ""},
		{"none, new wished", nil, NewApplication, ""},
		{"ours", []graph.Application{other, fresh, ours}, "", "ours"},
		{"ours, although new is wished", []graph.Application{other, ours}, NewApplication, "ours"},
		{"one nobody configured", []graph.Application{other, fresh}, "", "fresh"},
		{"one nobody configured, new wished", []graph.Application{other, fresh}, NewApplication, "fresh"},
		{"two nobody configured", []graph.Application{fresh, {ObjectID: "x"}}, "", "?"},
		{"two nobody configured, new wished", []graph.Application{fresh, {ObjectID: "x"}}, NewApplication, ""},
		{"one for another portal", []graph.Application{other}, "", "?"},
		{"one for another portal, new wished", []graph.Application{other}, NewApplication, ""},
		{"one for another portal, chosen", []graph.Application{other, fresh}, "OTHER", "other"},
		{"chosen is gone", []graph.Application{other}, "elsewhere", "?"},
		{"own of two nobody configured", []graph.Application{fresh, {ObjectID: "own"}}, "", "own"},
		{"own, although new is wished", []graph.Application{fresh, {ObjectID: "own"}, other}, NewApplication, "own"},
		{"own that others configured", []graph.Application{{ObjectID: "own", Identifiers: other.Identifiers}}, "", "?"},
		{"ours twice", []graph.Application{ours, {ObjectID: "y", Identifiers: ours.Identifiers}}, "", "?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := chooseApplication(c.siblings, Wish{Portal: portal, Application: c.wish}, "own")
			text := ""
			if got.application != nil {
				text = got.application.ObjectID
			}
			if got.question {
				text = "?"
			}
			if text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
		})
	}
}

func TestAddressesKeepWhatBelongsToOthers(t *testing.T) {
	const ours, star, other = "https://us.example/acs", "https://*.example/acs", "https://eu.example/acs"
	for _, c := range []struct {
		there   []string
		gallery []string // what it is known to have come with
		want    []string
	}{
		{nil, nil, []string{ours}},
		{[]string{star}, nil, []string{ours}},
		{[]string{star, other}, nil, []string{ours, other}},
		{[]string{other, ours}, nil, []string{other, ours}},
		{[]string{star, ours}, nil, []string{star, ours}},
		{[]string{star, other}, []string{star, other}, []string{ours}},
		{[]string{star, other}, []string{star}, []string{ours, other}},
	} {
		portal := samlcfg.Portal{Identifier: ours, ReplyURL: ours}
		gallery := addresses{c.gallery, c.gallery}
		got := wishedAddresses(addresses{c.there, c.there}, Wish{Portal: portal}, gallery)
		if !slices.Equal(got.identifiers, c.want) || !slices.Equal(got.replyURLs, c.want) {
			t.Errorf("%v (came with %v): got %v, want %v", c.there, c.gallery, got.replyURLs, c.want)
		}
		again := wishedAddresses(got, Wish{Portal: portal}, gallery)
		if !slices.Equal(again.replyURLs, got.replyURLs) {
			t.Errorf("%v: a second run would write %v", c.there, again.replyURLs)
		}
	}
}

func TestNotify(t *testing.T) {
	five := []string{"a@x", "b@x", "c@x", "d@x", "e@x"}
	for _, c := range []struct{ there, wished, want []string }{
		{nil, []string{"me@x"}, []string{"me@x"}},
		{[]string{"ME@X"}, []string{"me@x"}, []string{"ME@X"}},
		{[]string{"a@x"}, []string{" me@x ", ""}, []string{"a@x", "me@x"}},
		{five, []string{"me@x"}, five},
		{five[:4], []string{"me@x", "you@x"}, append(slices.Clone(five[:4]), "me@x")},
	} {
		if got := wishedNotify(c.there, c.wished); !slices.Equal(got, c.want) {
			t.Errorf("%v + %v: got %v", c.there, c.wished, got)
		}
	}
}

func TestUsableCertificate(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	certificate := func(name string, from, until int) graph.SigningCertificate {
		return graph.SigningCertificate{Thumbprint: name, NotBefore: now.AddDate(0, from, 0), NotAfter: now.AddDate(0, until, 0)}
	}
	for _, c := range []struct {
		name   string
		active string
		there  []graph.SigningCertificate
		want   string
	}{
		{"none", "", nil, ""},
		{"active and valid", "OLD", []graph.SigningCertificate{certificate("NEW", -1, 30), certificate("OLD", -20, 2)}, "OLD"},
		{"active in lower case", "old", []graph.SigningCertificate{certificate("OLD", -20, 2)}, "OLD"},
		{"active expired", "OLD", []graph.SigningCertificate{certificate("NEW", -1, 30), certificate("OLD", -40, -1)}, "NEW"},
		{"active not among the keys", "GONE", []graph.SigningCertificate{certificate("NEW", -1, 30)}, "NEW"},
		{"none active, longest wins", "", []graph.SigningCertificate{certificate("A", -1, 10), certificate("B", -1, 30), certificate("C", -1, 20)}, "B"},
		{"all expired", "OLD", []graph.SigningCertificate{certificate("OLD", -40, -1), certificate("OLDER", -80, -41)}, ""},
		{"not yet valid", "", []graph.SigningCertificate{certificate("LATER", 1, 30)}, ""},
		{"clock a little behind", "", []graph.SigningCertificate{{Thumbprint: "FRESH", NotBefore: now.Add(5 * time.Minute), NotAfter: now.AddDate(3, 0, 0)}}, "FRESH"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := usableCertificate(graph.ServicePrincipal{ActiveThumbprint: c.active, Certificates: c.there}, now, "")
			if (got == nil) != (c.want == "") || got != nil && got.Thumbprint != c.want {
				t.Errorf("got %+v, want %q", got, c.want)
			}
		})
	}
	if end := certificateEnd(now); end.After(now.AddDate(3, 0, 0)) || end.Before(now.AddDate(2, 11, 0)) || !strings.HasPrefix(certificateSubject, "CN=") {
		t.Errorf("a new certificate %q would end %s", certificateSubject, end)
	}
}

func TestUserRole(t *testing.T) {
	const standard = "00000000-0000-0000-0000-000000000000"
	msiam := graph.AppRole{ID: "m", Name: "msiam_access", Enabled: true, ForUsers: true}
	for _, c := range []struct {
		name  string
		roles []graph.AppRole
		want  string
		found bool
	}{
		{"no role at all", nil, standard, true},
		{"User preferred", []graph.AppRole{msiam, {ID: "x", Name: "Admin", Enabled: true, ForUsers: true}, {ID: "u", Name: "User", Enabled: true, ForUsers: true}}, "u", true},
		{"first usable", []graph.AppRole{msiam, {ID: "off", Name: "User", ForUsers: true}, {ID: "x", Name: "Reader", Enabled: true, ForUsers: true}}, "x", true},
		{"msiam_access when alone", []graph.AppRole{msiam}, "m", true},
		{"for programs only", []graph.AppRole{{ID: "p", Enabled: true}}, "", false},
		{"all off", []graph.AppRole{{ID: "u", Name: "User", ForUsers: true}}, "", false},
	} {
		if id, found := userRole(c.roles); id != c.want || found != c.found {
			t.Errorf("%s: got %q, %t", c.name, id, found)
		}
	}
}

func TestValidUPN(t *testing.T) {
	for text, want := range map[string]bool{
		"B.Simon@contoso.com": true, "o'neil-1_x!#^~@a.b-c.example": true, "guest_fabrikam.example#EXT#@x.onmicrosoft.com": true,
		"": false, "B.Simon": false, "@contoso.com": false, "B Simon@contoso.com": false, "b@contoso": false, "b.@contoso.com": false,
		"b@contoso..com": false, "b@-contoso.com": false, "b@@contoso.com": false, "b@c\n.com": false, "bü@contoso.com": false,
		strings.Repeat("a", 65) + "@contoso.com": false, "b@" + strings.Repeat("a.", 130) + "com": false,
	} {
		if validUPN(text) != want {
			t.Errorf("%q: got %t", text, !want)
		}
	}
}

func FuzzValidUPN(f *testing.F) {
	f.Add("B.Simon@contoso.com")
	f.Add("a@b.c@d")
	f.Fuzz(func(t *testing.T, text string) {
		if validUPN(text) && (strings.Count(text, "@") != 1 || strings.ContainsAny(text, " /?%\"\\\n\x00") || len(text) > 320) {
			t.Errorf("%q was accepted", text)
		}
	})
}

func TestNewUserHasWhatTheSignOnNeeds(t *testing.T) {
	for name, want := range map[string][2]string{
		"": {"B", "Simon"}, "B.Simon": {"B", "Simon"}, "Britta Simon": {"Britta", "Simon"}, "Cher": {"Cher", "Cher"}, "Trailing.": {"Trailing.", "Trailing."},
	} {
		user := newUser(TestUser{Name: name}, "b.simon@contoso.com", graph.NewSecret("x"))
		if user.GivenName != want[0] || user.Surname != want[1] || user.Mail != user.UPN || user.MailNickname != "b.simon" || user.Name == "" {
			t.Errorf("%q: %+v", name, user)
		}
	}
}

func TestNewPassword(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		password, err := newPassword(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		text := password.Reveal()
		if len(text) != 23 || !complexEnough(text) || strings.ContainsAny(text, "0O1lI") || seen[text] {
			t.Errorf("password of %d letters, complex %t", len(text), complexEnough(text))
		}
		seen[text] = true
		if printed := fmt.Sprintf("%v %+v %#v %s", password, password, password, password); strings.Contains(printed, text) {
			t.Error("the password shows in print")
		}
	}
	for name, source := range map[string]io.Reader{
		"dry": bytes.NewReader(nil), "only zeros": zeros{}, "only refused bytes": bytes.NewReader(bytes.Repeat([]byte{255}, 5000)),
	} {
		if password, err := newPassword(source); err == nil || !password.IsZero() {
			t.Errorf("%s: no error", name)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestMayLack(t *testing.T) {
	role := func(ids ...string) []graph.Role {
		var roles []graph.Role
		for _, id := range ids {
			roles = append(roles, graph.Role{TemplateID: id})
		}
		return roles
	}
	cloud, user := cloudAppAdmin(), userAdmin()
	for _, c := range []struct {
		roles   []graph.Role
		creates bool
		want    []string
	}{
		{role(cloud.templateID, user.templateID), true, nil},
		{role(strings.ToUpper(globalAdmin)), true, nil},
		{role("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"), false, nil},
		{role(cloud.templateID), true, []string{user.name}},
		{nil, true, []string{cloud.name, user.name}},
		{role("88d8e3e3-8f55-4a1e-953a-9b9898b8876b"), false, []string{cloud.name}},
	} {
		if got := mayLack(c.roles, c.creates); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.roles, got, c.want)
		}
	}
}

func TestUserAccessURL(t *testing.T) {
	const app, tenant = "00000000-0000-4000-8000-000000000001", fakeTenantID
	for _, c := range []struct {
		cloud graph.Cloud
		want  string
	}{
		{graph.Global(), "https://launcher.myapps.microsoft.com/api/signin/" + app + "?tenantId=" + tenant},
		{graph.USGov(), "https://myapps.microsoft.us/signin/Autotask%20Endpoint%20Backup/" + app + "?tenantId=" + tenant},
		{graph.Practice("http://127.0.0.1:1", "http://127.0.0.1:1/v1.0", "http://127.0.0.1:1/myapps"),
			"http://127.0.0.1:1/myapps/signin/Autotask%20Endpoint%20Backup/" + app + "?tenantId=" + tenant},
	} {
		if got := launchOf(c.cloud, tenant, graph.Application{AppID: app, Name: AppName}).URL(); got != c.want {
			t.Errorf("%s: %s", c.cloud.Name, got)
		}
	}
}
