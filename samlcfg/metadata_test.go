package samlcfg

import (
	"testing"
)

func TestVerifyMetadataOfEntrasShape(t *testing.T) {
	active := testKeys()[0]
	raw := signedMetadata(t, active, active)
	metadata, findings := VerifyMetadata(raw, metadataExpectation(active))
	if Worst(findings) != Pass {
		t.Fatalf("findings: %+v", findings)
	}
	if metadata.EntityID != "https://sts.windows.net/"+testTenant+"/" ||
		metadata.LoginURL != "https://login.microsoftonline.com/"+testTenant+"/saml2" ||
		metadata.LogoutURL != metadata.LoginURL || len(metadata.Signing) != 1 ||
		!metadata.SignedBy.Equal(active.certificate) {
		t.Errorf("values: %+v", metadata)
	}
	unverified, err := ParseMetadata(raw)
	if err != nil || unverified.SignedBy != nil || unverified.EntityID != metadata.EntityID {
		t.Errorf("ParseMetadata: %+v, %v", unverified, err)
	}
}
