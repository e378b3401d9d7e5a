//go:build linux

package terminal_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"backupsso/graph/practice"
)

// TestEveryWayInEveryNationalCloud signs in to tenants of the national clouds with
// every way in, and wants the same account and the same answer as elsewhere.
func TestEveryWayInEveryNationalCloud(t *testing.T) {
	t.Parallel()
	binary := buildProgram(t)
	keys, err := makeKeys(4)
	if err != nil {
		t.Fatal(err)
	}
	for _, cloud := range []string{"us-gov", "us-gov-dod", "china"} {
		for _, way := range allWays() {
			t.Run(cloud+" "+way, func(t *testing.T) {
				server, err := practice.Start(practice.Options{Key: keys.key, Cloud: cloud})
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = server.Close() }()
				run := &wayRun{info: server.Info(), ears: &eavesdropper{secrets: map[string]string{}}, world: t.TempDir(), desk: t.TempDir()}
				prepareWay(t, way, keys, run)
				args := []string{"preflight", "--practice=" + run.info.Login, "--cloud", cloud, "--sign-in", way, "--subdomain", "us", "--json"}
				if way == "certificate" {
					args = append(args, "--certificate-password-file", filepath.Join(run.desk, "password"))
				}
				if err := run.start(t, binary, "preflight", args...); err != nil {
					t.Fatal(err)
				}
				told, err := os.ReadFile(filepath.Join(run.world, "preflight.out"))
				if err != nil {
					t.Fatal(err)
				}
				account := run.info.Accounts[0].UPN
				if strings.Contains("certificate workload-identity managed-identity", way) {
					account = "Practice automation"
				}
				for _, want := range []string{`"event":"signed-in"`, `"account":"` + account + `"`, `"cloud":"` + cloud + `"`, `"not_granted":[]`} {
					if !strings.Contains(string(told), want) {
						t.Errorf("%s is not told: %s", want, told)
					}
				}
			})
		}
	}
}
