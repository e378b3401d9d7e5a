package graph

import (
	"strings"
	"time"

	"github.com/google/uuid"
)

// The SDK's models hold pointers for everything; these read them and make them.

func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func yes(flag *bool) bool { return flag != nil && *flag }

func at(moment *time.Time) time.Time {
	if moment == nil {
		return time.Time{}
	}
	return moment.UTC()
}

func guid(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

func pointer[T any](v T) *T { return &v }

// quoted is text as a string in an OData filter.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// nonEmpty is nil, which the SDK leaves out of a body, for empty text.
func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
