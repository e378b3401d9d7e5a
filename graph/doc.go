// Package graph talks to Microsoft Entra over the wire: sign-in, the dozen
// Microsoft Graph calls that a set-up needs, in our own types, and the download
// of the federation metadata. It is the only package that knows the SDKs.
//
// Promises: a write is sent once and never repeated by itself; reads may be
// repeated with a capped, visible, cancellable wait; every failure is an *Error
// (or a context error) that says status, code, message and request id; no
// answer, however odd, makes it panic; no token leaves it. Limits: Graph v1.0
// only, one tenant per Client.
package graph
