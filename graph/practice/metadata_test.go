package practice

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// addApp puts an enterprise app with the given keys straight into the tenant.
func addApp(t *testing.T, server *Server, change func(*application, *principal)) (*application, *principal) {
	t.Helper()
	l := server.login
	app := &application{id: l.guid(), appID: l.guid(), name: "Autotask Endpoint Backup", created: l.now(),
		identifierURIs: []string{"https://us.backup.autotask.net/singlesignon/saml/metadata"},
		redirectURIs:   []string{"https://us.backup.autotask.net/singlesignon/saml/SSO"}}
	sp := &principal{id: l.guid(), appID: app.appID, name: app.name, enabled: true, assignmentRequired: true, mode: "saml",
		replyURLs: app.redirectURIs, names: append([]string{app.appID}, app.identifierURIs...)}
	if change != nil {
		change(app, sp)
	}
	server.tenant.mu.Lock()
	defer server.tenant.mu.Unlock()
	server.tenant.apps.put(app.id, app, l.now(), l.now())
	server.tenant.principals.put(sp.id, sp, l.now(), l.now())
	return app, sp
}

func newKey(t *testing.T, server *Server, subject string) signingKey {
	t.Helper()
	now := server.tenant.now()
	key, err := server.tenant.newSigningKey(subject, now, now.AddDate(3, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func fetchMetadata(t *testing.T, address string) []byte {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s", response.StatusCode, body)
	}
	return body
}

func TestMetadataListsAllKeysAndIsSignedByTheActiveOne(t *testing.T) {
	server := startForLogin(t, Options{})
	older, active := newKey(t, server, "CN=older"), newKey(t, server, "CN=active")
	app, _ := addApp(t, server, func(_ *application, sp *principal) {
		sp.keys, sp.activeThumbprint = []signingKey{older, active}, active.thumbprint
	})
	for _, form := range []string{
		server.Info().TenantID + "/federationmetadata/2007-06/federationmetadata.xml?appid=" + app.appID,
		defaultDomain + "/FederationMetadata/2007-06/FederationMetadata.xml?AppId=" + strings.ToUpper(app.appID),
	} {
		document := fetchMetadata(t, server.Info().Login+"/"+form)
		if !bytes.HasPrefix(document, []byte{0xEF, 0xBB, 0xBF, '<'}) {
			t.Fatalf("no byte order mark: %.20q", document)
		}
		root := checkSignature(t, document, active.der)
		if got, want := childNames(root), []string{"Signature", "RoleDescriptor", "RoleDescriptor", "IDPSSODescriptor"}; !slices.Equal(got, want) {
			t.Errorf("elements %v, want %v", got, want)
		}
		if got := root.SelectAttrValue("entityID", ""); got != "https://sts.windows.net/"+server.Info().TenantID+"/" {
			t.Errorf("entityID %q", got)
		}
		provider := root.SelectElement("IDPSSODescriptor")
		want := []string{"KeyDescriptor", "KeyDescriptor", "SingleLogoutService", "SingleSignOnService", "SingleSignOnService"}
		if got := childNames(provider); !slices.Equal(got, want) {
			t.Errorf("elements %v, want %v", got, want)
		}
		for _, holder := range []*etree.Element{root.SelectElements("RoleDescriptor")[0], root.SelectElements("RoleDescriptor")[1], provider} {
			if got := keysIn(t, holder); len(got) != 2 || !bytes.Equal(got[0], older.der) || !bytes.Equal(got[1], active.der) {
				t.Errorf("%s lists %d keys", holder.Tag, len(got))
			}
		}
		for _, service := range provider.SelectElements("SingleSignOnService") {
			if got := service.SelectAttrValue("Location", ""); got != server.Info().Login+"/"+server.Info().TenantID+"/saml2" {
				t.Errorf("Location %q", got)
			}
		}
		if n := len(root.FindElements("./RoleDescriptor/fed:ClaimTypesOffered/auth:ClaimType")); n != 19 {
			t.Errorf("%d claim types, want 19", n)
		}
	}
}

func TestMetadataSigner(t *testing.T) {
	server := startForLogin(t, Options{})
	first, second := newKey(t, server, "CN=first"), newKey(t, server, "CN=second")
	second.notBefore = second.notBefore.Add(time.Second)
	fallback, err := server.tenant.fallback()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		keys []signingKey
		set  string
		want signingKey
	}{
		{"no key of its own", nil, "", fallback},
		{"none made active: the newest", []signingKey{second, first}, "", second},
		{"the active one though older", []signingKey{first, second}, strings.ToLower(first.thumbprint), first},
		{"a thumbprint that no key has", []signingKey{first}, strings.Repeat("A", 40), fallback},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			app, _ := addApp(t, server, func(_ *application, sp *principal) { sp.keys, sp.activeThumbprint = c.keys, c.set })
			root := checkSignature(t, fetchMetadata(t, server.Info().Login+"/"+server.Info().TenantID+
				"/federationmetadata/2007-06/federationmetadata.xml?appid="+app.appID), c.want.der)
			listed := keysIn(t, root.SelectElement("IDPSSODescriptor"))
			isWanted := func(der []byte) bool { return bytes.Equal(der, c.want.der) }
			if !slices.ContainsFunc(listed, isWanted) {
				t.Error("the signing key is not listed")
			}
		})
	}
	checkSignature(t, fetchMetadata(t, server.Info().Login+"/common/federationmetadata/2007-06/federationmetadata.xml"), fallback.der)
}

func TestMetadataOfUnknownThings(t *testing.T) {
	server := startForLogin(t, Options{})
	const file = "/federationmetadata/2007-06/federationmetadata.xml"
	for path, code := range map[string]string{
		"/" + server.Info().TenantID + file + "?appid=" + server.login.guid(): "AADSTS700016",
		"/fabrikam.example" + file: "AADSTS90002",
	} {
		v := newVisitor(t).open(server.Info().Login + path)
		if v.status != http.StatusBadRequest || !strings.Contains(v.text, code) {
			t.Errorf("%s: status %d, %s", path, v.status, v.text)
		}
	}
}

// checkSignature verifies a document by goxmldsig, pinned to one certificate,
// and by xmlsec1 where there is one. It returns the root as it was parsed.
func checkSignature(t *testing.T, document, der []byte) *etree.Element {
	t.Helper()
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	parsed := etree.NewDocument()
	if err := parsed.ReadFromBytes(document); err != nil {
		t.Fatal(err)
	}
	validator := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{certificate}})
	if _, err := validator.Validate(parsed.Root()); err != nil {
		t.Fatalf("goxmldsig: %v", err)
	}
	xmlsecVerifies(t, document, der, parsed.Root().Tag)
	return parsed.Root()
}

func xmlsecVerifies(t *testing.T, document, der []byte, element string) {
	t.Helper()
	program, err := exec.LookPath("xmlsec1")
	if err != nil {
		t.Log("xmlsec1 is not installed; checked with goxmldsig alone")
		return
	}
	dir := t.TempDir()
	file, certificate := filepath.Join(dir, "document.xml"), filepath.Join(dir, "certificate.der")
	for name, content := range map[string][]byte{file: document, certificate: der} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(program, "--verify", "--id-attr:ID", element, "--enabled-key-data", "key-name",
		"--pubkey-cert-der", certificate, file).CombinedOutput()
	if err != nil {
		t.Fatalf("xmlsec1: %v\n%s", err, out)
	}
}

func childNames(element *etree.Element) []string {
	var names []string
	for _, child := range element.ChildElements() {
		names = append(names, child.Tag)
	}
	return names
}

func keysIn(t *testing.T, holder *etree.Element) [][]byte {
	t.Helper()
	var keys [][]byte
	for _, element := range holder.FindElements("./KeyDescriptor/KeyInfo/X509Data/X509Certificate") {
		der, err := base64.StdEncoding.DecodeString(element.Text())
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, der)
	}
	return keys
}
