package samlcfg

import (
	"net/url"
	"slices"
	"testing"
)

func TestLaunchPerCloud(t *testing.T) {
	const app, tenant = "b2f0aaaa-bbbb-cccc-dddd-eeeeeeee41ce", testTenant
	for _, c := range []struct {
		myApps   string
		practice bool
		urls     []LaunchURL
		page     string
	}{
		{"https://myapps.microsoft.com", false, []LaunchURL{
			{LaunchByLauncher, "https://launcher.myapps.microsoft.com/api/signin/" + app + "?tenantId=" + tenant, true},
			{LaunchByMyApps, "https://myapps.microsoft.com/signin/A%20%2F%20B/" + app + "?tenantId=" + tenant, true}},
			"https://myapps.microsoft.com/?tenantId=" + tenant},
		{"https://myapps.microsoft.us/", false, []LaunchURL{
			{LaunchByMyApps, "https://myapps.microsoft.us/signin/A%20%2F%20B/" + app + "?tenantId=" + tenant, false}},
			"https://myapps.microsoft.us/?tenantId=" + tenant},
		{"http://127.0.0.1:1/myapps", true, []LaunchURL{
			{LaunchByMyApps, "http://127.0.0.1:1/myapps/signin/A%20%2F%20B/" + app + "?tenantId=" + tenant, true},
			{LaunchByLauncher, "http://127.0.0.1:1/myapps/api/signin/" + app + "?tenantId=" + tenant, true}},
			"http://127.0.0.1:1/myapps?tenantId=" + tenant},
	} {
		got := LaunchOf(LaunchFacts{MyApps: c.myApps, TenantID: tenant, AppID: app, AppName: "A / B", Practice: c.practice})
		if !slices.Equal(got.URLs, c.urls) || got.MyApps != c.page || got.URL() != c.urls[0].URL || got.MyAppsConfirmed != c.urls[0].Confirmed {
			t.Errorf("%s: %+v", c.myApps, got)
		}
		for _, one := range got.URLs {
			parsed, err := url.Parse(one.URL)
			if err != nil || parsed.Query().Get("tenantId") != tenant {
				t.Errorf("%s: %v", one.URL, err)
			}
		}
	}
}

func TestWhatToExpectIsSaidBefore(t *testing.T) {
	launch := LaunchOf(LaunchFacts{MyApps: "https://myapps.microsoft.com"})
	fresh := launch.Expected(LaunchPerson{FirstPassword: true})
	later := launch.Expected(LaunchPerson{Handed: true})
	if !slices.Contains(fresh, "launch.expect.first-password") || !slices.Contains(fresh, "launch.expect.portal-refuses") {
		t.Errorf("at first: %v", fresh)
	}
	if slices.Contains(later, "launch.expect.first-password") || slices.Contains(later, "launch.expect.portal-refuses") || !slices.Contains(later, "launch.expect.mfa") {
		t.Errorf("later: %v", later)
	}
}
