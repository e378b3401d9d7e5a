package terminal

import (
	"encoding/json"
	"io"
	"maps"
	"sync"
	"time"

	"backupsso/graph/setup"
)

type object = map[string]any

// jsonLines writes one JSON object a line for scripts. A nil *jsonLines writes
// nothing, so that callers need not ask.
type jsonLines struct {
	mu  sync.Mutex
	out io.Writer
	now func() time.Time
}

func newJSONLines(out io.Writer, now func() time.Time) *jsonLines {
	return &jsonLines{out: out, now: now}
}

func (j *jsonLines) write(what any) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	encoder := json.NewEncoder(j.out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(what) // a reader that is gone cannot be told
}

func (j *jsonLines) signedIn(who setup.Who, domain string) {
	j.write(object{"event": "signed-in", "tenant_id": who.Tenant.ID, "tenant_name": who.Tenant.Name, "tenant_domain": domain,
		"account": who.Account.Label(), "application": who.Account.Application, "may_lack": listed(who.MayLack), "client_id": who.Grant.ClientID,
		"granted": listed(who.Grant.Permissions), "not_granted": listed(who.NotGranted), "stays": who.Stay.Kept, "silent": who.Stay.Silent})
}

func (j *jsonLines) plan(plan setup.Plan) {
	changes := make([]object, 0, len(plan.Changes))
	for _, change := range plan.Changes {
		row := object{"step": change.Step, "what": change.What, "verb": change.Verb, "before": change.Before, "after": change.After}
		if change.Why != nil {
			row["kind"] = change.Why.Kind
		}
		changes = append(changes, row)
	}
	notices := make([]object, 0, len(plan.Notices))
	for _, notice := range plan.Notices {
		notices = append(notices, object{"kind": notice.Kind, "application": notice.App, "user": notice.UPN, "object_id": notice.ObjectID,
			"deleted": notice.Deleted.UTC(), "until": notice.Until.UTC()})
	}
	j.write(object{"event": "plan", "notices": notices, "tenant_id": plan.Tenant.ID, "application": plan.Application, "changes": changes,
		"create": plan.Count(setup.Create), "change": plan.Count(setup.Modify), "already_so": plan.Count(setup.Same),
		"cannot": plan.Count(setup.Cannot), "by_hand": plan.Count(setup.ByHand), "writes": plan.Writes()})
}

// event writes one piece of news of an Apply: a step or a request.
func (j *jsonLines) event(event setup.Event) {
	if exchange := event.Exchange; exchange != nil {
		j.write(object{"event": "request", "time": exchange.Time.UTC(), "method": exchange.Method, "host": exchange.Host,
			"path": exchange.Path, "status": exchange.Status, "ms": exchange.Duration.Milliseconds(),
			"poll": exchange.Poll, "write": exchange.Write()})
		return
	}
	line := object{"event": "step", "time": event.Time.UTC(), "step": event.Step, "state": event.State,
		"ms": event.Elapsed.Milliseconds(), "made": event.Made, "total": event.Total}
	if event.Outcome != "" {
		line["outcome"] = event.Outcome
	}
	if wait := event.Wait; wait != nil {
		told := object{"reason": wait.Reason, "attempt": wait.Attempt, "next": wait.Next.UTC(), "give_up": wait.GiveUp.UTC()}
		if wait.Task != nil {
			told["task"] = taskObject(*wait.Task)
		}
		if len(wait.Permissions) > 0 {
			told["permissions"], told["facts"] = wait.Permissions, wait.Facts
		}
		line["wait"] = told
	}
	if event.Problem != nil {
		line["kind"] = event.Problem.Kind
	}
	j.write(line)
}

// done is the last object of a setup that worked; its names are a contract.
type done struct {
	Event              string         `json:"event"`
	Bundle             string         `json:"bundle"`
	TenantID           string         `json:"tenant_id"`
	ApplicationID      string         `json:"application_id"`
	AppID              string         `json:"app_id"`
	ServicePrincipalID string         `json:"service_principal_id"`
	Identifier         string         `json:"identifier"`
	ReplyURL           string         `json:"reply_url"`
	LoginURL           string         `json:"login_url"`
	EntraIdentifier    string         `json:"entra_identifier"`
	LogoutURL          string         `json:"logout_url"`
	MetadataURL        string         `json:"metadata_url"`
	Thumbprint         string         `json:"thumbprint"`
	UserAccessURL      string         `json:"user_access_url"`
	TestUser           string         `json:"test_user"`
	Requests           setup.Requests `json:"requests"`
	Tasks              []object       `json:"tasks,omitempty"` // what is left to a person
}

func (j *jsonLines) done(result setup.Result, path string) {
	c := result.Contents
	j.write(done{Event: "done", Bundle: path, TenantID: c.TenantID, ApplicationID: result.ApplicationID, AppID: c.AppID,
		ServicePrincipalID: result.ServicePrincipalID, Identifier: c.Identifier, ReplyURL: c.ReplyURL, LoginURL: c.LoginURL,
		EntraIdentifier: c.EntraID, LogoutURL: c.LogoutURL, MetadataURL: c.MetadataURL, Thumbprint: c.Thumbprint,
		UserAccessURL: c.UserAccessURL, TestUser: result.TestUserUPN, Requests: result.Requests, Tasks: tasksOf(result)})
}

// failed is the last object of a command that did not end well.
func (j *jsonLines) failed(reason *stop, more object) {
	line := object{"event": "failed", "step": "", "problem": reason.what, "why": reason.why, "next": reason.next,
		"kind": reason.kind, "exit": reason.code}
	if problem := reason.problem; problem != nil {
		line["step"] = problem.Step
		line["retry"] = problem.Retry
		line["detail"] = object{"code": problem.Detail.Code, "status": problem.Detail.Status, "message": problem.Detail.Message,
			"call": problem.Detail.Call, "request_id": problem.Detail.RequestID, "client_request_id": problem.Detail.ClientRequestID}
		choices := make([]object, 0, len(problem.Choices))
		for _, choice := range problem.Choices {
			choices = append(choices, choiceObject(choice))
		}
		line["choices"] = choices
		if problem.Task != nil {
			line["task"] = taskObject(*problem.Task)
		}
	}
	maps.Copy(line, more)
	j.write(line)
}

func tasksOf(result setup.Result) []object {
	var tasks []object
	for _, task := range result.Tasks {
		tasks = append(tasks, taskObject(task))
	}
	return tasks
}

// taskObject is something that a person has to do in the admin centre.
func taskObject(task setup.Task) object { return object{"kind": task.Kind, "link": task.Link} }

// choiceObject is one answer to a question; a new application has no time yet.
func choiceObject(choice setup.Choice) object {
	line := object{"application": choice.ID, "name": choice.Name, "created": nil,
		"identifiers": listed(choice.Identifiers), "assigned": listed(choice.Assigned)}
	if !choice.Created.IsZero() {
		line["created"] = choice.Created.UTC()
	}
	return line
}

// listed keeps an empty list from becoming null.
func listed(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}
