package terminal_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"backupsso/graph/network/obstacles"
	"backupsso/graph/practice"
)

// company NAME... [-password USER:PASSWORD] puts a company's network between the
// program and a practice tenant that answers under Microsoft's own names: a proxy in
// HTTPS_PROXY, and behind it an inspector whose root certificate is company.pem.
func company(ts *testscript.TestScript, keys *keyRing, args []string) {
	t := scriptTest{ts}
	server, err := practice.Start(practice.Options{Key: keys.key})
	ts.Check(err)
	ts.Defer(func() { ts.Check(server.Close()) })
	root := obstacles.NewAuthority(t, "Contoso Web Inspection", "Contoso IT")
	ts.Check(os.WriteFile(ts.MkAbs("company.pem"), root.PEM(), 0o600))
	inspector := (&obstacles.Inspector{Authority: root, Target: server.Info().Login,
		Names: []string{"login.microsoftonline.com", "graph.microsoft.com"}}).Start(t)
	proxy := &obstacles.Proxy{Route: inspector.Route}
	for at, arg := range args {
		switch arg {
		case "-password":
			proxy.User, proxy.Password, _ = strings.Cut(args[at+1], ":")
		case "-windows":
			proxy.Schemes, proxy.OnlySchemes = []string{"Negotiate", "NTLM"}, true
		}
	}
	proxy.Start(t)
	ts.Setenv("PROXY", proxy.Address())
	ts.Setenv("HTTPS_PROXY", "http://"+proxy.Address())
	ts.Setenv("NO_PROXY", "")
	ts.Setenv("LOGIN", server.Info().Login)
}

// nowhere TEXT looks for a text in every file that the script holds, and fails when
// it is there. Scripts keep their secrets in variables only, so that whatever is
// found was written by the program.
func nowhere(ts *testscript.TestScript, _ bool, args []string) {
	found := 0
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		found++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if bytes.Contains(content, []byte(args[0])) {
			ts.Fatalf("%s holds the secret", path)
		}
		if strings.HasSuffix(path, ".zip") {
			for name, text := range unzip(ts, path) {
				if strings.Contains(text, args[0]) {
					ts.Fatalf("%s in %s holds the secret", name, path)
				}
			}
		}
		return nil
	}))
	if found == 0 {
		ts.Fatalf("there is nothing to look into")
	}
}

// scriptTest lets helpers for tests run in a script.
type scriptTest struct{ *testscript.TestScript }

func (s scriptTest) Helper()           {}
func (s scriptTest) Cleanup(f func())  { s.Defer(f) }
func (s scriptTest) Fatal(args ...any) { s.Fatalf("%v", args) }
