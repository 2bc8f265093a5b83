package web

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// gallery serves the pages of the gallery: the components as they stand on the
// pages of the design, with made-up people.
func gallery(t testing.TB) *httptest.Server {
	t.Helper()
	s := New(Config{Log: slog.New(slog.DiscardHandler), Clock: clock.At(noon), Frame: galleryFrame})
	root := os.DirFS("testdata/gallery")
	sub := func(name string) fs.FS {
		f, err := fs.Sub(root, name)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	office := s.Office(sub("office"), "*.html", nil)
	public := s.Public(sub("public"), "*.html", nil)
	bare := s.Bare(sub("bare"), "*.html", nil)
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", Assets())
	mux.HandleFunc("GET /portrait.svg", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = w.Write([]byte(portrait))
	})
	show := func(p *Pages, name string, page func() Paged) {
		mux.Handle("GET /"+strings.TrimSuffix(name, ".html"), s.Handle(func(w http.ResponseWriter, r *http.Request) error {
			return p.Render(w, r, name, page())
		}))
	}
	mux.Handle("GET /past", s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		return office.Render(w, r, "person.html", personGallery(true))
	}))
	for name, page := range officeGallery() {
		show(office, name, page)
	}
	show(public, "front.html", frontGallery)
	show(public, "register.html", registerGallery)
	show(bare, "check.html", checkGallery)
	mux.Handle("GET /wrong", s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		r.PostForm = url.Values{"insurer": {"Northgate Mutual"}, "limit": {"10,000,000"}, "expiry-day": {"30"}, "expiry-month": {"2"}, "expiry-year": {"2027"}}
		return office.Again(w, r, "form.html", formGallery(), fault.Fields{
			{Name: "expiry", Message: "Expiry date must be a real date. February 2027 has 28 days"},
			{Name: "certificate", Message: "The certificate could not be read: it is a web page named “certificate.pdf”. Send a PDF, JPEG or PNG"},
			{Name: "cover", Message: "Choose who is covered"}}.Err())
	}))
	mux.Handle("GET /refused", s.Handle(func(http.ResponseWriter, *http.Request) error {
		return fault.Because("Joel Hartnoll cannot be given this power.", fault.Reason{Message: "Training in paragraph 3A was not passed.", Source: "Police Reform Act 2002, section 41(4)(d)", Mend: "A course is held on 24 November."})
	}))
	mux.Handle("GET /forbidden", s.Handle(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Forbidden, "Vetting forms are open to the vetting unit only.")
	}))
	server := httptest.NewServer(s.Guard(mux))
	t.Cleanup(server.Close)
	return server
}

var galleryPages = []string{"start", "organisation", "person", "past", "grant", "power", "ledger", "form", "wrong", "parts", "refused", "forbidden", "front", "register", "check"}

func galleryFrame(r *http.Request) Frame {
	f := Frame{Force: "Eastmarch Constabulary", Now: noon, Checkpoint: "Ledger checkpoint 10:42, signed, 48,231 entries", Ask: "Ruth Adeyemi",
		Footer: []Link{{"Accessibility", "/accessibility"}, {"Privacy", "/privacy"}, {"Help", "/help"}}}
	switch r.URL.Path {
	case "/front", "/register", "/check":
		f.Nav = []Link{{"Check a card", "/check"}, {"Your rights", "/rights"}, {"Your notice", "/notice"}, {"Who is accredited", "/register"}, {"Fairness", "/fairness"}, {"For employers", "/employers"}}
		return f
	}
	f.Who = &Who{Name: "Ruth Adeyemi", Role: "Scheme manager", Href: "/me"}
	f.Search, f.SignOut = "/search", "/sign-out"
	for _, name := range []string{"Start", "Organisations", "People", "Vetting", "Training", "Agreements", "Cards", "Powers", "Map", "Reports", "Ledger"} {
		f.Nav = append(f.Nav, Link{name, "/" + strings.ToLower(name)})
	}
	return f
}

func TestGalleryIsSound(t *testing.T) {
	t.Parallel()
	server := gallery(t)
	for _, name := range galleryPages {
		r, err := http.Get(server.URL + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		page := webtest.Read(t, r)
		page.Sound()
		if name == "check" && page.Size() > 24_000 {
			t.Errorf("the check page has %d bytes", page.Size())
		}
	}
}

// TestGalleryInBrowser looks at every page at three widths. With
// WATCHWORD_SCREENS it leaves pictures in that folder.
func TestGalleryInBrowser(t *testing.T) {
	t.Parallel()
	server := gallery(t)
	p := browser.Open(t, server.URL+"/start", 1280)
	for _, name := range galleryPages {
		for _, width := range []int{1280, 640, 390, 320} {
			p.Width(width)
			p.Go(server.URL + "/" + name)
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d: %s", name, width, browser.Eval[string](p, widest))
			}
			if width != 320 {
				p.Axe()
			}
			if tiny := browser.Eval[string](p, smallest); tiny != "" && (width > 320 || name != "register") { // a map is made smaller still
				t.Errorf("%s has text below 14 pixels at %d: %s", name, width, tiny)
			}
			if dir := os.Getenv("WATCHWORD_SCREENS"); dir != "" && (width == 1280 || width == 390) {
				p.Save(filepath.Join(dir, name+"-"+map[int]string{1280: "wide", 390: "phone"}[width]+".png"))
			}
		}
	}
}

// widest names the elements that stick out of the window.
const widest = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".ww-scrolls")).slice(0, 4).map(e => e.tagName + "." + e.getAttribute("class") + " " + Math.round(e.getBoundingClientRect().right)).join(", ")`

// smallest names the texts that are seen smaller than 14 pixels, whose boundaries they
// are on a map apart.
const smallest = `[...document.querySelectorAll("body *")].filter(e => {
	if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility() || e.closest(".govuk-visually-hidden, .ww-map__credit, .ww-sort__mark, title, script")) return false
	const scale = e.ownerSVGElement ? e.getScreenCTM().a : 1
	return parseFloat(getComputedStyle(e).fontSize) * scale < 13.9 && e.getClientRects().length > 0
}).slice(0, 4).map(e => e.tagName + "." + e.getAttribute("class") + " " + e.textContent.trim().slice(0, 30)).join("; ")`

func TestGalleryByKeyboard(t *testing.T) {
	t.Parallel()
	server := gallery(t)
	p := browser.Open(t, server.URL+"/person", 1280)
	stops := p.Tour()
	if len(stops) < 10 || stops[0] != "a Skip to main content" {
		t.Errorf("%q", stops)
	}
	p.Go(server.URL + "/wrong")
	got := p.Focused()
	for range 20 { // the browser sets it a moment after the page is there
		if got != "body" {
			break
		}
		time.Sleep(50 * time.Millisecond)
		got = p.Focused()
	}
	if !strings.Contains(got, "There is a problem") {
		t.Errorf("a form that came back has the focus on %q", got)
	}
	for _, stop := range p.Tour() {
		if strings.HasSuffix(stop, " ") {
			t.Errorf("%q has no name", stop)
		}
	}
}

const portrait = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 104 130"><rect width="104" height="130" fill="#DDE5E8"/><circle cx="52" cy="56" r="24" fill="#8A5A3C"/><path d="M14 130Q20 94 52 92 84 94 90 130Z" fill="#1F4D3A"/></svg>`
