package setup

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// portalUser is the person whom Microsoft's guide has the portal's team create.
const portalUser = "Britta Simon"

// bundle packs what the support team needs, from what was read back.
func (r *run) bundle() error {
	who, application := r.flow.who, r.seen.application
	cloud := r.flow.config.Cloud
	r.result.ApplicationID, r.result.ServicePrincipalID = application.ObjectID, r.seen.principal.ObjectID
	r.result.MyAppsURL = myAppsURL(cloud, who.Tenant.ID)
	accessURL := userAccessURL(cloud, who.Tenant.ID, application.Name, application.AppID)
	if other := myAppsAccessURL(cloud, who.Tenant.ID, application.Name, application.AppID); other != accessURL {
		r.result.OtherAccessURL = other
	}
	r.result.Contents = bundle.Contents{
		Practice:      r.flow.config.Practice,
		Created:       laterOf(r.flow.now(), r.signer.NotBefore).UTC().Truncate(time.Second),
		Language:      r.plan.Wish.Language,
		TenantID:      who.Tenant.ID,
		TenantName:    who.Tenant.Name,
		TenantDomain:  tenantDomain(who.Tenant),
		AppName:       application.Name,
		AppID:         application.AppID,
		Identifier:    r.plan.Wish.Portal.Identifier,
		ReplyURL:      r.plan.Wish.Portal.ReplyURL,
		LoginURL:      r.metadata.LoginURL,
		EntraID:       r.metadata.EntityID,
		LogoutURL:     r.metadata.LogoutURL,
		MetadataURL:   r.flow.directory.MetadataURL(who.Tenant.ID, application.AppID),
		UserAccessURL: accessURL,
		Metadata:      r.raw,
		Certificate:   r.signer.DER,
		Thumbprint:    r.signer.Thumbprint,

		ActiveCertificate: r.signsUntilThen(),

		NotAfter:     r.signer.NotAfter.UTC(),
		TestUserUPN:  r.seen.user.UPN,
		TestUserName: r.seen.user.Name,
		PortalUser:   portalUser,
		ContactName:  who.Account.Name,
		ContactUPN:   who.Account.UPN,
		Changes:      r.changes(),
	}
	var options []bundle.Option
	if r.plan.Wish.RecordInBundle {
		options = append(options, bundle.WithChangeRecord)
	}
	built, err := bundle.Build(r.result.Contents, options...)
	if err != nil {
		return bundleProblem(err)
	}
	packed, err := built.Zip()
	if err != nil {
		return err
	}
	r.result.Bundle, r.result.BundleName = packed, bundle.FileName(r.result.Contents)
	return nil
}

// signsUntilThen is the certificate that signs until a renewed one is activated;
// nil when the bundle's own does.
func (r *run) signsUntilThen() []byte {
	active := findCertificate(*r.seen.principal, r.seen.principal.ActiveThumbprint)
	if !r.renewal || active == nil || strings.EqualFold(active.Thumbprint, r.signer.Thumbprint) {
		return nil
	}
	return active.DER
}

// bundleProblem keeps the findings of a bundle whose parts disagree.
func bundleProblem(err error) error {
	var refused *bundle.Problem
	if errors.As(err, &refused) && samlcfg.Worst(refused.Findings) == samlcfg.Fail {
		return &Problem{Step: StepBundle, Kind: MetadataWrong, Retry: true, Facts: map[string]string{}, Findings: refused.Findings,
			Err: err, Detail: detail(err)}
	}
	return err
}

// userAccessURL starts the sign-on at Entra, which is the only place where this
// app's sign-on starts. The global cloud has a launcher of its own.
func userAccessURL(cloud graph.Cloud, tenantID, name, appID string) string {
	if cloud.Name == "global" {
		return "https://launcher.myapps.microsoft.com/api/signin/" + url.PathEscape(appID) + "?tenantId=" + url.QueryEscape(tenantID)
	}
	return myAppsAccessURL(cloud, tenantID, name, appID)
}

// myAppsAccessURL is the same in the form of My Apps, which every cloud has.
func myAppsAccessURL(cloud graph.Cloud, tenantID, name, appID string) string {
	return strings.TrimRight(cloud.MyApps, "/") + "/signin/" + url.PathEscape(name) + "/" + url.PathEscape(appID) + "?tenantId=" + url.QueryEscape(tenantID)
}

func myAppsURL(cloud graph.Cloud, tenantID string) string {
	base := strings.TrimRight(cloud.MyApps, "/")
	if parsed, err := url.Parse(base); err == nil && parsed.Path == "" {
		base += "/"
	}
	return base + "?tenantId=" + url.QueryEscape(tenantID)
}

// tenantDomain is the domain that people know a tenant by.
func tenantDomain(tenant graph.Tenant) string {
	first := ""
	for _, domain := range tenant.Domains {
		if domain.Default {
			return domain.Name
		}
		if first == "" || domain.Initial {
			first = domain.Name
		}
	}
	return first
}
