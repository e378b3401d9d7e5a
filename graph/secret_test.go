package graph

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestSecretsHide(t *testing.T) {
	secret := NewSecret("canary")
	encoded, _ := json.Marshal(struct{ S Secret }{secret})
	text, _ := secret.MarshalText()
	for _, shown := range []string{fmt.Sprint(secret), fmt.Sprintf("%v %+v %#v %s %q %x %d", secret, secret, secret, secret, secret, secret, secret),
		string(encoded), string(text), fmt.Sprintf("%+v", NewUser{Password: secret}), fmt.Sprint(reflect.ValueOf(&secret))} {
		if strings.Contains(shown, "canary") || strings.Contains(shown, hex.EncodeToString([]byte("canary"))) {
			t.Errorf("shown: %s", shown)
		}
	}
	if secret.Reveal() != "canary" || secret.IsZero() || !(Secret{}).IsZero() {
		t.Error("the secret is lost")
	}
}
