package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"sync"

	"watchword/internal/clock"
	"watchword/internal/web/assets"
)

//go:embed templates/*.html
var layouts embed.FS

// Config is what a Site needs to know. Frame, Log and Clock are required.
type Config struct {
	// Frame makes what stands around the pages of a request.
	Frame func(*http.Request) Frame
	Log   *slog.Logger
	Clock clock.Clock
	// Origin is the address people use, for example https://csas.example.police.uk.
	// With https, browsers are told to use nothing else.
	Origin string
	// BehindProxy says that a proxy of ours stands before the program and adds the
	// client's address as the last one of X-Forwarded-For.
	BehindProxy bool
	// MaxUpload bounds the body of any request, in bytes; 0 is 64 MiB.
	MaxUpload int64
}

// Done holds, by key, the sentences that SeeOther can show on the next page.
type Done map[string]string

// Site makes pages. There is one in a program; it is safe for concurrent use.
type Site struct {
	config Config
	done   Done
	mu     sync.RWMutex
	made   []*Pages
	frames map[string]*template.Template // by layout: what stands around every page
	errors map[string]*Pages             // by layout: the pages of errors
}

// New is a site. It panics if its own templates do not parse.
func New(c Config) *Site {
	if c.MaxUpload == 0 {
		c.MaxUpload = 64 << 20
	}
	s := &Site{config: c, done: Done{}, frames: map[string]*template.Template{}, errors: map[string]*Pages{}}
	for _, layout := range []string{"office", "public", "bare"} {
		s.frames[layout] = template.Must(template.New(layout+".html").Funcs(functions).ParseFS(layouts, "templates/"+layout+".html", "templates/_*.html"))
		s.errors[layout] = s.pagesOf(layout, layouts, "templates/problem.html", nil)
		if err := s.errors[layout].Parse(); err != nil {
			panic("web: " + err.Error())
		}
	}
	return s
}

// Office holds the pages of a slice in the office frame: header with search,
// account and main navigation. Each file of the pattern is a page and defines
// the block "main", and if it needs them "aside", "top" and "title"; files that
// begin with an underscore hold fragments for all of them. A page is parsed when it is
// first shown, for most are not shown in a day; Parse is for the test that parses all.
// Office panics if no file is a page.
func (s *Site) Office(files fs.FS, pattern string, done Done) *Pages {
	return s.pagesOf("office", files, pattern, done)
}

// Public is Office for pages in the public frame.
func (s *Site) Public(files fs.FS, pattern string, done Done) *Pages {
	return s.pagesOf("public", files, pattern, done)
}

// Bare is Office for the card check: system fonts, a small style sheet of its
// own, no navigation, no script.
func (s *Site) Bare(files fs.FS, pattern string, done Done) *Pages {
	return s.pagesOf("bare", files, pattern, done)
}

// Pages are the pages of one slice.
type Pages struct {
	site   *Site
	layout string
	frame  func() (*template.Template, error) // the layout with the fragments of the slice
	pages  map[string]func() (*template.Template, error)
}

func (s *Site) pagesOf(layout string, files fs.FS, pattern string, done Done) *Pages {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		panic(fmt.Sprintf("web: %s: %v", pattern, err))
	}
	p := &Pages{site: s, layout: layout, pages: map[string]func() (*template.Template, error){}}
	var fragments []string
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			fragments = append(fragments, name)
		} else {
			p.pages[path.Base(name)] = sync.OnceValues(func() (*template.Template, error) { return p.parse(files, name) })
		}
	}
	if len(p.pages) == 0 {
		panic(fmt.Sprintf("web: %s: no page fits", pattern))
	}
	p.frame = sync.OnceValues(func() (*template.Template, error) {
		if len(fragments) == 0 {
			return s.frames[layout], nil
		}
		t, err := s.frames[layout].Clone()
		if err != nil {
			return nil, err
		}
		return t.ParseFS(files, fragments...)
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made = append(s.made, p)
	for key, text := range done {
		if old, ok := s.done[key]; ok && old != text {
			panic("web: two texts for " + key)
		}
		s.done[key] = text
	}
	return p
}

// parse makes a page of its file and the frame around it.
func (p *Pages) parse(files fs.FS, name string) (*template.Template, error) {
	frame, err := p.frame()
	if err != nil {
		return nil, err
	}
	t, err := frame.Clone()
	if err != nil {
		return nil, err
	}
	if t, err = t.ParseFS(files, name); err != nil {
		return nil, err
	}
	if t.Lookup("main") == nil {
		return nil, fmt.Errorf("%s defines no block main", name)
	}
	return t.Lookup(p.layout + ".html"), nil
}

// Parse parses every page. It returns the first error: a broken build.
func (p *Pages) Parse() error {
	for name, page := range p.pages {
		if _, err := page(); err != nil {
			return fmt.Errorf("page %s: %w", name, err)
		}
	}
	return nil
}

// Parse parses every page of every slice; see Pages.Parse.
func (s *Site) Parse() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, p := range s.made {
		if err := p.Parse(); err != nil {
			return err
		}
	}
	return nil
}

// Names are the names of the pages, for tests that render each.
func (p *Pages) Names() []string {
	var names []string
	for name := range p.pages {
		names = append(names, name)
	}
	return names
}

// Render shows a page with status 200.
func (p *Pages) Render(w http.ResponseWriter, r *http.Request, name string, page Paged) error {
	return p.render(w, r, http.StatusOK, name, page)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, name string, content Paged) error {
	page := p.pages[name]
	if page == nil {
		return fmt.Errorf("there is no page %s", name)
	}
	t, err := page()
	if err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	common := content.Common()
	if p.site.config.Frame != nil {
		common.Frame = p.site.config.Frame(r)
	}
	if common.Frame.Now.IsZero() {
		common.Frame.Now = p.site.config.Clock.Now()
	}
	if common.Lang == "" {
		common.Lang = "en"
	}
	if key := r.URL.Query().Get("done"); key != "" && status == http.StatusOK {
		p.site.mu.RLock()
		common.done = p.site.done[key]
		p.site.mu.RUnlock()
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() < 1<<20 {
			buffers.Put(buf)
		}
	}()
	buf.Reset()
	if err := t.Execute(buf, content); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		if common.Frame.Who != nil {
			h.Set("Cache-Control", "no-store")
		} else {
			h.Set("Cache-Control", "no-cache")
		}
	}
	w.WriteHeader(status)
	_, _ = w.Write(buf.Bytes()) // the reader has gone; there is nobody to tell
	return nil
}

// SeeOther ends a POST: it sends the browser to a page of ours, which then shows
// the sentence that Done holds for the key; an empty key shows none.
func SeeOther(w http.ResponseWriter, r *http.Request, url, done string) error {
	if done != "" {
		url = With(url, "done", done)
	}
	http.Redirect(w, r, url, http.StatusSeeOther)
	return nil
}

// Assets serves the style sheets, fonts and pictures under /assets/.
func Assets() http.Handler { return assets.Handler() }
