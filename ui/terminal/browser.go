package terminal

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// OpenBrowser shows a web address in the person's browser and returns at once.
// It fails where there is no desktop to show it on; it never starts a browser
// inside the terminal.
func OpenBrowser(address string) error {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return fmt.Errorf("%q is no web address", address)
	}
	return show(address)
}

// OpenFile opens a file or a folder in the program that is meant for it, and
// returns at once. Programs and scripts are never started this way.
func OpenFile(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case !filepath.IsAbs(path):
		return fmt.Errorf("%q is no whole path", path)
	case !info.IsDir() && !slices.Contains([]string{".eml", ".ics", ".html", ".txt"}, strings.ToLower(filepath.Ext(path))):
		return fmt.Errorf("%q is nothing to open", path)
	}
	return show(path)
}

// show gives an address or a path to the desktop.
func show(what string) error {
	name, args := browserCommand(runtime.GOOS, what)
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no desktop to open it on")
	}
	command := exec.Command(name, args...) // its output would disturb ours
	if err := command.Start(); err != nil {
		return fmt.Errorf("nothing opened: %w", err)
	}
	go func() { _ = command.Wait() }() // leaves no zombie; how the program ends is its own affair
	return nil
}

// browserCommand is what opens an address or a path on a system.
func browserCommand(system, address string) (name string, args []string) {
	switch system {
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		return "open", []string{address}
	}
	return "xdg-open", []string{address}
}
