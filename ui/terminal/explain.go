package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// explainFlags are the flags of the explain command.
type explainFlags struct {
	bundle         string
	json, symptoms bool
}

func (r *run) explainCommand() *cobra.Command {
	var flags explainFlags
	cmd := r.commandOf("explain FILE|CODE|TEXT|-", "explain")
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		r.command = cmd.CommandPath()
		if len(args) == 0 && !flags.symptoms {
			return r.wrongUsage("nothing-to-explain")
		}
		if len(args) > 0 && flags.symptoms {
			return r.wrongUsage("argument", facts{"Argument": args[0]})
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		r.useJSON(flags.json)
		return r.explain(cmd.Context(), flags, args)
	}
	cmd.Flags().StringVar(&flags.bundle, "bundle", "", r.words.Say("terminal.flag.bundle"))
	_ = cmd.Flags().SetAnnotation("bundle", Placeholder, []string{"BUNDLE.zip"}) // the flag exists
	cmd.Flags().BoolVar(&flags.symptoms, "symptoms", false, r.words.Say("terminal.flag.symptoms"))
	cmd.Flags().BoolVar(&flags.json, "json", false, r.words.Say("terminal.flag.json"))
	return cmd
}

// explain names what is wrong in whatever was given: a SAML response, an error of
// Entra's, or a symptom in words. Nothing leaves this computer.
func (r *run) explain(ctx context.Context, flags explainFlags, args []string) error {
	known, err := r.knownFrom(flags.bundle)
	if err != nil {
		return err
	}
	if flags.symptoms {
		r.listSymptoms()
		return nil
	}
	text, err := r.given(ctx, args)
	if err != nil {
		return err
	}
	raw, how, err := samlcfg.DecodeResponse(text)
	if err == nil {
		reading, findings := samlcfg.ExamineResponse(raw, known.want, known.contents.TestUserUPN)
		return r.tellResponse(answer{reading: reading, findings: findings, how: how, compared: known.given}, known.scope())
	}
	if reports := samlcfg.FindSignInErrors(string(text)); len(reports) > 0 {
		r.explainErrors(reports, known.scope())
		return nil
	}
	var problem *samlcfg.DecodeProblem
	if !errors.As(err, &problem) {
		return err
	}
	if problem.Kind == samlcfg.DecodeNothing {
		if symptom, found := r.symptomIn(string(text)); found {
			if !known.given {
				r.nameABundle = true
			}
			r.explainSymptom(symptom, known.signOn())
			return nil
		}
	}
	return r.notDecoded(problem)
}

// notDecoded is the end where a text holds no response.
func (r *run) notDecoded(problem *samlcfg.DecodeProblem) error {
	about := facts{"Got": problem.Got}
	return &stop{code: Failure, kind: string(problem.Kind), what: r.words.Say(problem.Key()+".what", about),
		next: r.words.Say(problem.Key()+".next", about)}
}

// given returns the text to explain: standard input, a file, or the arguments
// themselves.
func (r *run) given(ctx context.Context, args []string) ([]byte, error) {
	text := strings.Join(args, " ")
	if text == "-" {
		if r.InTerminal {
			people := newScreen(r.Err, r.ErrTerminal, r.Deps)
			for _, line := range strings.Split(r.words.Say("terminal.explain.paste"), "\n") {
				people.line(line)
			}
		}
		return r.readAll(ctx, r.In)
	}
	file, err := os.Open(text)
	switch {
	case err == nil:
		content, err := r.readAll(ctx, file)
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return nil, r.cannotRead(text, err)
		}
		return content, nil
	case looksLikeFile(text):
		return nil, r.cannotRead(text, err)
	}
	return []byte(text), nil
}

func (r *run) cannotRead(path string, err error) error {
	return &stop{code: Failure, kind: "cannot-read", what: r.words.Say("terminal.check.cannot-read.what", facts{"Path": path}),
		why:  r.words.Say("terminal.check.cannot-read.why", facts{"Reason": reasonOf(err)}),
		next: r.words.Say("terminal.check.cannot-read.next")}
}

// readAll reads as much as one paste may have, and lets Ctrl-C end the wait.
func (r *run) readAll(ctx context.Context, from io.Reader) ([]byte, error) {
	type outcome struct {
		content []byte
		err     error
	}
	read := make(chan outcome, 1)
	go func() {
		content, err := io.ReadAll(io.LimitReader(from, samlcfg.LongestPaste+1))
		read <- outcome{content, err}
	}()
	select {
	case got := <-read:
		return got.content, got.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// looksLikeFile tells a mistyped file name from a text: one word with an ending
// that such files have.
func looksLikeFile(text string) bool {
	if strings.ContainsAny(text, " \t\r\n?&=<>") || strings.Contains(text, "://") {
		return false
	}
	return slices.Contains([]string{".xml", ".har", ".txt", ".html", ".htm", ".json", ".b64", ".log", ".zip"}, strings.ToLower(filepath.Ext(text)))
}

// known is what a bundle tells about a sign-on; all of it is empty without one.
type known struct {
	given    bool
	contents bundle.Contents
	want     samlcfg.ResponseExpectation
}

// knownFrom reads a bundle. One that is broken is refused: what is compared with
// it would be worth nothing.
func (r *run) knownFrom(path string) (known, error) {
	k := known{want: samlcfg.ResponseExpectation{Now: r.Now()}}
	if path == "" {
		return k, nil
	}
	raw, err := readBundle(path)
	if err != nil {
		return known{}, r.cannotRead(path, err)
	}
	contents, findings, err := bundle.Read(raw)
	if err != nil {
		return known{}, r.notABundle(err)
	}
	broken := slices.DeleteFunc(findings, func(f samlcfg.Finding) bool { return f.Severity != samlcfg.Fail })
	want := contents.Expectation(r.Now())
	if len(broken) > 0 || len(want.Certificates) == 0 {
		for _, finding := range broken {
			r.showFinding(finding, scope{})
		}
		return known{}, &stop{code: Failure, kind: "bundle-broken", what: r.words.Count("terminal.check.broken.what", len(broken)),
			next: r.words.Say("terminal.check.broken.next")}
	}
	k.given, k.contents, k.want = true, contents, want
	return k, nil
}

// scope is the set-up that a bundle is about.
func (k known) scope() scope {
	if !k.given {
		return scope{}
	}
	portal := samlcfg.Portal{Identifier: k.contents.Identifier, ReplyURL: k.contents.ReplyURL}
	if usual, found := samlcfg.PortalOf(portal.Identifier); found && usual.ReplyURL == portal.ReplyURL {
		portal = usual
	}
	return scope{}.about(portal, true)
}
