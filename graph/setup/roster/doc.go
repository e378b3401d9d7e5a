// Package roster reads a list of people that somebody pasted or saved: addresses
// one a line, a CSV of any column order, what a mail program copies.
//
// Promises: every line that is not empty is accounted for, with its number and
// what is wrong with it; nothing is guessed into an address; the same text gives
// the same list; sizes are capped, and no text makes it hang or panic. Limits:
// addresses in ASCII, as user principal names are; no spreadsheets but their CSV.
package roster
