package terminal_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

// programFolder holds the real program, for as long as the tests of this package run.
var programFolder string

// sideBySide is how many tests run at a time for each processor, unless -parallel says
// it: most of their time goes into the waits of the program and of the tenant.
const sideBySide = 4

// rarely is the GOGC of these tests and of all programs that they run: each is small,
// and soon gone, and worth no tidying up after.
const rarely = 400

func TestMain(m *testing.M) {
	debug.SetGCPercent(rarely)
	if err := os.Setenv("GOGC", strconv.Itoa(rarely)); err != nil {
		panic(err)
	}
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel.Value.String() == parallel.DefValue {
		if err := parallel.Value.Set(strconv.Itoa(sideBySide * runtime.GOMAXPROCS(0))); err != nil {
			panic(err)
		}
	}
	folder, err := os.MkdirTemp("", "backupsso")
	if err != nil {
		panic(err)
	}
	programFolder = folder
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if err := os.RemoveAll(folder); err != nil {
			panic(err)
		}
		os.Exit(code)
	}))
}

// program is built when the first test asks for it: linking it takes longer than most
// of what is tried with it. What only a debugger reads is left out.
var program = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(programFolder, "backupsso")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", binary, "backupsso")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the program does not build: %w\n%s", err, output)
	}
	return binary, nil
})

func buildProgram(t *testing.T) string {
	t.Helper()
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}
