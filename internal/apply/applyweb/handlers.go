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
	"watchword/internal/account/visit"
	"watchword/internal/api"
	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/print"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/moj"
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
			"application.judge":     "It is recorded.",
			"application.visit":     "The visit is recorded.",
			"application.company":   "It is recorded.",
			"application.consult":   "It is recorded that they are asked.",
			"application.answer":    "The answer is recorded.",
			"application.recommend": "It is before the delegate.",
			"application.ask":       "The application is with the applicant again.",
			"application.discard":   "The application is given up.",
			"application.send-back": "It is with the office again.",
			"application.refuse":    "It is refused. The employer reads the letter behind its link.",
			"application.approved":  "The organisation is accredited, and stands in the register.",
			"prospect.entered":      "The enquiry is entered. Say what happens next, and by when.",
			"prospect.plan":         "The next action is set. It stands in the diary of the office.",
			"prospect.note":         "The note is kept.",
			"prospect.meet":         "The meeting is recorded.",
			"prospect.close":        "The enquiry is closed.",
			"prospect.reopen":       "The enquiry is taken up again.",
		}),
		public: site.Public(public, "public/*.html", web.Done{
			"enquiry.sent":   "We have your enquiry.",
			"form.saved":     "Saved.",
			"form.file":      "The file is kept. Send the next, or go on.",
			"form.removed":   "It is taken out.",
			"form.sent":      "Your application is with the scheme office.",
			"form.withdrawn": "Your application is withdrawn.",
			"form.again":     "A new application is begun with all that you sent before.",
		})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /for-employers", api.Anyone, (*Handlers).employers),
	visit.To("GET /for-employers/enquiry", api.Anyone, (*Handlers).enquiry),
	visit.To("POST /for-employers/enquiry", api.Anyone, (*Handlers).enquiryNow),
	visit.To("GET /for-employers/progress", api.Anyone, (*Handlers).progress),
	visit.To("GET /apply.css", api.Anyone, (*Handlers).styles),

	visit.To("GET /apply/{secret}", api.Anyone, (*Handlers).door),
	visit.To("POST /apply/{secret}", api.Anyone, (*Handlers).doorNow),
	visit.To("GET /application", api.Anyone, (*Handlers).home),
	visit.To("POST /application/link/{to}", api.Anyone, (*Handlers).link),
	visit.To("GET /application/pages/{page}", api.Anyone, (*Handlers).formPage),
	visit.WithFile("POST /application/pages/{page}", api.Anyone, (*Handlers).formPageNow, blob.DocumentBytes+2<<20),
	visit.To("GET /application/pages/{page}/items/{item}", api.Anyone, (*Handlers).item),
	visit.WithFile("POST /application/pages/{page}/items/{item}", api.Anyone, (*Handlers).itemNow, blob.DocumentBytes+2<<20),
	visit.To("POST /application/pages/{page}/items/{item}/remove", api.Anyone, (*Handlers).itemRemove),
	visit.To("GET /application/roles/{role}", api.Anyone, (*Handlers).role),
	visit.To("POST /application/roles/{role}", api.Anyone, (*Handlers).roleNow),
	visit.To("GET /application/roles/{role}/powers", api.Anyone, (*Handlers).wants),
	visit.To("POST /application/roles/{role}/powers", api.Anyone, (*Handlers).wantsNow),
	visit.To("POST /application/roles/{role}/remove", api.Anyone, (*Handlers).roleRemove),
	visit.To("POST /application/evidence/{upload}/remove", api.Anyone, (*Handlers).evidenceRemove),
	visit.To("GET /application/files/{hash}", api.Anyone, (*Handlers).ownFile),
	visit.To("GET /application/check", api.Anyone, (*Handlers).check),
	visit.To("POST /application/check", api.Anyone, (*Handlers).checkNow),
	visit.To("GET /application/withdraw", api.Anyone, (*Handlers).withdraw),
	visit.To("POST /application/withdraw", api.Anyone, (*Handlers).withdrawNow),
	visit.To("POST /application/again", api.Anyone, (*Handlers).again),

	visit.To("GET /application/letter", api.Anyone, (*Handlers).ownLetter),
	visit.To("GET /application/letter.pdf", api.Anyone, (*Handlers).ownLetterPDF),

	visit.List("GET /applications", authz.ReadApplications, (*Handlers).applications),
	visit.To("GET /applications/{application}", authz.ReadApplications, (*Handlers).application),
	visit.To("GET /applications/{application}/files/{hash}", authz.ReadApplications, (*Handlers).file),
	visit.To("GET /applications/{application}/letter", authz.ReadApplications, (*Handlers).letter),
	visit.To("GET /applications/{application}/letter.pdf", authz.ReadApplications, (*Handlers).letterPDF),
	visit.To("GET /applications/{application}/decide", authz.DecideOrg, (*Handlers).decide),
	visit.To("POST /applications/{application}/decide", authz.DecideOrg, (*Handlers).decideNow),
	visit.To("GET /applications/{application}/refuse", authz.DecideOrg, appActing("refuse", (*Handlers).appAct)),
	visit.To("POST /applications/{application}/refuse", authz.DecideOrg, appActing("refuse", (*Handlers).appActNow)),
	visit.To("GET /applications/{application}/send-back", authz.DecideOrg, appActing("send-back", (*Handlers).appAct)),
	visit.To("POST /applications/{application}/send-back", authz.DecideOrg, appActing("send-back", (*Handlers).appActNow)),
	visit.To("GET /applications/{application}/{act}", authz.WorkApplications, (*Handlers).appAct),
	visit.To("POST /applications/{application}/{act}", authz.WorkApplications, (*Handlers).appActNow),

	visit.List("GET /prospects", authz.ReadApplications, (*Handlers).prospects),
	visit.To("GET /prospects/add", authz.WorkApplications, (*Handlers).enter),
	visit.To("POST /prospects/add", authz.WorkApplications, (*Handlers).enterNow),
	visit.To("GET /prospects/{prospect}", authz.ReadApplications, (*Handlers).prospect),
	visit.To("GET /prospects/{prospect}/{act}", authz.WorkApplications, (*Handlers).prospectAct),
	visit.To("POST /prospects/{prospect}/{act}", authz.WorkApplications, (*Handlers).prospectActNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func (h *Handlers) styles(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", css, print.CSS)
}

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

func (h *Handlers) today() clock.Day { return clock.DayOf(h.Clock.Now()) }

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }

// sub is the navigation within this room.
func sub(here string) moj.SubNavigation {
	return moj.SubNavigation{Label: "Employers that want to join", Items: []moj.NavItem{{Text: "Enquiries", Href: "/prospects", Active: here == "/prospects"}, {Text: "Applications", Href: "/applications", Active: here == "/applications"}}}
}

// appActing serves an act on an application that has a door of its own.
func appActing(act string, serve func(*Handlers, http.ResponseWriter, *http.Request) error) func(*Handlers, http.ResponseWriter, *http.Request) error {
	return func(h *Handlers, w http.ResponseWriter, r *http.Request) error {
		r.SetPathValue("act", act)
		return serve(h, w, r)
	}
}
