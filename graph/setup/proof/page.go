package proof

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
)

// Tone says how a page or a row of it looks; its text says the same.
type Tone string

// The tones.
const (
	Good Tone = "good"
	Look Tone = "look"
	Bad  Tone = "bad"
	Mute Tone = "mute"
)

// Page is what the browser shows. All of it is text, escaped where it is drawn.
type Page struct {
	Language string // BCP 47
	Title    string
	Tone     Tone
	Heading  string
	Lines    []string
	Rows     []Row
	Closing  string // what to do with the window
}

// Row is one thing that was looked at.
type Row struct {
	Tone  Tone
	Mark  string // the tone in a word
	Title string
	Text  string // may be empty
}

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// policy lets the page have its own style and nothing else.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// show writes a page that no cache keeps and no frame holds.
func show(w http.ResponseWriter, status int, page Page) {
	var drawn bytes.Buffer
	if err := pageTemplate.Execute(&drawn, page); err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy)
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	w.WriteHeader(status)
	_, _ = w.Write(drawn.Bytes()) // a browser that is gone cannot be told
}
