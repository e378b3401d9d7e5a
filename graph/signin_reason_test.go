package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestReadSTS(t *testing.T) {
	tests := []struct {
		name, description string
		want              SignInError
	}{
		{"invalid_grant", fmt.Sprintf(stsText, 50105, "Your administrator has configured the application 'X'."),
			SignInError{Code: 50105, Name: "invalid_grant", Message: "Your administrator has configured the application 'X'.",
				TraceID: "aaaaaaaa-0000-4000-8000-000000000000", CorrelationID: "bbbbbbbb-0000-4000-8000-000000000000",
				Time: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}},
		{"", "AADSTS70043: The refresh token has expired.\r\nTrace ID: x", SignInError{Code: 70043, Message: "The refresh token has expired.", Expired: true}},
		{"expired_token", "", SignInError{Name: "expired_token", Expired: true}},
		{"x", "plain words", SignInError{Name: "x", Message: "plain words"}},
		{"", "AADSTS65004: User&#39;s choice", SignInError{Code: 65004, Message: "User's choice"}},
		{"", "prefix AADSTS500011 no colon", SignInError{Code: 500011, Message: "no colon"}},
		{"", "AADSTS99999999999999999999: too long", SignInError{Message: "AADSTS99999999999999999999: too long"}},
	}
	for _, test := range tests {
		mustBe(t, *readSTS(test.name, test.description), test.want)
	}
}

func TestPlainCause(t *testing.T) {
	tests := map[string]string{
		"json decode error: x\nraw message was: " + canary:         "json decode error: x",
		"json decode error: x\njson message bytes were: " + canary: "json decode error: x",
		`call failed: {"access_token":"` + canary + `"}`:           "call failed:",
		"token eyJhbGciOi":           "token",
		"dial tcp: refused":          "dial tcp: refused",
		"":                           "",
		strings.Repeat("word ", 300): strings.Repeat("word ", 100),
	}
	for text, want := range tests {
		if got := plainCause(text); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSignInErrorOrder(t *testing.T) {
	refused := &SignInError{Code: 1}
	book := &doorbook{refused: refused}
	if signInError(context.Background(), nil, book) != nil {
		t.Error("no error is no failure")
	}
	if got := signInError(context.Background(), errors.New("x"), book); got != error(refused) {
		t.Errorf("got %v", got)
	}
	own := &SignInError{Code: 2}
	if got := signInError(context.Background(), fmt.Errorf("wrapped: %w", own), book); got != error(own) {
		t.Errorf("got %v", got)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("window closed"))
	got := signInError(ctx, errors.New("x"), book)
	if failure := signInFailure(t, got); !failure.Cancelled || !strings.Contains(got.Error(), "window closed") {
		t.Errorf("got %v", got)
	}
}

func FuzzReadSTS(f *testing.F) {
	f.Add("invalid_grant", fmt.Sprintf(stsText, 50105, "words"))
	f.Fuzz(func(t *testing.T, name, description string) {
		got := readSTS(name, description)
		if strings.ContainsAny(got.Message+got.Name, "\x00\x1b\n") || got.Code < 0 {
			t.Errorf("got %+v", got)
		}
		_ = got.Error()
	})
}

func FuzzReadDoorRefusal(f *testing.F) {
	f.Add([]byte(`{"error":"a","error_description":"AADSTS1234: b","error_codes":[1]}`))
	f.Fuzz(func(_ *testing.T, body []byte) { _ = readDoorRefusal(body).Error() })
}
