package practice

import (
	"slices"
	"time"
)

// delay is how long a write stays invisible to some reader.
func (t *tenant) delay() time.Duration {
	if asked, on := t.faults.standing("lag"); on {
		return max(asked.after, 0)
	}
	return time.Duration(t.lag.Load())
}

// seen is the moment as of which a read sees the tenant. Of several replicas the
// first takes the writes and knows them at once, the slowest learns of them after
// the whole delay, the others in between; a request that meets a faster one looks
// ahead by the difference. Without the fault all are as slow as the slowest.
func (t *tenant) seen() time.Time {
	now := t.steady()
	asked, on := t.faults.standing("lag")
	if !on || asked.replicas < 2 || asked.after <= 0 {
		return now
	}
	slowness := time.Duration(t.faults.draw("lag", asked.replicas))
	return now.Add(asked.after - asked.after*slowness/time.Duration(asked.replicas-1))
}

// draw returns a number below limit by the seed of a fault that is on.
func (f *faults) draw(name string, limit int) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range slices.Backward(f.on) {
		if a.Name == name {
			return a.rng.IntN(limit)
		}
	}
	return 0
}

// skew is how far the tenant's clock is off.
func (t *tenant) skew() time.Duration {
	asked, _ := t.faults.standing("clock-skew")
	return asked.after
}

// offered lists the gallery as it is now.
func (t *tenant) offered() []*template {
	all := t.templates
	if _, on := t.faults.standing("no-gallery-app"); on {
		all = slices.DeleteFunc(slices.Clone(all), func(known *template) bool { return known.name == appName })
	}
	if _, on := t.faults.standing("duplicate-gallery"); on {
		for _, known := range all {
			if known.name == appName {
				twin := *known
				twin.id, twin.publisher = t.twinID, "Autotask (former listing)"
				return append(slices.Clone(all), &twin)
			}
		}
	}
	return all
}

// withheld takes the permission away that a fault keeps from new tokens.
func (f *faults) withheld(names []string) []string {
	asked, on := f.standing("consent-missing")
	if !on {
		return names
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == asked.scope })
}

// published lists the keys that the federation metadata has taken over.
func (t *tenant) published(keys []signingKey) []signingKey {
	asked, on := t.faults.standing("late-metadata")
	if !on {
		return keys
	}
	now := t.now()
	return slices.DeleteFunc(slices.Clone(keys), func(key signingKey) bool { return now.Before(key.notBefore.Add(asked.after)) })
}
