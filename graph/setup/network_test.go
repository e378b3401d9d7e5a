package setup

func networkFacts() map[Kind][]string {
	return map[Kind][]string{
		NoNetwork: {"Host"}, NameUnknown: {"Host"}, ConnectionRefused: {"Host"}, ConnectionBroken: {"Host"}, NoAnswer: {"Host"},
		ProxyUnreachable: {"Proxy", "Host"}, ProxyPassword: {"Proxy"}, ProxyScheme: {"Proxy", "Schemes"},
		ProxyRefused: {"Proxy", "Host", "Status"}, ProxyPage: {"Host"}, CaptivePortal: {"Host", "Portal"},
		TLSUntrusted: {"Host", "Issuer"}, TLSWrongName: {"Host", "Names", "Issuer"}, TLSFailed: {"Host"},
		AuthorityUnusable: {"Path"}, ProxySetting: {"Variable"},
		ClockWrong: {"Host", "Clock", "From", "Until"},
	}
}
