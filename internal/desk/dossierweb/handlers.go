// Package dossierweb holds the pages about one organisation and about one person: what
// the registers say of them on a day, what happened, and every act of the office, the
// vetting unit, the trainer and the employer upon them, each on a page of its own. The
// delegate's page of decision is here too, with letters, certificates and an accredited
// person's own page.
//
// A page reads several registers in a few bounded queries (dossier.go, orgread.go) and
// shows what the reader's role may see; what the law makes of it is worked out by accred
// and law alone. Lists, the start page, the law and the ledger have their own pages
// elsewhere.
//
// Read routes.go, then person.go and organisation.go.
package dossierweb

import (
	"context"
	"embed"
	"html/template"
	"net/http"
	"net/url"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/compliance"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/double"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/vetting"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed all:templates
var templates embed.FS

//go:embed dossier.css
var dossierCSS []byte

// Deps is what the pages read and act upon. Cards and CheckAddress may be left out.
type Deps struct {
	DB        *db.DB
	Clock     clock.Clock
	Ledger    *ledger.Ledger
	Areas     *area.Service
	Orgs      *org.Service
	Persons   *person.Service
	Vettings  *vetting.Service
	Trainings *training.Service
	Accreds   *accred.Service
	Desk      *desk.Desk
	Board     *desk.Board  // says what falls due of a person
	Reader    *desk.Reader // checks what a paper for court rests on
	// Cards shows the card of a person; nil leaves its box out.
	Cards Cards
	// Compliance judges the six standards; nil leaves their lines out.
	Compliance *compliance.Service
	// Doubles knows who was entered twice; nil leaves it out.
	Doubles *double.Service
	// CheckAddress is where the public checks an AP number, for the QR code of a
	// certificate; nil is the page /check under the force's public address.
	CheckAddress func(f area.Force, number string) string
	// Equality is an address of the voluntary questions about equality, which says nothing of
	// whom it is given to; nil: none are asked.
	Equality func(id.Force) string
}

// Cards is what the pages need of the register of cards.
type Cards interface {
	// Shown is the card that the person has, as it stood; ok is false if there is none.
	Shown(ctx context.Context, who authz.Actor, of id.Person, w register.When) (c CardShown, ok bool, err error)
	// AskedBack is the cards of an organisation that were asked back and are not destroyed.
	AskedBack(ctx context.Context, who authz.Actor, of id.Org) ([]CardOut, error)
}

// CardOut is a card that was asked back.
type CardOut struct {
	Number, AP string
	Person     id.Person
	State      part.Status
	Sub        string // "Reminded twice"
	Since      clock.Day
}

// CardShown is a card as it stands beside a person's powers.
type CardShown struct {
	Picture template.HTML // its front, or empty
	State   part.Status   // "Held since 9 Feb 2026"
	Text    string        // a quiet line
	Links   []part.Link   // "Report lost"
	Live    bool          // it is held or on its way
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, deps Deps) *Handlers {
	if deps.CheckAddress == nil {
		deps.CheckAddress = func(f area.Force, number string) string {
			return f.Settings.PublicURL + "/check?number=" + url.QueryEscape(number)
		}
	}
	return &Handlers{Deps: deps, page: site.Office(templates, "templates/*.html", done)}
}

// done is what the next page says after an act.
var done = web.Done{
	"person.added":        "The person is put forward. Next, ask for vetting.",
	"person.changed":      "The particulars are changed.",
	"person.photo":        "The photograph is changed. Cards made from now on bear it.",
	"person.left":         "The leaving is recorded. What the person held ended at once.",
	"person.opted-in":     "Recorded: you take part at your own wish.",
	"person.opted-out":    "You opted out. What you held ended in the same second.",
	"vetting.asked":       "Vetting is asked for. The person is in the unit’s queue.",
	"vetting.recorded":    "The vetting decision is recorded.",
	"training.recorded":   "The training is recorded, power by power.",
	"accred.recommended":  "The person is with the delegate.",
	"accred.suspend":      "Suspended. Every power stopped at once, and the person and the employer are written to.",
	"accred.reinstate":    "Reinstated. What lapsed meanwhile has lapsed.",
	"accred.withdraw":     "Withdrawn. Every power ended at once, and the person and the employer are written to.",
	"accred.appealed":     "The appeal is recorded. Somebody who took no part in the decision decides it.",
	"accred.heard":        "The appeal is decided. The person and the employer are written to, with your reasons.",
	"person.moved":        "Moved. What was held before has ended. Next, ask for vetting.",
	"accred.modified":     "The accreditation is changed. The person and the employer are written to, and the certificate has a new version.",
	"accred.granted":      "Accredited. The number is given, and the person and the employer are written to.",
	"accred.refused":      "Refused. The person and the employer are written to, with your reasons.",
	"accred.asked":        "Your request is with the employer. The decision stays with you.",
	"accred.answered":     "Your answer is with the delegate.",
	"org.added":           "The organisation is entered. Next, name its contacts, area, roles and powers.",
	"org.changed":         "The organisation’s entry is changed.",
	"org.contacts":        "The contacts are changed.",
	"org.told":            "The contacts are changed, and the scheme office is told.",
	"org.noted":           "The change of contacts is noted.",
	"org.team":            "The team is saved.",
	"org.team-ended":      "The team has ended. What was recorded of it stays in the history.",
	"org.approved":        "The arrangements are decided. Its people may be put before you from now on.",
	"org.decided":         "The powers are decided.",
	"org.suspend":         "Suspended. Everybody under these arrangements stopped at once.",
	"org.reinstate":       "Reinstated. Its people may act again, unless something of theirs lapsed meanwhile.",
	"org.withdraw":        "Withdrawn. Every accreditation under these arrangements ended at once.",
	"org.leave":           "The arrangements have ended. Every accreditation under them ended at once.",
	"org.notice":          "Notice is recorded. Everything ends by itself with the last day.",
	"org.part":            "It is suspended. Everybody it takes in is written to.",
	"org.part-reinstated": "It is reinstated. Everybody it takes in is written to.",
	"org.stay":            "The notice is taken back. The arrangements end when they did before.",
	"org.decline":         "Declined. The organisation can apply again.",
}

// read runs the reads of one page in one transaction.
func (h *Handlers) read(r *http.Request, fn func(tx *db.Tx) error) error {
	return h.DB.Read(r.Context(), fn)
}

func orgURL(o id.Org) string       { return "/organisations/" + string(o) }
func personURL(p id.Person) string { return "/people/" + string(p) }

func orgOf(r *http.Request) id.Org       { return id.Org(r.PathValue("org")) }
func personOf(r *http.Request) id.Person { return id.Person(r.PathValue("person")) }
