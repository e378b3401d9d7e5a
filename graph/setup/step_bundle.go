package setup

import (
	"errors"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// packer puts a bundle together.
type packer func(bundle.Contents, ...bundle.Option) (*bundle.Bundle, error)

// portalUser is the person whom Microsoft's guide has the portal's team create.
const portalUser = "Britta Simon"

// bundle packs what the support team needs, from what was read back.
func (r *run) bundle() error {
	who, application := r.flow.who, r.seen.application
	cloud := r.flow.config.Cloud
	r.result.ApplicationID, r.result.ServicePrincipalID = application.ObjectID, r.seen.principal.ObjectID
	r.result.Launch = launchOf(cloud, who.Tenant.ID, *application)
	r.result.MyAppsURL = r.result.Launch.MyApps
	if len(r.result.Launch.URLs) > 1 {
		r.result.OtherAccessURL = r.result.Launch.URLs[1].URL
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
		UserAccessURL: r.result.Launch.URL(),
		Metadata:      r.raw,
		Certificate:   r.signer.DER,
		Thumbprint:    r.signer.Thumbprint,

		ActiveCertificate: r.signsUntilThen(),

		NotAfter:     r.signer.NotAfter.UTC(),
		TestUserUPN:  r.seen.user.UPN,
		TestUserName: r.seen.user.Name,
		PortalUser:   portalUser,
		ContactName:  who.Account.Name,
		ContactUPN:   contactOf(r.plan.Wish, who.Account),
		Changes:      r.changes(),
	}
	var options []bundle.Option
	if r.plan.Wish.RecordInBundle {
		options = append(options, bundle.WithChangeRecord)
	}
	built, err := r.flow.pack(r.result.Contents, options...)
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

// contactOf is whom the support team may ask: who signed in, or the person that was
// named for an application.
func contactOf(wish Wish, account graph.Account) string {
	if account.Application && len(wish.Notify) > 0 {
		return wish.Notify[0]
	}
	return account.UPN
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

// launchOf says where the sign-on to an application starts: at Entra, which is the
// only place where this app's sign-on starts.
func launchOf(cloud graph.Cloud, tenantID string, application graph.Application) samlcfg.Launch {
	return samlcfg.LaunchOf(samlcfg.LaunchFacts{MyApps: cloud.MyApps, TenantID: tenantID, AppID: application.AppID,
		AppName: application.Name, Practice: cloud.Practises})
}

// myAppsURL is the page with everybody's tiles.
func myAppsURL(cloud graph.Cloud, tenantID string) string {
	return samlcfg.LaunchOf(samlcfg.LaunchFacts{MyApps: cloud.MyApps, TenantID: tenantID}).MyApps
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
