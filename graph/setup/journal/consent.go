package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	consentSuffix  = ".consent.json"
	consentVersion = 1
)

// Consent is remembered while an administrator is asked for it.
type Consent struct {
	Version     int       `json:"version"`
	Cloud       string    `json:"cloud"`
	Login       string    `json:"login"` // sign-in host
	Practice    bool      `json:"practice,omitempty"`
	TenantID    string    `json:"tenant_id,omitempty"` // an id or a domain; empty: whoever signs in has one
	TenantName  string    `json:"tenant_name,omitempty"`
	ClientID    string    `json:"client_id"`
	Account     string    `json:"account,omitempty"` // who asked
	Permissions []string  `json:"permissions"`
	Page        string    `json:"page"`
	Since       time.Time `json:"since"`
}

// path names the file: one for each client in each tenant of each cloud.
func (s *Store) consentPath(c Consent) string {
	sum := sha256.Sum256([]byte(strings.ToLower(c.Login + "\n" + c.TenantID + "\n" + c.ClientID)))
	return filepath.Join(s.folder, hex.EncodeToString(sum[:16])+consentSuffix)
}

// Await remembers a consent that was asked for. Asked again, it keeps its beginning.
func (s *Store) Await(c Consent) error {
	path := s.consentPath(c)
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return &UnwritableError{Path: s.folder, Err: err}
	}
	c.Version, c.Since = consentVersion, s.now().UTC()
	if before, err := readConsent(path); err == nil && !before.Since.IsZero() && before.Since.Before(c.Since) {
		c.Since = before.Since
	}
	content, err := json.MarshalIndent(c, "", "  ")
	if err == nil {
		err = s.write(path, append(content, '\n'))
	}
	if err != nil {
		return &UnwritableError{Path: path, Err: err}
	}
	return nil
}

// Awaited lists the consents that are waited for, the oldest first, and what could not
// be read.
func (s *Store) Awaited() ([]Consent, []error) {
	entries, err := os.ReadDir(s.folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []error{&UnwritableError{Path: s.folder, Err: err}}
	}
	var all []Consent
	var failures []error
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), consentSuffix) || len(all) == maxListed {
			continue
		}
		consent, err := readConsent(filepath.Join(s.folder, entry.Name()))
		if err != nil {
			failures = append(failures, err)
			continue
		}
		all = append(all, consent)
	}
	slices.SortStableFunc(all, func(a, b Consent) int { return a.Since.Compare(b.Since) })
	return all, failures
}

// Arrived forgets a consent that is waited for no longer.
func (s *Store) Arrived(c Consent) error {
	err := os.Remove(s.consentPath(c))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func readConsent(path string) (Consent, error) {
	file, err := os.Open(path)
	if err != nil {
		return Consent{}, &UnwritableError{Path: path, Err: err}
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err != nil {
		return Consent{}, &DamagedError{Path: path, Err: err}
	}
	return decodeConsent(path, content)
}

func decodeConsent(path string, content []byte) (Consent, error) {
	var consent Consent
	switch err := json.Unmarshal(content, &consent); {
	case len(content) == 0:
		return Consent{}, &DamagedError{Path: path, Empty: true, Err: errors.New("it is empty")}
	case len(content) > maxSize:
		return Consent{}, &DamagedError{Path: path, Err: errors.New("it is too large")}
	case err != nil && consent.Version <= consentVersion:
		return Consent{}, &DamagedError{Path: path, Err: err}
	case consent.Version > consentVersion:
		return Consent{}, &NewerError{Path: path, Version: consent.Version}
	case consent.Version < 1 || consent.ClientID == "" || consent.Login == "" || len(consent.Permissions) == 0:
		return Consent{}, &DamagedError{Path: path, Err: errors.New("it asks for nothing")}
	}
	return consent, nil
}
