package terminal

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
)

func (r *run) registerCommand() *cobra.Command {
	var cloud, signIn string
	var asJSON bool
	cmd := r.commandOf("register", "register")
	cmd.RunE = func(*cobra.Command, []string) error {
		r.useJSON(asJSON)
		if !slices.Contains(r.Clouds, cloud) {
			return r.wrongUsage("cloud", facts{"Cloud": cloud, "Clouds": strings.Join(r.Clouds, ", ")})
		}
		if !slices.Contains(setup.Ways(), setup.Way(signIn)) {
			return r.wrongUsage("way", facts{"Way": signIn, "Ways": strings.ReplaceAll(wayNames(), "|", ", ")})
		}
		r.register(r.Register(cloud, setup.Way(signIn)))
		return nil
	}
	cmd.Flags().StringVar(&cloud, "cloud", r.Clouds[0], r.words.Say("terminal.flag.cloud", facts{"Clouds": strings.Join(r.Clouds, ", ")}))
	cmd.Flags().StringVar(&signIn, "sign-in", string(setup.Browser), r.words.Say("terminal.flag.register-sign-in"))
	cmd.Flags().BoolVar(&asJSON, "json", false, r.words.Say("terminal.flag.json-once"))
	_ = cmd.Flags().SetAnnotation("cloud", Placeholder, []string{"C"}) // the flags exist
	_ = cmd.Flags().SetAnnotation("sign-in", Placeholder, []string{wayNames()})
	return cmd
}

// register tells what to enter, in the order in which the admin centre asks for it.
func (r *run) register(what setup.Registration) {
	r.registerJSON(what)
	say := func(key string, about ...facts) { r.screen.line(r.words.Say("terminal.register."+key, about...)) }
	row := func(key, value string) {
		r.screen.line("  " + padded(r.words.Say("terminal.register.field."+key), 26) + value)
	}
	word := func(key string) string { return r.words.Say("terminal.register.value." + key) }
	switch what.Way {
	case setup.AzureCLI:
		say("azure-cli")
		return
	case setup.ManagedIdentity:
		say("managed-identity")
	case setup.Certificate, setup.WorkloadIdentity:
		say("alone")
	default:
		for _, key := range []string{"shared-1", "shared-2", "shared-3"} {
			say(key)
		}
	}
	if what.Way != setup.ManagedIdentity {
		r.screen.line("")
		say("begin", facts{"URL": what.Page})
		row("name", what.Name)
		row("accounts", word("accounts"))
		say("accounts-many")
	}
	if what.RedirectURI != "" {
		row("platform", word("platform"))
		row("redirect", what.RedirectURI)
		row("public-client", word("public-client"))
	}
	switch what.Way {
	case setup.Certificate:
		row("certificate", word("certificate"))
	case setup.WorkloadIdentity:
		row("federated", word("federated"))
		say("federated", facts{"Audience": what.Audience})
	}
	r.screen.line("")
	if what.Way == setup.ManagedIdentity {
		say("permissions-identity")
	} else if what.Permissions[0].Application {
		say("permissions-application")
	} else {
		say("permissions-delegated")
	}
	r.permissionRows(what.Permissions, false)
	say("optional")
	r.permissionRows(what.Permissions, true)
	r.screen.line("")
	switch {
	case what.Way == setup.ManagedIdentity:
		say("granted-by-script")
	case what.Permissions[0].Application:
		say("consent")
		say("consent-role")
	default:
		say("consent")
	}
	say("use." + string(what.Way))
}

func (r *run) permissionRows(permissions []setup.RegisteredPermission, optional bool) {
	for _, one := range permissions {
		if one.Optional == optional {
			r.screen.line("  " + padded(one.Name, 34) + r.why(one.Name))
		}
	}
}

func (r *run) registerJSON(what setup.Registration) {
	permissions := make([]object, 0, len(what.Permissions))
	for _, one := range what.Permissions {
		kind := "delegated"
		if one.Application {
			kind = "application"
		}
		permissions = append(permissions, object{"name": one.Name, "kind": kind, "optional": one.Optional, "reason": r.why(one.Name)})
	}
	r.json.write(object{"event": "register", "sign_in": what.Way, "page": what.Page, "name": what.Name, "redirect_uri": what.RedirectURI,
		"public_client": what.PublicClient, "audience": what.Audience, "permissions": permissions})
}
