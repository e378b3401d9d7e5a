package practice

import (
	"fmt"
	"strings"
)

// seededGroup is a group that every practice tenant begins with. Members are user
// names, or names of groups before it.
type seededGroup struct {
	name, description, rule string
	members                 []string
	unified, roleAssignable bool
}

func seededGroups() []seededGroup {
	ada, alan, grace := "ada@"+defaultDomain, "alan@"+defaultDomain, "grace@"+defaultDomain
	return []seededGroup{
		{name: "Backup Operators", description: "Who restores files and machines", members: []string{ada, alan}},
		{name: "Service Desk", description: "First line, with everyone who runs backups", members: []string{grace, "Backup Operators"}},
		{name: "All guests", description: "People of other companies", rule: `(user.userType -eq "Guest")`},
		{name: "Identity Team", description: "Who may hold directory roles", members: []string{ada}, roleAssignable: true},
		{name: "Contoso Town Hall", description: "News for everyone", members: []string{ada, alan, grace}, unified: true},
	}
}

// seedGroups makes the groups of the people who are seeded by now.
func (t *tenant) seedGroups() error {
	now := t.now().UTC()
	known := map[string]string{}
	for _, seeded := range seededGroups() {
		id, err := t.newID()
		if err != nil {
			return fmt.Errorf("practice: seeding groups: %w", err)
		}
		made := &group{id: id, name: seeded.name, description: seeded.description, created: now, rule: seeded.rule,
			mailNickname: strings.ReplaceAll(seeded.name, " ", ""), security: !seeded.unified, unified: seeded.unified,
			mailEnabled: seeded.unified, roleAssignable: seeded.roleAssignable}
		if seeded.unified {
			made.mail = made.mailNickname + "@" + defaultDomain
		}
		for _, name := range seeded.members {
			if inner, isGroup := known[name]; isGroup {
				made.members = append(made.members, inner)
				continue
			}
			made.members = append(made.members, t.users.find("userPrincipalName", name)...)
		}
		made.owners = t.users.find("userPrincipalName", "ada@"+defaultDomain)
		known[seeded.name] = id
		t.groups.put(id, made, now, now)
	}
	return nil
}

// seedStaff adds people without a password that anybody knows, and a group with
// all of them.
func (t *tenant) seedStaff(count int) error {
	if count <= 0 {
		return nil
	}
	now := t.now().UTC()
	id, err := t.newID()
	if err != nil {
		return fmt.Errorf("practice: seeding people: %w", err)
	}
	all := &group{id: id, name: "All staff", description: "Everyone on the payroll", mailNickname: "AllStaff", created: now, security: true}
	for at := range count {
		id, err := t.newID()
		if err != nil {
			return fmt.Errorf("practice: seeding people: %w", err)
		}
		given, surname := givenNames()[at%len(givenNames())], surnames()[at/len(givenNames())%len(surnames())]
		nickname := strings.ToLower(given + "." + surname)
		if round := at / (len(givenNames()) * len(surnames())); round > 0 {
			nickname += fmt.Sprint(round + 1)
		}
		upn := nickname + "@" + defaultDomain
		t.users.put(id, &user{id: id, upn: upn, name: given + " " + surname, given: given, surname: surname, mail: upn,
			mailNickname: nickname, enabled: true, created: now}, now, now)
		all.members = append(all.members, id)
	}
	t.groups.put(id, all, now, now)
	return nil
}

func givenNames() []string {
	return strings.Fields("Ines Jon Mara Emeka Sofia Luca Aiko Noor Pavel Lena Tomas Yara Diego Hana Milan Greta Omar Ruth Sven Bella")
}

func surnames() []string {
	return strings.Fields("Okoye Haas Lind Silva Novak Tanaka Rossi Weber Khan Moreau Berg Costa Adler Kim Varga Olsen Patel Ricci Stone Young")
}
