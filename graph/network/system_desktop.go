//go:build windows || (darwin && cgo)

package network

import (
	"net/http"
	"net/url"

	"github.com/mattn/go-ieproxy"
)

// SystemProxies reads the proxy settings of Windows or macOS, scripts (PAC) and
// automatic detection included, which Go's own client does not know.
func SystemProxies() ProxyFunc {
	return func(address *url.URL) (*url.URL, error) {
		ieproxy.ReloadConf() // they may have been changed since
		return ieproxy.GetProxyFunc()(&http.Request{URL: address})
	}
}
