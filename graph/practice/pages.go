package practice

import (
	"bytes"
	"embed"
	markup "html/template"
	"net/http"
	"net/url"
	"path"
	"sort"
	"strings"
	"sync"
)

//go:embed pages
var pageFiles embed.FS

// looks holds the parsed pages by file name.
type looks struct{ pages map[string]*markup.Template }

// sameLooks are those of every tenant: nothing changes them once they are read.
var sameLooks = sync.OnceValue(newLooks)

// newLooks parses the embedded pages; they are part of the program, so a broken
// one stops it at the start.
func newLooks() *looks {
	files, err := pageFiles.ReadDir("pages")
	if err != nil {
		panic(err)
	}
	parsed := &looks{pages: map[string]*markup.Template{}}
	for _, file := range files {
		if path.Ext(file.Name()) != ".html" || file.Name() == "layout.html" {
			continue
		}
		parsed.pages[file.Name()] = markup.Must(markup.ParseFS(pageFiles, "pages/layout.html", "pages/"+file.Name()))
	}
	return parsed
}

// stylePath and submitPath are the only things a page loads.
const (
	stylePath  = "/practice.css"
	submitPath = "/practice-submit.js"
)

func (l *login) assetRoutes(mux *http.ServeMux) {
	for _, asset := range []struct{ address, file, kind string }{
		{stylePath, "pages/practice.css", "text/css"},
		{submitPath, "pages/submit.js", "text/javascript"},
	} {
		content, err := pageFiles.ReadFile(asset.file)
		if err != nil {
			panic(err)
		}
		mux.HandleFunc("GET "+asset.address, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", asset.kind+"; charset=utf-8")
			w.Header().Set("Cache-Control", "no-cache")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			_, _ = w.Write(content) // a browser that left needs no answer
		})
	}
}

// page answers with a page. Its forms lead to this server and to targets only.
func (l *login) page(w http.ResponseWriter, status int, name string, targets []string, data map[string]any) {
	l.sendPage(w, status, name, "'none'", targets, data)
}

func (l *login) sendPage(w http.ResponseWriter, status int, name, scripts string, targets []string, data map[string]any) {
	data["Tenant"] = l.tenant.name
	var body bytes.Buffer
	if err := l.looks.pages[name].ExecuteTemplate(&body, "layout", data); err != nil {
		http.Error(w, "This practice page is broken: "+name, http.StatusInternalServerError)
		return
	}
	forms := "'self'"
	for _, target := range targets {
		forms += " " + originOf(target)
	}
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("X-Frame-Options", "DENY")
	head.Set("Referrer-Policy", "strict-origin")
	head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src "+scripts+
		"; form-action "+forms+"; frame-ancestors 'none'; base-uri 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a browser that left needs no answer
}

// field is one hidden value of a form.
type field struct{ Name, Value string }

// postPage sends values to action by a form that submits itself, or by a button
// where scripts are off.
func (l *login) postPage(w http.ResponseWriter, title, action string, values url.Values) {
	fields := make([]field, 0, len(values))
	for name := range values {
		fields = append(fields, field{name, values.Get(name)})
	}
	sort.Slice(fields, func(i, j int) bool { return fields[i].Name < fields[j].Name })
	targets := []string{}
	if strings.HasPrefix(action, "http") {
		targets = append(targets, action)
	}
	l.sendPage(w, http.StatusOK, "post.html", "'self'", targets, map[string]any{
		"Title": title, "Action": action, "Fields": fields,
	})
}

// slip is what went wrong on a page that can be tried again.
type slip struct {
	words  string
	number int // Entra's, 0 where it has none
}

// pickPage lists the accounts; wrong says why the last try led back here.
func (l *login) pickPage(w http.ResponseWriter, sess *session, f *flow, typed string, wrong slip) {
	people := l.people(sess.signedIn())
	for i, p := range people {
		if f.hint != "" && (strings.EqualFold(p.UPN, f.hint) || strings.EqualFold(p.Mail, f.hint)) {
			hinted := p
			copy(people[1:i+1], people[:i])
			people[0] = hinted
			break
		}
	}
	if typed == "" && f.hint != "" {
		if _, known := l.personByName(f.hint); !known {
			typed = f.hint
		}
	}
	l.page(w, http.StatusOK, "pick.html", f.goal.targets(), map[string]any{
		"Title": "Sign in to your account", "Flow": f.id, "App": f.goal.app(),
		"People": people, "Typed": typed, "Problem": wrong.words, "Code": wrong.number, "Domain": defaultDomain,
	})
}

func (l *login) passwordPage(w http.ResponseWriter, f *flow, who person, wrong slip) {
	l.flowPage(w, f, who, "password.html", "Enter password", wrong)
}

func (l *login) changePage(w http.ResponseWriter, f *flow, who person, wrong slip) {
	l.flowPage(w, f, who, "change.html", "Update your password", wrong)
}

func (l *login) flowPage(w http.ResponseWriter, f *flow, who person, file, title string, wrong slip) {
	l.page(w, http.StatusOK, file, f.goal.targets(), map[string]any{
		"Title": title, "Flow": f.id, "Who": who, "Problem": wrong.words, "Code": wrong.number, "Number": f.number,
	})
}
