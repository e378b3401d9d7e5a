package practice

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// trace writes one JSON object a line for every Graph exchange.
type trace struct {
	mu sync.Mutex
	to io.Writer // nil: nothing is written
}

func newTrace(to io.Writer) *trace { return &trace{to: to} }

// redacted stands for a secret.
const redacted = "(redacted)"

// note writes one exchange. A trace that cannot be written must not disturb the
// tenant, so failures are dropped.
func (t *trace) note(c *call, status int, content []byte) {
	if t.to == nil {
		return
	}
	line, err := marshal(record{
		{"time", c.now.UTC().Format(time.RFC3339Nano)},
		{"method", c.method},
		{"path", "/" + c.version + "/" + c.path},
		{"query", c.rawQuery},
		{"requestBody", traced(c.body)},
		{"status", status},
		{"responseBody", traced(content)},
	})
	if err != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = t.to.Write(append(line, '\n'))
}

// traced is a body as a JSON value without its secrets; of what is no JSON, only
// the length is told, because it cannot be searched for secrets.
func traced(body []byte) any {
	if len(body) == 0 {
		return nil
	}
	var value any
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return fmt.Sprintf("(no JSON, %d bytes)", len(body))
	}
	return redact(value)
}

func redact(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			if _, isText := inner.(string); isText && secretName(name) {
				value[name] = redacted
				continue
			}
			value[name] = redact(inner)
		}
		return value
	case []any:
		for at := range value {
			value[at] = redact(value[at])
		}
		return value
	}
	return value
}

func secretName(name string) bool {
	switch strings.ToLower(name) {
	case "password", "secrettext", "authorization", "access_token", "refresh_token", "id_token", "client_secret":
		return true
	}
	return false
}
