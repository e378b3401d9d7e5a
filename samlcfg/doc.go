// Package samlcfg holds SAML single sign-on settings as plain values: the two
// addresses of an Autotask portal, the federation metadata of an Entra
// application, and findings about either.
//
// Promises: no I/O, no clock of its own, no panic on any input, nothing is
// trusted before its signature was checked against a certificate that the
// caller named. Limits: XML only as UTF-8, one root, no DOCTYPE, metadata of at
// most 1 MiB.
package samlcfg
