package setup

import "time"

// Pace says how patiently a flow waits for Microsoft's replicas.
type Pace struct {
	First  time.Duration // shortest pause between looks
	Most   time.Duration // longest one
	GiveUp time.Duration // when a wait ends in a Problem
	Steady int           // good looks in a row before an object is trusted
	ByHand time.Duration // how long a person has for a step in the admin centre; zero: as GiveUp
	Log    time.Duration // between two looks for an awaited sign-in; zero: as in DefaultPace
}

// logPause is for a log that is minutes late: see LogUsually.
const logPause = 15 * time.Second

// DefaultPace fits real tenants: objects usually show within two minutes.
func DefaultPace() Pace {
	return Pace{First: 500 * time.Millisecond, Most: 5 * time.Second, GiveUp: 20 * time.Minute, Steady: 2,
		ByHand: 30 * time.Minute, Log: logPause}
}

// PracticePace is the same for a practice tenant, which nobody minds to ask often: it
// is on this computer, most of what it does shows at once, and its log is hardly late.
func PracticePace() Pace {
	pace := DefaultPace()
	pace.First, pace.Log = 100*time.Millisecond, 2*time.Second
	return pace
}

func (p Pace) betweenLogs() time.Duration {
	if p.Log > 0 {
		return p.Log
	}
	return logPause
}
