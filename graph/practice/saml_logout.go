package practice

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"net/http"
	"net/url"
)

// samlLogout ends the browser's session for an app that asks for it. The answer
// goes to the app's Logout URL by the redirect binding, where it has one on this
// computer; otherwise the page stays here
// (learn.microsoft.com/entra/identity-platform/single-sign-out-saml-protocol).
func (l *login) samlLogout(w http.ResponseWriter, r *http.Request, request *authnRequest) {
	p, ok := l.tenant.principalByName(request.issuer)
	if !ok {
		l.refuseOnPage(w, r, unknownApp(l, request.issuer))
		return
	}
	back, _ := p.more["logoutUrl"].(string)
	if !isLoopback(back) {
		l.logout(w, r)
		return
	}
	if known := l.knownSession(r); known != nil {
		known.clear()
	}
	response := responseFrame(responseFacts{responseID: "_" + l.guid(), tenant: l.tenant.id, issuer: l.tenant.issuer(), recipient: back,
		inResponseTo: request.id, issued: l.now()}, "urn:oasis:names:tc:SAML:2.0:status:Success")
	response.Tag = "LogoutResponse"
	raw, err := elementBytes(response)
	var packed bytes.Buffer
	if err == nil {
		err = deflate(&packed, raw)
	}
	target, broken := url.Parse(back)
	if err != nil || broken != nil {
		l.refuseOnPage(w, r, serverError())
		return
	}
	query := target.Query()
	query.Set("SAMLResponse", base64.StdEncoding.EncodeToString(packed.Bytes()))
	if relay := r.Form.Get("RelayState"); relay != "" {
		query.Set("RelayState", relay)
	}
	target.RawQuery = query.Encode()
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, target.String(), http.StatusFound)
}

// deflate packs a message as the redirect binding does.
func deflate(into *bytes.Buffer, raw []byte) error {
	writer, err := flate.NewWriter(into, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := writer.Write(raw); err != nil {
		return err
	}
	return writer.Close()
}
