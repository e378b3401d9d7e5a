// Package journal remembers on disk what a set-up is about to do in a tenant and
// what came of it, so that a run that was cut off can be carried on or taken back.
//
// Promises: an intent is on disk before its write is sent, and every change of a
// file is whole or not there (temporary file, fsync, rename, fsync of the folder
// where the system has that). One file per tenant and Identifier, locked while a
// Book is open. No secret is ever stored: there is no field for one. A file that
// cannot be read, or that a newer program wrote, is never overwritten.
//
// A ledger beside a journal holds the people and groups that are let in by the
// thousand, in a file that is only appended to, under the same lock and promises.
//
// Limits: the lock is advisory and of this computer; a journal that was deleted
// is gone, and the tenant itself is all that is left to look at.
package journal
