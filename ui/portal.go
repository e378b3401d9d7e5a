package ui

import (
	"errors"

	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// portalCheck is what the typed text means.
type portalCheck struct {
	portal  samlcfg.Portal
	problem *samlcfg.PortalProblem
}

// check reads what was typed, into portal or problem.
func (p *portalState) check() {
	read := func() (samlcfg.Portal, error) { return samlcfg.ParsePortal(p.text) }
	if p.edited {
		read = func() (samlcfg.Portal, error) { return samlcfg.WithAddresses(p.identifier, p.replyURL) }
	}
	portal, err := read()
	p.checked = portalCheck{portal: portal}
	if err != nil && !errors.As(err, &p.checked.problem) {
		p.checked.problem = &samlcfg.PortalProblem{Kind: samlcfg.PortalNotURL}
	}
}

// good reports whether the portal can be used.
func (p *portalState) good() bool {
	return p.checked.problem == nil && p.checked.portal.Identifier != ""
}

// blank reports that nothing was typed yet, which is no fault.
func (p *portalState) blank() bool {
	return p.checked.problem == nil || p.checked.problem.Kind == samlcfg.PortalEmpty
}

// status puts the check into words.
func (p *portalState) status(w *words.Words) (statusMark, string) {
	switch {
	case p.good() && p.edited && !p.checked.portal.Usual():
		return statusOK, w.Say("window.portal.good-edited")
	case p.good():
		return statusOK, w.Say("window.portal.good")
	case p.blank() && !p.edited:
		return statusInfo, w.Say("window.portal.rule")
	}
	return statusBad, portalProblemText(w, p.checked.problem)
}

// portalProblemText says what is wrong with typed text.
func portalProblemText(w *words.Words, problem *samlcfg.PortalProblem) string {
	if problem == nil {
		return ""
	}
	return w.Say("portal-problem."+string(problem.Kind)+".what",
		words.Facts{"Got": problem.Got, "Suggestion": problem.Suggestion})
}

// hint says why one cannot go on, beside the button.
func (p *portalState) hint(w *words.Words) string {
	switch {
	case p.good():
		return ""
	case p.edited:
		return w.Say("window.portal.hint-address")
	case p.blank():
		return w.Say("window.portal.hint-empty")
	}
	return w.Say("window.portal.hint-bad")
}
