package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// Question is what one Look asks, all in one request. Empty fields are not asked.
type Question struct {
	Self       bool   // tenant, account and roles of the signed-in person
	Gallery    string // the gallery's entries of exactly that name
	TemplateID string // applications that were added from a gallery entry
	Identifier string // applications that hold an Identifier
	ObjectID   string // an application by its object id
	AppID      string // an app's service principal and who may use it, by client id
	UPN        string // a person by user principal name or id
	// DeletedFrom and DeletedUPN ask the recycle bin, for advice: applications that
	// were added from a gallery entry, and people who had a user principal name.
	DeletedFrom string
	DeletedUPN  string
}

// Sight is what a Look saw. What is nil was not asked for or is not there.
type Sight struct {
	Tenant         Tenant
	Account        Account
	Roles          []Role // advisory, see Client.Roles
	RolesKnown     bool   // false: no roles only means that nobody would tell
	Grant          Grant  // advisory
	Gallery        []GalleryApp
	FromTemplate   []Application
	WithIdentifier []Application
	Application    *Application
	Principal      *ServicePrincipal
	Assignments    []Assignment
	User           *User
	// What the recycle bin holds; nothing when it may not be read.
	DeletedApplications []DeletedApplication
	DeletedUsers        []DeletedUser
}

// Look asks several questions in one request ($batch), reads only. An object that
// is not there is no failure. With an error, which is the first of the parts' own,
// the Sight still holds what the other parts said; roles never fail a Look, as
// they are advisory. A part that the server could not answer at the moment is
// asked again by the rule for reads.
func (c *Client) Look(ctx context.Context, question Question) (Sight, error) {
	var sight Sight
	if question.Self {
		token, err := c.bearer.get(ctx)
		if err != nil {
			return sight, &Error{Call: batchCall, Err: err}
		}
		sight.Grant = grantOf(token)
	}
	asked := c.parts(question, &sight)
	if len(asked) == 0 {
		return sight, nil
	}
	if err := c.batch(ctx, asked); err != nil {
		return sight, err
	}
	var first error
	for _, one := range asked {
		if err := one.settled(ctx); err != nil && first == nil {
			first = err
		}
	}
	if question.Self && len(sight.Roles) == 0 && ctx.Err() == nil {
		if token, err := c.bearer.get(ctx); err == nil {
			sight.Roles = rolesOf(token)
			sight.RolesKnown = sight.RolesKnown || len(sight.Roles) > 0
		}
	}
	return sight, first
}

// part is one question of a batch. read takes a whole answer; more is asked
// instead when the answer does not hold everything.
type part struct {
	call     string
	address  string
	eventual bool // wants the header that Graph asks for on counted casts
	advice   bool // its failure is none
	read     func(body []byte) error
	more     func(ctx context.Context) error
	absent   func()

	answered bool
	partial  bool // the answer is only the first page
	failure  *Error
}

// settled gives a part's failure, after having asked for the pages that a batch
// leaves out.
func (p *part) settled(ctx context.Context) error {
	switch {
	case p.failure != nil && p.failure.Status == http.StatusNotFound && p.absent != nil && !p.failure.ProxyPage:
		p.absent()
		return nil
	case p.failure != nil && p.advice:
		return nil
	case p.failure != nil:
		return p.failure
	case p.partial && p.more != nil:
		return p.more(ctx)
	}
	return nil
}

func (c *Client) parts(question Question, sight *Sight) []*part {
	var asked []*part
	add := func(wanted bool, parts ...*part) {
		if wanted {
			asked = append(asked, parts...)
		}
	}
	if sight.Grant.Application {
		// There is no /me for an application.
		sight.Account = Account{ID: sight.Grant.ObjectID, Name: firstText(sight.Grant.ClientName, sight.Grant.ClientID), Application: true}
		add(question.Self, partTenant(sight), partOwnPrincipal(sight.Grant.ClientID, sight))
	} else {
		add(question.Self, partTenant(sight), partAccount(sight), partRoles(sight))
	}
	add(question.Gallery != "", c.partGallery(question.Gallery, sight))
	add(question.TemplateID != "", c.partApplications(filterTemplate(question.TemplateID), &sight.FromTemplate))
	add(question.Identifier != "", c.partApplications(filterIdentifier(question.Identifier), &sight.WithIdentifier))
	add(question.ObjectID != "", partApplication(question.ObjectID, sight))
	add(question.AppID != "", partPrincipal(question.AppID, sight), c.partAssignments(question.AppID, sight))
	add(question.UPN != "", partUser(question.UPN, sight))
	add(question.DeletedFrom != "", partDeletedApplications(question.DeletedFrom, sight))
	add(question.DeletedUPN != "", partDeletedUsers(question.DeletedUPN, sight))
	return asked
}

// batch sends what has no answer yet, again for those parts that were turned away
// for the moment.
func (c *Client) batch(ctx context.Context, asked []*part) error {
	tries := repeats{deps: c.graph.deps}
	for {
		var open []*part
		for _, one := range asked {
			if !one.answered {
				open = append(open, one)
			}
		}
		if err := c.send(ctx, open); err != nil {
			return err
		}
		again := passingPart(open)
		if again == nil {
			return nil
		}
		if !tries.again(ctx, again) {
			if ctx.Err() != nil {
				return &Error{Call: batchCall, Err: context.Cause(ctx)}
			}
			return nil
		}
		for _, one := range open {
			one.answered = one.failure == nil || !passing(one.failure)
		}
	}
}

// passingPart is the failure that asks for the longest pause among those that may
// be gone in a moment, or nil.
func passingPart(parts []*part) *Error {
	var longest *Error
	for _, one := range parts {
		if one.failure == nil || one.advice || !passing(one.failure) {
			continue
		}
		if longest == nil || one.failure.RetryAfter > longest.RetryAfter {
			longest = one.failure
		}
	}
	return longest
}

// PartOf names the object that a failed Look was about: the first step of the
// call's path, such as "users"; "" for every other error.
func PartOf(err error) string {
	var failure *Error
	if !errors.As(err, &failure) {
		return ""
	}
	_, path, _ := strings.Cut(failure.Call, " /")
	end := strings.IndexAny(path, "/(")
	if end < 0 {
		return path
	}
	return path[:end]
}
