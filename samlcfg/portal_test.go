package samlcfg

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParsePortalTakesWhatPeopleType(t *testing.T) {
	for typed, want := range map[string]string{
		"us":                        "us",
		" US ":                      "us",
		"\tEu2\r\n":                 "eu2",
		"us.backup.autotask.net":    "us",
		"US.Backup.AutoTask.NET.":   "us",
		"us.backup.autotask.net:":   "us",
		"//us.backup.autotask.net/": "us",
		"https://us.backup.autotask.net/backupmanager/login":        "us",
		"http://us.backup.autotask.net":                             "us",
		"HTTPS://US.BACKUP.AUTOTASK.NET:443/x?y=z#top":              "us",
		`https:\\us.backup.autotask.net\login`:                      "us",
		"https://us.backup.autotask.net/singlesignon/saml/metadata": "us",
		"https://us.backup.autotask.net/singlesignon/saml/SSO":      "us",
		"“us”":                              "us",
		"'us'":                              "us",
		"<https://us.backup.autotask.net/>": "us",
		"\ufeffus\u200b":                    "us",
		"u\u200bs":                          "us",
		"us.":                               "us",
		"us/":                               "us",
		"us.backup.autotask.net;":           "us",
		"us\u00a0":                          "us",
		"a":                                 "a",
		"3-com":                             "3-com",
		strings.Repeat("a", 63):             strings.Repeat("a", 63),
		"us.backup.autotask.net:8443":       "us",
	} {
		portal, err := ParsePortal(typed)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		if portal != UsualPortal(want) || !portal.Usual() {
			t.Errorf("%q: got %+v", typed, portal)
		}
	}
	portal, _ := ParsePortal("us")
	if portal.Identifier != "https://us.backup.autotask.net/singlesignon/saml/metadata" ||
		portal.ReplyURL != "https://us.backup.autotask.net/singlesignon/saml/SSO" {
		t.Errorf("addresses are not the tutorial's: %+v", portal)
	}
}

func TestParsePortalRefusesClearly(t *testing.T) {
	for typed, want := range map[string]PortalProblem{
		"":                                 {Kind: PortalEmpty},
		" \n\u200b":                        {Kind: PortalEmpty},
		"https://":                         {Kind: PortalEmpty},
		"...":                              {Kind: PortalEmpty},
		"-us":                              {Kind: PortalHyphenEdge, Got: "-us", Suggestion: "us"},
		"us-":                              {Kind: PortalHyphenEdge, Got: "us-", Suggestion: "us"},
		"-":                                {Kind: PortalHyphenEdge, Got: "-"},
		"my company":                       {Kind: PortalBadCharacter, Got: " ", Suggestion: "mycompany"},
		"u_s":                              {Kind: PortalBadCharacter, Got: "_", Suggestion: "u-s"},
		"us!":                              {Kind: PortalBadCharacter, Got: "!"},
		"u\x07s":                           {Kind: PortalBadCharacter, Got: "U+0007"},
		"u\xffs":                           {Kind: PortalBadCharacter, Got: "U+FFFD"}, // no UTF-8
		"münchen":                          {Kind: PortalBadCharacter, Got: "ü", Suggestion: "munchen"},
		"ｕｓ":                               {Kind: PortalBadCharacter, Got: "ｕ", Suggestion: "us"},
		"uѕ":                               {Kind: PortalBadCharacter, Got: "ѕ"}, // Cyrillic
		"münchen.backup.autotask.net":      {Kind: PortalBadCharacter, Got: "ü", Suggestion: "munchen.backup.autotask.net"},
		"xn--mnchen-3ya":                   {Kind: PortalEncodedName, Got: "xn--mnchen-3ya"},
		"xn--us":                           {Kind: PortalEncodedName, Got: "xn--us"},
		"admin@us.backup.autotask.net":     {Kind: PortalBadCharacter, Got: "@", Suggestion: "us.backup.autotask.net"},
		"us.backup.autotask.net:http":      {Kind: PortalBadCharacter, Got: ":"},
		"backup.autotask.net":              {Kind: PortalNoSubdomain, Got: "backup.autotask.net"},
		"https://backup.autotask.net/help": {Kind: PortalNoSubdomain, Got: "backup.autotask.net"},
		"www.backup.autotask.net":          {Kind: PortalNoSubdomain, Got: "www.backup.autotask.net"},
		"<SUBDOMAIN>":                      {Kind: PortalNoSubdomain, Got: "SUBDOMAIN"},
		"https://<SUBDOMAIN>.backup.autotask.net/singlesignon/saml/SSO": {Kind: PortalNoSubdomain,
			Got: "https://<SUBDOMAIN>.backup.autotask.net/singlesignon/saml/SSO"},
		"us.backup.autotask.com":              {Kind: PortalOtherEnding, Got: ".com", Suggestion: "us.backup.autotask.net"},
		"us.backup.autotask":                  {Kind: PortalOtherDomain, Got: "us.backup.autotask"},
		"us.bakcup.autotask.net":              {Kind: PortalOtherDomain, Got: "us.bakcup.autotask.net", Suggestion: "us.backup.autotask.net"},
		"us.autotask.net":                     {Kind: PortalOtherDomain, Got: "us.autotask.net", Suggestion: "us.backup.autotask.net"},
		"https://ww5.autotask.net/":           {Kind: PortalOtherDomain, Got: "ww5.autotask.net"},
		"www.us.backup.autotask.net":          {Kind: PortalOtherDomain, Got: "www.us.backup.autotask.net", Suggestion: "us.backup.autotask.net"},
		"backup.autotask.com":                 {Kind: PortalOtherDomain, Got: "backup.autotask.com"},
		"contoso.com":                         {Kind: PortalOtherDomain, Got: "contoso.com"},
		"10.0.0.1":                            {Kind: PortalOtherDomain, Got: "10.0.0.1"},
		"us.backup.autotask.net.evil.example": {Kind: PortalOtherDomain, Got: "us.backup.autotask.net.evil.example"},
		"https://us":                          {Kind: PortalOtherDomain, Got: "us", Suggestion: "us"},
		"ftp://us.backup.autotask.net":        {Kind: PortalNotURL, Got: "ftp://us.backup.autotask.net"},
		"our portal is https://us.backup.autotask.net/login today": {Kind: PortalBadCharacter, Got: " ", Suggestion: "us.backup.autotask.net"},
		strings.Repeat("a", 64):   {Kind: PortalTooLong, Got: strings.Repeat("a", 64)},
		strings.Repeat("a", 3000): {Kind: PortalTooLong, Got: strings.Repeat("a", 79) + "…"},
	} {
		_, err := ParsePortal(typed)
		problem, ok := err.(*PortalProblem)
		if !ok {
			t.Errorf("%.80q: got %v, want %+v", typed, err, want)
			continue
		}
		if *problem != want {
			t.Errorf("%.80q:\n got %+v\nwant %+v", typed, *problem, want)
		}
		if !strings.Contains(problem.Error(), string(want.Kind)) {
			t.Errorf("%.80q: error %q hides its kind", typed, problem)
		}
	}
}

func TestWithAddresses(t *testing.T) {
	const identifier = "https://us.backup.autotask.net/singlesignon/saml/metadata"
	const reply = "https://us.backup.autotask.net/singlesignon/saml/SSO"
	for _, test := range []struct {
		name, identifier, reply string
		want                    Portal
		usual                   bool
	}{
		{"usual", identifier, " " + reply + "\n", Portal{"us", identifier, reply}, true},
		{"case of the path kept", identifier, "https://us.backup.autotask.net/singlesignon/saml/sso",
			Portal{"us", identifier, "https://us.backup.autotask.net/singlesignon/saml/sso"}, false},
		{"other host", "https://saml.fileprotection.datto.com/x", "https://saml.fileprotection.datto.com/y?z=1",
			Portal{"", "https://saml.fileprotection.datto.com/x", "https://saml.fileprotection.datto.com/y?z=1"}, false},
		{"two subdomains", identifier, "https://eu.backup.autotask.net/a", Portal{"", identifier, "https://eu.backup.autotask.net/a"}, false},
		{"port and address", "https://[2001:db8::1]:8443/x", "https://10.0.0.1/y", Portal{"", "https://[2001:db8::1]:8443/x", "https://10.0.0.1/y"}, false},
	} {
		got, err := WithAddresses(test.identifier, test.reply)
		if err != nil || got != test.want || got.Usual() != test.usual {
			t.Errorf("%s: got %+v (usual %v), %v", test.name, got, got.Usual(), err)
		}
	}
	for address, want := range map[string]PortalProblem{
		"":                                   {Kind: PortalEmpty},
		"us":                                 {Kind: PortalNotURL, Got: "us"},
		"us.backup.autotask.net/x":           {Kind: PortalNotURL, Got: "us.backup.autotask.net/x", Suggestion: "https://us.backup.autotask.net/x"},
		"http://us.backup.autotask.net/x":    {Kind: PortalNotHTTPS, Got: "http://us.backup.autotask.net/x", Suggestion: "https://us.backup.autotask.net/x"},
		"http://127.0.0.1:8080/x":            {Kind: PortalNotHTTPS, Got: "http://127.0.0.1:8080/x", Suggestion: "https://127.0.0.1:8080/x"},
		"urn:autotask:us":                    {Kind: PortalNotURL, Got: "urn:autotask:us"},
		"https:///x":                         {Kind: PortalNotURL, Got: "https:///x"},
		"https://us.backup.autotask.net/x#y": {Kind: PortalHasFragment, Got: "https://us.backup.autotask.net/x#y"},
		"https://us.backup.autotask.net/x#":  {Kind: PortalHasFragment, Got: "https://us.backup.autotask.net/x#"},
		"https://a:b@us.backup.autotask.net": {Kind: PortalHasFragment, Got: "https://a:b@us.backup.autotask.net"},
		"https://us.backup.autotask.net/a b": {Kind: PortalBadCharacter, Got: " "},
		"https://ü.example/x":                {Kind: PortalBadCharacter, Got: "ü"},
		"https://*.backup.autotask.net/x":    {Kind: PortalBadCharacter, Got: "*"},
		"https://us.example/%zz":             {Kind: PortalNotURL, Got: "https://us.example/%zz"},
		"https://us.example:99999/":          {Kind: PortalNotURL, Got: "https://us.example:99999/"},
		"https://us.example:/":               {Kind: PortalNotURL, Got: "https://us.example:/"},
		"https://-us.example/":               {Kind: PortalNotURL, Got: "https://-us.example/"},
		"https://us..example/":               {Kind: PortalNotURL, Got: "https://us..example/"},
		"ftp://us.example/":                  {Kind: PortalNotHTTPS, Got: "ftp://us.example/"},
	} {
		for _, field := range []PortalField{FieldIdentifier, FieldReplyURL} {
			first, second := address, reply
			if field == FieldReplyURL {
				first, second = identifier, address
			}
			_, err := WithAddresses(first, second)
			var problem *PortalProblem
			want.Field = field
			if !errors.As(err, &problem) || *problem != want {
				t.Errorf("%q as %s: got %+v, want %+v", address, field, problem, want)
			}
		}
	}
	if _, err := WithAddresses("https://us.example/"+strings.Repeat("a", 255), reply); err == nil {
		t.Error("an address over 255 characters was taken")
	}
}

func TestHints(t *testing.T) {
	const base = "https://us.backup.autotask.net"
	for _, test := range []struct {
		portal Portal
		want   []string
	}{
		{UsualPortal("us"), nil},
		{UsualPortal("eu2"), nil},
		{UsualPortal("us-east1"), nil},
		{UsualPortal("contoso"), []string{HintCompanyLike}},
		{UsualPortal("contoso-us"), []string{HintCompanyLike}},
		{Portal{"us", base + identifierPath, base + "/singlesignon/saml/sso"}, []string{HintPathCase}},
		{Portal{"us", base + "/x", base + replyPath}, []string{HintUnusualPath}},
		{Portal{"", "https://a.example" + identifierPath, "https://b.example" + replyPath}, []string{HintDifferentHosts, HintOtherHost}},
		{Portal{}, []string{HintOtherHost, HintUnusualPath}},
	} {
		if got := test.portal.Hints(); !slices.Equal(got, test.want) {
			t.Errorf("%+v: got %v, want %v", test.portal, got, test.want)
		}
	}
}

func FuzzParsePortal(f *testing.F) {
	for _, seed := range []string{"us", "https://us.backup.autotask.net/x", "xn--a", "“us”", "a b", "ü.backup.autotask.com",
		"\xff\xfe", "-.-", "://", "us.autotask.net", "[::1]", "us:1:2"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		portal, err := ParsePortal(typed)
		if err == nil {
			again, err := ParsePortal(portal.Identifier)
			if err != nil || again != portal {
				t.Fatalf("%q: %+v became %+v, %v", typed, portal, again, err)
			}
			edited, err := WithAddresses(portal.Identifier, portal.ReplyURL)
			if err != nil || edited != portal {
				t.Fatalf("%q: as addresses %+v, %v", typed, edited, err)
			}
			return
		}
		problem, ok := err.(*PortalProblem)
		if !ok {
			t.Fatalf("%q: %T is no PortalProblem", typed, err)
		}
		if problem.Suggestion != "" {
			if _, err := ParsePortal(problem.Suggestion); err != nil {
				t.Fatalf("%q: suggestion %q refused: %v", typed, problem.Suggestion, err)
			}
		}
	})
}
