package terraform

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backupsso/assets/words"
)

var update = flag.Bool("update", false, "write the golden files")

func example() Standing {
	return Standing{
		TenantID: "11111111-2222-3333-4444-555555555555", TemplateID: "22222222-2222-3333-4444-555555555555",
		ApplicationID: "33333333-2222-3333-4444-555555555555", ClientID: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
		Name: "Autotask Endpoint Backup", Identifiers: []string{"https://us.backup.autotask.net/singlesignon/saml/metadata"},
		ReplyURLs:   []string{"https://us.backup.autotask.net/singlesignon/saml/SSO"},
		PrincipalID: "44444444-2222-3333-4444-555555555555", SignOnMode: "saml", AssignmentRequired: true,
		Notify: []string{"mara.lind@northwindtraders.com"},
		KeyID:  "55555555-2222-3333-4444-555555555555", CertificateName: "CN=Autotask Endpoint Backup single sign-on",
		NotAfter:   time.Date(2029, 11, 23, 10, 0, 0, 0, time.UTC),
		Thumbprint: "E17AD862C3F6FD82CB829A0FF69E75718CB28BC6", UserUPN: "B.Simon@northwindtraders.com",
		AssignmentID: "wZIjitQT9xRawAEsU7g0OmSvoSYTR_kxdEv52S6Gl7Wp", RoleID: "66666666-2222-3333-4444-555555555555",
	}
}

// bare is a tenant in which little stands yet, in another cloud.
func bare() Standing {
	standing := example()
	standing.Practice, standing.Environment = true, "china"
	standing.Identifiers = append(standing.Identifiers, "https://eu.backup.autotask.net/singlesignon/saml/metadata")
	standing.ReplyURLs, standing.Notify = nil, nil
	standing.KeyID, standing.Thumbprint, standing.AssignmentID = "", "", ""
	return standing
}

// crowded is a tenant in the middle of a renewal, in which others use the
// application too.
func crowded() Standing {
	standing := example()
	standing.OtherCertificates = []Certificate{
		{KeyID: "77777777-2222-3333-4444-555555555555", Name: "CN=next", NotAfter: time.Date(2032, 11, 23, 10, 0, 0, 0, time.UTC)},
		{KeyID: "88888888-2222-3333-4444-555555555555", Name: "CN=old", NotAfter: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)},
	}
	standing.OtherAssignments = []Assignment{{ID: "e9Cb5RM-pUUE9UcIgI9XIQxHV2u_rBD3BanydoPGjaRI",
		PrincipalID: "99999999-2222-3333-4444-555555555555", PrincipalName: "All staff\n}", RoleID: standing.RoleID}}
	return standing
}

func TestGoldenFiles(t *testing.T) {
	for name, standing := range map[string]Standing{"whole": example(), "bare": bare(), "crowded": crowded()} {
		files, err := Files(standing, words.New("en"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			path := filepath.Join("testdata", name, file.Name)
			if *update {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, file.Bytes, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(file.Bytes)); diff != "" {
				t.Errorf("%s differs:\n%s", path, diff)
			}
			if bytes.Contains(file.Bytes, []byte("<<")) {
				t.Errorf("%s lacks words:\n%s", path, file.Bytes)
			}
		}
	}
}

// TestNamesCannotForgeConfiguration gives names that would end their text, or
// have Terraform compute something.
func TestNamesCannotForgeConfiguration(t *testing.T) {
	standing := example()
	standing.Name = "x\"\n}\nresource \"evil\" \"x\" {\n  y = \"${file(\"/etc/passwd\")} %{ if true }\\"
	files, err := Files(standing, words.New("en"))
	if err != nil {
		t.Fatal(err)
	}
	configuration := string(files[0].Bytes)
	const want = `  display_name = "x\"\u000a}\u000aresource \"evil\" \"x\" {\u000a  y = \"$${file(\"/etc/passwd\")} %%{ if true }\\"` + "\n"
	if !strings.Contains(configuration, want) {
		t.Errorf("the name is written as\n%s", configuration)
	}
	if strings.Contains(configuration, "\nresource \"evil\"") {
		t.Error("a name became a resource")
	}
}
