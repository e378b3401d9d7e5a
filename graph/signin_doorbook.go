package graph

import "sync"

// doorbook keeps the last refusal and the last broken connection of a sign-in.
// The libraries between lose both: the device code flow reads a refusal's body
// away before it returns the error.
type doorbook struct {
	mu      sync.Mutex
	refused *SignInError
	broken  error
}

func (d *doorbook) last() (*SignInError, error) {
	if d == nil {
		return nil, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.refused, d.broken
}

func (d *doorbook) enter(refused *SignInError, broken error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refused, d.broken = refused, broken
}
