package samlcfg

import (
	"net/url"
	"strings"
)

// LaunchForm names one of the forms of a user access URL; words under
// "launch.form.<form>".
type LaunchForm string

// The forms of a user access URL. Microsoft's pages show the second one; the
// admin centre gives the first one today.
const (
	LaunchByLauncher LaunchForm = "launcher"
	LaunchByMyApps   LaunchForm = "my-apps"
)

// LaunchURL is one address at which a sign-on starts.
type LaunchURL struct {
	Form LaunchForm
	URL  string
	// Confirmed is false where no page of Microsoft's shows this form on this host.
	Confirmed bool
}

// Launch is how people get to the portal. The sign-on starts at Entra; the Login
// URL answers requests only and opens nothing by itself (AADSTS750054).
type Launch struct {
	URLs   []LaunchURL // user access URLs, the one to use first; never empty
	MyApps string      // the page with everybody's tiles
	// MyAppsConfirmed is false where no page of Microsoft's names the host.
	MyAppsConfirmed bool
}

// LaunchFacts is what the addresses are made of.
type LaunchFacts struct {
	MyApps   string // base address of My Apps in the tenant's cloud
	TenantID string
	AppID    string // client id of the application
	AppName  string
	Practice bool // a practice tenant serves both forms below its My Apps
}

// The hosts of the cloud that most tenants live in
// (learn.microsoft.com/entra/identity/enterprise-apps/end-user-experiences; the
// launcher's is what the admin centre shows as "User access URL").
const (
	globalMyApps   = "https://myapps.microsoft.com"
	globalLauncher = "https://launcher.myapps.microsoft.com"
)

// LaunchOf returns the addresses for an application. For a national cloud no page
// names a launcher, so there is only the form on its My Apps, unconfirmed.
func LaunchOf(facts LaunchFacts) Launch {
	base := strings.TrimRight(facts.MyApps, "/")
	global := base == globalMyApps
	confirmed := global || facts.Practice
	tenant := "?tenantId=" + url.QueryEscape(facts.TenantID)
	app := url.PathEscape(facts.AppID) + tenant
	onMyApps := LaunchURL{Form: LaunchByMyApps, Confirmed: confirmed, URL: base + "/signin/" + url.PathEscape(facts.AppName) + "/" + app}
	launch := Launch{URLs: []LaunchURL{onMyApps}, MyApps: base + tenant, MyAppsConfirmed: confirmed}
	switch {
	case global:
		launch.URLs = []LaunchURL{{Form: LaunchByLauncher, Confirmed: true, URL: globalLauncher + "/api/signin/" + app}, onMyApps}
	case facts.Practice:
		launch.URLs = append(launch.URLs, LaunchURL{Form: LaunchByLauncher, Confirmed: true, URL: base + "/api/signin/" + app})
	}
	if parsed, err := url.Parse(base); err == nil && parsed.Path == "" {
		launch.MyApps = base + "/" + tenant
	}
	return launch
}

// URL is the address to use first.
func (l Launch) URL() string { return l.URLs[0].URL }

// LaunchPerson is who tries the sign-on, as far as is known.
type LaunchPerson struct {
	UPN           string
	FirstPassword bool // the account still has the password it was made with, as far as is known
	Handed        bool // the support team has been sent the values
}

// Expected lists what happens at a first sign-on, in order, as keys of words with
// the placeholder {{.UPN}}: said before, so that nobody takes it for a fault.
func (l Launch) Expected(person LaunchPerson) []string {
	keys := []string{"launch.expect.private-window"}
	if person.FirstPassword {
		keys = append(keys, "launch.expect.first-password")
	} else {
		keys = append(keys, "launch.expect.own-password")
	}
	keys = append(keys, "launch.expect.mfa")
	if !person.Handed {
		keys = append(keys, "launch.expect.portal-refuses")
	}
	return keys
}
