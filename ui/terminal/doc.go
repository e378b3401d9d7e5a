// Package terminal is the set-up in a terminal: for servers, jump hosts, scripts
// and screen readers.
//
// Promises: plain sentences in reading order and no drawn decoration; with
// --json one object a line on standard output and nothing else there; every
// failure names what happened, why and what to do next; a first password is
// printed once and kept nowhere; the exit codes of Done and its siblings. Limits:
// it decides nothing about the tenant, the flow does; one command per process.
package terminal
