package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// module is one that is linked.
type module struct {
	path, version, folder string
	licences              []string // SPDX ids
	files                 []string // in folder
}

// linked lists the modules that any of the three systems links, by path.
func linked() ([]module, error) {
	known := map[string]module{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		command := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "backupsso")
		command.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1")
		out, err := command.Output()
		if err != nil {
			if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
				return nil, fmt.Errorf("go list for %s: %w: %s", system, err, failed.Stderr)
			}
			return nil, err
		}
		for _, line := range strings.Split(string(out), "\n") {
			if fields := strings.Split(line, "\t"); len(fields) == 3 {
				known[fields[0]] = module{path: fields[0], version: fields[1], folder: fields[2]}
			}
		}
	}
	var modules []module
	for _, one := range known {
		if err := one.read(); err != nil {
			return nil, err
		}
		modules = append(modules, one)
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return modules, nil
}

// inside are texts that lie deeper in a module: of its fonts, and of what it carries in C.
func inside(module string) []string {
	switch module {
	case "fyne.io/fyne/v2":
		return []string{"theme/font/LICENSE.txt", "theme/font/LICENSE_DejaVu-Powerline.txt", "theme/font/LICENSE_Inter.txt"}
	case "github.com/go-gl/glfw/v3.4/glfw":
		return []string{"glfw/LICENSE.md"}
	}
	return nil
}

// goTexts is the folder of the Go that links, which has its licence.
func goTexts() (module, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return module{}, fmt.Errorf("go env: %w", err)
	}
	return module{path: "The Go standard library and runtime", folder: strings.TrimSpace(string(out)), files: []string{"LICENSE"}}, nil
}

// fontTexts is the folder of our own fonts, below the root of the module.
func fontTexts() (module, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return module{}, fmt.Errorf("go list: %w", err)
	}
	return module{path: "Fonts", folder: filepath.Join(strings.TrimSpace(string(out)), "assets/fonts"),
		files: []string{"Inter-OFL.txt", "NotoSansJP-OFL.txt"}}, nil
}

// read finds the licence files of the module and what they are.
func (m *module) read() error {
	entries, err := os.ReadDir(m.folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := strings.ToUpper(entry.Name())
		if entry.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") && !strings.HasPrefix(name, "NOTICE") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.folder, entry.Name()))
		if err != nil {
			return err
		}
		m.files = append(m.files, entry.Name())
		for _, match := range licensecheck.Scan(text).Match {
			if !match.IsURL && !slices.Contains(m.licences, match.ID) {
				m.licences = append(m.licences, match.ID)
			}
		}
	}
	if len(m.licences) == 0 {
		return fmt.Errorf("%s %s: no licence is known", m.path, m.version)
	}
	slices.Sort(m.licences)
	return nil
}
