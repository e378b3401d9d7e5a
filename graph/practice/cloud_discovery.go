package practice

import (
	"encoding/json"
	"net/http"
)

// cloudRoutes adds /metadata/endpoints, by which tools that manage resources
// learn where the cloud of a host signs people in and where its Graph is; see
// learn.microsoft.com/azure-stack/user/azure-stack-version-profiles-ruby for its
// shape. Services that the tenant has not are named with addresses of its own.
func (s *Server) cloudRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /metadata/endpoints", func(w http.ResponseWriter, r *http.Request) {
		cloud := s.cloud()
		var body any = cloud
		if r.URL.Query().Get("api-version") < "2020" {
			body = []any{cloud} // older versions list all clouds that they know
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(body) // the reader is gone if this fails
	})
}

func (s *Server) cloud() map[string]any {
	return map[string]any{
		"name":   "Practice",
		"portal": s.base + "/admin",
		"authentication": map[string]any{
			"loginEndpoint": s.base, "audiences": []string{s.base}, "tenant": "common", "identityProvider": "AAD",
		},
		"graph": s.base, "graphAudience": s.base, "microsoftGraphResourceId": s.base,
		"resourceManager": s.base, "gallery": s.base,
		"suffixes": map[string]any{},
	}
}
