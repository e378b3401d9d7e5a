package setup

// NextStep is something that is worth doing once people use the application; words
// under "terminal.assign.then.<name>" and in the window.
type NextStep struct {
	Name string // my-apps, access or session
	URL  string
}

// WhatNext lists what comes after going live, with the pages for it: where everyone
// finds the application, and Microsoft's pages about who may sign in how
// (Conditional Access) and about watching sessions (Defender for Cloud Apps).
func (f *Flow) WhatNext() []NextStep {
	return []NextStep{
		{"my-apps", myAppsURL(f.config.Cloud, f.who.Tenant.ID)},
		{"access", "https://learn.microsoft.com/entra/identity/conditional-access/overview"},
		{"session", "https://learn.microsoft.com/defender-cloud-apps/proxy-intro-aad"},
	}
}
