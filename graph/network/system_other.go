//go:build !windows && !(darwin && cgo)

package network

// SystemProxies is nothing here: the environment is where such a system keeps its
// proxies.
func SystemProxies() ProxyFunc { return nil }
