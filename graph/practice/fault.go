package practice

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is one way in which the real service is known to misbehave, or may
// rightly refuse, and that the practice tenant can play.
type Fault struct {
	Name   string `json:"name"`
	Does   string `json:"does"`   // what Entra does then
	Source string `json:"source"` // where that is said
	Spec   string `json:"spec"`   // with all it takes and the values it has unless told otherwise
	// onRequest faults strike single Graph requests; the others change how the
	// tenant stands as long as they are on.
	onRequest bool
}

// Faults lists every fault by name, in the order in which they are documented.
func Faults() []Fault {
	return slices.Concat(requestFaults(), tenantFaults(), samlFaults())
}

func findFault(name string) (Fault, bool) {
	for _, known := range Faults() {
		if known.Name == name {
			return known, true
		}
	}
	return Fault{}, false
}

// armed is a fault that is on, with what was asked of it.
type armed struct {
	Fault
	given string // the spec as it was given
	spec  spec
	rng   *rand.Rand
	met   int // requests that fitted
	hits  int // of those, the ones that were struck
}

// faults are the faults that are on.
type faults struct {
	mu      sync.Mutex
	on      []*armed
	revoked map[string]string // access token -> the fault that ended it
	changed func()            // called after every change, without the lock; may be nil
}

func newFaults() *faults { return &faults{revoked: map[string]string{}} }

// arm turns faults on beside those that are on; a spec that cannot be read turns
// none on.
func (f *faults) arm(specs []string) error {
	var fresh []*armed
	for _, text := range specs {
		made, err := readSpec(text)
		if err != nil {
			return &OptionError{"fault", text, err}
		}
		fresh = append(fresh, made)
	}
	f.mu.Lock()
	f.on = append(f.on, fresh...)
	f.mu.Unlock()
	f.tell()
	return nil
}

// disarm turns a fault off under every spec, or all of them when name is "".
func (f *faults) disarm(name string) {
	f.mu.Lock()
	f.on = slices.DeleteFunc(f.on, func(a *armed) bool { return name == "" || a.Name == name })
	if name == "" {
		clear(f.revoked)
	}
	f.mu.Unlock()
	f.tell()
}

func (f *faults) tell() {
	if f.changed != nil {
		f.changed()
	}
}

// standing returns the newest spec under which a fault is on.
func (f *faults) standing(name string) (spec, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range slices.Backward(f.on) {
		if a.Name == name {
			return a.spec, true
		}
	}
	return spec{}, false
}

// strike is a fault that hits one request.
type strike struct {
	name string
	spec spec
}

// strikes returns the first fault in the order given that hits a Graph request,
// and counts it.
func (f *faults) strikes(method, path string) (strike, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.on {
		if a.onRequest && a.hit(method, path) {
			return strike{a.Name, a.spec}, true
		}
	}
	return strike{}, false
}

// take counts one use of a fault that strikes something else than a Graph
// request, and reports whether it is hit.
func (f *faults) take(name string) (spec, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.on {
		if a.Name == name && a.hit("", "") {
			return a.spec, true
		}
	}
	return spec{}, false
}

func (a *armed) hit(method, path string) bool {
	if method != "" && !a.spec.on.fits(method, path) || a.spec.times > 0 && a.hits >= a.spec.times {
		return false
	}
	a.met++
	if a.met <= a.spec.skip || a.spec.chance < 1 && a.rng.Float64() >= a.spec.chance {
		return false
	}
	a.hits++
	return true
}

// revoke remembers that an access token no longer counts.
func (f *faults) revoke(token, fault string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.revoked) < maxTokens {
		f.revoked[token] = fault
	}
}

func (f *faults) revokedBy(token string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.revoked[token]
}

// Armed is a fault that is on, as the admin page and API tell it.
type Armed struct {
	Name string `json:"name"`
	Spec string `json:"spec"`
	Met  int    `json:"met"`  // requests that fitted
	Hits int    `json:"hits"` // of those, the ones that were struck
}

func (f *faults) list() []Armed {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := []Armed{}
	for _, a := range f.on {
		all = append(all, Armed{a.Name, a.given, a.met, a.hits})
	}
	return all
}

// readSpec reads "name" or "name:key=value,key=value".
func readSpec(text string) (*armed, error) {
	name, settings, _ := strings.Cut(strings.TrimSpace(text), ":")
	known, there := findFault(strings.TrimSpace(name))
	if !there {
		return nil, fmt.Errorf("practice: there is no fault named %q", name)
	}
	made := &armed{Fault: known, given: strings.TrimSpace(text), spec: spec{chance: 1}}
	legal := map[string]bool{}
	_, defaults, _ := strings.Cut(known.Spec, ":")
	if err := made.spec.read(defaults, func(key string) bool { legal[key] = true; return true }); err != nil {
		return nil, fmt.Errorf("practice: fault %s: %w", name, err)
	}
	general := func(key string) bool {
		switch key {
		case "n", "skip", "chance", "seed", "on":
			return true
		}
		return legal[key]
	}
	if err := made.spec.read(settings, general); err != nil {
		return nil, fmt.Errorf("practice: fault %s: %w; it takes %s", name, err, known.Spec)
	}
	made.rng = rand.New(rand.NewPCG(made.spec.seed, uint64(len(name))))
	return made, nil
}

// effect says whether a request takes effect before it is struck.
func (s strike) takesEffect() bool { return s.spec.when != "before" }

// waits is how long a slow answer takes; bounded, so that no client hangs for good.
func (s spec) waits() time.Duration { return min(max(s.after, 0), maxWait) }
