package practice

import (
	"crypto/rsa"
	"sync"
	"time"
)

// tenant is the whole state of a practice tenant. Its methods lock; callers of
// fields hold mu.
type tenant struct {
	mu         sync.RWMutex
	id         string // GUID
	name       string
	domains    []domain
	users      map[string]*user // by id
	templates  []*template
	apps       map[string]*application // by object id
	principals map[string]*principal   // by object id
	deleted    map[string]deletedItem  // by object id
	fallback   signingKey              // tenant-wide certificate, served before an app has its own
	now        func() time.Time
}

type domain struct {
	name             string
	isDefault        bool
	initial, managed bool
}

type user struct {
	id, upn, name, given, surname, mail, mailNickname string
	password                                          string // practice only, in memory only
	mustChange, enabled, guest                        bool
	roles                                             []string // role template ids
	created                                           time.Time
}

type template struct {
	id, name, publisher, description, homePage string
	categories, modes, provisioning            []string
	redirectURIs                               []string // patterns put into new applications
}

type appRole struct {
	id, name, value string
	enabled         bool
	members         []string // allowedMemberTypes
}

type application struct {
	id, appID, templateID, name string
	created                     time.Time
	identifierURIs              []string
	redirectURIs                []string
	roles                       []appRole
	shown                       time.Time // not visible to reads before this
}

type principal struct {
	id, appID, templateID, name string
	enabled, assignmentRequired bool
	mode                        string // preferredSingleSignOnMode, "" = null
	activeThumbprint            string
	notify                      []string
	replyURLs, names            []string // mirrored from the application
	roles                       []appRole
	keys                        []signingKey
	assignments                 []assignment
	shown                       time.Time
}

type signingKey struct {
	keyID, thumbprint string // upper-case hex SHA-1
	der               []byte
	key               *rsa.PrivateKey
	subject           string
	notBefore         time.Time
	notAfter          time.Time
	shown             time.Time // not in metadata or key lists before this
}

type assignment struct {
	id, principalID, principalName, principalType, roleID string
	created                                               time.Time
}

type deletedItem struct {
	kind string // "application", "servicePrincipal", "user"
	at   time.Time
	app  *application
	sp   *principal
	user *user
}

// grant is what a bearer token stands for.
type grant struct {
	user     *user // nil: the client itself (client credentials)
	clientID string
	scopes   []string
	expires  time.Time
}
