// Package obstacles puts real things between a program and a server, for tests:
// proxies that ask for passwords, authorities that nobody trusts, inspectors that
// open TLS. They listen on loopback and lead nowhere else.
package obstacles

// T is the part of a test that obstacles need; *testing.T fulfils it.
type T interface {
	Helper()
	Cleanup(func())
	Fatal(args ...any)
}
