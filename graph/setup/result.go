package setup

import (
	"backupsso/graph"
	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// Result is what a finished Apply leaves.
type Result struct {
	Plan               Plan
	Contents           bundle.Contents
	BundleName         string // proposed file name, safe on every system
	Bundle             []byte // the zip
	ApplicationID      string // object id
	ServicePrincipalID string
	TestUserUPN        string
	Password           graph.Secret // of a user made in this run; zero otherwise
	// PasswordLost is set when an earlier run made the test user and was cut off
	// before anybody saw the password.
	PasswordLost bool
	Launch       samlcfg.Launch
	MyAppsURL    string
	Tasks        []Task // what is left to a person
	// OtherAccessURL starts the same sign-on as Contents.UserAccessURL, in the form
	// that My Apps itself links to; "" where that is the only form.
	OtherAccessURL string
	Findings       []samlcfg.Finding // what was read back
	Requests       Requests
	Outcomes       map[Step]Outcome
}

// Requests counts what was sent.
type Requests struct {
	Reads  int `json:"reads"`
	Polls  int `json:"polls"`
	Writes int `json:"writes"`
}
