package practice

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"
)

// FuzzBundleUpload sends anything as anything to the support page.
func FuzzBundleUpload(f *testing.F) {
	const sample = "../../samlcfg/bundle/testdata/v1-practice.zip"
	if good, err := os.ReadFile(sample); err == nil {
		f.Add("application/zip", good)
	}
	f.Add("multipart/form-data; boundary=x", []byte("--x\r\nContent-Disposition: form-data; name=\"b\"; filename=\"a\"\r\n\r\nPK\r\n--x--\r\n"))
	f.Add("multipart/form-data", []byte("--"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		request := httptest.NewRequest(http.MethodPost, "/portal/bundle", bytes.NewReader(body))
		request.Header.Set("Content-Type", kind)
		raw, err := uploadedBundle(request)
		if err != nil {
			return
		}
		stand := newPortal(time.Now)
		made, err := stand.load(raw, time.Now())
		if err == nil && (made.Host == "" || made.Identifier == "" || len(made.Users) != 1) {
			t.Fatalf("configured %+v", made)
		}
		if err != nil && len(stand.views()) != 0 {
			t.Fatal("a refused bundle configured a portal")
		}
	})
}

// FuzzResponse sends anything as a SAMLResponse: nobody without the key gets in.
func FuzzResponse(f *testing.F) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	rules, genuine, err := fuzzSite(now)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(genuine)
	f.Add(bytes.ReplaceAll(genuine, []byte("ada@"), []byte("bob@")))
	f.Add([]byte(`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Version="2.0"/>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		read, problem := checkResponse(rules, base64.StdEncoding.EncodeToString(raw), now)
		if problem == nil && read.login != "ada@"+defaultDomain {
			t.Fatalf("let %q in", read.login)
		}
		if problem != nil && problem.Words() == "" {
			t.Fatal("refused without words")
		}
	})
}

func fuzzSite(now time.Time) (site, []byte, error) {
	holder := newTenant(Options{Now: func() time.Time { return now }, Rand: rand.Reader,
		Key: func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }})
	key, err := holder.newSigningKey("CN=fuzz", now, now.AddDate(3, 0, 0))
	if err != nil {
		return site{}, nil, err
	}
	certificate, err := x509.ParseCertificate(key.der)
	if err != nil {
		return site{}, nil, err
	}
	rules := site{host: portalHost, identifier: identifier, replyURL: replyURL, issuer: "https://sts.windows.net/t/", certificate: certificate,
		thumbprint: key.thumbprint}
	genuine, err := responseDocument(responseFacts{responseID: "_r", assertionID: "_a", tenant: "t", issuer: "https://sts.windows.net/t/", audience: identifier,
		recipient: replyURL, issued: now, who: person{ID: "i", UPN: "ada@" + defaultDomain, Name: "Ada"}, signer: key,
		nameID: nameID{format: nameEmail, value: "ada@" + defaultDomain}})
	return rules, genuine, err
}

func TestFuzzSeedIsAccepted(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	rules, genuine, err := fuzzSite(now)
	if err != nil {
		t.Fatal(err)
	}
	if read, problem := checkResponse(rules, base64.StdEncoding.EncodeToString(genuine), now); problem != nil || read.attributes["http://schemas.microsoft.com/identity/claims/displayname"] != "Ada" {
		t.Fatalf("%+v %+v", read, problem)
	}
}
