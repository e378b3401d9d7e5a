package practice

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxWait bounds how long a fault may keep a client waiting.
const maxWait = 10 * time.Minute

// spec is what a fault was asked for.
type spec struct {
	on       pattern
	times    int     // how often it strikes; 0: as long as it is on
	skip     int     // how many fitting requests pass first
	chance   float64 // of each fitting request to be struck, 0 to 1
	seed     uint64  // of that chance and of whatever else is drawn
	after    time.Duration
	form     string // of Retry-After: seconds, date or none
	when     string // before or after the effect
	scope    string
	status   int
	replicas int
}

// read takes settings over; known says which keys there are.
func (s *spec) read(settings string, known func(key string) bool) error {
	for _, setting := range strings.Split(settings, ",") {
		if strings.TrimSpace(setting) == "" {
			continue
		}
		key, value, found := strings.Cut(setting, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !found || !known(key) {
			return fmt.Errorf("%q is no setting of it", setting)
		}
		if err := s.set(key, value); err != nil {
			return fmt.Errorf("%s cannot be %q", key, value)
		}
	}
	return nil
}

func (s *spec) set(key, value string) (err error) {
	switch key {
	case "on":
		s.on, err = readPattern(value)
	case "n":
		s.times, err = count(value)
	case "skip":
		s.skip, err = count(value)
	case "chance":
		if s.chance, err = strconv.ParseFloat(value, 64); err == nil && !(s.chance >= 0 && s.chance <= 1) {
			err = strconv.ErrRange
		}
	case "seed":
		s.seed, err = strconv.ParseUint(value, 10, 64)
	case "after", "by":
		s.after, err = time.ParseDuration(value)
	case "form":
		s.form, err = value, oneWord(value, "seconds", "date", "none")
	case "when":
		s.when, err = value, oneWord(value, "before", "after")
	case "scope":
		s.scope = value
	case "status":
		if s.status, err = count(value); err == nil && (s.status < 400 || s.status > 599) {
			err = strconv.ErrRange
		}
	case "replicas":
		if s.replicas, err = count(value); err == nil && (s.replicas < 1 || s.replicas > 16) {
			err = strconv.ErrRange
		}
	default:
		err = strconv.ErrSyntax
	}
	return err
}

func count(value string) (int, error) {
	number, err := strconv.ParseUint(value, 10, 16)
	return int(number), err
}

func oneWord(value string, legal ...string) error {
	for _, word := range legal {
		if value == word {
			return nil
		}
	}
	return strconv.ErrSyntax
}

// pattern says which Graph requests a fault is about: a method, "reads", "writes"
// or nothing, and a path below the version or nothing. In the path * is any one
// step and ** at the end any rest. A $batch is what its parts are, neither read nor
// write.
type pattern struct {
	method string
	path   []string
}

func readPattern(text string) (pattern, error) {
	var p pattern
	for _, word := range strings.Fields(text) {
		switch {
		case strings.HasPrefix(word, "/") && p.path == nil:
			p.path = strings.Split(strings.Trim(word, "/"), "/")
		case p.method == "" && p.path == nil && oneWord(strings.ToLower(word), "reads", "writes", "get", "post", "patch", "delete", "put") == nil:
			p.method = strings.ToUpper(word)
		default:
			return p, strconv.ErrSyntax
		}
	}
	return p, nil
}

func (p pattern) fits(method, path string) bool {
	switch p.method {
	case "":
	case "READS":
		if method != "GET" && method != "HEAD" {
			return false
		}
	case "WRITES":
		if method == "GET" || method == "HEAD" || strings.Trim(path, "/") == "$batch" {
			return false
		}
	default:
		if method != p.method {
			return false
		}
	}
	if p.path == nil {
		return true
	}
	keyed := strings.NewReplacer("(", "/", ")", "").Replace(path)
	steps := strings.Split(strings.Trim(keyed, "/"), "/")
	for at, want := range p.path {
		if want == "**" && at == len(p.path)-1 {
			return true
		}
		if at >= len(steps) || want != "*" && !strings.EqualFold(want, unqualified(steps[at])) {
			return false
		}
	}
	return len(steps) == len(p.path)
}
