// Package vettingweb is the pages of vetting: the form that a person fills through a link
// of their own (door.go, form.go, after.go), the vetting unit's queue and envelopes
// (queue.go, envelope.go, decide.go), a person's own page (own.go), and what everybody
// else sees, which is state, level and days (state.go).
//
// Whoever comes by a link is not signed in: the link's secret and a word of the person's
// choice open the form, and a cookie keeps it open. Those pages are kept by no browser.
//
// Read Doors, then form.go.
package vettingweb

import (
	"embed"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
)

//go:embed all:office
var office embed.FS

//go:embed all:public
var public embed.FS

//go:embed vetting.css
var css []byte

// Deps is what the pages need. All are required but Origin.
type Deps struct {
	DB        *db.DB
	Clock     clock.Clock
	Areas     *area.Service
	Orgs      *org.Service
	Persons   *person.Service
	Vettings  *vetting.Service
	Envelopes *envelope.Service
	// Origin is the address people use, for links that are handed over. Empty: the address
	// of the request.
	Origin string
	// Equality is an address of the voluntary questions about equality, which says nothing of
	// whom it is given to; nil: none are asked.
	Equality func(id.Force) string
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page   *web.Pages
	public *web.Pages
	secure bool
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, secure: strings.HasPrefix(d.Origin, "https://"),
		page: site.Office(office, "office/*.html", web.Done{
			"envelope.opened":   "The envelope is open to you for half an hour. That you opened it stands in the ledger, with your reason.",
			"envelope.checked":  "The check is recorded.",
			"envelope.asked":    "The question waits behind the person’s link. Tell the person that there is one.",
			"envelope.decided":  "The decision is recorded. The register of vettings has it from now on.",
			"envelope.heard":    "The appeal is decided.",
			"envelope.reviewed": "It is recorded that you looked.",
			"envelope.chased":   "It is recorded that the person was reminded today.",
			"envelope.erased":   "What lay in the envelope is destroyed. State, level and days stay.",
			"envelope.rotated":  "The unit has a new key. Every envelope is wrapped under it, and the old key is destroyed.",
			"envelope.identity": "What you saw is recorded. The vetting unit sees it.",
			"envelope.told":     "The vetting unit has what you told it.",
		}),
		public: site.Public(public, "public/*.html", web.Done{
			"vetting-form.saved":    "Saved. You may leave, and come back by your link and your word.",
			"vetting-form.removed":  "It is taken out of the list.",
			"vetting-form.sent":     "Your form is with the vetting unit.",
			"vetting-form.answered": "Your answer is with the vetting unit.",
			"vetting-form.told":     "The vetting unit has what you told it.",
			"vetting-form.appealed": "Your appeal is with the vetting unit. Somebody else than who decided first looks at it.",
			"vetting-form.left":     "You have left your form. What you saved is kept.",
		})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /v/{secret}", api.Anyone, (*Handlers).door),
	visit.To("POST /v/{secret}", api.Anyone, (*Handlers).enter),
	visit.To("GET /vetting-form", api.Anyone, (*Handlers).home),
	visit.To("POST /vetting-form/leave", api.Anyone, (*Handlers).leave),
	visit.To("GET /vetting-form/pages/{page}", api.Anyone, (*Handlers).formPage),
	visit.To("POST /vetting-form/pages/{page}", api.Anyone, (*Handlers).formPageSave),
	visit.To("GET /vetting-form/pages/{page}/items/{item}", api.Anyone, (*Handlers).item),
	visit.To("POST /vetting-form/pages/{page}/items/{item}", api.Anyone, (*Handlers).itemSave),
	visit.To("POST /vetting-form/pages/{page}/items/{item}/remove", api.Anyone, (*Handlers).itemRemove),
	visit.To("GET /vetting-form/check", api.Anyone, (*Handlers).check),
	visit.To("POST /vetting-form/check", api.Anyone, (*Handlers).send),
	visit.To("GET /vetting-form/questions/{question}", api.Anyone, (*Handlers).question),
	visit.To("POST /vetting-form/questions/{question}", api.Anyone, (*Handlers).answer),
	visit.To("GET /vetting-form/change", api.Anyone, (*Handlers).change),
	visit.To("POST /vetting-form/change", api.Anyone, (*Handlers).changeNow),
	visit.To("GET /vetting-form/declaration", api.Anyone, (*Handlers).declaration),
	visit.To("POST /vetting-form/declaration", api.Anyone, (*Handlers).declarationNow),
	visit.To("GET /vetting-form/appeal", api.Anyone, (*Handlers).appeal),
	visit.To("POST /vetting-form/appeal", api.Anyone, (*Handlers).appealNow),
	visit.To("GET /vetting.css", api.Anyone, (*Handlers).styles),

	visit.List("GET /envelopes", authz.OpenVetting, (*Handlers).queue),
	visit.List("GET /envelopes/decided", authz.OpenVetting, (*Handlers).decided),
	visit.To("GET /envelopes/forecast", authz.OpenVetting, (*Handlers).forecast),
	visit.To("GET /envelopes/key", authz.RotateVettingKey, (*Handlers).key),
	visit.To("POST /envelopes/key", authz.RotateVettingKey, (*Handlers).keyNow),
	visit.To("GET /envelopes/{vetting}", authz.OpenVetting, (*Handlers).envelope),
	visit.To("POST /envelopes/{vetting}/open", authz.OpenVetting, (*Handlers).openNow),
	visit.To("POST /envelopes/{vetting}/checks", authz.OpenVetting, (*Handlers).checkNow),
	visit.To("POST /envelopes/{vetting}/link", authz.RecordVetting, (*Handlers).linkNow),
	visit.To("POST /envelopes/{vetting}/chase", authz.RecordVetting, (*Handlers).chaseNow),
	visit.To("GET /envelopes/{vetting}/ask", authz.OpenVetting, (*Handlers).ask),
	visit.To("POST /envelopes/{vetting}/ask", authz.OpenVetting, (*Handlers).askNow),
	visit.To("GET /envelopes/{vetting}/decision", authz.RecordVetting, (*Handlers).decision),
	visit.To("POST /envelopes/{vetting}/decision", authz.RecordVetting, (*Handlers).decisionNow),
	visit.To("GET /envelopes/{vetting}/withdrawal", authz.RecordVetting, (*Handlers).withdrawal),
	visit.To("POST /envelopes/{vetting}/withdrawal", authz.RecordVetting, (*Handlers).withdrawalNow),
	visit.To("GET /envelopes/{vetting}/review", authz.OpenVetting, (*Handlers).review),
	visit.To("POST /envelopes/{vetting}/review", authz.OpenVetting, (*Handlers).reviewNow),
	visit.To("POST /envelopes/{vetting}/erase", authz.EraseVetting, (*Handlers).eraseNow),
	visit.To("GET /people/{person}/envelope", authz.OpenVetting, (*Handlers).envelopeOf),
	visit.To("GET /people/{person}/vetting/link", authz.RecordVetting, (*Handlers).invite),
	visit.To("POST /people/{person}/vetting/link", authz.RecordVetting, (*Handlers).inviteNow),

	visit.To("GET /vetting/{person}", authz.ReadPerson, (*Handlers).state),
	visit.To("POST /vetting/{person}/identity", authz.SeeIdentity, (*Handlers).identityNow),
	visit.To("GET /my-vetting", authz.OwnVetting, (*Handlers).own),
	visit.To("GET /my-vetting/declaration", authz.OwnVetting, (*Handlers).ownDeclaration),
	visit.To("POST /my-vetting/declaration", authz.OwnVetting, (*Handlers).ownDeclarationNow),
	visit.To("GET /my-vetting/change", authz.OwnVetting, (*Handlers).ownChange),
	visit.To("POST /my-vetting/change", authz.OwnVetting, (*Handlers).ownChangeNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func (h *Handlers) styles(w http.ResponseWriter, _ *http.Request) error {
	return web.SendAsset(w, "text/css; charset=utf-8", css)
}

// address is where a path is reached from outside.
func (h *Handlers) address(r *http.Request, path string) string {
	if h.Origin != "" {
		return strings.TrimSuffix(h.Origin, "/") + path
	}
	return "http://" + r.Host + path
}

// subject is a person with the employer, for the head of a page.
type subject struct {
	id       id.Person
	person   person.Person
	employer string
	settings area.Settings
}

// subject reads a person, for those who may see them.
func (h *Handlers) subject(tx *db.Tx, who authz.Actor, of id.Person) (subject, error) {
	now := register.Now(h.Clock.Now())
	v, err := h.Persons.Find(tx, who, of, now)
	if err != nil {
		return subject{}, err
	}
	s := subject{id: of, person: v.State}
	o, err := h.Orgs.Any(tx, who.Force, v.State.Org, now)
	if err != nil {
		return s, err
	}
	s.employer = o.State.Name
	s.settings, err = h.Envelopes.Settings(tx, who.Force)
	return s, err
}

// possible is why a page is not shown: what it would ask for could only be refused. Who
// comes to it is told why and what to do; who sent it, that it has changed meanwhile.
func possible(r *http.Request, err error) error {
	if f := fault.Of(err); f != nil && f.Kind == fault.Conflict && r.Method != http.MethodPost {
		return &fault.Fault{Kind: fault.Refused, Message: f.Message, Reasons: f.Reasons}
	}
	return err
}

// today is the present legal day.
func (h *Handlers) today() clock.Day { return clock.DayOf(h.Clock.Now()) }

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }
