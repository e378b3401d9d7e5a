// Package ui is the wizard window: one set-up on separate pages, from sign-in to
// the single sign-on test.
//
// Promises: no callback waits for the network (all slow work runs through
// runAsync and comes back to the window's goroutine in one place); leaving a page
// ends the page's work; nothing is changed in a tenant before the button that
// names the number of changes was used; everything can be reached by keyboard.
// Limits: one set-up per window; the flow's truth lives in graph/setup, this
// package only shows it and passes on choices; no knowledge of Graph, of tokens
// or of XML.
package ui
