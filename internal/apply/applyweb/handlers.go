// Package applyweb is the pages of an employer's way into the scheme: the public ones, where
// an employer asks, sees where it stands and applies behind its link; and those of the
// office, which follows enquiries, assesses applications and decides them.
//
// Read Doors, then enquiry.go and prospects.go.
package applyweb

import (
	"embed"
	"net/http"
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

//go:embed office
var office embed.FS

//go:embed public
var public embed.FS

//go:embed apply.css
var css []byte

// Deps is what the pages need. All but Origin are required.
type Deps struct {
	DB      *db.DB
	Clock   clock.Clock
	Areas   *area.Service
	Applies *apply.Service
	// Origin is the address people use, for links that are handed over. Empty: the address
	// of the request.
	Origin string
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page   *web.Pages
	public *web.Pages
	secure bool
	asks   *web.Limiter // of enquiries, so that nobody fills the office's list
	looks  *web.Limiter // of references typed, so that they cannot be counted through
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, secure: strings.HasPrefix(d.Origin, "https://"), asks: site.Limiter(5, 5*time.Minute), looks: site.Limiter(20, 30*time.Second),
		page: site.Office(office, "office/*.html", web.Done{
			"prospect.entered": "The enquiry is entered. Say what happens next, and by when.",
			"prospect.plan":    "The next action is set. It stands in the diary of the office.",
			"prospect.note":    "The note is kept.",
			"prospect.meet":    "The meeting is recorded.",
			"prospect.close":   "The enquiry is closed.",
			"prospect.reopen":  "The enquiry is taken up again.",
		}),
		public: site.Public(public, "public/*.html", web.Done{
			"enquiry.sent": "We have your enquiry.",
		})}
}

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
}

// Doors is every address of these pages.
var Doors = []Door{
	{"GET /for-employers", api.Anyone, (*Handlers).employers},
	{"GET /for-employers/enquiry", api.Anyone, (*Handlers).enquiry},
	{"POST /for-employers/enquiry", api.Anyone, (*Handlers).enquiryNow},
	{"GET /for-employers/progress", api.Anyone, (*Handlers).progress},
	{"GET /apply.css", api.Anyone, (*Handlers).styles},

	{"GET /prospects", authz.ReadApplications, (*Handlers).prospects},
	{"GET /prospects/add", authz.WorkApplications, (*Handlers).enter},
	{"POST /prospects/add", authz.WorkApplications, (*Handlers).enterNow},
	{"GET /prospects/{prospect}", authz.ReadApplications, (*Handlers).prospect},
	{"GET /prospects/{prospect}/{act}", authz.WorkApplications, (*Handlers).prospectAct},
	{"POST /prospects/{prospect}/{act}", authz.WorkApplications, (*Handlers).prospectActNow},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		mux.Handle(d.Pattern, h.page.Handle(func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }))
	}
}

func (h *Handlers) styles(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, err := w.Write(css)
	return err
}

// visit is one reading of a page that has an as-at bar.
type visit struct {
	r     *http.Request
	who   authz.Actor
	bar   part.AsAt
	when  register.When
	wrong error // what is wrong with the days of the bar, if anything
}

func (h *Handlers) visit(r *http.Request) visit {
	v := visit{r: r, who: who(r)}
	v.bar, v.wrong = web.AsAt(r, h.Clock.Now())
	v.when.At, v.when.Known = v.bar.Instants()
	return v
}

// show renders a page that has an as-at bar.
func (h *Handlers) show(w http.ResponseWriter, v visit, name string, p web.Paged) error {
	if v.wrong != nil {
		return h.page.Again(w, v.r, name, p, v.wrong)
	}
	return h.page.Render(w, v.r, name, p)
}

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

func (h *Handlers) today() clock.Day { return clock.DayOf(h.Clock.Now()) }

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }

// sub is the navigation within this room.
func sub(here string) moj.SubNavigation {
	return moj.SubNavigation{Label: "Employers that want to join", Items: []moj.NavItem{{Text: "Enquiries", Href: "/prospects", Active: here == "/prospects"}}}
}
