// Package practice is a practice tenant: a real HTTP server on loopback that
// behaves like Microsoft Entra sign-in, Microsoft Graph v1.0 and SAML single
// sign-on as documented, with a stand-in for the Autotask portal.
//
// Promises: it listens on loopback only, checks the Host header, accepts no
// credentials but its own, and marks every page and certificate with PRACTICE.
// Limits: it knows what a SAML set-up needs and answers 400 or 501 to the rest.
package practice
