package graph

import (
	"context"
	"testing"

	"backupsso/graph/practice"
)

// TestLookIntoTheRecycleBin finds what was deleted, in one request, by people who
// may read the bin; to others a look says what it says without it.
func TestLookIntoTheRecycleBin(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), ShowCode: func(Code) {}}, testDeps(t))
	ctx := context.Background()
	const name = "Autotask Endpoint Backup"
	gallery, err := client.GalleryApps(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	application, _, err := client.AddFromGallery(ctx, gallery[0].ID, name)
	if err != nil {
		t.Fatal(err)
	}
	upn := "o'brian@" + info.TenantDomain
	person, err := client.CreateUser(ctx, NewUser{UPN: upn, Name: "O'Brian", MailNickname: "obrian", Password: NewSecret("Canary-password-1")})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{client.DeleteApplication(ctx, application.ObjectID), client.DeleteUser(ctx, person.ID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	question := Question{DeletedFrom: gallery[0].ID, DeletedUPN: upn}
	sight, err := client.Look(ctx, question)
	if err != nil || len(sight.DeletedApplications) != 1 || len(sight.DeletedUsers) != 1 {
		t.Fatalf("%+v, %v", sight, err)
	}
	if app := sight.DeletedApplications[0]; app.ObjectID != application.ObjectID || app.Name != name || app.Deleted.IsZero() {
		t.Errorf("%+v", app)
	}
	if user := sight.DeletedUsers[0]; user.ID != person.ID || user.UPN != upn || user.Deleted.IsZero() {
		t.Errorf("%+v", user)
	}
	if sight, err := client.Look(ctx, Question{DeletedFrom: someID, DeletedUPN: "brian@" + info.TenantDomain}); err != nil || len(sight.DeletedApplications)+len(sight.DeletedUsers) != 0 {
		t.Errorf("%+v, %v", sight, err)
	}
}

// TestLookWithoutLeaveForTheRecycleBin says what it says without it.
func TestLookWithoutLeaveForTheRecycleBin(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{Faults: []string{"empty-error:on=GET /directory/deletedItems/**,n=0,status=403"}})
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), ShowCode: func(Code) {}}, testDeps(t))
	sight, err := client.Look(context.Background(), Question{Self: true, DeletedFrom: someID, DeletedUPN: "brian@" + info.TenantDomain})
	if err != nil || sight.Tenant.ID == "" || len(sight.DeletedApplications)+len(sight.DeletedUsers) != 0 {
		t.Errorf("%+v, %v", sight, err)
	}
}
