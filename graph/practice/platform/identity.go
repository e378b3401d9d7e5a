package platform

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Identity is the service beside a machine that gives out its managed identity. It
// answers in the form of App Service and in that of the instance metadata service
// (learn.microsoft.com/azure/app-service/overview-managed-identity and
// learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token),
// with a token that a practice tenant gives an application.
type Identity struct {
	Login, TenantID  string // of the practice tenant
	ClientID, Secret string // of the application that the machine is
	Header           string // IDENTITY_HEADER, which App Service wants to see
	// Refuse answers 400 with this text when set.
	Refuse string

	server *httptest.Server
	mu     sync.Mutex
	asked  []url.Values
}

// Start listens until the test ends.
func (i *Identity) Start(t T) *Identity {
	t.Helper()
	i.server = httptest.NewServer(i)
	t.Cleanup(i.server.Close)
	return i
}

// Endpoint is IDENTITY_ENDPOINT.
func (i *Identity) Endpoint() string { return i.server.URL + "/msi/token" }

// Address is HOST:PORT.
func (i *Identity) Address() string { return i.server.Listener.Addr().String() }

// Asked are the questions that came, as query values.
func (i *Identity) Asked() []url.Values {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]url.Values{}, i.asked...)
}

// ServeHTTP answers with a token.
func (i *Identity) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	i.asked = append(i.asked, r.URL.Query())
	i.mu.Unlock()
	machine := r.URL.Path == "/metadata/identity/oauth2/token" && r.Header.Get("Metadata") == "true"
	site := r.URL.Path == "/msi/token" && r.Header.Get("X-IDENTITY-HEADER") == i.Header
	switch {
	case !machine && !site:
		http.Error(w, `{"statusCode":401,"message":"no such identity"}`, http.StatusUnauthorized)
	case i.Refuse != "":
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_request", "error_description": i.Refuse})
	default:
		i.give(w, r.URL.Query().Get("resource"))
	}
}

func (i *Identity) give(w http.ResponseWriter, resource string) {
	answer, err := http.PostForm(i.Login+"/"+i.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"client_credentials"},
		"client_id": {i.ClientID}, "client_secret": {i.Secret}, "scope": {resource + "/.default"}})
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	var token struct {
		Access string `json:"access_token"`
		Life   int64  `json:"expires_in"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil || token.Access == "" {
		http.Error(w, "no token", http.StatusBadGateway)
		return
	}
	ends := strconv.FormatInt(time.Now().Unix()+token.Life, 10)
	writeJSON(w, map[string]string{"access_token": token.Access, "expires_on": ends, "expires_in": strconv.FormatInt(token.Life, 10),
		"resource": resource, "token_type": "Bearer", "client_id": i.ClientID})
}
