package practice

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxBatch is Graph's limit on the parts of a $batch.
const maxBatch = 20

// part is one request of a $batch.
type part struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

// batch answers several requests at once, in the order given. A part whose
// dependency failed is answered with 424.
func (c *call) batch() (answer, *graphError) {
	if c.nested {
		return answer{}, badQuery("A batch request cannot hold another one.")
	}
	if _, failure := c.object(); failure != nil {
		return answer{}, failure
	}
	var sent struct {
		Requests []part `json:"requests"`
	}
	if err := json.Unmarshal(c.body, &sent); err != nil {
		return answer{}, badQuery("Invalid batch payload format.")
	}
	if failure := checkParts(sent.Requests); failure != nil {
		return answer{}, failure
	}
	responses := make([]record, 0, len(sent.Requests))
	failed := map[string]bool{}
	for _, p := range sent.Requests {
		response, status := c.answerPart(p, failed)
		failed[p.ID] = status >= 400
		responses = append(responses, response)
	}
	return answer{status: http.StatusOK, body: record{{"responses", responses}}}, nil
}

// checkParts wants ids, each once, and dependencies on earlier parts only.
func checkParts(parts []part) *graphError {
	if len(parts) == 0 {
		return badQuery("Invalid batch payload format.")
	}
	if len(parts) > maxBatch {
		return badQuery("Number of batch request steps exceeds the maximum value of %d.", maxBatch)
	}
	known := map[string]bool{}
	for _, p := range parts {
		if p.ID == "" || known[p.ID] {
			return badQuery("Request Id is missing or used twice: '%s'.", p.ID)
		}
		for _, other := range p.DependsOn {
			if !known[other] {
				return badQuery("The batch step '%s' depends on '%s', which does not come before it.", p.ID, other)
			}
		}
		known[p.ID] = true
	}
	return nil
}

func (c *call) answerPart(p part, failed map[string]bool) (record, int) {
	inner := &call{server: c.server, t: c.t, method: strings.ToUpper(p.Method), version: c.version, header: http.Header{},
		grant: c.grant, user: c.user, now: c.t.now(), steady: c.t.steady(), seen: c.t.seen(), requestID: c.requestID, clientRequestID: c.clientRequestID, nested: true}
	for name, value := range p.Headers {
		inner.header.Set(name, value)
	}
	inner.body = p.Body
	if string(p.Body) == "null" {
		inner.body = nil
	}
	given, failure := c.perform(inner, p, failed)
	if failure != nil {
		given = c.server.refusal(inner, failure)
	}
	headers := record{{"Content-Type", "application/json"}}
	for _, name := range slices.Sorted(maps.Keys(given.headers)) {
		headers = append(headers, member{name, given.headers[name]})
	}
	if given.location != "" {
		headers = append(headers, member{"Location", given.location})
	}
	response := record{{"id", p.ID}, {"status", given.status}, {"headers", headers}}
	if given.body != nil {
		response = append(response, member{"body", given.body})
	}
	return response, given.status
}

func (c *call) perform(inner *call, p part, failed map[string]bool) (answer, *graphError) {
	for _, other := range p.DependsOn {
		if failed[other] {
			return answer{}, refused(http.StatusFailedDependency, "FailedDependency",
				"The batch step was not performed because step '%s' failed.", other)
		}
	}
	if len(inner.body) > 0 && inner.header.Get("Content-Type") == "" {
		return answer{}, badQuery("Write request id : %s does not contain Content-Type header or body.", p.ID)
	}
	address, err := url.Parse(p.URL)
	if err != nil || address.Host != "" || address.Scheme != "" {
		return answer{}, badQuery("Invalid batch request URL '%s'.", p.URL)
	}
	inner.path = withoutAlias(strings.TrimPrefix(address.EscapedPath(), "/"))
	inner.rawQuery = address.RawQuery
	return c.server.answer(inner)
}
