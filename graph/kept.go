package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// kept is a sign-in that stays in a vault. Its record says whose it is, and holds no
// secret. A nil *kept keeps nothing.
type kept struct {
	signIn SignIn
	whose  azidentity.AuthenticationRecord
	stored bool // the person's sign-in is in the vault
}

func newKept(signIn SignIn) *kept {
	if signIn.Vault == nil {
		return nil
	}
	made := &kept{signIn: signIn}
	if json.Unmarshal([]byte(signIn.Record), &made.whose) != nil {
		made.whose = azidentity.AuthenticationRecord{}
	}
	return made
}

func (k *kept) record() azidentity.AuthenticationRecord {
	if k == nil {
		return azidentity.AuthenticationRecord{}
	}
	return k.whose
}

// known reports whether a sign-in of an earlier run may be in the vault.
func (k *kept) known() bool { return k != nil && k.whose.HomeAccountID != "" }

func (k *kept) keep(record azidentity.AuthenticationRecord) {
	if k != nil {
		k.whose, k.stored = record, true
	}
}

// text is the record for the next run; "" when nothing is kept.
func (k *kept) text() string {
	if k == nil || k.whose.HomeAccountID == "" {
		return ""
	}
	raw, err := json.Marshal(k.whose)
	if err != nil {
		return ""
	}
	return string(raw)
}

// take puts a sign-in by browser into the vault. azidentity hands its store to its
// own credentials alone and has none that would open the page by our hook, so one of
// them is given the answer that the browser's code was worth, as the answer to a
// question of its own. From then on the session is azidentity's like any other.
func (k *kept) take(ctx context.Context, door *door, options policy.TokenRequestOptions, answer []byte) (azcore.TokenCredential, error) {
	transport := &handOver{door: door, answer: answer}
	given := k.signIn.silently(transport, azidentity.AuthenticationRecord{})
	given.UserPrompt = func(context.Context, azidentity.DeviceCodeMessage) error { return nil }
	credential, err := azidentity.NewDeviceCodeCredential(given)
	if err != nil {
		return nil, err
	}
	record, err := credential.Authenticate(ctx, &options)
	if err != nil {
		return nil, errors.New(plainCause(textOf(err)))
	}
	transport.answer = nil
	k.keep(record)
	return credential, nil
}

// handOver answers the questions of one device code sign-in with a token answer that
// is there already, and passes everything else on.
type handOver struct {
	door   *door
	answer []byte
}

// Do answers in place of the sign-in host as long as there is something to hand over.
func (h *handOver) Do(request *http.Request) (*http.Response, error) {
	path := strings.ToLower(request.URL.Path)
	switch {
	case h.answer == nil:
	case strings.HasSuffix(path, "/devicecode"):
		return jsonAnswer(request, []byte(`{"user_code":"-","device_code":"-","verification_uri":"-","expires_in":60,"interval":0,"message":"-"}`)), nil
	case strings.HasSuffix(path, "/token"):
		return jsonAnswer(request, h.answer), nil
	}
	return h.door.Do(request)
}

func jsonAnswer(request *http.Request, body []byte) *http.Response {
	return &http.Response{Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: request}
}
