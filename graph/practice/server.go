package practice

import (
	"io"
	"time"
)

// Options configures a practice tenant; the zero value is a healthy tenant on a
// random loopback port.
type Options struct {
	Listen string        // host:port on loopback; empty: 127.0.0.1:0
	Ask    bool          // a person must approve device codes in the browser
	Lag    time.Duration // how long writes stay invisible to reads
	Trace  io.Writer     // one JSON object a line for every Graph exchange; nil: none
	Now    func() time.Time
	Rand   io.Reader // keys, ids, codes; nil: crypto/rand
}

// Info is what a practice tenant prints once it listens.
type Info struct {
	Graph        string    `json:"graph"`
	Login        string    `json:"login"`
	TenantID     string    `json:"tenant_id"`
	TenantDomain string    `json:"tenant_domain"`
	ClientID     string    `json:"client_id"`
	ClientSecret string    `json:"client_secret"`
	Accounts     []Account `json:"accounts"`
	Portal       string    `json:"portal"`
	MyApps       string    `json:"my_apps"`
	Admin        string    `json:"admin"`
}

// Account is a named person of the practice tenant.
type Account struct {
	UPN      string   `json:"upn"`
	Password string   `json:"password"`
	Roles    []string `json:"roles"`
}
