package graph

import (
	"context"
	"strconv"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

// UserKey is a property that people are looked up by.
type UserKey string

// The keys. A mail address may belong to several people, or to none that signs in
// with it; guests are known by it to everyone but Entra.
const (
	ByID   UserKey = "id"
	ByUPN  UserKey = "userPrincipalName"
	ByMail UserKey = "mail"
)

const (
	// Graph takes no more values in one filter, and no more requests in one batch
	// (learn.microsoft.com/graph/filter-query-parameter and json-batching).
	mostInFilter = 15
	mostInBatch  = 20
)

// UsersWith returns everyone who has one of the values, in any order, with up to
// 300 values in one request. told hears after each request how many values are
// done; it may be nil. Lists lag behind writes, so an absence is no proof.
func (c *Client) UsersWith(ctx context.Context, key UserKey, values []string, told func(done int)) ([]User, error) {
	var found []User
	var parts []*part
	for at := 0; at < len(values); at += mostInFilter {
		parts = append(parts, partUsers(key, values[at:min(at+mostInFilter, len(values))], &found))
	}
	err := c.inBatches(ctx, parts, func(done int) {
		if told != nil {
			told(min(done*mostInFilter, len(values)))
		}
	})
	return found, err
}

// inBatches asks any number of parts, as many at a time as Graph takes, and
// reports how many are done.
func (c *Client) inBatches(ctx context.Context, parts []*part, told func(done int)) error {
	for at := 0; at < len(parts); at += mostInBatch {
		asked := parts[at:min(at+mostInBatch, len(parts))]
		if err := c.batch(ctx, asked); err != nil {
			return err
		}
		for _, one := range asked {
			if err := one.settled(ctx); err != nil {
				return err
			}
		}
		told(at + len(asked))
	}
	return nil
}

func partUsers(key UserKey, values []string, into *[]User) *part {
	all := make([]string, len(values))
	for i, one := range values {
		all[i] = quoted(one)
	}
	return &part{call: "GET /users", address: query("/users", "$filter", string(key)+" in ("+strings.Join(all, ",")+")",
		"$select", strings.Join(userFields(), ","), "$top", strconv.Itoa(pageSize)),
		read: func(body []byte) error {
			users, err := readUsers(body)
			*into = append(*into, users...)
			return err
		},
		more: func(context.Context) error { return errEndless }} // of 15 addresses
}

func readUsers(body []byte) ([]User, error) {
	list, err := model[models.UserCollectionResponseable](body, models.CreateUserCollectionResponseFromDiscriminatorValue)
	if err != nil {
		return nil, err
	}
	var users []User
	for _, item := range list.GetValue() {
		if value(item.GetId()) != "" {
			users = append(users, userFrom(item))
		}
	}
	return users, nil
}
