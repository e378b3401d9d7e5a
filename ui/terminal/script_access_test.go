package terminal_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// faults [SPEC]... turns all faults of the tenant at $ADMIN off, and these on.
func faults(ts *testscript.TestScript, _ bool, args []string) {
	on := `"` + strings.Join(args, `","`) + `"`
	if len(args) == 0 {
		on = ""
	}
	response, err := http.Post(ts.Getenv("ADMIN")+"/api/faults", "application/json", strings.NewReader(`{"off":["*"],"on":[`+on+`]}`))
	ts.Check(err)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		ts.Fatalf("status %d", response.StatusCode)
	}
}

// Access tokens are JWTs, and the practice tenant's codes and refresh tokens begin so.
var tokens = regexp.MustCompile(`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}|1\.P[A-Za-z0-9_-]{30,}|"device_code"`)

// notoken looks for tokens, codes and refresh tokens in what was printed and in every
// file of the script: state, trace, bundles' records.
func noToken(ts *testscript.TestScript, _ bool, _ []string) {
	for _, stream := range []string{"stdout", "stderr"} {
		if found := tokens.FindString(ts.ReadFile(stream)); found != "" {
			ts.Fatalf("%s holds %q", stream, found)
		}
	}
	files := 0
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if found := tokens.Find(content); err == nil && found != nil {
			ts.Fatalf("%s holds %q", path, found)
		}
		return err
	}))
	if files == 0 {
		ts.Fatalf("there was nothing to look at")
	}
}
