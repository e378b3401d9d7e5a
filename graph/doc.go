// Package graph talks to Microsoft Entra over the wire: sign-in, the dozen
// Microsoft Graph calls that a set-up needs, in our own types, and the download
// of the federation metadata. It is the only package that knows the SDKs.
//
// Promises: a write is sent once and never repeated by itself; reads may be
// repeated with a capped, visible, cancellable wait; every failed call is an
// *Error that says status, code, message and request id, with the cancelled
// context, network trouble or *SignInError in it; every failed sign-in is a
// *SignInError; no answer, however odd, makes it panic; no token shows in an
// error or an Exchange, nor goes to any host but the cloud's. Limits: Graph v1.0
// only, one tenant per Client, people only (no sign-in of programs).
package graph
