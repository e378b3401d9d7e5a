// Package platform stands in for what gives programs an identity where nobody signs
// in: an issuer of workload tokens, as Kubernetes and build services are, and the
// service that gives Azure machines their managed identity. They listen on loopback
// for the time of a test and talk to a practice tenant.
package platform

// T is the part of a test that the stand-ins need; *testing.T fulfils it.
type T interface {
	Helper()
	Cleanup(func())
	Fatal(args ...any)
}
