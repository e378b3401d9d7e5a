package samlcfg

// Side says who can act on what is wrong.
type Side string

// The sides of a sign-on. SideNobody stands where nothing is wrong.
const (
	SideNobody    Side = ""
	SideEntra     Side = "entra"     // an administrator of the tenant, in Entra or with this tool
	SidePerson    Side = "person"    // who signs in
	SidePortal    Side = "portal"    // the Autotask support team
	SideTool      Side = "tool"      // this tool's own sign-in, not the sign-on to the portal
	SideSender    Side = "sender"    // whoever sent the SAML or OAuth request; the portal sends none
	SideMicrosoft Side = "microsoft" // the service itself
)

// Key is where the words are.
func (s Side) Key() string { return "side." + string(s) }
