package terminal_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestNobodyReadsOn lets a reader such as head go after the first line: the set-up goes on to
// its bundle.
func TestNobodyReadsOn(t *testing.T) {
	folder := t.TempDir()
	command := exec.Command(buildProgram(t), "setup", "--practice", "--subdomain", "us", "--yes", "--out", folder)
	command.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Error(err)
	}
	_ = out.Close() // as a reader that has seen enough
	if err := command.Wait(); err != nil {
		t.Errorf("the set-up ended with %v", err)
	}
	if bundles, _ := filepath.Glob(filepath.Join(folder, "*.zip")); len(bundles) != 1 {
		t.Errorf("bundles: %v", bundles)
	}
}
