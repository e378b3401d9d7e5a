package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

const batchCall = "POST /$batch"

// batchPart is one request of a $batch (learn.microsoft.com/graph/json-batching).
type batchPart struct {
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers,omitempty"`
}

// batchAnswer is one answer of a $batch. The outer 200 says nothing of it.
type batchAnswer struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

// send asks the parts in one request and hands each its answer. A part without an
// answer fails like an answer that cannot be read.
func (c *Client) send(ctx context.Context, parts []*part) error {
	requests := make([]batchPart, len(parts))
	for i, one := range parts {
		requests[i] = batchPart{ID: strconv.Itoa(i + 1), Method: http.MethodGet, URL: one.address}
		if one.eventual {
			requests[i].Headers = map[string]string{"ConsistencyLevel": "eventual"}
		}
	}
	body, err := json.Marshal(map[string]any{"requests": requests})
	if err != nil {
		return &Error{Call: batchCall, Err: err}
	}
	return c.do(ctx, batchCall, func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base["baseurl"]+"/$batch", bytes.NewReader(body))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json")
		request.Header.Set("Client-Request-Id", uuid.NewString())
		response, err := c.graph.RoundTrip(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		whole, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		return c.deal(ctx, whole, parts)
	})
}

// deal gives every part its own answer out of the batch's.
func (c *Client) deal(ctx context.Context, whole []byte, parts []*part) error {
	var answers struct {
		Responses []batchAnswer `json:"responses"`
	}
	if err := json.Unmarshal(whole, &answers); err != nil {
		return fmt.Errorf("the batch's answer: %w", err)
	}
	byID := map[string]batchAnswer{}
	for _, got := range answers.Responses {
		byID[got.ID] = got
	}
	outer := trailOf(ctx)
	for i, one := range parts {
		inner := *outer
		inner.call, inner.write, inner.sent = one.call, false, false
		got, there := byID[strconv.Itoa(i+1)]
		if !there {
			one.failure = inner.failure(errMissing("part of the batch"))
			continue
		}
		one.take(c.graph, got, &inner)
	}
	return nil
}

// take reads the answer to one part.
func (p *part) take(w *wire, given batchAnswer, seen *trail) {
	p.answered, p.failure, p.partial = true, nil, false
	got := answer{status: given.Status, header: http.Header{}, body: given.Body}
	for name, text := range given.Headers {
		got.header.Set(name, text)
	}
	seen.status = got.status
	if id := got.header.Get("request-id"); id != "" {
		seen.requestID = clean(id, 100)
	}
	if got.status < 200 || got.status >= 300 {
		p.failure = w.judge(got, "", seen)
		return
	}
	var page struct {
		Next string `json:"@odata.nextLink"`
	}
	// The batch was valid JSON, and so is its part.
	if !bytes.HasPrefix(bytes.TrimSpace(got.body), []byte("{")) || json.Unmarshal(got.body, &page) != nil {
		p.failure = seen.failure(errUnreadable)
		return
	}
	p.partial = strings.TrimSpace(page.Next) != ""
	if err := p.read(got.body); err != nil {
		p.failure = seen.failure(err)
	}
}
