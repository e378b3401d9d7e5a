package terminal

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// practiceFlags are the flags of the practice command.
type practiceFlags struct {
	listen, trace, host, state, cloud string
	lag                               time.Duration
	people                            int
	ask, tls                          bool
	faults                            []string
}

func (r *run) practiceCommand() *cobra.Command {
	var flags practiceFlags
	cmd := r.commandOf("practice", "practice")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return r.practice(cmd, flags) }
	cmd.Flags().StringVar(&flags.listen, "listen", "127.0.0.1:0", r.words.Say("terminal.flag.listen"))
	cmd.Flags().DurationVar(&flags.lag, "lag", 0, r.words.Say("terminal.flag.lag"))
	cmd.Flags().BoolVar(&flags.ask, "ask", false, r.words.Say("terminal.flag.ask"))
	cmd.Flags().StringVar(&flags.trace, "trace", "", r.words.Say("terminal.flag.trace"))
	cmd.Flags().StringArrayVar(&flags.faults, "fault", nil, r.words.Say("terminal.flag.fault"))
	cmd.Flags().BoolVar(&flags.tls, "tls", false, r.words.Say("terminal.flag.tls"))
	cmd.Flags().StringVar(&flags.host, "host", "", r.words.Say("terminal.flag.host"))
	cmd.Flags().StringVar(&flags.state, "state", "", r.words.Say("terminal.flag.state"))
	cmd.Flags().IntVar(&flags.people, "people", 0, r.words.Say("terminal.flag.people"))
	cmd.Flags().StringVar(&flags.cloud, "cloud", r.Clouds[0], r.words.Say("terminal.flag.practice-cloud", facts{"Clouds": strings.Join(r.Clouds, ", ")}))
	for name, takes := range map[string]string{"people": "N", "listen": "127.0.0.1:PORT", "lag": "D", "trace": "FILE", "fault": "SPEC", "host": "NAME", "state": "FILE", "cloud": "C"} {
		_ = cmd.Flags().SetAnnotation(name, Placeholder, []string{takes}) // the flag exists
	}
	return cmd
}

// mostPeople bounds --people; a larger tenant would start slowly.
const mostPeople = 100_000

// practice serves a practice tenant until Ctrl-C, which is its regular end.
func (r *run) practice(cmd *cobra.Command, flags practiceFlags) error {
	if flags.lag < 0 {
		return r.wrongUsage("flag-value", facts{"Flag": "--lag", "Value": flags.lag.String()})
	}
	if flags.people < 0 || flags.people > mostPeople {
		return r.wrongUsage("flag-value", facts{"Flag": "--people", "Value": strconv.Itoa(flags.people)})
	}
	if !slices.Contains(r.Clouds, flags.cloud) {
		return r.wrongUsage("cloud", facts{"Cloud": flags.cloud, "Clouds": strings.Join(r.Clouds, ", ")})
	}
	options := PracticeOptions{People: flags.people, Listen: flags.listen, Lag: flags.lag, Ask: flags.ask,
		Faults: flags.faults, TLS: flags.tls, Host: flags.host, State: flags.state, Cloud: flags.cloud}
	if flags.trace != "" {
		trace, err := os.OpenFile(flags.trace, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return cannotWrite(flags.trace, err)
		}
		defer func() { _ = trace.Close() }()
		options.Trace = trace
	}
	server, err := r.ServePractice(cmd.Context(), options)
	if wrong := (*WrongFlag)(nil); errors.As(err, &wrong) {
		stopped := r.wrongUsage("flag-value", facts{"Flag": "--" + wrong.Flag, "Value": wrong.Value})
		stopped.why = r.words.Say("terminal.not-served.why", facts{"Reason": wrong.Reason})
		return stopped
	}
	if err != nil {
		return &stop{code: Failure, kind: "practice-not-started", what: r.words.Say("terminal.not-served.what", facts{"Address": flags.listen}),
			why: r.words.Say("terminal.not-served.why", facts{"Reason": err.Error()}), next: r.words.Say("terminal.not-served.next")}
	}
	line, err := json.Marshal(server.Info)
	if err == nil {
		_, err = fmt.Fprintln(r.Out, string(line))
	}
	if err != nil {
		_ = server.Close()
		return fmt.Errorf("the practice tenant's addresses cannot be printed: %w", err)
	}
	people := newScreen(r.Err, r.ErrTerminal, r.Deps)
	people.line(r.words.Say("terminal.served"))
	<-cmd.Context().Done()
	err = server.Close()
	people.line(r.words.Say("terminal.served-ended"))
	if err != nil {
		return fmt.Errorf("the practice tenant did not end cleanly: %w", err)
	}
	return nil
}
