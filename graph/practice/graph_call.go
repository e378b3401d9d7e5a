package practice

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// call is one Graph request while it is answered; a $batch makes one of each of
// its parts.
type call struct {
	server                     *Server
	t                          *tenant
	method, path, rawQuery     string // path behind the version, escaped
	version                    string // "v1.0" or "beta"
	header                     http.Header
	body                       []byte
	query                      query
	keys                       []element
	grant                      *grant
	user                       *user // nil for a client on its own
	now                        time.Time
	steady                     time.Time // now, whatever a fault does to the tenant's clock
	seen                       time.Time // the moment that the replica asked knows
	requestID, clientRequestID string
	nested                     bool // part of a $batch
}

// answer is what a handler gives back; body is nil, a record or plain text.
type answer struct {
	status   int
	body     any
	location string
	headers  map[string]string
	page     string // HTML that some gateway sends instead of an answer
	manner   strike // how it is sent, when not as usual
}

const maxBody = 4 << 20

// serveGraph answers one HTTP exchange under /v1.0 or /beta.
func (s *Server) serveGraph(w http.ResponseWriter, r *http.Request) {
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	c := &call{server: s, t: s.tenant, method: r.Method, path: withoutAlias(path), rawQuery: r.URL.RawQuery, version: version,
		header: r.Header, now: s.tenant.now(), steady: s.tenant.steady(), seen: s.tenant.seen()}
	var failure *graphError
	if err := c.identify(); err != nil {
		failure = unexpected(err)
	}
	if failure == nil {
		c.body, failure = readBody(w, r)
	}
	if c.method == http.MethodHead {
		c.method = http.MethodGet // the server leaves the body out
	}
	var given answer
	if failure == nil {
		given, failure = s.answer(c)
		if err := s.tenant.commit(); err != nil {
			failure = unexpected(err)
		}
	}
	if failure != nil {
		given = s.refusal(c, failure)
	}
	s.write(w, r, c, given)
}

// withoutAlias takes myorganization from the front of a path: an older name of the
// caller's own tenant, which changes nothing.
func withoutAlias(path string) string {
	if first, rest, found := strings.Cut(path, "/"); found && strings.EqualFold(first, "myorganization") {
		return rest
	}
	return path
}

// refusal is the answer that a failure makes.
func (s *Server) refusal(c *call, failure *graphError) answer {
	given := answer{status: failure.status, body: failure.body(c), headers: failure.headers}
	if failure.challenge {
		given.headers = map[string]string{"WWW-Authenticate": s.challenge()}
	}
	return given
}

// token is the bearer token that came with the call, "" when none did.
func (c *call) token() string {
	scheme, token, _ := strings.Cut(c.header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// identify draws the ids that support asks for.
func (c *call) identify() error {
	id, err := c.t.newID()
	if err != nil {
		return err
	}
	c.requestID, c.clientRequestID = id, id
	if sent := c.header.Get("client-request-id"); guidShaped(sent) {
		c.clientRequestID = sent
	}
	return nil
}

// challenge is the value of WWW-Authenticate on a 401.
func (s *Server) challenge() string {
	return fmt.Sprintf(`Bearer realm="", authorization_uri="%s/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`, s.base)
}

// authenticate finds the grant behind the bearer token.
func (s *Server) authenticate(c *call) *graphError {
	token := c.token()
	if token == "" {
		return unauthorized("Access token is empty.")
	}
	if by := s.tenant.faults.revokedBy(token); by != "" {
		return s.revoked(c, by)
	}
	found, known := s.grantFor(token)
	if !known {
		return unauthorized("Access token validation failure. Invalid token.")
	}
	if !found.expires.IsZero() && !c.now.Before(found.expires) {
		return unauthorized("Lifetime validation failed, the token is expired.")
	}
	c.grant = found
	if found.user == nil {
		return nil
	}
	person, there := c.t.userByID(found.user.id)
	if !there || !person.enabled {
		return unauthorized("The user account does not exist in the directory or is disabled.")
	}
	if found.challengeable && person.revokedBefore(found.issued) {
		return s.challenged(c)
	}
	c.user = c.t.active(person)
	return nil
}

// readBody takes the body as it was meant: unpacked, and of bounded size.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, *graphError) {
	source := http.MaxBytesReader(w, r.Body, maxBody)
	var reader io.Reader = source
	switch encoding := strings.ToLower(r.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip":
		if r.ContentLength == 0 {
			return nil, nil
		}
		unpacked, err := gzip.NewReader(source)
		if err != nil {
			return nil, badQuery("The request body is not what its Content-Encoding says.")
		}
		reader = unpacked
	default:
		return nil, refused(http.StatusUnsupportedMediaType, "UnsupportedMediaType", "Content-Encoding '%s' is not supported.", encoding)
	}
	body, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
	if err != nil {
		return nil, badQuery("The request body could not be read.")
	}
	if len(body) > maxBody {
		return nil, refused(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The request body is larger than %d bytes.", maxBody)
	}
	return body, nil
}

// write sends an answer with the headers that Graph sends, and traces it.
func (s *Server) write(w http.ResponseWriter, r *http.Request, c *call, given answer) {
	header := w.Header()
	header.Set("request-id", c.requestID)
	header.Set("client-request-id", c.clientRequestID)
	header.Set("x-ms-ags-diagnostic", `{"ServerInfo":{"DataCenter":"Practice","Slice":"E","Ring":"1","ScaleUnit":"001","RoleInstance":"PRACTICE"}}`)
	header.Set("Date", c.now.UTC().Format(http.TimeFormat))
	header.Set("Cache-Control", "no-cache")
	header.Set("Vary", "Accept-Encoding")
	var content []byte
	switch body := given.body.(type) {
	case nil:
	case string:
		header.Set("Content-Type", "text/plain")
		content = []byte(body)
	default:
		header.Set("OData-Version", "4.0")
		header.Set("Content-Type", "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8")
		written, err := marshal(body)
		if err != nil {
			given.status, written = http.StatusInternalServerError, []byte(`{"error":{"code":"InternalServerError","message":"The answer could not be written."}}`)
		}
		content = written
	}
	if given.location != "" {
		header.Set("Location", given.location)
	}
	for name, value := range given.headers {
		header.Set(name, value)
	}
	if given.page != "" {
		header.Set("Content-Type", "text/html")
		content = []byte(given.page)
	}
	if given.manner.name == "reset" {
		reset(w)
		return // nothing was answered, so there is nothing to trace
	}
	s.trace.note(c, given.status, content)
	switch given.manner.name {
	case "slow-headers":
		wait(r, given.manner.spec.waits())
	case "slow-body":
		header.Set("Content-Length", strconv.Itoa(len(content)))
		w.WriteHeader(given.status)
		halves(w, r, content, given.manner.spec.waits())
		return
	case "cut-json":
		content = content[:len(content)/2]
	}
	if len(content) > 1<<10 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		w.WriteHeader(given.status)
		packed := gzip.NewWriter(w)
		_, _ = packed.Write(content) // a reader that went away needs no answer
		_ = packed.Close()
		return
	}
	if given.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(content)))
	}
	w.WriteHeader(given.status)
	_, _ = w.Write(content)
}

// object decodes the body as one JSON object.
func (c *call) object() (map[string]any, *graphError) {
	if len(c.body) == 0 {
		return nil, badQuery("Empty Payload. JSON content expected.")
	}
	kind := strings.ToLower(c.header.Get("Content-Type"))
	if kind != "" && !strings.HasPrefix(kind, "application/json") {
		return nil, refused(http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The content type '%s' is not supported; use application/json.", kind)
	}
	members, err := decodeObject(c.body)
	if err != nil {
		return nil, badQuery("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
	}
	return members, nil
}

// types is the schema of the version that was asked.
func (c *call) types() schema {
	if c.version == "beta" {
		return c.server.beta
	}
	return c.server.schema
}

// root is the address of the service, as @odata.context and Location begin.
func (c *call) root() string { return c.server.base + "/" + c.version }

// context is the @odata.context of an answer.
func (c *call) context(fragment string) member {
	return member{"@odata.context", c.root() + "/$metadata#" + fragment}
}

// visibleFrom is when readers see what this call writes.
func (c *call) visibleFrom() time.Time { return c.steady.Add(c.t.delay()) }

var noContent = answer{status: http.StatusNoContent}
