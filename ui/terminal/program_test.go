package terminal_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// programFolder holds the real program, for as long as the tests of this package run.
var programFolder string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "backupsso")
	if err != nil {
		panic(err)
	}
	programFolder = folder
	code := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		panic(err)
	}
	os.Exit(code)
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
