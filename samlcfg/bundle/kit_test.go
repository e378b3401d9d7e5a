package bundle

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"backupsso/samlcfg"
)

const testTenant = "11111111-2222-3333-4444-555555555555"

// example is a complete hand-over around the signed document in testdata.
func example(t testing.TB) Contents {
	t.Helper()
	metadata := readTestdata(t, "metadata.xml")
	block, _ := pem.Decode(readTestdata(t, "certificate.pem"))
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	const login = "https://login.microsoftonline.com/" + testTenant
	const appID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	portal := samlcfg.UsualPortal("us")
	return Contents{
		Created: time.Date(2026, 11, 23, 12, 34, 56, 0, time.UTC), Language: "en",
		TenantID: testTenant, TenantName: "Northwind Traders", TenantDomain: "northwindtraders.com",
		AppName: "Autotask Endpoint Backup", AppID: appID,
		Identifier: portal.Identifier, ReplyURL: portal.ReplyURL,
		LoginURL: login + "/saml2", EntraID: "https://sts.windows.net/" + testTenant + "/", LogoutURL: login + "/saml2",
		MetadataURL:   login + "/federationmetadata/2007-06/federationmetadata.xml?appid=" + appID,
		UserAccessURL: "https://launcher.myapps.microsoft.com/api/signin/" + appID + "?tenantId=" + testTenant,
		Metadata:      metadata, Certificate: block.Bytes,
		Thumbprint: samlcfg.Thumbprint(certificate), NotAfter: certificate.NotAfter,
		TestUserUPN: "B.Simon@northwindtraders.com", TestUserName: "B.Simon", PortalUser: "Britta Simon",
		ContactName: "Mara Lind", ContactUPN: "mara.lind@northwindtraders.com",
		Changes: []Change{
			{What: "application", Created: true, After: "Autotask Endpoint Backup",
				Time: time.Date(2026, 11, 23, 12, 30, 1, 0, time.UTC), RequestIDs: []string{"5d3f7a10-0001-4c58-9f0e-0a1b2c3d4e5f"}},
			{What: "reply-url", Before: "https://eu.backup.autotask.net/singlesignon/saml/SSO", After: portal.ReplyURL,
				Time: time.Date(2026, 11, 23, 12, 31, 2, 0, time.UTC), RequestIDs: []string{"5d3f7a10-0002-4c58-9f0e-0a1b2c3d4e5f", "5d3f7a10-0003-4c58-9f0e-0a1b2c3d4e5f"}},
		},
	}
}

// renewal is a hand-over of a new certificate while another one signs.
func renewal(t testing.TB) Contents {
	t.Helper()
	contents := example(t)
	block, _ := pem.Decode(readTestdata(t, "renewal.pem"))
	inUse, _ := pem.Decode(readTestdata(t, "renewal-in-use.pem"))
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	contents.Metadata, contents.Certificate, contents.ActiveCertificate = readTestdata(t, "renewal.xml"), block.Bytes, inUse.Bytes
	contents.Thumbprint, contents.NotAfter = samlcfg.Thumbprint(certificate), certificate.NotAfter
	return contents
}

func readTestdata(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func made(t testing.TB, contents Contents) *Bundle {
	t.Helper()
	bundle, err := Build(contents)
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

func zipOf(t testing.TB, contents Contents) []byte {
	t.Helper()
	packed, err := made(t, contents).Zip()
	if err != nil {
		t.Fatal(err)
	}
	return packed
}
