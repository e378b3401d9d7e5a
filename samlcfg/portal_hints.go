package samlcfg

import (
	"net/url"
	"strings"
)

// The hints about a portal; words under "portal-hint.<code>".
const (
	HintCompanyLike    = "company-like"    // the subdomain looks like a company, not like a region
	HintOtherHost      = "other-host"      // an address lies outside backup.autotask.net
	HintDifferentHosts = "different-hosts" // Identifier and Reply URL have different hosts
	HintUnusualPath    = "unusual-path"    // a path is not the one Microsoft's tutorial names
	HintPathCase       = "path-case"       // a path is the usual one but for capitals
)

// Hints returns the codes of what is worth a second look before the addresses
// are used. A hint never stops anyone: only the support team knows the values.
func (p Portal) Hints() []string {
	var hints []string
	if p.Subdomain != "" && !regionLike(p.Subdomain) {
		hints = append(hints, HintCompanyLike)
	}
	identifier, err := url.Parse(p.Identifier)
	if err != nil {
		return hints
	}
	reply, err := url.Parse(p.ReplyURL)
	if err != nil {
		return hints
	}
	if !strings.EqualFold(identifier.Host, reply.Host) {
		hints = append(hints, HintDifferentHosts)
	}
	if subdomainOf(identifier.Hostname()) == "" || subdomainOf(reply.Hostname()) == "" {
		hints = append(hints, HintOtherHost)
	}
	sameCase := identifier.Path == identifierPath && reply.Path == replyPath
	sameText := strings.EqualFold(identifier.Path, identifierPath) && strings.EqualFold(reply.Path, replyPath)
	switch {
	case !sameText:
		hints = append(hints, HintUnusualPath)
	case !sameCase:
		hints = append(hints, HintPathCase)
	}
	return hints
}

// regionLike recognises labels such as us, eu2, uk-1, us-east or apac: a short
// word, or a region's code with more behind it.
func regionLike(label string) bool {
	name := strings.TrimRight(label, "0123456789-")
	if len(name) <= 3 || name == "apac" || name == "emea" {
		return true
	}
	region, place, found := strings.Cut(name, "-")
	if !found || len(region) > 3 {
		return false
	}
	for _, direction := range []string{"east", "west", "north", "south", "central"} {
		if strings.HasPrefix(place, direction) {
			return true
		}
	}
	return false
}
