package setup

import (
	"net/http"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg/bundle"
)

// writings remembers which requests of a run changed the tenant, by step.
type writings struct {
	requests map[Step][]string // Microsoft's names of them, in order
	last     map[Step]time.Time
}

// note remembers a request that was answered as done.
func (w *writings) note(step Step, exchange graph.Exchange) {
	if !exchange.Write() || exchange.Status < http.StatusOK || exchange.Status >= http.StatusMultipleChoices {
		return
	}
	if w.requests == nil {
		w.requests, w.last = map[Step][]string{}, map[Step]time.Time{}
	}
	w.last[step] = exchange.Time
	if exchange.RequestID != "" {
		w.requests[step] = append(w.requests[step], exchange.RequestID)
	}
}

// changes lists what this run created or changed, for the change record.
func (r *run) changes() []bundle.Change {
	r.telling.Lock()
	defer r.telling.Unlock()
	var changes []bundle.Change
	for _, change := range r.plan.Changes {
		if change.Verb != Create && change.Verb != Modify || r.written.last[change.Step].IsZero() {
			continue // stood already, or was made before this run
		}
		after := change.After
		if after == "" && (change.What == WhatCertificate || change.What == WhatActiveCertificate) {
			after = r.signer.Thumbprint // named by Entra only when made
		}
		changes = append(changes, bundle.Change{What: change.What, Created: change.Verb == Create, Before: change.Before,
			After: after, Time: r.written.last[change.Step].UTC().Truncate(time.Second), RequestIDs: r.written.requests[change.Step]})
	}
	return changes
}
