package terminal

import (
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"

	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

func (r *run) checkCommand() *cobra.Command {
	asJSON := false
	cmd := r.commandOf("check BUNDLE.zip", "check")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		r.command = cmd.CommandPath()
		switch len(args) {
		case 0:
			return r.wrongUsage("no-bundle")
		case 1:
			return nil
		}
		return r.wrongUsage("argument", facts{"Argument": args[1]})
	}
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		r.useJSON(asJSON)
		return r.check(args[0])
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, r.words.Say("terminal.flag.json"))
	return cmd
}

// check proves a bundle and tells every promise. It fails when one is broken.
func (r *run) check(path string) error {
	raw, err := readBundle(path)
	if err != nil {
		return &stop{code: Failure, kind: "cannot-read", what: r.words.Say("terminal.check.cannot-read.what", facts{"Path": path}),
			why:  r.words.Say("terminal.check.cannot-read.why", facts{"Reason": reasonOf(err)}),
			next: r.words.Say("terminal.check.cannot-read.next")}
	}
	contents, findings, err := bundle.Check(raw, r.Now())
	if err != nil {
		return r.notABundle(err)
	}
	r.showBundle(path, contents)
	broken := 0
	for _, finding := range findings {
		r.showFinding(finding, scope{})
		if finding.Severity == samlcfg.Fail {
			broken++
		}
	}
	r.screen.line("")
	if broken > 0 {
		return &stop{code: Failure, kind: "bundle-broken", what: r.words.Count("terminal.check.broken.what", broken),
			next: r.words.Say("terminal.check.broken.next")}
	}
	r.screen.styled(good, r.words.Count("terminal.check.good", len(findings)))
	if contents.Practice {
		r.screen.styled(marked, r.words.Say("terminal.check.practice"))
	}
	r.json.checked(path, contents, findings)
	return nil
}

// readBundle reads a file, but not more than a bundle can have.
func readBundle(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(file, bundle.LongestZip+1))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	return raw, err
}

// reasonOf leaves out operation and path, which the sentence around it names.
func reasonOf(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// notABundle puts a file that is no bundle, or not safe to open, into words.
func (r *run) notABundle(err error) error {
	var problem *bundle.Problem
	if !errors.As(err, &problem) {
		return err
	}
	about := facts{"Got": problem.Got}
	return &stop{code: Failure, kind: string(problem.Kind), what: r.words.Say(problem.Key()+".what", about),
		next: r.words.Say(problem.Key()+".next", about)}
}

// showBundle tells whose bundle it is.
func (r *run) showBundle(path string, contents bundle.Contents) {
	r.screen.styled(strong, path)
	about := facts{"Tenant": firstNonEmpty(contents.TenantName, contents.TenantDomain, contents.TenantID),
		"Portal": contents.Identifier, "Date": r.words.Date(contents.Created.UTC()), "Contact": contents.ContactUPN}
	r.screen.line(r.words.Say("terminal.check.about", about))
	r.screen.line(r.words.Say("terminal.check.made", about))
	r.screen.line("")
}
