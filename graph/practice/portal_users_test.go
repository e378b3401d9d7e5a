package practice

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSupportMindsUsers(t *testing.T) {
	s := startSetUp(t, Options{})
	minds := func(form url.Values) (int, any) {
		status, answer := s.exchange(t, "/portal/users", "application/x-www-form-urlencoded", []byte(form.Encode()))
		return status, answer["changed"]
	}
	known := url.Values{"host": {portalHost}, "login": {simonUPN}, "active": {"no"}}
	if status, changed := minds(known); status != http.StatusBadRequest || changed != false {
		t.Errorf("before a bundle: %d %v", status, changed)
	}
	s.load(t, s.bundle(t, nil))
	if status, changed := minds(known); status != http.StatusOK || changed != true {
		t.Errorf("after a bundle: %d %v", status, changed)
	}
	portals, _ := getJSON(t, s.Info().Portal)["portals"].([]any)
	shown, _ := portals[0].(map[string]any)
	users, _ := shown["users"].([]any)
	if user, _ := users[0].(map[string]any); len(users) != 1 || user["active"] != false || user["name"] != "Britta Simon" {
		t.Errorf("users %v", users)
	}
	for name, form := range map[string]url.Values{
		"no name":   {"host": {portalHost}},
		"long name": {"host": {portalHost}, "login": {strings.Repeat("a", 321)}},
		"elsewhere": {"host": {"eu." + portalDomain}, "login": {simonUPN}},
	} {
		if status, _ := minds(form); status != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, status)
		}
	}
}
