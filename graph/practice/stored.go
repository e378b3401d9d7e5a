package practice

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"time"
)

// The types below are the tenant's objects as the state file holds them. Their
// members are the file's format, version stateVersion: they may be added to, not
// renamed.

type storedUser struct {
	ID, UPN, Name, Given, Surname, Mail, Nickname string
	Proof                                         string // of the password, never the password
	MustChange, Enabled, Guest                    bool
	Roles                                         []string
	Created                                       time.Time
	More                                          map[string]any
}

type storedRole struct {
	ID, Name, Description, Value string
	Enabled                      bool
	Members                      []string
}

type storedApplication struct {
	ID, AppID, TemplateID, Name          string
	Created                              time.Time
	IdentifierURIs, RedirectURIs, Owners []string
	Roles                                []storedRole
	More                                 map[string]any
}

type storedPrincipal struct {
	ID, AppID, TemplateID, Name      string
	Created                          time.Time
	Enabled, AssignmentRequired      bool
	Mode, ActiveThumbprint           string
	DefaultReplyURL                  string
	ReplyIndexes                     map[string]int
	Notify, ReplyURLs, Names, Owners []string
	Roles                            []storedRole
	Keys                             []storedKey
	More                             map[string]any
}

type storedKey struct {
	KeyID, VerifyKeyID, SecretKeyID, Subject string
	Certificate                              []byte // DER
	Key                                      []byte // PKCS #8; it signs for this practice tenant only
	NotBefore, NotAfter                      time.Time
}

type storedAssignment struct {
	ID, PrincipalID, PrincipalName, PrincipalType, ResourceID, ResourceName, RoleID string
	Created                                                                         time.Time
}

type storedGroup struct {
	ID, Name, Description, Mail, Nickname, Rule    string
	Security, MailEnabled, Unified, RoleAssignable bool
	Members, Owners                                []string
	Created                                        time.Time
}

type storedDeleted struct {
	ID, Kind    string
	At          time.Time
	Application *storedApplication  `json:",omitempty"`
	Principal   *storedPrincipal    `json:",omitempty"`
	User        *storedUser         `json:",omitempty"`
	Assignments []*storedAssignment `json:",omitempty"`
}

type storedTemplate struct {
	ID, Name, Publisher, Description, HomePage    string
	Categories, Modes, Provisioning, RedirectURIs []string
	Changed                                       time.Time
}

func (p *prover) storeUser(u *user) *storedUser {
	return &storedUser{u.id, u.upn, u.name, u.given, u.surname, u.mail, u.mailNickname, p.proofOf(u), u.mustChange, u.enabled, u.guest,
		u.roles, u.created, u.more}
}

func (s *storedUser) user() *user {
	return &user{id: s.ID, upn: s.UPN, name: s.Name, given: s.Given, surname: s.Surname, mail: s.Mail, mailNickname: s.Nickname,
		proof: s.Proof, mustChange: s.MustChange, enabled: s.Enabled, guest: s.Guest, roles: s.Roles, created: s.Created, more: plain(s.More)}
}

func storeRoles(roles []appRole) []storedRole {
	var all []storedRole
	for _, r := range roles {
		all = append(all, storedRole{r.id, r.name, r.description, r.value, r.enabled, r.members})
	}
	return all
}

func rolesOf(stored []storedRole) []appRole {
	var all []appRole
	for _, r := range stored {
		all = append(all, appRole{r.ID, r.Name, r.Description, r.Value, r.Enabled, r.Members})
	}
	return all
}

func storeApplication(a *application) *storedApplication {
	return &storedApplication{a.id, a.appID, a.templateID, a.name, a.created, a.identifierURIs, a.redirectURIs, a.owners, storeRoles(a.roles), a.more}
}

func (s *storedApplication) application() *application {
	return &application{id: s.ID, appID: s.AppID, templateID: s.TemplateID, name: s.Name, created: s.Created, identifierURIs: s.IdentifierURIs,
		redirectURIs: s.RedirectURIs, owners: s.Owners, roles: rolesOf(s.Roles), more: plain(s.More)}
}

func storePrincipal(p *principal) (*storedPrincipal, error) {
	stored := &storedPrincipal{p.id, p.appID, p.templateID, p.name, p.created, p.enabled, p.assignmentRequired, p.mode, p.activeThumbprint,
		p.defaultReplyURL, p.replyIndexes,
		p.notify, p.replyURLs, p.names, p.owners, storeRoles(p.roles), nil, p.more}
	for _, key := range p.keys {
		kept, err := storeKey(key)
		if err != nil {
			return nil, err
		}
		stored.Keys = append(stored.Keys, kept)
	}
	return stored, nil
}

func (s *storedPrincipal) principal() (*principal, error) {
	p := &principal{id: s.ID, appID: s.AppID, templateID: s.TemplateID, name: s.Name, created: s.Created, enabled: s.Enabled,
		assignmentRequired: s.AssignmentRequired, mode: s.Mode, activeThumbprint: s.ActiveThumbprint,
		defaultReplyURL: s.DefaultReplyURL, replyIndexes: s.ReplyIndexes, notify: s.Notify, replyURLs: s.ReplyURLs,
		names: s.Names, owners: s.Owners, roles: rolesOf(s.Roles), more: plain(s.More)}
	for _, stored := range s.Keys {
		key, err := stored.key()
		if err != nil {
			return nil, err
		}
		p.keys = append(p.keys, key)
	}
	return p, nil
}

func storeKey(key signingKey) (storedKey, error) {
	raw, err := x509.MarshalPKCS8PrivateKey(key.key)
	return storedKey{key.keyID, key.verifyKeyID, key.secretKeyID, key.subject, key.der, raw, key.notBefore, key.notAfter}, err
}

func (s storedKey) key() (signingKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(s.Key)
	if err != nil {
		return signingKey{}, err
	}
	private, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA {
		return signingKey{}, fmt.Errorf("a signing key is %T", parsed)
	}
	if _, err := x509.ParseCertificate(s.Certificate); err != nil {
		return signingKey{}, err
	}
	return signingKey{keyID: s.KeyID, verifyKeyID: s.VerifyKeyID, secretKeyID: s.SecretKeyID, thumbprint: thumbprint(s.Certificate),
		der: s.Certificate, key: private, subject: s.Subject, notBefore: s.NotBefore, notAfter: s.NotAfter}, nil
}

func storeAssignment(a *assignment) *storedAssignment {
	return &storedAssignment{a.id, a.principalID, a.principalName, a.principalType, a.resourceID, a.resourceName, a.roleID, a.created}
}

func (s *storedAssignment) assignment() *assignment {
	return &assignment{id: s.ID, principalID: s.PrincipalID, principalName: s.PrincipalName, principalType: s.PrincipalType,
		resourceID: s.ResourceID, resourceName: s.ResourceName, roleID: s.RoleID, created: s.Created}
}

func storeGroup(g *group) *storedGroup {
	return &storedGroup{g.id, g.name, g.description, g.mail, g.mailNickname, g.rule, g.security, g.mailEnabled, g.unified, g.roleAssignable,
		g.members, g.owners, g.created}
}

func (s *storedGroup) group() *group {
	return &group{id: s.ID, name: s.Name, description: s.Description, mail: s.Mail, mailNickname: s.Nickname, rule: s.Rule, security: s.Security,
		mailEnabled: s.MailEnabled, unified: s.Unified, roleAssignable: s.RoleAssignable, members: s.Members, owners: s.Owners, created: s.Created}
}

func (p *prover) storeDeleted(d *deletedItem) (*storedDeleted, error) {
	stored := &storedDeleted{ID: d.id, Kind: d.kind, At: d.at}
	var err error
	switch {
	case d.app != nil:
		stored.Application = storeApplication(d.app)
	case d.sp != nil:
		stored.Principal, err = storePrincipal(d.sp)
	default:
		stored.User = p.storeUser(d.user)
	}
	for _, a := range d.assignments {
		stored.Assignments = append(stored.Assignments, storeAssignment(a))
	}
	return stored, err
}

func (s *storedDeleted) deleted() (*deletedItem, error) {
	d := &deletedItem{id: s.ID, kind: s.Kind, at: s.At}
	var err error
	switch {
	case s.Application != nil:
		d.app = s.Application.application()
	case s.Principal != nil:
		d.sp, err = s.Principal.principal()
	case s.User != nil:
		d.user = s.User.user()
	default:
		err = fmt.Errorf("deleted item %s holds nothing", s.ID)
	}
	for _, a := range s.Assignments {
		d.assignments = append(d.assignments, a.assignment())
	}
	return d, err
}

func storeTemplate(t *template) storedTemplate {
	return storedTemplate{t.id, t.name, t.publisher, t.description, t.homePage, t.categories, t.modes, t.provisioning, t.redirectURIs, t.changed}
}

func (s storedTemplate) template() *template {
	return &template{id: s.ID, name: s.Name, publisher: s.Publisher, description: s.Description, homePage: s.HomePage, categories: s.Categories,
		modes: s.Modes, provisioning: s.Provisioning, redirectURIs: s.RedirectURIs, changed: s.Changed}
}

// plain turns the numbers of decoded JSON back into ints, as accept makes them.
func plain(more map[string]any) map[string]any {
	if more == nil {
		more = map[string]any{}
	}
	for name, value := range more {
		more[name] = plainValue(value)
	}
	return more
}

func plainValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		return plain(value)
	case []any:
		for at := range value {
			value[at] = plainValue(value[at])
		}
	case json.Number:
		whole, err := value.Int64()
		if err == nil {
			return int(whole)
		}
	}
	return value
}
