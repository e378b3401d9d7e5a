package practice

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// maxUpload is a little more than the largest bundle, for the form around it.
const maxUpload = bundle.LongestZip + 64<<10

// uploadedBundle returns the zip in a request: the first file of a form, or the
// body itself.
func uploadedBundle(r *http.Request) ([]byte, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return readUpload(r.Body)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("practice: upload: %w", err)
	}
	for range 20 {
		part, err := parts.NextPart()
		if err != nil {
			return nil, fmt.Errorf("practice: the form holds no file: %w", err)
		}
		if part.FileName() != "" {
			return readUpload(part)
		}
	}
	return nil, errors.New("practice: the form holds no file")
}

func readUpload(from io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(from, bundle.LongestZip+1))
	if err != nil {
		return nil, fmt.Errorf("practice: upload: %w", err)
	}
	return raw, nil
}

// siteFrom takes a site out of a bundle; nothing else configures one. A bundle
// with a broken promise is refused, as a careful support team would.
func siteFrom(raw []byte, now time.Time) (*site, error) {
	contents, findings, err := bundle.Read(raw)
	if err != nil {
		return nil, fmt.Errorf("practice: this is no bundle: %w", err)
	}
	if samlcfg.Worst(findings) == samlcfg.Fail {
		return nil, &bundle.Problem{Kind: bundle.ValuesDisagree, Findings: findings}
	}
	certificate, err := x509.ParseCertificate(contents.Certificate)
	if err != nil {
		return nil, fmt.Errorf("practice: the bundle's certificate: %w", err)
	}
	reply, err := url.Parse(contents.ReplyURL)
	if err != nil {
		return nil, fmt.Errorf("practice: the bundle's Reply URL: %w", err)
	}
	made := &site{host: strings.ToLower(reply.Hostname()), identifier: contents.Identifier, replyURL: contents.ReplyURL,
		issuer: contents.EntraID, certificate: certificate, thumbprint: contents.Thumbprint, tenantName: contents.TenantName,
		loaded: now, users: map[string]*portalUser{}}
	if !contents.Renewal() { // a renewal names nobody to create
		made.setUser(contents.TestUserUPN, contents.PortalUser, true)
		return made, nil
	}
	if made.inUse, err = samlcfg.ParseCertificate(contents.ActiveCertificate); err != nil {
		return nil, fmt.Errorf("practice: the bundle's certificate in use: %w", err)
	}
	return made, nil
}

// load configures a site from a bundle. Users that are there already stay as
// they are; those that the bundle names are created and activated.
func (p *portal) load(raw []byte, now time.Time) (siteView, error) {
	made, err := siteFrom(raw, now)
	if err != nil {
		return siteView{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	old, known := p.sites[made.host]
	if !known && len(p.sites) >= maxSites {
		return siteView{}, errors.New("practice: too many portals are configured")
	}
	if known {
		named := made.users
		made.users = old.users
		for _, user := range named {
			made.setUser(user.Login, user.Name, true)
		}
	}
	made.bundle = raw
	p.sites[made.host] = made
	p.noteSite(made)
	return made.view(), nil
}
