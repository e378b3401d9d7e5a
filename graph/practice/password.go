package practice

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strconv"
	"strings"
	"sync"
)

// Passwords stand in memory as they were given, because the tenant is practice.
// A state file holds only proofs of them: someone may have typed a password that
// is also a real one, whatever every page says.

// proofRounds makes guessing slow (PBKDF2 with HMAC-SHA-256, RFC 8018).
const proofRounds = 100_000

// prover makes proofs, each once.
type prover struct {
	mu   sync.Mutex
	made map[[2]string]string // user id and password -> proof
}

func newProver() *prover { return &prover{made: map[[2]string]string{}} }

// proofOf returns the proof of a user's password: the one that was loaded, or one
// of the password that was set since; "" when there is none.
func (p *prover) proofOf(u *user) string {
	if u.password == "" {
		return u.proof
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [2]string{u.id, u.password}
	if made, known := p.made[key]; known {
		return made
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails, see crypto/rand
	made := proof(u.password, salt, proofRounds)
	p.made[key] = made
	return made
}

func proof(password string, salt []byte, rounds int) string {
	key, err := pbkdf2.Key(sha256.New, password, salt, rounds, sha256.Size)
	if err != nil {
		return "" // which fits no password
	}
	encode := base64.RawStdEncoding.EncodeToString
	return "pbkdf2-sha256$" + strconv.Itoa(rounds) + "$" + encode(salt) + "$" + encode(key)
}

// hasPassword compares in constant time.
func (u *user) hasPassword(typed string) bool {
	if u.password != "" {
		return subtle.ConstantTimeCompare([]byte(u.password), []byte(typed)) == 1
	}
	parts := strings.Split(u.proof, "$")
	if len(parts) != 4 || parts[0] != "pbkdf2-sha256" {
		return false
	}
	rounds, err := strconv.Atoi(parts[1])
	salt, wrong := base64.RawStdEncoding.DecodeString(parts[2])
	if err != nil || wrong != nil || rounds < 1 || rounds > 10*proofRounds {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(proof(typed, salt, rounds)), []byte(u.proof)) == 1
}
