package setup

import "time"

// Pace says how patiently a flow waits for Microsoft's replicas.
type Pace struct {
	First  time.Duration // shortest pause between looks
	Most   time.Duration // longest one
	GiveUp time.Duration // when a wait ends in a Problem
	Steady int           // good looks in a row before an object is trusted
	ByHand time.Duration // how long a person has for a step in the admin centre; zero: as GiveUp
}

// DefaultPace fits real tenants: objects usually show within two minutes.
func DefaultPace() Pace {
	return Pace{First: 500 * time.Millisecond, Most: 5 * time.Second, GiveUp: 20 * time.Minute, Steady: 2,
		ByHand: 30 * time.Minute}
}
