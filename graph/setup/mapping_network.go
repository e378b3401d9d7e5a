package setup

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/network"
)

// kindOf is the problem that each trouble of a network becomes.
func kindOf(cause network.Cause) Kind {
	switch cause {
	case network.Offline:
		return NoNetwork
	case network.NameUnknown:
		return NameUnknown
	case network.Refused:
		return ConnectionRefused
	case network.NoAnswer:
		return NoAnswer
	case network.Broken:
		return ConnectionBroken
	case network.ProxyUnreachable:
		return ProxyUnreachable
	case network.ProxyPassword:
		return ProxyPassword
	case network.ProxyScheme:
		return ProxyScheme
	case network.ProxyRefused:
		return ProxyRefused
	case network.Untrusted:
		return TLSUntrusted
	case network.WrongName:
		return TLSWrongName
	case network.ClockWrong:
		return ClockWrong
	case network.NotTLS:
		return ProxyPage
	case network.TLSFailed:
		return TLSFailed
	}
	return Unexpected
}

// fromNetwork reads a failure without an answer.
func (f *Flow) fromNetwork(made *Problem, err error) {
	trouble, known := network.Diagnose(err)
	if !known {
		return
	}
	made.Kind, made.Retry = kindOf(trouble.Cause), true
	made.Facts["Host"] = f.host(err)
	switch made.Kind {
	case ProxyUnreachable, ProxyPassword, ProxyScheme, ProxyRefused:
		made.Facts["Host"], made.Facts["Proxy"] = f.asked(err), orUnknown(trouble.Proxy)
		made.Facts["Schemes"], made.Facts["Status"] = strings.Join(trouble.Schemes, ", "), strconv.Itoa(trouble.Status)
	case TLSUntrusted:
		made.Facts["Issuer"] = orUnknown(trouble.Issuer)
	case TLSWrongName:
		made.Facts["Issuer"], made.Facts["Names"] = orUnknown(trouble.Issuer), orUnknown(strings.Join(trouble.Names, ", "))
	case ClockWrong:
		made.Facts["Clock"], made.Facts["From"], made.Facts["Until"] = minute(f.now()), minute(trouble.From), minute(trouble.Until)
	}
}

// NetworkProblem puts settings of the network that cannot be used into a form that
// has words; every other error is unexpected.
func NetworkProblem(err error) *Problem {
	made := &Problem{Step: StepSignIn, Kind: Unexpected, Facts: map[string]string{}, Err: err, Detail: Detail{Message: err.Error()}}
	var authority *network.CAError
	var setting *network.SettingError
	switch {
	case errors.As(err, &authority):
		made.Kind, made.Facts["Path"] = AuthorityUnusable, authority.Path
	case errors.As(err, &setting):
		made.Kind, made.Facts["Variable"] = ProxySetting, setting.Variable
	}
	return made
}

// OfNetwork reports whether a problem is one of the way to Microsoft and not of what
// Microsoft said.
func (p *Problem) OfNetwork() bool {
	switch p.Kind {
	case NoNetwork, NameUnknown, ConnectionRefused, ConnectionBroken, NoAnswer, ProxyUnreachable, ProxyPassword, ProxyScheme,
		ProxyRefused, ProxyPage, CaptivePortal, TLSUntrusted, TLSWrongName, TLSFailed, ClockWrong:
		return true
	}
	return false
}

// fromPage reads an answer that something in between gave.
func (f *Flow) fromPage(made *Problem, answer *graph.Error) {
	made.Kind, made.Retry = ProxyPage, true
	made.Facts["Host"] = f.asked(answer)
	if answer.Portal != "" {
		made.Kind, made.Facts["Portal"] = CaptivePortal, answer.Portal
	}
}

// orUnknown keeps a sentence whole where nothing is known.
func orUnknown(text string) string {
	if text == "" {
		return "?"
	}
	return text
}

// minute writes a moment so that it can be compared with a clock on the wall.
func minute(at time.Time) string {
	if at.IsZero() {
		return "?"
	}
	return at.UTC().Format("2006-01-02 15:04 UTC")
}
