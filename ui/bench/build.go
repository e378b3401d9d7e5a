//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// build makes a package as releases are made.
func build(to, what string, environment ...string) error {
	_, err := run(environment, "assets/packaging/build", to, what)
	return err
}

// builds measures building everything: again, after a change to the window, and
// from nothing beside the two heaviest dependencies alone.
func builds(out *table, work string, cold bool) error {
	out.head("Build of everything", "Time", "Compared with", "Ratio", "Target")
	if _, err := run(nil, "go", "build", "-o", filepath.Join(work, "again"), "."); err != nil {
		return err
	}
	took, err := timed(nil, "go", "build", "-o", filepath.Join(work, "again"), ".")
	if err != nil {
		return err
	}
	out.row("Nothing has changed", milliseconds(took), "", "", "")
	if took, err = afterChange(work); err != nil {
		return err
	}
	out.row("A page of the window has changed", milliseconds(took), "", "", "")
	if cold {
		if err := fromNothing(out, work); err != nil {
			return err
		}
	}
	out.end()
	return nil
}

// afterChange builds with another text in a file of the window, which an overlay
// of the compiler's puts in the file's place.
func afterChange(work string) (time.Duration, error) {
	file, err := filepath.Abs("ui/page_start.go")
	if err != nil {
		return 0, err
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	changed, overlay := filepath.Join(work, "changed.go"), filepath.Join(work, "overlay.json")
	source = append(source, fmt.Sprintf("\nvar changedAt = %d\n\nfunc init() { changedAt++ }\n", time.Now().UnixNano())...)
	if err := os.WriteFile(changed, source, 0o600); err != nil {
		return 0, err
	}
	if err := os.WriteFile(overlay, fmt.Appendf(nil, `{"Replace":{%q:%q}}`, file, changed), 0o600); err != nil {
		return 0, err
	}
	return timed(nil, "go", "build", "-overlay", overlay, "-o", filepath.Join(work, "again"), ".")
}

// fromNothing compiles Fyne and the parts of the Graph SDK in use in a cache of
// their own, and everything in another.
func fromNothing(out *table, work string) error {
	listed, err := run(nil, "go", "list", "-deps", ".")
	if err != nil {
		return err
	}
	heavy := []string{"build", "fyne.io/fyne/v2/app"}
	for _, name := range strings.Fields(listed) {
		if strings.HasPrefix(name, "github.com/microsoftgraph/msgraph-sdk-go/") {
			heavy = append(heavy, name)
		}
	}
	alone, err := timed([]string{"GOCACHE=" + filepath.Join(work, "heavy")}, "go", heavy...)
	if err != nil {
		return err
	}
	all, err := timed([]string{"GOCACHE=" + filepath.Join(work, "all")}, "go", "build", "-o", filepath.Join(work, "again"), ".")
	if err != nil {
		return err
	}
	out.row("Empty cache", fmt.Sprintf("%.0f s", all.Seconds()), fmt.Sprintf("Fyne and the Graph SDK alone: %.0f s", alone.Seconds()),
		ratio(all.Seconds(), alone.Seconds()), "1.3")
	return nil
}

func timed(environment []string, name string, arguments ...string) (time.Duration, error) {
	begun := time.Now()
	_, err := run(environment, name, arguments...)
	return time.Since(begun), err
}
