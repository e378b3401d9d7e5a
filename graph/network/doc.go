// Package network is how this computer reaches Microsoft: through which proxy, with
// whose certificates, and what stands in the way when no answer comes.
//
// Promises: everything that leaves the program takes one transport, so that a proxy
// and an authority hold for signing in as for Microsoft Graph; a proxy's password
// never comes back in an error; nothing is trusted beyond the system's authorities
// and those that were named; a failure is named by its cause and not by its text.
// Limits: proxies take Basic authentication only, as Go's own client does; Windows
// and macOS settings, their scripts included, are read once at the start.
package network
