package samlcfg

import (
	"strings"
	"testing"
)

// inCloud is a served document as the cloud that signs people in at login writes
// it: byte order mark, WS-Federation role descriptors and several keys.
func inCloud(t *testing.T, login, issuer string, keys ...testKey) []byte {
	t.Helper()
	text := strings.NewReplacer("https://login.microsoftonline.com/", "https://"+login+"/", "https://sts.windows.net/", "https://"+issuer+"/").
		Replace(metadataText(keys...))
	root := parse(t, text)
	signElement(t, root, keys[0], 0, "")
	return served(write(t, root))
}

func TestMetadataOfEveryCloudIsRead(t *testing.T) {
	keys := testKeys()
	for _, login := range LoginHosts() {
		issuer, known := IssuerHost(login)
		if !known {
			t.Fatalf("no issuers for %s", login)
		}
		raw := inCloud(t, login, issuer, keys[0], keys[1], keys[2])
		want := metadataExpectation(keys[0])
		want.LoginHost, want.IssuerHost = login, issuer
		metadata, findings := VerifyMetadata(raw, want)
		if metadata.SignedBy == nil || Worst(findings) != Note || len(metadata.Signing) != 3 {
			t.Errorf("%s: %+v", login, findings)
		}
		for _, other := range LoginHosts() {
			want.LoginHost = other
			if _, findings := VerifyMetadata(raw, want); other != login && find(t, findings, "metadata-login-host").Severity != Fail {
				t.Errorf("the metadata of %s passes for %s", login, other)
			}
		}
	}
}

// TestOlderNamesOfTheSignInHosts are in documents that people kept, and in China's.
func TestOlderNamesOfTheSignInHosts(t *testing.T) {
	key := testKeys()[0]
	for older, login := range map[string]string{"login.windows.net": "login.microsoftonline.com",
		"login.usgovcloudapi.net": "login.microsoftonline.us", "login.chinacloudapi.cn": "login.partner.microsoftonline.cn"} {
		issuer, _ := IssuerHost(login)
		want := metadataExpectation(key)
		want.LoginHost, want.IssuerHost = login, issuer
		if _, findings := VerifyMetadata(inCloud(t, older, issuer, key), want); Worst(findings) != Note {
			t.Errorf("%s: %+v", older, findings)
		}
	}
}

// TestMetadataOfNoTenant: without a tenant in its address Entra serves a document
// whose entityID is a template.
func TestMetadataOfNoTenant(t *testing.T) {
	key := testKeys()[0]
	text := strings.NewReplacer("sts.windows.net/"+testTenant, "sts.windows.net/{tenantid}", "microsoftonline.com/"+testTenant, "microsoftonline.com/common").
		Replace(metadataText(key))
	root := parse(t, text)
	signElement(t, root, key, 0, "")
	_, findings := VerifyMetadata(served(write(t, root)), metadataExpectation(key))
	if finding := find(t, findings, "metadata-tenant"); finding.Severity != Fail || finding.Got != "{tenantid}" || finding.Expected != testTenant {
		t.Errorf("%+v", finding)
	}
}
