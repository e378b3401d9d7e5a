package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/samlcfg/terraform"
)

func TestTerraformOfATenantThatCannotBeLookedAt(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	b.toDone()
	page := b.w.screen.(*donePage)
	b.flow.plan = func(context.Context, setup.Wish) (setup.Plan, error) {
		return setup.Plan{}, sampleProblem(setup.SignInExpired, setup.StepGallery, nil)
	}
	test.Tap(page.terraform.save)
	b.until("problem", func() bool { return b.w.state.export.problem != nil })
	if !page.unlooked.panel.Visible() {
		t.Error("the problem goes unsaid")
	}

	b.flow.plan = nil // the tenant is empty, as far as the sample plan has looked
	test.Tap(page.terraform.save)
	b.until("look", func() bool { return !b.w.state.export.busy })
	if page.unlooked.panel.Visible() || !b.w.state.export.nothing {
		t.Errorf("%+v", b.w.state.export)
	}
	if said := page.terraform.row.AccessibilityLabel(); !strings.Contains(said, "no longer in this tenant") {
		t.Errorf("the row says %q", said)
	}
	for _, call := range b.flow.called()[len(b.flow.called())-2:] {
		if call != "plan" && call != "mark live" { // which the page itself may do late
			t.Errorf("saving files called %s", call)
		}
	}
}

func TestTerraformFolderIsWholeOrNotThere(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "new")
	good := []terraform.File{{Name: "a.tf", Bytes: []byte("a")}}
	bad := append(good[:1:1], terraform.File{Name: "missing/b.tf", Bytes: []byte("b")})
	if folder, err := saveTerraform(parent, bad); err == nil || folder != "" {
		t.Errorf("%q, %v", folder, err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) != 0 {
		t.Errorf("%v, %v: something was left", left, err)
	}
	for _, name := range []string{"terraform", "terraform"} {
		if folder, err := saveTerraform(parent, good); err != nil || folder != filepath.Join(parent, name) {
			t.Errorf("%q, %v", folder, err)
		}
	}
	if folder, err := saveTerraform(filepath.Join(parent, "terraform", "a.tf"), good); err == nil {
		t.Errorf("a file was taken for the folder %s", folder)
	}
}
