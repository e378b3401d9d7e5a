package practice

import (
	"crypto/rsa"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// tenant is the whole state of a practice tenant. Every object in its tables is
// a snapshot that never changes once it was put: a change puts a changed copy.
// So what a method returned may be read without a lock, and must not be written.
type tenant struct {
	mu          sync.RWMutex // guards the tables
	id          string       // GUID
	name        string
	created     time.Time
	domains     []domain
	templates   []*template
	client      client
	roleIDs     map[string]string // object ids of directory roles by template id
	users       *table[*user]
	apps        *table[*application]
	principals  *table[*principal]
	assignments *table[*assignment]
	groups      *table[*group]
	deleted     *table[*deletedItem]
	signIns     []*signInEntry // the newest last
	lag         atomic.Int64   // time.Duration that a write stays invisible to reads
	faults      *faults
	plays       played
	kept        *stateFile            // nil: the state is in memory only
	consented   []storedConsent       // that a state file told of
	sites       map[string]storedSite // of the stand-in portal, likewise, by host
	twinID      string                // of the app's second listing, when a fault shows one
	now         func() time.Time      // what the tenant believes; a fault may put it wrong
	steady      func() time.Time      // by which replicas follow one another
	random      io.Reader
	newKey      func() (*rsa.PrivateKey, error)

	fallbackOnce  sync.Once
	fallbackKey   signingKey
	fallbackError error
}

// client is the seeded confidential client for client-credentials grants.
type client struct {
	id, secret  string
	name        string
	permissions []string // application permissions, as in the roles claim
}

type domain struct {
	name             string
	isDefault        bool
	initial, managed bool
}

type user struct {
	id, upn, name, given, surname, mail, mailNickname string
	password                                          string // practice only, in memory only
	proof                                             string // of the password, when it came from a state file
	mustChange, enabled, guest                        bool
	roles                                             []string // role template ids
	created                                           time.Time
	more                                              map[string]any // other properties that were written
}

// group is a group of people, which may hold other groups too.
type group struct {
	id, name, description, mail, mailNickname string
	created                                   time.Time
	security, mailEnabled                     bool
	unified                                   bool // a Microsoft 365 group
	roleAssignable                            bool
	rule                                      string   // of a dynamic membership; "" for an assigned one
	members, owners                           []string // ids; a dynamic group keeps no members
}

type template struct {
	id, name, publisher, description, homePage string
	categories, modes, provisioning            []string
	redirectURIs                               []string // patterns put into new applications
	changed                                    time.Time
}

type appRole struct {
	id, name, description, value string // value "" = null
	enabled                      bool
	members                      []string // allowedMemberTypes
}

type application struct {
	id, appID, templateID, name string
	created                     time.Time
	identifierURIs              []string
	redirectURIs                []string
	roles                       []appRole
	owners                      []string // ids of people
	more                        map[string]any
}

type principal struct {
	id, appID, templateID, name string
	created                     time.Time
	enabled, assignmentRequired bool
	mode                        string // preferredSingleSignOnMode, "" = null
	activeThumbprint            string
	notify                      []string
	replyURLs, names            []string // mirrored from the application
	defaultReplyURL             string   // likewise; where sign-ons go that name no Reply URL
	replyIndexes                map[string]int
	roles                       []appRole
	keys                        []signingKey
	owners                      []string // ids of people
	more                        map[string]any
}

// signingKey is a SAML signing key with its self-signed certificate.
type signingKey struct {
	keyID       string // of the Sign entry; the one that Graph returns
	verifyKeyID string
	secretKeyID string // of the passwordCredential that belongs to it
	thumbprint  string // upper-case hex SHA-1
	der         []byte
	key         *rsa.PrivateKey
	subject     string // as asked for, begins with CN=
	notBefore   time.Time
	notAfter    time.Time
}

type assignment struct {
	id                                        string
	principalID, principalName, principalType string
	resourceID, resourceName                  string
	roleID                                    string
	created                                   time.Time
}

// deletedItem is an object in the recycle bin.
type deletedItem struct {
	id   string
	kind string // "application", "servicePrincipal" or "user"
	at   time.Time
	app  *application
	sp   *principal
	user *user
	// assignments that went with the object
	assignments []*assignment
}

// grant is what a bearer token stands for.
type grant struct {
	user     *user // nil: the client itself (client credentials)
	clientID string
	scopes   []string
	issued   time.Time
	expires  time.Time
	// challengeable is set when the client understands claims challenges.
	challengeable bool
}
