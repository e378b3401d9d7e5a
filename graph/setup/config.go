package setup

import (
	"io"

	"backupsso/graph"
	"backupsso/graph/setup/signins"
)

// Config is a flow's outside, wired by main and by tests.
type Config struct {
	Cloud graph.Cloud
	// CloudNamed finds another cloud for SignIn.Cloud; nil: graph.CloudNamed.
	CloudNamed func(name string) (graph.Cloud, error)
	ClientID   string // empty: graph.DefaultClientID
	Practice   bool   // stamped on the bundle; changes nothing else
	Deps       graph.Deps
	Rand       io.Reader // for the test user's first password
	Pace       Pace      // zero: DefaultPace
	Journal    *Journal  // nil: nothing is remembered between runs
	// SignIns remembers clients and kept sign-ins between runs; nil: nothing is.
	SignIns *signins.Store
	// Vault opens the system's store for sign-ins that are to stay; nil: none may.
	Vault func() (*graph.Vault, error)
}
