package terminal

import (
	"strings"
	"testing"
)

// TestHelpFitsTheTerminal wants every line of flags and commands within the terminal,
// but for words that cannot be broken; in a file each text is one line.
func TestHelpFitsTheTerminal(t *testing.T) {
	for _, width := range []int{40, 80, 100} {
		b := newBench(t, nil)
		b.deps.OutTerminal, b.deps.Width = true, func() int { return width }
		if code := b.run(t, "--help"); code != Done {
			t.Errorf("%d columns: exit %d", width, code)
		}
		part := ""
		for _, line := range strings.Split(b.out.String(), "\n") {
			if !strings.HasPrefix(line, " ") {
				part = line
				continue
			}
			words := len(strings.Fields(line))
			listed := strings.Contains(part, "Commands") || strings.Contains(part, "Flags") || strings.Contains(part, "Pages")
			if listed && columns(line) > width && words > 2 {
				t.Errorf("%d columns: %q", width, line)
			}
		}
	}
	b := newBench(t, nil)
	b.run(t, "--help")
	wants(t, b.out.String(), "  --ca FILE                         trust the certificate authorities in FILE too, such as your company's\n")
}
