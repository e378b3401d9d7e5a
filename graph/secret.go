package graph

import (
	"encoding/json"
	"fmt"
)

// Secret is text that must not be shown by accident: every way of printing or
// encoding it gives "(hidden)". Reveal is the one way out.
type Secret struct{ text string }

const hidden = "(hidden)"

// NewSecret wraps text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal returns the text, for the one place that must show or send it.
func (s Secret) Reveal() string { return s.text }

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.text == "" }

// String returns "(hidden)".
func (s Secret) String() string { return hidden }

// Format writes "(hidden)" for every verb, %#v and %x included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalJSON encodes "(hidden)".
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(hidden) }

// MarshalText encodes "(hidden)".
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
