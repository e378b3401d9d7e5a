package practice

import (
	"sync"
	"time"
)

// shelf keeps short-lived things by an unguessable key: codes, tokens, sessions.
// It holds at most limit of them; the one that ends first makes room.
type shelf[T any] struct {
	mu    sync.Mutex
	limit int
	now   func() time.Time
	items map[string]shelved[T]
}

type shelved[T any] struct {
	value T
	until time.Time
}

func newShelf[T any](limit int, now func() time.Time) *shelf[T] {
	return &shelf[T]{limit: limit, now: now, items: make(map[string]shelved[T])}
}

// put keeps value under key for the given time.
func (s *shelf[T]) put(key string, value T, life time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.store(key, value, life)
}

// claim is put for a key that nobody has put yet; it reports whether that is so.
func (s *shelf[T]) claim(key string, value T, life time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if item, there := s.items[key]; there && !s.now().After(item.until) {
		return false
	}
	s.store(key, value, life)
	return true
}

func (s *shelf[T]) store(key string, value T, life time.Duration) {
	now := s.now()
	if len(s.items) >= s.limit {
		s.makeRoom(now)
	}
	s.items[key] = shelved[T]{value, now.Add(life)}
}

func (s *shelf[T]) makeRoom(now time.Time) {
	first, until := "", time.Time{}
	for key, item := range s.items {
		if now.After(item.until) {
			delete(s.items, key)
			continue
		}
		if first == "" || item.until.Before(until) {
			first, until = key, item.until
		}
	}
	if len(s.items) >= s.limit {
		delete(s.items, first)
	}
}

// get returns what is kept under key; false when there is nothing or its time
// is over.
func (s *shelf[T]) get(key string) (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item, ok := s.items[key]
	if !ok || s.now().After(item.until) {
		var none T
		return none, false
	}
	return item.value, true
}

// each visits everything that is kept.
func (s *shelf[T]) each(visit func(T)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, item := range s.items {
		visit(item.value)
	}
}

func (s *shelf[T]) drop(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.items, key)
}

// expired reports whether key is known but its time is over.
func (s *shelf[T]) expired(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	item, ok := s.items[key]
	return ok && s.now().After(item.until)
}
