package words

import (
	"context"
	"os/exec"
	"strings"
	"time"
)

// systemLocale returns the locale chosen in macOS's settings; programs started
// from the Finder get none in their environment.
func systemLocale() string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	answer, err := exec.CommandContext(ctx, "/usr/bin/defaults", "read", "-g", "AppleLocale").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(answer))
}
