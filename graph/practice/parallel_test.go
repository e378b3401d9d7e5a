package practice

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestManyAtOnce lets clients read and write at the same time; the race detector
// and the counts at the end judge.
func TestManyAtOnce(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	var group sync.WaitGroup
	send := func(method, path, body string) {
		request, err := http.NewRequestWithContext(t.Context(), method, tt.s.Info().Graph+path, strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		request.Header.Set("Authorization", "Bearer "+tt.token)
		request.Header.Set("Content-Type", "application/json")
		response, err := tt.http.Do(request)
		if err != nil {
			t.Error(err)
			return
		}
		_ = response.Body.Close()
		if response.StatusCode >= 400 {
			t.Errorf("%s %s: %d", method, path, response.StatusCode)
		}
	}
	const clients, rounds = 4, 10
	for client := range clients {
		group.Add(1)
		go func() {
			defer group.Done()
			for round := range rounds {
				name := fmt.Sprintf("u%d-%d", client, round)
				send("POST", "/users", strings.ReplaceAll(bSimon, "B.Simon", name))
				send("PATCH", "/applications/"+made.id, `{"notes":"`+name+`","web":{"logoutUrl":"https://contoso.example/`+name+`"}}`)
				send("PATCH", "/servicePrincipals/"+made.spID, `{"notes":"`+name+`"}`)
				send("GET", "/users?$expand=appRoleAssignments", "")
				send("GET", "/servicePrincipals?$filter=appId%20eq%20'"+made.appID+"'", "")
			}
		}()
	}
	group.Wait()
	if listed := tt.want(200, "GET", "/users?$filter=startsWith(displayName,'u')&$top=999", ""); len(listed.items()) != clients*rounds {
		t.Errorf("%d users, want %d", len(listed.items()), clients*rounds)
	}
}
