//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// table prints Markdown.
type table struct{ to io.Writer }

func (t *table) text(line string) { fmt.Fprintf(t.to, "%s\n\n", line) }

func (t *table) head(columns ...string) {
	t.row(columns...)
	t.row(slices.Repeat([]string{"---"}, len(columns))...)
}

func (t *table) row(cells ...string) { fmt.Fprintf(t.to, "| %s |\n", strings.Join(cells, " | ")) }

func (t *table) end() { fmt.Fprintln(t.to) }

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.0f ms", d.Seconds()*1000) }

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

func ratio(a, b float64) string { return fmt.Sprintf("%.2f", a/b) }

// machine names the machine and the day.
func machine() string {
	return fmt.Sprintf("%s, %d cores, %s of memory, %s, %s, %s; load %s.", field("/proc/cpuinfo", "model name"), runtime.NumCPU(),
		memory(), system(), runtime.Version(), time.Now().UTC().Format(time.DateOnly), load())
}

// field returns the value of the first line with that name.
func field(file, name string) string {
	content, _ := os.ReadFile(file) // an unreadable one has no value
	for _, line := range strings.Split(string(content), "\n") {
		if key, value, is := strings.Cut(line, ":"); is && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func memory() string {
	var kilobytes int64
	if _, err := fmt.Sscan(field("/proc/meminfo", "MemTotal"), &kilobytes); err != nil {
		return "unknown size"
	}
	return fmt.Sprintf("%.0f GB", float64(kilobytes)/1e6)
}

func system() string {
	content, _ := os.ReadFile("/etc/os-release")
	for _, line := range strings.Split(string(content), "\n") {
		if name, is := strings.CutPrefix(line, "PRETTY_NAME="); is {
			return strings.Trim(name, `"`)
		}
	}
	return runtime.GOOS
}

// load is how many programs wanted a core in the last minute, on average.
func load() string {
	content, _ := os.ReadFile("/proc/loadavg")
	now, _, _ := strings.Cut(string(content), " ")
	return now
}

// run runs a command and gives its output along with a failure.
func run(environment []string, name string, arguments ...string) (string, error) {
	command := exec.Command(name, arguments...)
	command.Env = append(os.Environ(), environment...)
	out, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(arguments, " "), err, out)
	}
	return string(out), nil
}

func median[T int64 | time.Duration](of []T) T {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
