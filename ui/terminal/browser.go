package terminal

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"runtime"
)

// OpenBrowser shows a web address in the person's browser and returns at once.
// It fails where there is no desktop to show it on; it never starts a browser
// inside the terminal.
func OpenBrowser(address string) error {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.Scheme != "https" && parsed.Scheme != "http" {
		return fmt.Errorf("%q is no web address", address)
	}
	name, args := browserCommand(runtime.GOOS, address)
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no desktop to open a browser on")
	}
	command := exec.Command(name, args...) // its output would disturb ours
	if err := command.Start(); err != nil {
		return fmt.Errorf("no browser opened: %w", err)
	}
	go func() { _ = command.Wait() }() // leaves no zombie; how the browser ends is its own affair
	return nil
}

// browserCommand is what opens an address on a system.
func browserCommand(system, address string) (name string, args []string) {
	switch system {
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		return "open", []string{address}
	}
	return "xdg-open", []string{address}
}
