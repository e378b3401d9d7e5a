package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

func groupFields() []string {
	return []string{"id", "displayName", "description", "mail", "securityEnabled", "groupTypes", "isAssignableToRole"}
}

// Groups looks groups up by object id or by whole display name, one list for each
// of names: empty when there is none, several when a name is not unique. It takes
// GroupMember.Read.All.
func (c *Client) Groups(ctx context.Context, names []string) ([][]Group, error) {
	found := make([][]Group, len(names))
	parts := make([]*part, len(names))
	for i, name := range names {
		parts[i] = partGroups(strings.TrimSpace(name), &found[i])
	}
	err := c.inBatches(ctx, parts, func(int) {})
	return found, err
}

func partGroups(name string, into *[]Group) *part {
	fields := strings.Join(groupFields(), ",")
	if id, err := uuid.Parse(name); err == nil {
		return &part{call: "GET /groups/{id}", address: query("/groups/"+id.String(), "$select", fields), absent: func() {},
			read: func(body []byte) error {
				item, err := model[models.Groupable](body, models.CreateGroupFromDiscriminatorValue)
				if err == nil && value(item.GetId()) == "" {
					err = errMissing("group")
				}
				if err == nil {
					*into = []Group{groupFrom(item)}
				}
				return err
			}}
	}
	return &part{call: "GET /groups", address: query("/groups", "$filter", "displayName eq "+quoted(name), "$select", fields),
		read: func(body []byte) (err error) {
			*into, err = readGroups(body)
			return err
		}}
}

func readGroups(body []byte) ([]Group, error) {
	list, err := model[models.GroupCollectionResponseable](body, models.CreateGroupCollectionResponseFromDiscriminatorValue)
	if err != nil {
		return nil, err
	}
	var groups []Group
	for _, item := range list.GetValue() {
		if value(item.GetId()) != "" {
			groups = append(groups, groupFrom(item))
		}
	}
	return groups, nil
}

// GroupSizes counts who is in groups, one answer for each id. It takes
// GroupMember.Read.All. A group that is gone has the size zero.
func (c *Client) GroupSizes(ctx context.Context, ids []string) ([]GroupSize, error) {
	sizes := make([]GroupSize, len(ids))
	var parts []*part
	for i, id := range ids {
		parts = append(parts, partCount(id, "user", &sizes[i].People), partCount(id, "group", &sizes[i].Groups))
	}
	err := c.inBatches(ctx, parts, func(int) {})
	return sizes, err
}

// partCount counts the direct members of one type. Graph wants header and count
// for it; the page itself is not needed.
func partCount(groupID, kind string, into *int) *part {
	return &part{call: "GET /groups/{id}/members", eventual: true, absent: func() {},
		address: query("/groups/"+url.PathEscape(groupID)+"/members/microsoft.graph."+kind, "$count", "true", "$top", "1", "$select", "id"),
		read: func(body []byte) error {
			var list struct {
				Count *int `json:"@odata.count"`
			}
			if err := json.Unmarshal(body, &list); err != nil {
				return err
			}
			if list.Count == nil {
				return errMissing("count")
			}
			*into = *list.Count
			return nil
		}}
}

func groupFrom(source models.Groupable) Group {
	kinds := source.GetGroupTypes()
	return Group{
		ID:          value(source.GetId()),
		Name:        value(source.GetDisplayName()),
		Description: value(source.GetDescription()),
		Mail:        value(source.GetMail()),
		Security:    yes(source.GetSecurityEnabled()),
		Unified:     slices.Contains(kinds, "Unified"),
		Dynamic:     slices.Contains(kinds, "DynamicMembership"),
		ForRoles:    yes(source.GetIsAssignableToRole()),
	}
}

// Found is what Find found. A list that is cut short has more than it shows.
type Found struct {
	Users      []User
	Groups     []Group
	MoreUsers  bool
	MoreGroups bool
	// NoGroups says that the permission to read groups is missing; people were
	// looked for all the same.
	NoGroups bool
}

// Find looks for people and groups whose name, user name or mail address begins
// with text, or has words that do; at most most of each, by name. It takes
// User.ReadBasic.All, and GroupMember.Read.All for the groups.
func (c *Client) Find(ctx context.Context, text string, most int) (Found, error) {
	var found Found
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, "&", " ")), " ") // & is known not to work in a search
	if text == "" || most < 1 {
		return found, nil
	}
	most = min(most, pageSize)
	asked := found.parts(text, most, searchFor)
	if err := c.batch(ctx, asked); err != nil {
		return found, err
	}
	if slices.ContainsFunc(asked, refusedQuery) {
		// Some tenants know no search; beginnings are found everywhere.
		found = Found{}
		asked = found.parts(text, most, beginningWith)
		if err := c.batch(ctx, asked); err != nil {
			return found, err
		}
	}
	if failure := asked[1].failure; failure != nil && failure.Status == http.StatusForbidden && !failure.ProxyPage {
		found.NoGroups, asked = true, asked[:1]
	}
	for _, one := range asked {
		if one.failure != nil {
			return found, one.failure
		}
	}
	found.MoreUsers, found.MoreGroups = asked[0].partial, len(asked) > 1 && asked[1].partial
	return found, nil
}

func refusedQuery(one *part) bool {
	return one.failure != nil && one.failure.Status == http.StatusBadRequest
}

func (f *Found) parts(text string, most int, how func(text string, properties ...string) []string) []*part {
	limits := []string{"$top", strconv.Itoa(most), "$count", "true", "$orderby", "displayName", "$select"}
	users := append(how(text, "displayName", "userPrincipalName", "mail"), append(limits, strings.Join(userFields(), ","))...)
	groups := append(how(text, "displayName", "mail"), append(limits, strings.Join(groupFields(), ","))...)
	return []*part{
		{call: "GET /users", eventual: true, address: query("/users", users...), read: func(body []byte) (err error) {
			f.Users, err = readUsers(body)
			return err
		}},
		{call: "GET /groups", eventual: true, address: query("/groups", groups...), read: func(body []byte) (err error) {
			f.Groups, err = readGroups(body)
			return err
		}},
	}
}

// searchFor is a $search (learn.microsoft.com/graph/search-query-parameter).
func searchFor(text string, properties ...string) []string {
	clauses := make([]string, len(properties))
	for i, property := range properties {
		clauses[i] = `"` + property + ":" + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	return []string{"$search", strings.Join(clauses, " OR ")}
}

// beginningWith is a $filter by beginnings.
func beginningWith(text string, properties ...string) []string {
	clauses := make([]string, len(properties))
	for i, property := range properties {
		clauses[i] = "startswith(" + property + "," + quoted(text) + ")"
	}
	return []string{"$filter", strings.Join(clauses, " or ")}
}
