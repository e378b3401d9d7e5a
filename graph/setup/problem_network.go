package setup

// The problems of a network. Host is the one that was to be reached.
const (
	NoNetwork         Kind = "no-network"         // Facts: Host
	NameUnknown       Kind = "name-unknown"       // Facts: Host
	ConnectionRefused Kind = "connection-refused" // Facts: Host
	ConnectionBroken  Kind = "connection-broken"  // Facts: Host
	NoAnswer          Kind = "no-answer"          // silence until the time was over; Facts: Host
	ProxyUnreachable  Kind = "proxy-unreachable"  // Facts: Proxy, Host
	ProxyPassword     Kind = "proxy-password"     // a proxy asks for user name and password; Facts: Proxy
	ProxyScheme       Kind = "proxy-scheme"       // it wants a proof that cannot be given; Facts: Proxy, Schemes
	ProxyRefused      Kind = "proxy-refused"      // Facts: Proxy, Host, Status
	ProxyPage         Kind = "proxy-page"         // something between answered with a web page; Facts: Host
	CaptivePortal     Kind = "captive-portal"     // it leads to a page of its own; Facts: Host, Portal
	TLSUntrusted      Kind = "tls-untrusted"      // Facts: Host, Issuer
	TLSWrongName      Kind = "tls-wrong-name"     // Facts: Host, Names, Issuer
	TLSFailed         Kind = "tls-failed"         // Facts: Host
	AuthorityUnusable Kind = "authority-unusable" // a file of authorities; Facts: Path
	ProxySetting      Kind = "proxy-setting"      // Facts: Variable
	ClockWrong        Kind = "clock-wrong"        // Facts: Host, Clock, From, Until
)
