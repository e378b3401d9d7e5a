// Package proof is a service provider on this computer, for one sign-on: it asks
// Entra for a SAML response at an address on loopback, takes what the browser
// posts there, and shows in the browser what was made of it.
//
// Promises: it listens on loopback only, on a random port and under a random path,
// and answers requests to that address alone (a Host header that names another is
// refused). A response counts only when it answers a request that was sent from
// here, and each request is answered once. What comes in is bounded and escaped
// before it is shown; the page loads nothing from outside and runs no script.
//
// Limits: one person at a time. Errors that Entra shows in the browser never reach
// it. That Entra posts to http://localhost is documented for redirect URIs
// (learn.microsoft.com/entra/identity-platform/reply-url), not for SAML; nothing
// here has been proven on a live tenant. Whether the browser warns about the step
// from https to http is its own affair; to localhost the usual ones do not.
package proof
