package terminal

import (
	"context"

	"backupsso/graph/setup"
)

// signIn signs in and says as whom.
func (r *run) signIn(ctx context.Context, flow Flow, how setup.SignIn) error {
	if r.target.Practice {
		r.screen.styled(marked, r.words.Say("terminal.practice-mark"))
	}
	how.OpenURL = r.openSignIn
	how.ShowCode = r.showCode
	who, err := flow.SignIn(ctx, how)
	r.screen.clear()
	if err != nil {
		return err
	}
	domain := who.Tenant.DefaultDomain()
	r.screen.line(r.words.Say("terminal.signed-in", facts{"Name": who.Account.Name, "UPN": who.Account.UPN,
		"Tenant": who.Tenant.Name, "Domain": domain}))
	for _, role := range who.MayLack {
		r.screen.styled(warn, r.words.Say("terminal.may-lack", facts{"Role": role}))
	}
	r.json.signedIn(who, domain)
	return nil
}

// openSignIn shows the address of the sign-in page and opens it. A browser that
// does not open ends nothing: the address can be opened by hand.
func (r *run) openSignIn(address string) error {
	r.screen.line(r.words.Say("terminal.sign-in.browser"))
	r.screen.line("  " + address)
	r.json.write(object{"event": "sign-in", "url": address})
	if err := r.OpenURL(address); err != nil {
		r.screen.line(r.words.Say("terminal.sign-in.not-opened"))
	}
	return nil
}

func (r *run) showCode(code setup.Code) {
	r.screen.line(r.words.Say("terminal.sign-in.code", facts{"URL": code.URL, "Code": code.UserCode, "Time": r.words.Clock(code.Expires.Local())}))
	if r.target.Practice {
		r.screen.line(r.words.Say("terminal.sign-in.practice"))
	}
	r.json.write(object{"event": "code", "user_code": code.UserCode, "url": code.URL, "expires": code.Expires.UTC()})
	r.screen.now(r.words.Say("terminal.sign-in.waiting"))
}
