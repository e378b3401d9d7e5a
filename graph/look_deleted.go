package graph

import (
	"strings"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

// DeletedApplication is an application in the recycle bin, which keeps it for 30
// days (learn.microsoft.com/graph/api/resources/deleteditems).
type DeletedApplication struct {
	Application
	Deleted time.Time
}

// DeletedUser is a person in the recycle bin. UPN is the address that she had:
// Entra puts her object id, without dashes, before it when she is deleted.
type DeletedUser struct {
	User
	Deleted time.Time
}

// partDeletedApplications asks for applications of a gallery entry that lie in the
// recycle bin. Reading it takes Application.Read.All and the role of an
// application administrator (learn.microsoft.com/graph/api/directory-deleteditems-list),
// so a refusal is no failure: what lies there is good to know only. More than the
// newest page nobody needs to know.
func partDeletedApplications(templateID string, sight *Sight) *part {
	fields := append(applicationFields(), "deletedDateTime")
	return &part{call: "GET /directory/deletedItems/microsoft.graph.application", advice: true,
		address: query("/directory/deletedItems/microsoft.graph.application", "$filter", filterTemplate(templateID), "$select", strings.Join(fields, ",")),
		read: func(body []byte) error {
			list, err := model[models.ApplicationCollectionResponseable](body, models.CreateApplicationCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			for _, item := range list.GetValue() {
				sight.DeletedApplications = append(sight.DeletedApplications,
					DeletedApplication{Application: applicationFrom(item), Deleted: at(item.GetDeletedDateTime())})
			}
			return nil
		}}
}

// partDeletedUsers asks for people in the recycle bin who had a user principal
// name, which is the end of the one that they have there.
func partDeletedUsers(upn string, sight *Sight) *part {
	fields := append(userFields(), "deletedDateTime")
	return &part{call: "GET /directory/deletedItems/microsoft.graph.user", advice: true, eventual: true,
		address: query("/directory/deletedItems/microsoft.graph.user", "$filter", "endsWith(userPrincipalName,"+quoted(upn)+")",
			"$count", "true", "$select", strings.Join(fields, ",")),
		read: func(body []byte) error {
			list, err := model[models.UserCollectionResponseable](body, models.CreateUserCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			for _, item := range list.GetValue() {
				user := userFrom(item)
				user.UPN = strings.TrimPrefix(user.UPN, strings.ReplaceAll(user.ID, "-", ""))
				if strings.EqualFold(user.UPN, upn) {
					sight.DeletedUsers = append(sight.DeletedUsers, DeletedUser{User: user, Deleted: at(item.GetDeletedDateTime())})
				}
			}
			return nil
		}}
}
