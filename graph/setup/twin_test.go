package setup

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"backupsso/graph/practice"
)

// thing is one object of a tenant: what its properties hold, by path. A list is a
// set of texts, everything else one text.
type thing map[string][]string

// tenantState is what stands in a tenant, by kind and id.
type tenantState map[string]thing

// stateOf reads a tenant as it was written last, whatever lags. The recycle bin is
// left out.
func stateOf(t testing.TB, server *practice.Server) tenantState {
	t.Helper()
	raw, err := json.Marshal(server.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	var kinds map[string][]map[string]any
	if err := json.Unmarshal(raw, &kinds); err != nil {
		t.Fatal(err)
	}
	state := tenantState{}
	for kind, objects := range kinds {
		if kind == "deletedItems" {
			continue
		}
		for _, object := range objects {
			flat := thing{}
			flatten(flat, "", object)
			state[kind+"/"+fmt.Sprint(object["id"])] = flat
		}
	}
	return state
}

func flatten(into thing, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			flatten(into, strings.TrimPrefix(path+"."+name, "."), member)
		}
	case []any:
		for _, item := range value {
			if text, is := item.(string); is {
				into[path] = append(into[path], text)
				continue
			}
			raw, _ := json.Marshal(item)
			into[path] = append(into[path], string(raw))
		}
		slices.Sort(into[path])
	case nil:
	default:
		into[path] = []string{fmt.Sprint(value)}
	}
}

func has(list []string, one string) bool { return slices.Contains(list, one) }

func minus(list, gone []string) []string {
	return filter(list, func(one string) bool { return !has(gone, one) })
}

// listed are the properties that several people add to. Who leaves something in
// such a list has only added and removed; of all other writes the last one decides.
var listed = []string{"identifierUris", "web.redirectUris", "notificationEmailAddresses", "keyCredentials", "passwordCredentials"}

// follow repeats on a twin of the tenant what somebody did between two states.
func (s tenantState) follow(before, after tenantState) {
	for id, now := range after {
		was, known := before[id]
		if !known {
			s[id] = maps.Clone(now)
			continue
		}
		twin := s[id]
		if twin == nil {
			continue // made here, so no part of what has to stay
		}
		for path := range paths(was, now) {
			switch {
			case slices.Equal(was[path], now[path]):
			case derived(path):
			case has(listed, path) && len(minus(was[path], now[path])) < len(was[path]):
				twin[path] = append(minus(twin[path], minus(was[path], now[path])), minus(now[path], was[path])...)
				slices.Sort(twin[path])
				twin[path] = slices.Compact(twin[path])
			default:
				twin[path] = now[path]
			}
		}
	}
	for id := range before {
		if _, stays := after[id]; !stays {
			delete(s, id)
		}
	}
}

// derived reports whether a property only mirrors another one.
func derived(path string) bool {
	return path == "web.redirectUriSettings" || path == "replyUrls" || path == "servicePrincipalNames"
}

func paths(a, b thing) map[string]bool {
	all := map[string]bool{}
	for path := range a {
		all[path] = true
	}
	for path := range b {
		all[path] = true
	}
	return all
}

// differences are the ways in which a tenant is not as its twin says. Signing
// certificates that were added to what stays are left out: none can be removed
// safely.
func (s tenantState) differences(now tenantState) []string {
	var found []string
	for id, want := range s {
		got, there := now[id]
		if !there {
			found = append(found, id+" is gone: "+strings.Join(want["displayName"], ""))
			continue
		}
		for path := range paths(want, got) {
			if derived(path) {
				continue
			}
			missing, extra := minus(want[path], got[path]), minus(got[path], want[path])
			if path == "keyCredentials" || path == "passwordCredentials" {
				extra = nil
			}
			if len(missing)+len(extra) > 0 {
				found = append(found, fmt.Sprintf("%s %s: missing %q, extra %q", id, path, missing, extra))
			}
		}
	}
	slices.Sort(found)
	return found
}

// madeHere are the objects that the twin knows nothing of.
func (s tenantState) madeHere(now tenantState, kind string) []string {
	var made []string
	for id := range now {
		if _, known := s[id]; !known && strings.HasPrefix(id, kind+"/") {
			made = append(made, id)
		}
	}
	slices.Sort(made)
	return made
}

// half finds the service principal of an application, "" when there is none.
func (s tenantState) half(application string) string {
	for id, object := range s {
		if strings.HasPrefix(id, "servicePrincipals/") && slices.Equal(object["appId"], s[application]["appId"]) {
			return id
		}
	}
	return ""
}
