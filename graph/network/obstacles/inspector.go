package obstacles

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
)

// Inspector opens TLS as companies do: it shows certificates of an authority of its
// own for whatever name it is given, reads everything, and passes it on to one
// server, whose address it writes over with the name that was asked for.
type Inspector struct {
	Authority *Authority
	Target    string   // base of the server behind, such as http://127.0.0.1:8080
	Names     []string // that it answers for

	server *httptest.Server
}

// Start listens until the test ends.
func (i *Inspector) Start(t T) *Inspector {
	t.Helper()
	target, err := url.Parse(i.Target)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = target.Host
			r.Out.Header.Del("Accept-Encoding")
			r.Out.Header.Del("Origin") // names a host that the server behind does not know
		},
		ModifyResponse: func(response *http.Response) error { return i.rename(response, target) },
		ErrorLog:       slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	named := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-Asked-Host", r.Host)
		proxy.ServeHTTP(w, r)
	})
	i.server = httptest.NewUnstartedServer(named)
	i.server.TLS = i.Authority.ServeNow(i.Names...)
	i.server.EnableHTTP2 = true
	i.server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	i.server.StartTLS()
	t.Cleanup(i.server.Close)
	return i
}

// Route leads every name that the inspector answers for to it, and no other.
func (i *Inspector) Route(hostport string) string {
	host, _, _ := strings.Cut(hostport, ":")
	for _, name := range i.Names {
		if strings.EqualFold(name, host) {
			return i.server.Listener.Addr().String()
		}
	}
	return ""
}

// rename writes the name that was asked for over the address of the server behind.
func (i *Inspector) rename(response *http.Response, target *url.URL) error {
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return err
	}
	asked := response.Request.Header.Get("X-Asked-Host")
	over := strings.NewReplacer("http://"+target.Host, "https://"+asked, target.Host, asked)
	body = []byte(over.Replace(string(body)))
	for name, values := range response.Header {
		for at := range values {
			response.Header[name][at] = over.Replace(values[at])
		}
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	response.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return nil
}
