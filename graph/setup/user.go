package setup

import (
	"context"
	"strings"

	"backupsso/graph"
)

// The test user of Microsoft's guide, unless the wish names another.
const testUserName = "B.Simon"

// LookUpUser says whether the tenant has a user with the address upn.
func (f *Flow) LookUpUser(ctx context.Context, upn string) (UserState, error) {
	if err := f.signedIn(); err != nil {
		return UserState{}, err
	}
	upn = strings.TrimSpace(upn)
	if !validUPN(upn) {
		return UserState{}, &Problem{Step: StepTestUser, Kind: UserName, Facts: map[string]string{"UPN": upn}}
	}
	user, err := f.directory.User(ctx, upn)
	if notFound(err) {
		return UserState{}, nil
	}
	if err != nil {
		return UserState{}, f.problem(StepTestUser, err)
	}
	return UserState{Exists: true, User: user}, nil
}

// testUserUPN is the address of the test user; "" when the tenant has no domain
// whose passwords it keeps itself.
func testUserUPN(wish TestUser, tenant graph.Tenant) string {
	if upn := strings.TrimSpace(wish.UPN); upn != "" || !wish.Create {
		return upn
	}
	domain := tenant.DefaultDomain()
	if domain == "" {
		return ""
	}
	return testUserName + "@" + domain
}

// validUPN reports whether text has the form of a user principal name: letters,
// digits and '.-_!#^~ before the @, at most 64 of them, and a host name behind.
func validUPN(text string) bool {
	local, domain, found := strings.Cut(text, "@")
	if !found || local == "" || len(local) > 64 || len(domain) > 253 || strings.HasSuffix(local, ".") {
		return false
	}
	for _, letter := range local {
		if !alphanumeric(letter) && !strings.ContainsRune("'.-_!#^~", letter) {
			return false
		}
	}
	for _, label := range strings.Split(domain, ".") {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		for _, letter := range label {
			if !alphanumeric(letter) && letter != '-' {
				return false
			}
		}
	}
	return strings.Contains(domain, ".")
}

func alphanumeric(letter rune) bool {
	return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9'
}

// userProblem says why the test user cannot be had as wished, or nil.
func userProblem(wish TestUser, tenant graph.Tenant, seen observation) *Problem {
	facts := map[string]string{"UPN": seen.upn}
	problem := func(kind Kind) *Problem { return &Problem{Step: StepTestUser, Kind: kind, Facts: facts} }
	switch {
	case seen.upn == "" && wish.Create:
		return problem(NoManagedDomain)
	case !validUPN(seen.upn):
		return problem(UserName)
	case seen.user != nil && !seen.user.Enabled:
		return problem(UserDisabled)
	case seen.user != nil:
		return nil
	case !wish.Create:
		return problem(UserNotFound)
	}
	_, domain, _ := strings.Cut(seen.upn, "@")
	var managed []string
	for _, known := range tenant.Domains {
		if !known.Managed {
			continue
		}
		if strings.EqualFold(known.Name, domain) {
			return nil
		}
		managed = append(managed, known.Name)
	}
	if len(managed) == 0 {
		return problem(NoManagedDomain)
	}
	facts["Domain"], facts["Domains"] = domain, joined(managed)
	return problem(UserDomain)
}

// newUser is the person to be created. First and last name and mail are set,
// because Entra leaves empty ones out of the sign-on and the portal finds its
// user by mail.
func newUser(wish TestUser, upn string, password graph.Secret) graph.NewUser {
	name := strings.TrimSpace(wish.Name)
	if name == "" {
		name = testUserName
	}
	given, surname, found := strings.Cut(name, " ")
	if !found {
		given, surname, found = strings.Cut(name, ".")
	}
	if !found || strings.TrimSpace(surname) == "" {
		given, surname = name, name
	}
	nickname, _, _ := strings.Cut(upn, "@")
	return graph.NewUser{UPN: upn, Name: name, GivenName: strings.TrimSpace(given), Surname: strings.TrimSpace(surname),
		Mail: upn, MailNickname: nickname, Password: password}
}

// userRole picks the role that an assignment names: the one called User, else
// the first that is enabled for users, else default access when the app has no
// role at all.
func userRole(roles []graph.AppRole) (string, bool) {
	const defaultAccess = "00000000-0000-0000-0000-000000000000"
	if len(roles) == 0 {
		return defaultAccess, true
	}
	usable := filter(roles, func(role graph.AppRole) bool { return role.Enabled && role.ForUsers })
	for _, role := range usable {
		if role.Name == "User" {
			return role.ID, true
		}
	}
	// msiam_access is Entra's own and comes last.
	for _, role := range usable {
		if role.Name != "msiam_access" {
			return role.ID, true
		}
	}
	if len(usable) > 0 {
		return usable[0].ID, true
	}
	return "", false
}
