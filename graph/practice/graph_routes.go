package practice

import "net/http"

// graphRoutes registers Microsoft Graph v1.0 and beta.
func (s *Server) graphRoutes(mux *http.ServeMux) {
	mux.HandleFunc("/v1.0/", http.NotFound)
	mux.HandleFunc("/beta/", http.NotFound)
}
