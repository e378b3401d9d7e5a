package terminal

import (
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// createUser is what --test-user takes to have B.Simon made.
const createUser = "create"

// newApplication is what --application takes to have one more added.
const newApplication = "new"

// setupFlags are the flags that setup, plan and the later commands share.
type setupFlags struct {
	practice, subdomain, identifier, replyURL string
	tenant, cloud, clientID, signIn, ca       string
	certificate, certificatePassword, notify  string
	testUser, application, out, fix, trace    string
	yes, json, recordInBundle, stay           bool
	accessFlags
}

// bind adds the flags to cmd; those that write only where writes is set.
func (f *setupFlags) bind(r *run, cmd *cobra.Command, writes bool) {
	r.practiceFlag(cmd, &f.practice)
	f.out = "." // for commands without the flag
	text := func(value *string, name, preset, takes string) {
		about := facts{"Clouds": strings.Join(r.Clouds, ", ")}
		cmd.Flags().StringVar(value, name, preset, r.words.Say("terminal.flag."+name, about))
		_ = cmd.Flags().SetAnnotation(name, Placeholder, []string{takes}) // the flag exists
	}
	text(&f.subdomain, "subdomain", "", "S")
	text(&f.identifier, "identifier", "", "URL")
	text(&f.replyURL, "reply-url", "", "URL")
	text(&f.tenant, "tenant", "", "T")
	text(&f.cloud, "cloud", r.Clouds[0], "C")
	text(&f.clientID, "client-id", "", "GUID")
	text(&f.signIn, "sign-in", "", wayNames())
	text(&f.certificate, "certificate", "", "FILE")
	text(&f.certificatePassword, "certificate-password-file", "", "FILE")
	cmd.Flags().BoolVar(&f.stay, "stay-signed-in", false, r.words.Say("terminal.flag.stay-signed-in"))
	text(&f.ca, "ca", "", "FILE")
	cmd.Flags().StringVar(&f.trace, "trace", "", r.words.Say("terminal.flag.trace-redacted"))
	_ = cmd.Flags().SetAnnotation("trace", Placeholder, []string{"FILE"}) // the flag exists
	text(&f.testUser, "test-user", createUser, createUser+"|"+testUserMe+"|UPN")
	f.accessFlags.bind(r, cmd)
	text(&f.notify, "notify", "", "ADDRESS")
	text(&f.application, "application", "", newApplication+"|ID")
	cmd.Flags().BoolVar(&f.json, "json", false, r.words.Say("terminal.flag.json"))
	if writes {
		text(&f.out, "out", ".", "DIR")
		cmd.Flags().BoolVar(&f.yes, "yes", false, r.words.Say("terminal.flag.yes"))
		cmd.Flags().BoolVar(&f.recordInBundle, "record-in-bundle", false, r.words.Say("terminal.flag.record-in-bundle"))
	}
}

// bindFix adds the flag that a test's repair is named by.
func (f *setupFlags) bindFix(r *run, cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.fix, "fix", "", r.words.Say("terminal.flag.fix", facts{"Fixes": fixNames("|")}))
	_ = cmd.Flags().SetAnnotation("fix", Placeholder, []string{"NAME"}) // the flag exists
}

func fixNames(separator string) string {
	var names []string
	for _, fix := range samlcfg.Fixes() {
		names = append(names, string(fix))
	}
	return strings.Join(names, separator)
}

// check refuses values that can be judged without the tenant.
func (f *setupFlags) check(r *run) error {
	for _, flag := range [][2]string{{"cloud", f.cloud}, {"test-user", f.testUser}, {"out", f.out}} {
		if strings.TrimSpace(flag[1]) == "" {
			return r.wrongUsage("flag-without-value", facts{"Flag": dashed(flag[0])})
		}
	}
	if f.practice != "" && f.practice != startPractice && !practiceAddress(f.practice) {
		return r.wrongUsage("practice-address", facts{"Value": f.practice})
	}
	if !slices.Contains(r.Clouds, f.cloud) {
		return r.wrongUsage("cloud", facts{"Cloud": f.cloud, "Clouds": strings.Join(r.Clouds, ", ")})
	}
	if f.fix != "" && !slices.Contains(samlcfg.Fixes(), samlcfg.Fix(f.fix)) {
		return r.wrongUsage("fix", facts{"Value": f.fix, "Fixes": fixNames(", ")})
	}
	if err := f.checkWay(r); err != nil {
		return err
	}
	for _, address := range f.notified() {
		if !strings.Contains(address, "@") {
			return r.wrongUsage("notify", facts{"Value": address})
		}
	}
	if err := f.accessFlags.check(r); err != nil {
		return err
	}
	if f.testUser != createUser && f.testUser != testUserMe && !strings.Contains(f.testUser, "@") {
		return r.wrongUsage("test-user", facts{"Value": f.testUser})
	}
	return nil
}

// practiceAddress reports whether text can be a practice tenant's address: a plain
// one on loopback. Whether anything answers there is seen later.
func practiceAddress(text string) bool {
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.User != nil {
		return false
	}
	ip := net.ParseIP(address.Hostname())
	return address.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// wish puts the flags into what the flow is asked for.
func (f *setupFlags) wish(r *run, portal samlcfg.Portal) setup.Wish {
	wish := setup.Wish{Portal: portal, Application: f.application, Language: r.words.Tag(), RecordInBundle: f.recordInBundle, Fix: samlcfg.Fix(f.fix),
		Notify: f.notified()}
	if f.testUser == createUser {
		wish.TestUser.Create = true
	} else {
		wish.TestUser.UPN = f.testUser
	}
	return wish
}

// notified are the addresses of --notify.
func (f *setupFlags) notified() []string {
	var addresses []string
	for _, address := range strings.Split(f.notify, ",") {
		if address = strings.TrimSpace(address); address != "" {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// portal reads the portal's addresses out of the flags.
func (f *setupFlags) portal(r *run) (samlcfg.Portal, error) {
	edited := f.identifier != "" || f.replyURL != ""
	if f.subdomain == "" && (f.identifier == "" || f.replyURL == "") {
		return samlcfg.Portal{}, r.wrongUsage("no-subdomain")
	}
	var portal samlcfg.Portal
	if f.subdomain != "" {
		var err error
		if portal, err = samlcfg.ParsePortal(f.subdomain); err != nil {
			return samlcfg.Portal{}, r.portalRefused(err)
		}
	}
	if !edited {
		return portal, nil
	}
	portal, err := samlcfg.WithAddresses(firstNonEmpty(f.identifier, portal.Identifier), firstNonEmpty(f.replyURL, portal.ReplyURL))
	if err != nil {
		return samlcfg.Portal{}, r.portalRefused(err)
	}
	return portal, nil
}

// portalRefused puts a refused address into words.
func (r *run) portalRefused(err error) *stop {
	var problem *samlcfg.PortalProblem
	if !errors.As(err, &problem) {
		return r.stopOf(err)
	}
	key := "portal-problem." + string(problem.Kind)
	about := facts{"Got": problem.Got, "Suggestion": problem.Suggestion}
	reason := &stop{code: Usage, kind: string(setup.PortalRefused), what: r.words.Say(key+".what", about), next: r.words.Say(key+".next", about)}
	if problem.Field != "" {
		reason.why = r.words.Say("terminal.portal-field."+string(problem.Field), about)
	}
	if problem.Suggestion != "" {
		reason.next = r.words.Say("terminal.portal-suggestion", about)
	}
	return reason
}
