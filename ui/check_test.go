package ui

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/samlcfg/bundle"
	"backupsso/ui/look"
)

// check checks what a file holds and waits for the answer.
func (b *bench) check(name string, content io.Reader) bundleCheck {
	b.t.Helper()
	b.w.state.check = nil
	b.w.checkBundle(name, io.NopCloser(content))
	b.until("check", func() bool { return b.w.state.check != nil })
	return *b.w.state.check
}

// checksBundle checks a bundle that was saved a moment ago, whole and damaged, and
// closes the check again.
func (b *bench) checksBundle(path string) {
	b.t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	whole := b.check("whole.zip", bytes.NewReader(raw))
	if whole.problem != nil || whole.failure != nil || len(whole.findings) < 5 {
		b.t.Errorf("%+v", whole)
	}
	b.shows(b.w.words.Count("window.check.good", len(whole.findings)))
	b.shows("whole.zip")
	if *pagesDir != "" {
		b.draw("01-start-check", fyne.NewSize(1000, 700), 1)
		b.w.app.Settings().SetTheme(look.New(look.Dark, 1))
		b.draw("01-start-check-dark", fyne.NewSize(1000, 700), 1)
		b.w.app.Settings().SetTheme(look.New(look.Light, 1))
	}
	half := b.check("half.zip", bytes.NewReader(raw[:len(raw)/2]))
	if half.problem == nil || half.failure != nil {
		b.t.Errorf("half a bundle: %+v", half)
	}
	b.shows("This is not a bundle to use")
	test.Tap(b.w.screen.(*startPage).check.done)
	if b.w.state.check != nil || len(b.rows()) == 0 {
		b.t.Error("the list does not come back")
	}
}

// lost is a file that ends in an error.
type lost struct{}

func (lost) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: "/net/x.zip", Err: errors.New("input/output error")}
}

func TestFilesThatAreNoBundle(t *testing.T) {
	b := newBench(t)
	cases := map[string]struct {
		content io.Reader
		kind    bundle.ProblemKind
	}{
		"empty": {bytes.NewReader(nil), bundle.NotZip}, "text": {bytes.NewReader([]byte("hello")), bundle.NotZip},
		"endless": {endless{}, bundle.TooLarge},
	}
	for name, c := range cases {
		if got := b.check(name, c.content); got.problem == nil || got.problem.Kind != c.kind {
			t.Errorf("%s: %+v, %v", name, got.problem, got.failure)
		}
		b.shows("This is not a bundle to use")
	}
	b.check("x.zip", lost{})
	b.shows("The file cannot be read")
	b.shows("The system said: input/output error")
	b.press()
	b.untilPage(pageSignIn)
	if b.w.state.check != nil {
		t.Error("the check comes back")
	}
}

// endless is a file without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }
