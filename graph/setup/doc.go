// Package setup is one onboarding as a flow of plain values: sign in, observe,
// plan, apply, read back, bundle. Window and terminal show it and pass on
// choices; neither knows anything that is not said here.
//
// Promises: nothing is written before a Plan was accepted; a write is preceded by
// a look and never repeated blindly; a second run of the same Wish writes nothing;
// every stop is a *Problem with a next step. Limits: one tenant and one portal
// per Flow.
package setup
