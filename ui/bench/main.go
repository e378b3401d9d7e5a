//go:build linux

// Command bench measures the program on the machine it runs on and prints a table
// in Markdown: start and memory beside a bare Fyne window built the same way in the
// same run, builds beside the two heaviest dependencies alone, sizes, and the
// benchmarks of the packages. .ci/bench runs it; assets/docs/benchmarks.md keeps a
// table with the machine that it came from.
//
// Promises: everything compared is measured in one run, in turns. Limits: Linux with
// Xvfb only; times on a machine that does other things are worth little.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	runs := flag.Int("runs", 15, "starts of each window")
	cold := flag.Bool("cold", false, "measure builds from an empty cache too, which takes seven minutes more")
	only := flag.Bool("start", false, "measure the start alone")
	flag.Parse()
	if err := measure(*runs, *cold, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measure prints one section after the other, from the root of the repository.
func measure(runs int, cold, onlyStart bool) error {
	work, err := os.MkdirTemp("", "backupsso-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	program, bare := filepath.Join(work, "backupsso"), filepath.Join(work, "bare")
	if err := build(program, "."); err != nil {
		return err
	}
	if err := build(bare, "./ui/bench/bare"); err != nil {
		return err
	}
	out := &table{to: os.Stdout}
	out.text(machine())
	if err := window(out, work, program, bare, runs); err != nil || onlyStart {
		return err
	}
	for _, section := range []func() error{
		func() error { return sizes(out, work, program, bare) },
		func() error { return builds(out, work, cold) },
		func() error { return packages(out) },
	} {
		if err := section(); err != nil {
			return err
		}
	}
	return nil
}
