package setup

import (
	"io"

	"backupsso/graph"
)

// Config is a flow's outside, wired by main and by tests.
type Config struct {
	Cloud    graph.Cloud
	ClientID string // empty: graph.DefaultClientID
	Practice bool   // stamped on the bundle; changes nothing else
	Deps     graph.Deps
	Rand     io.Reader // for the test user's first password
	Pace     Pace      // zero: DefaultPace
	Journal  *Journal  // nil: nothing is remembered between runs
}
