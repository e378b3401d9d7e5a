package trace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// mask gives texts numbers, the same text the same one.
type mask struct {
	public map[string]bool
	given  map[string]string // text -> what stands for it
	count  map[string]int    // by kind
	names  map[string]bool   // of properties seen, which are Microsoft's and stay
}

func newMask(public []string) *mask {
	m := &mask{public: map[string]bool{}, given: map[string]string{}, count: map[string]int{}, names: map[string]bool{}}
	for _, text := range public {
		m.public[text] = true
	}
	return m
}

var (
	guid   = regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	person = regexp.MustCompile(`[^\s'"()/@,;:]+@[^\s'"()/@,;:]+`)
	quoted = regexp.MustCompile(`'[^']*'`)
	member = regexp.MustCompile(`^[A-Za-z@._-]+$`)
	step   = regexp.MustCompile(`^(microsoft\.graph\.)?[A-Za-z$]+$`)
	digits = regexp.MustCompile(`^[0-9]{1,3}$`)
)

// keeps lists the properties whose texts stay: values that Microsoft lists in its
// documentation, and that no tenant can choose.
func keeps(name string) bool {
	switch name {
	case "@odata.type", "code", "preferredSingleSignOnMode", "supportedSingleSignOnModes", "supportedProvisioningTypes",
		"signInAudience", "servicePrincipalType", "type", "usage", "userType", "roleTemplateId", "applicationTemplateId",
		"resourceAppId", "allowedMemberTypes", "origin", "principalType", "publisher", "method":
		return true
	}
	return false
}

// hides lists the properties of which not even a number or a length is told.
func hides(name string) bool {
	switch strings.ToLower(name) {
	case "password", "secrettext", "key", "authorization", "access_token", "refresh_token", "id_token", "client_secret", "assertion":
		return true
	}
	return false
}

// stand returns what stands for a text.
func (m *mask) stand(kind, text string) string {
	if m.public[text] || text == "" {
		return text
	}
	lower := strings.ToLower(text)
	if known, is := m.given[lower]; is {
		return known
	}
	m.count[kind]++
	name := fmt.Sprintf("%s-%d", kind, m.count[kind])
	m.given[lower] = name
	return name
}

// number keeps a text of digits, such as the seconds to wait.
func (m *mask) number(text string) string {
	if digits.MatchString(text) {
		return text
	}
	return m.stand("text", text)
}

// body is a JSON body with its texts masked; of another only the length is told.
func (m *mask) body(raw []byte, gallery bool) any {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return lengthOf(raw)
	}
	return m.value("", value, gallery)
}

// value masks what a property holds. In the gallery, which is Microsoft's, names
// and ids stay.
func (m *mask) value(name string, value any, gallery bool) any {
	switch value := value.(type) {
	case map[string]any:
		masked := make(map[string]any, len(value))
		gallery = gallery || strings.Contains(fmt.Sprint(value["@odata.context"]), "#applicationTemplates")
		for inner, of := range value {
			shown := inner
			if member.MatchString(inner) {
				m.names[inner] = true
			} else {
				shown = m.stand("name", inner)
			}
			masked[shown] = m.value(inner, of, gallery)
		}
		return masked
	case []any:
		masked := make([]any, len(value))
		for at, of := range value {
			masked[at] = m.value(name, of, gallery)
		}
		return masked
	case string:
		return m.text(name, value, gallery)
	case json.Number:
		if len(value) > 6 && strings.Trim(string(value), "0123456789") == "" {
			return m.stand("number", string(value)) // long ones could be somebody's
		}
	}
	return value
}

func (m *mask) text(name, text string, gallery bool) string {
	switch {
	case hides(name):
		return "(hidden)"
	case keeps(name) && len(text) < 80 && !person.MatchString(text), gallery && (name == "displayName" || name == "id" || name == "logoUrl"):
		return text
	case name == "message":
		return m.message(text)
	case name == "url": // of a request in a batch
		path, query, _ := strings.Cut(text, "?")
		if query = m.query(query); query != "" {
			query = "?" + query
		}
		return m.path(path) + query
	}
	if _, err := time.Parse(time.RFC3339, text); err == nil || digits.MatchString(text) {
		return text
	}
	switch address, err := url.Parse(text); {
	case err == nil && address.Host != "":
		return m.address(address)
	case guid.MatchString(text) && len(text) == 36:
		return m.stand("id", text)
	case person.FindString(text) == text:
		return m.stand("person", text)
	}
	return m.stand("text", text)
}

// address keeps the host and the path of what belongs to Microsoft, to the portal
// or to this computer: they are what a tenant was set up with.
func (m *mask) address(address *url.URL) string {
	host := address.Hostname()
	switch label, portal := strings.CutSuffix(host, ".backup.autotask.net"); {
	case portal && len(label) > 3: // more than a region could be a name
		host = m.stand("sub", label) + ".backup.autotask.net"
	case portal, ours(host):
	default:
		return address.Scheme + "://" + m.stand("host", host) + "/" + m.stand("path", strings.TrimPrefix(address.Path, "/"))
	}
	masked := address.Scheme + "://" + host + m.path(address.Path)
	if address.RawQuery != "" {
		masked += "?" + m.query(address.RawQuery)
	}
	return masked
}

// ours reports whether a host is one that every tenant uses.
func ours(host string) bool {
	switch host {
	case "127.0.0.1", "localhost", "graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn",
		"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn", "sts.windows.net",
		"myapps.microsoft.com", "launcher.myapps.microsoft.com", "account.activedirectory.windowsazure.com", "images.microsoft.com":
		return true
	}
	return false
}

// path masks ids and names in the path of a call.
func (m *mask) path(path string) string {
	parts := strings.Split(path, "/")
	for at, part := range parts {
		switch {
		case part == "" || part == "v1.0" || part == "beta" || step.MatchString(part):
		case guid.MatchString(part) && len(part) == 36:
			parts[at] = m.stand("id", part)
		case strings.Contains(part, "("):
			parts[at] = m.sentence(part)
		case strings.Contains(part, "@"):
			parts[at] = m.stand("person", part)
		default:
			parts[at] = m.stand("text", part)
		}
	}
	return strings.Join(parts, "/")
}

// query masks the values in the query of a call, but for names of properties.
func (m *mask) query(raw string) string {
	if raw == "" {
		return ""
	}
	parts := strings.Split(raw, "&")
	for at, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		decoded, err := url.QueryUnescape(value)
		switch name, _ = url.QueryUnescape(name); {
		case err != nil || !strings.HasPrefix(name, "$") || name == "$skiptoken" || name == "$search":
			parts[at] = m.stand("text", part)
		default:
			parts[at] = name + "=" + m.sentence(decoded)
		}
	}
	return strings.Join(parts, "&")
}

// sentence masks what is quoted, ids and people. Names of properties may stay in
// quotes.
func (m *mask) sentence(text string) string {
	text = quoted.ReplaceAllStringFunc(text, func(inner string) string {
		inner = strings.Trim(inner, "'")
		if m.names[inner] || m.public[inner] {
			return "'" + inner + "'"
		}
		return "'" + m.text("", inner, false) + "'"
	})
	text = guid.ReplaceAllStringFunc(text, func(id string) string { return m.stand("id", id) })
	return person.ReplaceAllStringFunc(text, func(who string) string { return m.stand("person", who) })
}

// message masks a sentence of Graph's, and in it every text that was masked before.
func (m *mask) message(text string) string {
	text = m.sentence(text)
	for known, stands := range m.given {
		if len(known) > 3 && strings.Contains(strings.ToLower(text), known) {
			text = regexp.MustCompile("(?i)"+regexp.QuoteMeta(known)).ReplaceAllLiteralString(text, stands)
		}
	}
	return text
}
