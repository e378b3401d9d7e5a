package practice

import (
	"slices"
	"strings"
)

// mostFederations is how many federated identity credentials an application may hold
// (learn.microsoft.com/graph/api/application-post-federatedidentitycredentials).
const mostFederations = 20

// federation is one federated identity credential: whose tokens an application takes
// as its proof.
type federation struct{ members map[string]any }

func (f federation) get(name string) any { return f.members[name] }

func (f federation) text(name string) string {
	text, _ := f.members[name].(string)
	return text
}

// federations are those of an application, in the order in which they were made.
func (a *application) federations() []federation {
	stored, _ := a.more[federationList].([]any)
	var all []federation
	for _, item := range stored {
		if members, is := item.(map[string]any); is {
			all = append(all, federation{members})
		}
	}
	return all
}

// federationList is where an application keeps them; no answer shows it.
const federationList = "federatedIdentityCredentials"

func (c *call) federationsOf(app *application) source {
	return fixedSource(app.federations(), c.types()["federatedIdentityCredential"], "applications('"+app.id+"')/"+federationList)
}

func (c *call) listFederations() (answer, *graphError) {
	app, failure := c.findApplication(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.list(c.federationsOf(app))
}

func (c *call) getFederation() (answer, *graphError) {
	app, failure := c.findApplication(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	all := app.federations()
	at := federationAt(all, c.key(1).text)
	if at < 0 {
		return answer{}, notFound(c.key(1).text)
	}
	return c.one(c.federationsOf(app), all[at])
}

// federationAt finds one by its id or by its name, which is a key too.
func federationAt(all []federation, key string) int {
	return slices.IndexFunc(all, func(f federation) bool { return equal(f.text("id"), key) || f.text("name") == key })
}

func (c *call) addFederation() (answer, *graphError) {
	given, failure := c.accepted("federatedIdentityCredential", "FederatedIdentityCredential")
	if failure != nil {
		return answer{}, failure
	}
	for _, name := range []string{"name", "issuer", "subject", "audiences"} {
		if given[name] == nil || given[name] == "" {
			return answer{}, missingValue(name, "FederatedIdentityCredential")
		}
	}
	made := federation{map[string]any{"description": given["description"]}}
	for _, name := range []string{"name", "issuer", "subject", "audiences"} {
		made.members[name] = given[name]
	}
	if len(texts(given["audiences"])) != 1 {
		return answer{}, invalidValue("audiences", "FederatedIdentityCredential")
	}
	if name := made.text("name"); len(name) < 3 || len(name) > 120 {
		return answer{}, invalidValue("name", "FederatedIdentityCredential")
	}
	id, err := c.t.newID()
	if err != nil {
		return answer{}, unexpected(err)
	}
	made.members["id"] = id
	app, failure := c.changeFederations(func(all []federation) ([]federation, *graphError) {
		for _, other := range all {
			same := other.text("issuer") == made.text("issuer") && other.text("subject") == made.text("subject")
			if same || other.text("name") == made.text("name") {
				return nil, refused(409, "Request_MultipleObjectsWithSameKeyValue",
					"FederatedIdentityCredential with name %s already exists.", other.text("name"))
			}
		}
		if len(all) >= mostFederations {
			return nil, badRequest("An application can have at most %d federated identity credentials.", mostFederations)
		}
		return append(all, made), nil
	})
	if failure != nil {
		return answer{}, failure
	}
	return c.made(c.federationsOf(app), made, "applications/"+app.id+"/"+federationList+"/"+id), nil
}

func (c *call) dropFederation() (answer, *graphError) {
	_, failure := c.changeFederations(func(all []federation) ([]federation, *graphError) {
		at := federationAt(all, c.key(1).text)
		if at < 0 {
			return nil, notFound(c.key(1).text)
		}
		return slices.Delete(all, at, at+1), nil
	})
	return noContent, failure
}

// changeFederations puts a copy of the application with other credentials.
func (c *call) changeFederations(change func([]federation) ([]federation, *graphError)) (*application, *graphError) {
	seen, failure := c.findApplication(c.key(0))
	if failure != nil {
		return nil, failure
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	app, there := c.t.apps.newest(seen.id)
	if !there {
		return nil, notFound(seen.id)
	}
	all, failure := change(app.federations())
	if failure != nil {
		return nil, failure
	}
	changed, stored := app.copy(), []any{}
	for _, one := range all {
		stored = append(stored, one.members)
	}
	changed.more[federationList] = stored
	c.t.apps.put(app.id, changed, c.steady, c.visibleFrom())
	return changed, nil
}

// federationFor finds the credential that a token of another issuer fits. Issuer,
// subject and audience are compared by the letter
// (learn.microsoft.com/entra/workload-id/workload-identity-federation).
func federationFor(app *application, issuer, subject, audience string) *refusal {
	all := app.federations()
	unproven := func(number int, what, value string) *refusal {
		return refuse(number, "invalid_client", "No matching federated identity record found for presented assertion %s '%s'. "+
			"Check your federated identity credential Subject, Audience and Issuer against the presented assertion. "+
			"https://learn.microsoft.com/entra/workload-id/workload-identity-federation", what, shorten(value)).withStatus(401)
	}
	if len(all) == 0 {
		return refuse(70025, "invalid_client", "The client '%s'(%s) has no configured federated identity credentials.", app.appID, app.name).withStatus(401)
	}
	all = slices.DeleteFunc(all, func(f federation) bool { return f.text("issuer") != issuer })
	if len(all) == 0 {
		return unproven(700211, "issuer", issuer)
	}
	all = slices.DeleteFunc(all, func(f federation) bool { return !slices.Contains(texts(f.members["audiences"]), audience) })
	if len(all) == 0 {
		return unproven(700212, "audience", audience)
	}
	all = slices.DeleteFunc(all, func(f federation) bool { return f.text("subject") != subject })
	if len(all) == 0 {
		return unproven(700213, "subject", subject)
	}
	return nil
}

// foreignIssuer reports whether an assertion is another party's: clients that prove
// themselves by a certificate name themselves as the issuer.
func foreignIssuer(issuer string) bool { return strings.Contains(issuer, "://") }
