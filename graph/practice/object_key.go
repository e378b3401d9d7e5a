package practice

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"slices"
)

// maxKeys is how many certificates an application may hold.
const maxKeys = 20

// clientKeys reads the keyCredentials of an application: those that are there
// already, by keyId, and new ones with the public certificate of a client
// (learn.microsoft.com/graph/api/resources/keycredential).
func clientKeys(value, old any) ([]any, *graphError) {
	given, _ := value.([]any)
	before, _ := old.([]any)
	kept := []any{}
	for _, item := range given {
		members, _ := item.(map[string]any)
		id := members["keyId"]
		at := slices.IndexFunc(before, func(known any) bool { return id != nil && known.(map[string]any)["keyId"] == id })
		if at >= 0 {
			kept = append(kept, before[at])
			continue
		}
		fresh, ok := clientKey(members)
		if !ok || len(kept) >= maxKeys {
			return nil, invalidValue("keyCredentials", "Application")
		}
		kept = append(kept, fresh)
	}
	return kept, nil
}

// clientKey takes a public certificate, in base64, and nothing private.
func clientKey(members map[string]any) (map[string]any, bool) {
	text, _ := members["key"].(string)
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil || members["usage"] != "Verify" || members["type"] != "AsymmetricX509Cert" {
		return nil, false
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, false
	}
	id, _ := members["keyId"].(string)
	if !isGUID(id) {
		sum := sha256.Sum256(der)
		sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
		id = fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	}
	name, _ := members["displayName"].(string)
	if name == "" {
		name = certificate.Subject.String()
	}
	return map[string]any{"customKeyIdentifier": signingKey{thumbprint: thumbprint(der)}.identifier(), "displayName": name,
		"endDateTime": stamp(certificate.NotAfter), "key": text, "keyId": id, "startDateTime": stamp(certificate.NotBefore),
		"type": "AsymmetricX509Cert", "usage": "Verify"}, true
}

// clientCertificates are the certificates that an application may sign its
// requests with.
func (a *application) clientCertificates() []*x509.Certificate {
	held, _ := a.more["keyCredentials"].([]any)
	var all []*x509.Certificate
	for _, item := range held {
		members, _ := item.(map[string]any)
		text, _ := members["key"].(string)
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			continue
		}
		if certificate, err := x509.ParseCertificate(der); err == nil {
			all = append(all, certificate)
		}
	}
	return all
}
