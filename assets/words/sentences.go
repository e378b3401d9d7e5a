package words

import (
	"encoding/json"
	"io/fs"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// sentences are those of one language. Each is parsed when it is asked for first.
type sentences struct {
	tag     language.Tag
	entries map[string]json.RawMessage // the values by key, as they stand in the files
	change  func(*i18n.Message)

	lock      sync.Mutex
	bundle    *i18n.Bundle
	localizer *i18n.Localizer
	read      map[string]bool
}

// read makes the sentences of a language known. A change is made to each when it is
// read; nil for none.
func read(tree fs.FS, name string, tag language.Tag, change func(*i18n.Message)) *sentences {
	s := &sentences{tag: tag, entries: make(map[string]json.RawMessage, 4096), change: change, bundle: i18n.NewBundle(tag), read: map[string]bool{}}
	s.bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	s.localizer = i18n.NewLocalizer(s.bundle, tag.String())
	for _, content := range filesOf(tree, name) {
		_ = json.Unmarshal(content, &s.entries) // what cannot be read stays unknown
	}
	return s
}

func (s *sentences) has(key string) bool {
	_, has := s.entries[key]
	return has
}

// localize puts a sentence together; empty where its entry cannot be read.
func (s *sentences) localize(config *i18n.LocalizeConfig) string {
	s.lock.Lock()
	defer s.lock.Unlock()
	if key := config.MessageID; !s.read[key] {
		s.read[key] = true
		entry, err := json.Marshal(map[string]json.RawMessage{key: s.entries[key]})
		if err != nil {
			return ""
		}
		parsed, err := i18n.ParseMessageFileBytes(entry, s.tag.String()+".json", nil)
		if err != nil {
			return ""
		}
		for _, message := range parsed.Messages {
			if s.change != nil {
				s.change(message)
			}
		}
		if s.bundle.AddMessages(s.tag, parsed.Messages...) != nil {
			return ""
		}
	}
	text, _ := s.localizer.Localize(config) // with an error it may have a text all the same
	return text
}
