package practice

import (
	"fmt"
	"time"
)

// appName is the gallery app that the set-up is about.
const appName = "Autotask Endpoint Backup"

// galleryEntry is a template as written down here; its id is drawn when the
// tenant is seeded, because real ids differ too and must be looked up.
type galleryEntry struct {
	name, publisher, description, homePage string
	category                               string
	modes, provisioning                    []string
	redirectURIs                           []string
}

// gallery lists the practice gallery: the app, its neighbours by name, and apps
// of many other kinds. Publishers and pages are made up where they are not
// public knowledge.
func gallery() []galleryEntry {
	saml := []string{"saml", "external"}
	both := []string{"saml", "password", "external"}
	return []galleryEntry{
		{"Amazing People Schools", "Amazing People", "Character education for schools.", "https://amazingpeople.example/", "education", saml, nil, nil},
		{"Autotask", "Autotask", "Business management for IT service providers.", "https://autotask.example/", "itInfrastructure", []string{"password"}, nil, nil},
		{appName, "Autotask", "Backup of laptops and desktops, managed from one portal.", "https://backup.autotask.net/", "itInfrastructure", saml, nil,
			[]string{"https://*.backup.autotask.net/singlesignon/saml/SSO"}},
		{"Autotask Workplace", "Autotask", "File sync and share for teams.", "https://workplace.autotask.example/", "contentManagement", saml, nil,
			[]string{"https://*.awp.autotask.example/singlesignon/saml/SSO"}},
		{"Backup Ledger", "Northwind", "Reports on backup jobs of many vendors.", "https://backupledger.example/", "itInfrastructure", both, nil, nil},
		{"Box of Tickets", "Fabrikam", "Help desk with shared inboxes.", "https://boxoftickets.example/", "productivity", both, []string{"sync"}, nil},
		{"Cloud Files by Fabrikam", "Fabrikam", "Encrypted file storage.", "https://cloudfiles.example/", "contentManagement", saml, []string{"sync"}, nil},
		{"Contoso Expenses", "Contoso", "Travel and expense reports.", "https://expenses.contoso.example/", "finance", saml, nil, nil},
		{"Datto File Protection Single Sign On", "Datto", "Backup of files on laptops and desktops.", "https://fileprotection.datto.example/", "itInfrastructure", saml, nil,
			[]string{"https://saml.fileprotection.datto.example/singlesignon/saml/SSO"}},
		{"Endpoint Compass", "Litware", "Inventory and patching of endpoints.", "https://endpointcompass.example/", "itInfrastructure", saml, nil, nil},
		{"Field Service O'Neil", "O'Neil Software", "Scheduling for technicians on the road.", "https://fieldservice.example/", "businessManagement", saml, nil, nil},
		{"Learning Lane", "Adventure Works", "Courses and certificates.", "https://learninglane.example/", "education", both, nil, nil},
		{"Meeting Room Radar", "Proseware", "Room booking on door displays.", "https://roomradar.example/", "collaboration", []string{"oidc"}, nil, nil},
		{"People Roster", "Tailspin Toys", "Human resources for small companies.", "https://peopleroster.example/", "humanResources", saml, []string{"sync"}, nil},
		{"Sales Pipeline 365", "Wide World Importers", "Customer relations.", "https://pipeline.example/", "crm", both, []string{"sync"}, nil},
		{"Secure Mail Vault", "Margie's Travel", "Archive for electronic mail.", "https://mailvault.example/", "mail", saml, nil, nil},
		{"Telecom Bill Reader", "Trey Research", "Checks of telephone bills.", "https://billreader.example/", "telecommunications", []string{"password"}, nil, nil},
	}
}

func (t *tenant) seedGallery(withoutApp bool) error {
	changed := time.Date(2025, time.March, 25, 0, 0, 0, 0, time.UTC)
	var err error
	if t.twinID, err = t.newID(); err != nil {
		return fmt.Errorf("practice: seeding the gallery: %w", err)
	}
	for _, entry := range gallery() {
		if withoutApp && entry.name == appName {
			continue
		}
		id, err := t.newID()
		if err != nil {
			return fmt.Errorf("practice: seeding the gallery: %w", err)
		}
		t.templates = append(t.templates, &template{
			id: id, name: entry.name, publisher: entry.publisher, description: entry.description,
			homePage: entry.homePage, categories: []string{entry.category}, modes: entry.modes,
			provisioning: entry.provisioning, redirectURIs: entry.redirectURIs, changed: changed,
		})
	}
	return nil
}
