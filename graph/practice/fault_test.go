package practice

import (
	"encoding/base64"
	"errors"
	"math"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

const createApp = `{"displayName":"Struck"}`

// with starts a tenant on which the faults are on.
func with(t *testing.T, specs ...string) *tenantTest {
	t.Helper()
	return startTenant(t, Options{Faults: specs})
}

// appsNamed counts the applications of a name.
func (tt *tenantTest) appsNamed(name string) int {
	tt.Helper()
	return len(tt.want(200, "GET", "/applications?$filter=displayName eq '"+name+"'", "").items())
}

func TestFaultThrottle(t *testing.T) {
	for spec, want := range map[string]string{
		"throttle:on=POST /applications,after=3s":                          "3",
		"throttle:on=POST /applications,after=3s,form=date":                "Mon, 23 Nov 2026 10:00:03 GMT",
		"throttle:on=POST /applications,form=none":                         "",
		"throttle:on=POST /applications,after=-5s":                         "-5",
		"throttle:on=POST /applications,after=87600h":                      "315360000",
		"throttle:on=writes /applications,n=1,skip=0,chance=1,seed=9":      "1",
		"throttle : on = POST /Applications , after = 2s , form = seconds": "2",
	} {
		tt := with(t, spec)
		got := tt.refused(429, "TooManyRequests", "", "POST", "/applications", createApp)
		if got.header.Get("Retry-After") != want {
			t.Errorf("%s: Retry-After %q, want %q", spec, got.header.Get("Retry-After"), want)
		}
		if tt.appsNamed("Struck") != 0 {
			t.Errorf("%s: it took effect", spec)
		}
		tt.want(201, "POST", "/applications", createApp) // n is spent
		tt.fitsSchema()
	}
}

func TestFaultServerErrors(t *testing.T) {
	for name, want := range map[string]struct {
		status int
		code   string
	}{
		"server-error": {500, "InternalServerError"}, "unavailable": {503, "ServiceUnavailable"}, "gateway-timeout": {504, "UnknownError"},
	} {
		tt := with(t, name+":on=POST /applications")
		tt.refused(want.status, want.code, "", "POST", "/applications", createApp)
		if tt.appsNamed("Struck") != 1 {
			t.Errorf("%s: it took no effect", name)
		}
		tt.fitsSchema()
		tt = with(t, name+":on=POST /applications,when=before")
		tt.refused(want.status, want.code, "", "POST", "/applications", createApp)
		if tt.appsNamed("Struck") != 0 {
			t.Errorf("%s before the effect: it took effect", name)
		}
	}
	tt := with(t, "unavailable:form=seconds,after=7s")
	if got := tt.want(503, "GET", "/me", ""); got.header.Get("Retry-After") != "7" {
		t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
	}
}

func TestFaultBadGateway(t *testing.T) {
	tt := with(t, "bad-gateway:on=POST /applications")
	got := tt.want(502, "POST", "/applications", createApp)
	if got.header.Get("Content-Type") != "text/html" || !strings.Contains(string(got.raw), "<h1>502 Bad Gateway</h1>") {
		t.Errorf("%s: %s", got.header.Get("Content-Type"), got.raw)
	}
	if tt.appsNamed("Struck") != 1 {
		t.Error("it took no effect")
	}
}

func TestFaultEmptyError(t *testing.T) {
	tt := with(t, "empty-error:on=GET /users/*,status=400")
	got := tt.want(400, "GET", "/users/ada@contoso.example", "")
	if code, there := got.at("error", "code").(string); !there || code != "" || got.at("error", "message") != "" {
		t.Errorf("%s", got.raw)
	}
}

func TestFaultInstantiateNotFoundButCreated(t *testing.T) {
	tt := with(t, "instantiate-404")
	path := "/applicationTemplates/" + tt.templateID(appName) + "/instantiate"
	got := tt.want(404, "POST", path, createApp)
	if got.text("error", "code") != "" || got.text("error", "message") != "" || tt.appsNamed("Struck") != 1 {
		t.Errorf("%d applications after %s", tt.appsNamed("Struck"), got.raw)
	}
	tt.want(201, "POST", path, createApp)
}

func TestFaultGallery(t *testing.T) {
	const named = "/applicationTemplates?$filter=displayName eq 'Autotask Endpoint Backup'"
	tt := with(t, "no-gallery-app")
	if found := tt.want(200, "GET", named, ""); len(found.items()) != 0 {
		t.Errorf("%s", found.raw)
	}
	tt.s.tenant.faults.disarm("no-gallery-app")
	tt.templateID(appName)

	tt = with(t, "duplicate-gallery")
	found := tt.want(200, "GET", named, "")
	if len(found.items()) != 2 || found.text("value", 0, "id") == found.text("value", 1, "id") {
		t.Fatalf("%s", found.raw)
	}
	for at := range 2 {
		tt.want(201, "POST", "/applicationTemplates/"+found.text("value", at, "id")+"/instantiate", createApp)
	}
	tt.fitsSchema()
}

// certified adds the app with a certificate that is active.
func (tt *tenantTest) certified() (made app, thumbprint string) {
	tt.Helper()
	made = tt.addApp()
	sp := "/servicePrincipals/" + made.spID
	thumbprint = tt.want(200, "POST", sp+"/addTokenSigningCertificate", `{"displayName":"CN=Test"}`).text("thumbprint")
	tt.want(204, "PATCH", sp, `{"preferredTokenSigningKeyThumbprint":"`+thumbprint+`"}`)
	return made, thumbprint
}

// listed are the thumbprints in the federation metadata of an application.
func (tt *tenantTest) listed(appID string) []string {
	tt.Helper()
	keys := []string{}
	_, all, cause := tt.s.login.metadataKeys(appID)
	if cause != nil {
		tt.Fatal(cause)
	}
	document := tt.want(200, "GET", tt.s.base+"/"+tt.s.tenant.id+"/federationmetadata/2007-06/federationmetadata.xml?appid="+appID, "")
	for _, key := range all {
		if !strings.Contains(string(document.raw), base64.StdEncoding.EncodeToString(key.der)) {
			tt.Errorf("certificate %s is not in the document", key.thumbprint)
		}
		keys = append(keys, key.thumbprint)
	}
	return keys
}

func TestFaultLateMetadata(t *testing.T) {
	tt := with(t, "late-metadata")
	made, thumbprint := tt.certified()
	if keys := tt.listed(made.appID); len(keys) != 1 || keys[0] == thumbprint {
		t.Errorf("too early: %v", keys)
	}
	tt.pass(2 * time.Minute)
	if keys := tt.listed(made.appID); len(keys) != 1 || keys[0] != thumbprint {
		t.Errorf("too late: %v, want %s", keys, thumbprint)
	}
	renewed := tt.want(200, "POST", "/servicePrincipals/"+made.spID+"/addTokenSigningCertificate", `{"displayName":"CN=Next"}`).text("thumbprint")
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredTokenSigningKeyThumbprint":"`+renewed+`"}`)
	if keys := tt.listed(made.appID); len(keys) != 1 || keys[0] != thumbprint {
		t.Errorf("the renewed one is there too early: %v", keys)
	}
}

func TestFaultTwoCertificates(t *testing.T) {
	tt := with(t, "two-certificates")
	made, thumbprint := tt.certified()
	keys := tt.listed(made.appID)
	if len(keys) != 2 || keys[1] != thumbprint {
		t.Errorf("keys %v, active %s", keys, thumbprint)
	}
}

func TestFaultNationalCloud(t *testing.T) {
	tt := with(t, "national-cloud")
	made := tt.addApp()
	tt.refused(400, "BadRequest", "Resource not found for the segment 'addTokenSigningCertificate'", "POST",
		"/servicePrincipals/"+made.spID+"/addTokenSigningCertificate", `{"displayName":"CN=Test"}`)
}

func TestFaultClockSkew(t *testing.T) {
	tt := with(t, "clock-skew:by=-10m")
	got := tt.want(200, "GET", "/me", "")
	if got.header.Get("Date") != "Mon, 23 Nov 2026 09:50:00 GMT" {
		t.Errorf("Date %s", got.header.Get("Date"))
	}
	if answer, err := http.Get(tt.s.base + "/common/v2.0/.well-known/openid-configuration"); err != nil || answer.Header.Get("Date") != got.header.Get("Date") {
		t.Errorf("at the sign-in host: %v, %v", answer, err)
	} else {
		_ = answer.Body.Close()
	}
	_, answer := ask(t, tt.s, "token", map[string][]string{"client_id": {tt.s.Info().ClientID}, "client_secret": {tt.s.Info().ClientSecret},
		"grant_type": {"client_credentials"}, "scope": {"https://graph.microsoft.com/.default"}})
	issued := time.Unix(int64(claimsOf(t, answer["access_token"].(string))["iat"].(float64)), 0)
	if off := tt.now().Sub(issued); off != 10*time.Minute {
		t.Errorf("the token's time is off by %s", off)
	}
}

func TestFaultDeletingSAMLApp(t *testing.T) {
	tt := with(t, "deleting-saml-app")
	made := tt.addApp()
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml"}`)
	tt.refused(400, "DeletingSamlSpNotAllowed", "Property appId is invalid", "DELETE", "/applications/"+made.id, "")
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":null}`)
	tt.want(204, "DELETE", "/applications/"+made.id, "")
}

// TestFaultLagPerReplica wants that reads disagree while a write spreads, in the
// same way whenever the seed is the same, and agree afterwards.
func TestFaultLagPerReplica(t *testing.T) {
	look := func(seed string) string {
		tt := with(t, "lag:after=9s,replicas=3,seed="+seed)
		made := tt.addApp()
		story := ""
		for range 4 {
			for range 10 {
				story += map[int]string{200: "y", 404: "n"}[tt.do("GET", "/applications/"+made.id, "").status]
			}
			story += " "
			tt.pass(3 * time.Second)
		}
		return story
	}
	first := look("1")
	parts := strings.Fields(first)
	if len(parts) != 4 || parts[3] != "yyyyyyyyyy" {
		t.Fatalf("story %s", first)
	}
	for _, part := range parts[:3] {
		if !strings.Contains(part, "y") || !strings.Contains(part, "n") {
			t.Errorf("the replicas agree in %s", first)
		}
	}
	if again := look("1"); again != first {
		t.Errorf("the same seed told %s, then %s", first, again)
	}
	if other := look("2"); other == first {
		t.Error("another seed told the same")
	}
}

// TestFaultsAreRepeatable draws by chance.
func TestFaultsAreRepeatable(t *testing.T) {
	story := func(seed string) string {
		tt := with(t, "throttle:n=0,chance=0.5,seed="+seed)
		told := ""
		for range 40 {
			told += map[int]string{200: ".", 429: "x"}[tt.do("GET", "/me", "").status]
		}
		return told
	}
	first := story("7")
	if share := float64(strings.Count(first, "x")) / 40; math.Abs(share-0.5) > 0.3 {
		t.Errorf("struck %v of all", share)
	}
	if story("7") != first || story("8") == first {
		t.Error("the seed does not decide")
	}
}

func TestFaultsInBatch(t *testing.T) {
	tt := with(t, "throttle:on=GET /me,after=4s")
	got := tt.want(200, "POST", "/$batch", `{"requests":[{"id":"1","method":"GET","url":"/me"},{"id":"2","method":"GET","url":"/me"}]}`)
	if got.at("responses", 0, "status") != 429.0 || got.text("responses", 0, "headers", "Retry-After") != "4" || got.at("responses", 1, "status") != 200.0 {
		t.Errorf("%s", got.raw)
	}
	tt = with(t, "denied:on=writes,skip=0")
	got = tt.want(200, "POST", "/$batch", `{"requests":[{"id":"1","method":"GET","url":"/me"},{"id":"2","method":"POST","url":"/applications","headers":{"Content-Type":"application/json"},"body":{"displayName":"x"}}]}`)
	if got.at("responses", 0, "status") != 200.0 || got.at("responses", 1, "status") != 403.0 {
		t.Errorf("%s", got.raw)
	}
}

func TestFaultSpecs(t *testing.T) {
	for _, f := range Faults() {
		if _, err := readSpec(f.Spec); err != nil {
			t.Errorf("%s: %v", f.Spec, err)
		}
		if f.Does == "" || f.Source == "" || !strings.HasPrefix(f.Spec, f.Name) {
			t.Errorf("%s is not described", f.Name)
		}
	}
	for _, bad := range []string{"", "unknown", "throttle:n=x", "throttle:n", "throttle:after=soon", "throttle:chance=2", "throttle:chance=NaN", "throttle:form=hours",
		"throttle:replicas=2", "throttle:on=FETCH /me", "throttle:on=/me GET", "lag:replicas=0", "empty-error:status=200", "reset:when=never", "throttle:seed=-1"} {
		if s, err := Start(Options{Faults: []string{bad}, Key: sharedKey}); err == nil {
			_ = s.Close()
			t.Errorf("%q is taken", bad)
		} else if wrong := (*OptionError)(nil); !errors.As(err, &wrong) || wrong.Option != "fault" || wrong.Value != bad {
			t.Errorf("%q: %v does not name the option", bad, err)
		}
	}
	for text, fits := range map[string]bool{"POST /applications": true, "writes": true, "": true, "/applications": true, "POST /*": true, "post /Applications/**": true,
		"GET /applications": false, "POST /applications/*": false, "reads": false, "POST /users": false} {
		p, err := readPattern(text)
		if err != nil || p.fits("POST", "applications") != fits {
			t.Errorf("%q: %v, want %v (%v)", text, !fits, fits, err)
		}
	}
}

func FuzzFaultSpec(f *testing.F) {
	for _, known := range Faults() {
		f.Add(known.Spec)
	}
	f.Add("throttle:n=2,after=3s,on=POST /applications(appId='x')/**")
	f.Fuzz(func(t *testing.T, text string) {
		made, err := readSpec(text)
		if err == nil {
			made.hit("GET", "users/x")
			_ = made.spec.waits()
		}
	})
}

// TestEveryFaultIsDocumented wants a row for every fault beside its test.
func TestEveryFaultIsDocumented(t *testing.T) {
	content, err := os.ReadFile("doc_fault.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range append(requestFaults(), tenantFaults()...) {
		if !strings.Contains(string(content), known.Name) {
			t.Errorf("the package documentation does not tell of %s", known.Name)
		}
	}
}
