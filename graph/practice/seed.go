package practice

import (
	"fmt"
	"strings"
)

// The tenant's names; example domains cannot belong to anyone (RFC 2606).
const (
	tenantName    = "Contoso Practice"
	defaultDomain = "contoso.example"
	initialDomain = "contosopractice.onmicrosoft.example"
	legalDomain   = "legal.contoso.example" // federated
)

// Role template ids (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
const (
	roleGlobalAdmin      = "62e90394-69f5-4237-9190-012177145e10"
	roleAppAdmin         = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
	roleCloudAppAdmin    = "158c047a-c907-4556-b7ef-446551a6b5f7"
	roleUserAdmin        = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	rolePrivilegedRole   = "e8611ab8-c189-46e8-94e1-60213ab1f814"
	roleDirectoryReaders = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	roleReportsReader    = "4a5d8f65-41da-4de4-8968-e035b65339cf"
	roleSecurityReader   = "5d6b6bb7-de71-4623-b4af-96380a352509"
	roleSecurityOperator = "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"
	roleSecurityAdmin    = "194ae4cb-b126-40b2-bd5b-6091b380977d"
	roleGlobalReader     = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
)

// role is a directory role that is active in the tenant.
type role struct{ templateID, name, description string }

// directoryRoles lists the roles that the practice tenant knows.
func directoryRoles() []role {
	return []role{
		{roleGlobalAdmin, "Global Administrator", "Can manage all aspects of Microsoft Entra ID and services that use its identities."},
		{roleAppAdmin, "Application Administrator", "Can create and manage all aspects of app registrations and enterprise apps."},
		{roleCloudAppAdmin, "Cloud Application Administrator", "Can create and manage all aspects of app registrations and enterprise apps except App Proxy."},
		{roleUserAdmin, "User Administrator", "Can manage all aspects of users and groups, and reset passwords for limited admins."},
		{rolePrivilegedRole, "Privileged Role Administrator", "Can manage role assignments and all aspects of Privileged Identity Management."},
		{roleDirectoryReaders, "Directory Readers", "Can read basic directory information."},
		{roleReportsReader, "Reports Reader", "Can read sign-in and audit reports."},
		{roleSecurityReader, "Security Reader", "Can read security information and reports."},
		{roleSecurityOperator, "Security Operator", "Creates and manages security events."},
		{roleSecurityAdmin, "Security Administrator", "Can read security information and reports, and manage configuration."},
		{roleGlobalReader, "Global Reader", "Can read everything that a Global Administrator can, but not update anything."},
	}
}

// roleName returns the display name of a role, or its template id.
func roleName(templateID string) string {
	for _, known := range directoryRoles() {
		if known.templateID == templateID {
			return known.name
		}
	}
	return templateID
}

func seededDomains() []domain {
	return []domain{
		{name: defaultDomain, isDefault: true, managed: true},
		{name: initialDomain, initial: true, managed: true},
		{name: legalDomain},
	}
}

// seed fills an empty tenant and returns its named accounts.
func (t *tenant) seed(options Options) ([]Account, error) {
	var err error
	if t.id, err = t.newID(); err != nil {
		return nil, err
	}
	now := t.now().UTC()
	t.name = tenantName
	t.created = now
	t.domains = seededDomains()
	t.roleIDs = map[string]string{}
	if err := t.nameRoles(nil); err != nil {
		return nil, err
	}
	if err := t.seedClient(); err != nil {
		return nil, err
	}
	if err := t.seedGallery(options.WithoutApp); err != nil {
		return nil, err
	}
	if err := t.seedPrincipals(); err != nil {
		return nil, err
	}
	accounts, err := t.seedPeople()
	if err != nil {
		return nil, err
	}
	if err := t.seedGroups(); err != nil {
		return nil, err
	}
	return accounts, t.seedStaff(options.People)
}

// nameRoles gives every role its object id: a known one, or else a new one.
func (t *tenant) nameRoles(ids map[string]string) (err error) {
	for _, known := range directoryRoles() {
		if t.roleIDs[known.templateID] = ids[known.templateID]; t.roleIDs[known.templateID] != "" {
			continue
		}
		if t.roleIDs[known.templateID], err = t.newID(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tenant) seedClient() error {
	id, err := t.newID()
	if err != nil {
		return err
	}
	secret, err := t.newID()
	if err != nil {
		return err
	}
	t.client = seededClient(id, "Practice-Client-"+secret)
	return nil
}

func seededClient(id, secret string) client {
	return client{
		id:     id,
		secret: secret,
		name:   "Practice automation",
		permissions: []string{"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.Read.All",
			"Domain.Read.All", "User.ReadWrite.All"},
	}
}

// seededPerson is someone whom every practice tenant begins with.
type seededPerson struct {
	upn, given, surname, password string
	guest                         bool
	roles                         []string
}

func seededPeople() []seededPerson {
	return []seededPerson{
		{"ada@" + defaultDomain, "Ada", "Lovelace", "Practice-Ada-1", false, []string{roleCloudAppAdmin, roleUserAdmin, roleReportsReader}},
		{"alan@" + defaultDomain, "Alan", "Turing", "Practice-Alan-1", false, []string{roleCloudAppAdmin}},
		{"grace@" + defaultDomain, "Grace", "Hopper", "Practice-Grace-1", false, []string{roleDirectoryReaders}},
		{"edsger_fabrikam.example#EXT#@" + initialDomain, "Edsger", "Dijkstra", "Practice-Edsger-1", true, nil},
	}
}

func (p seededPerson) account() Account {
	account := Account{UPN: p.upn, Password: p.password, Roles: []string{}}
	for _, id := range p.roles {
		account.Roles = append(account.Roles, roleName(id))
	}
	return account
}

func (t *tenant) seedPeople() ([]Account, error) {
	now := t.now().UTC()
	var accounts []Account
	for _, person := range seededPeople() {
		id, err := t.newID()
		if err != nil {
			return nil, fmt.Errorf("practice: seeding people: %w", err)
		}
		nickname, _, _ := strings.Cut(person.upn, "@")
		mail := person.upn
		if person.guest {
			mail = strings.Replace(strings.TrimSuffix(nickname, "#EXT#"), "_", "@", 1)
		}
		t.users.put(id, &user{
			id: id, upn: person.upn, name: person.given + " " + person.surname,
			given: person.given, surname: person.surname, mail: mail,
			mailNickname: strings.ReplaceAll(nickname, "#", ""),
			password:     person.password, enabled: true, guest: person.guest, roles: person.roles, created: now,
		}, now, now)
		accounts = append(accounts, person.account())
	}
	return accounts, nil
}
