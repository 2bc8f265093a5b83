// Package trainingweb is the pages of training: the calendar of sessions with places,
// waiting lists, results and certificates; courses, providers, trainers and manuals; who
// is due a refresher; and a person's own page with the 999 rule. The scheme office and
// trainers keep them; an employer books its own people; a person sees their own.
//
// Read Doors, then sessions.go.
package trainingweb

import (
	"embed"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training/course"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB      *db.DB
	Clock   clock.Clock
	Ledger  *ledger.Ledger
	Areas   *area.Service
	Orgs    *org.Service
	Persons *person.Service
	Courses *course.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"session.planned":    "The session is in the calendar. Next, employers book places.",
		"session.changed":    "The session is changed.",
		"session.called-off": "The session is called off. Nobody keeps a place in it.",
		"session.booked":     "Booked. Who found no place is on the waiting list and moves up by itself.",
		"session.assessed":   "The results are recorded. Each pass counts from now on, power by power.",
		"place.given-up":     "The place is given up. Whoever waits longest has it now.",
		"course.set":         "The course is written down.",
		"course.ended":       "The course is offered no longer. What was passed stays.",
		"provider.approved":  "The provider is recorded.",
		"provider.closed":    "The provider is closed. What its learners passed stays.",
		"trainer.set":        "The trainer is recorded. Next, record a qualification.",
		"trainer.qualified":  "The qualification is recorded.",
		"trainer.ended":      "It is recorded that they teach no longer.",
		"manual.published":   "The version is kept. Learners of sessions assessed from now on are given it.",
		"own.acknowledged":   "Thank you. It is kept that you acknowledged the rule.",
		"own.reviewed":       "Thank you. The trainers read what you wrote, without your name.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.List("GET /training/sessions", authz.ReadTraining, (*Handlers).sessions),
	visit.To("GET /training/sessions/plan", authz.KeepTraining, (*Handlers).plan),
	visit.To("POST /training/sessions/plan", authz.KeepTraining, (*Handlers).planNow),
	visit.To("GET /training/sessions/{session}", authz.ReadTraining, (*Handlers).session),
	visit.To("GET /training/sessions/{session}/change", authz.KeepTraining, (*Handlers).plan),
	visit.To("POST /training/sessions/{session}/change", authz.KeepTraining, (*Handlers).planNow),
	visit.To("GET /training/sessions/{session}/call-off", authz.KeepTraining, (*Handlers).callOff),
	visit.To("POST /training/sessions/{session}/call-off", authz.KeepTraining, (*Handlers).callOffNow),
	visit.To("GET /training/sessions/{session}/book", authz.BookTraining, (*Handlers).book),
	visit.To("POST /training/sessions/{session}/book", authz.BookTraining, (*Handlers).bookNow),
	visit.To("GET /training/sessions/{session}/results", authz.RecordTraining, (*Handlers).results),
	visit.To("POST /training/sessions/{session}/results", authz.RecordTraining, (*Handlers).resultsNow),
	visit.To("GET /training/places/{place}", authz.ReadTraining, (*Handlers).place),
	visit.To("POST /training/places/{place}/give-up", authz.BookTraining, (*Handlers).giveUpNow),
	visit.To("GET /training/places/{place}/result", authz.RecordTraining, (*Handlers).result),
	visit.To("POST /training/places/{place}/result", authz.RecordTraining, (*Handlers).resultNow),
	visit.To("GET /training/places/{place}/certificate", authz.ReadTraining, (*Handlers).certificate),
	visit.To("GET /training/places/{place}/certificate.pdf", authz.ReadTraining, (*Handlers).certificatePDF),
	visit.List("GET /training/courses", authz.ReadTraining, (*Handlers).courses),
	visit.To("GET /training/courses/add", authz.KeepTraining, (*Handlers).setCourse),
	visit.To("POST /training/courses/add", authz.KeepTraining, (*Handlers).setCourseNow),
	visit.To("GET /training/courses/{course}", authz.ReadTraining, (*Handlers).course),
	visit.To("GET /training/courses/{course}/change", authz.KeepTraining, (*Handlers).setCourse),
	visit.To("POST /training/courses/{course}/change", authz.KeepTraining, (*Handlers).setCourseNow),
	visit.To("POST /training/courses/{course}/end", authz.KeepTraining, (*Handlers).endCourseNow),
	visit.List("GET /training/providers", authz.ReadTraining, (*Handlers).providers),
	visit.To("GET /training/providers/add", authz.ApproveTraining, (*Handlers).approve),
	visit.To("POST /training/providers/add", authz.ApproveTraining, (*Handlers).approveNow),
	visit.To("GET /training/providers/{provider}", authz.ReadTraining, (*Handlers).provider),
	visit.To("GET /training/providers/{provider}/change", authz.ApproveTraining, (*Handlers).approve),
	visit.To("POST /training/providers/{provider}/change", authz.ApproveTraining, (*Handlers).approveNow),
	visit.To("GET /training/providers/{provider}/close", authz.ApproveTraining, (*Handlers).closing),
	visit.To("POST /training/providers/{provider}/close", authz.ApproveTraining, (*Handlers).closeNow),
	visit.List("GET /training/trainers", authz.ReadTraining, (*Handlers).trainers),
	visit.To("GET /training/trainers/add", authz.ApproveTraining, (*Handlers).setTrainer),
	visit.To("POST /training/trainers/add", authz.ApproveTraining, (*Handlers).setTrainerNow),
	visit.To("GET /training/trainers/{trainer}", authz.ReadTraining, (*Handlers).trainer),
	visit.To("GET /training/trainers/{trainer}/change", authz.ApproveTraining, (*Handlers).setTrainer),
	visit.To("POST /training/trainers/{trainer}/change", authz.ApproveTraining, (*Handlers).setTrainerNow),
	visit.To("GET /training/trainers/{trainer}/qualify", authz.ApproveTraining, (*Handlers).qualify),
	visit.WithFile("POST /training/trainers/{trainer}/qualify", authz.ApproveTraining, (*Handlers).qualifyNow, blob.DocumentBytes+1<<20),
	visit.To("GET /training/trainers/{trainer}/end", authz.ApproveTraining, (*Handlers).endTrainer),
	visit.To("POST /training/trainers/{trainer}/end", authz.ApproveTraining, (*Handlers).endTrainerNow),
	visit.To("GET /training/trainers/{trainer}/evidence/{n}", authz.KeepTraining, (*Handlers).evidenceFile),
	visit.List("GET /training/manuals", authz.ReadTraining, (*Handlers).manuals),
	visit.To("GET /training/manuals/add", authz.KeepTraining, (*Handlers).publish),
	visit.WithFile("POST /training/manuals/add", authz.KeepTraining, (*Handlers).publishNow, blob.DocumentBytes+1<<20),
	visit.To("GET /training/manuals/{manual}", authz.ReadTraining, (*Handlers).manual),
	visit.To("GET /training/manuals/{manual}/publish", authz.KeepTraining, (*Handlers).publish),
	visit.WithFile("POST /training/manuals/{manual}/publish", authz.KeepTraining, (*Handlers).publishNow, blob.DocumentBytes+1<<20),
	visit.To("GET /training/manuals/{manual}/files/{n}", authz.ReadTraining, (*Handlers).manualFile),
	visit.List("GET /training/due", authz.ReadTraining, (*Handlers).due),
	visit.To("GET /my-training", authz.OwnTraining, (*Handlers).own),
	visit.To("GET /my-training/999", authz.OwnTraining, (*Handlers).rule),
	visit.To("POST /my-training/999", authz.OwnTraining, (*Handlers).ruleNow),
	visit.To("GET /my-training/places/{place}/review", authz.OwnTraining, (*Handlers).review),
	visit.To("POST /my-training/places/{place}/review", authz.OwnTraining, (*Handlers).reviewNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

func (h *Handlers) read(r *http.Request, f func(tx *db.Tx) error) error {
	return h.DB.Read(r.Context(), f)
}

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }

// home is where the pages of training begin, as the main navigation has it.
const home = "/training/sessions"

// common is what the pages beside the calendar have in common.
func common(title string, crumbs ...web.Crumb) web.Page {
	return web.Page{Title: title, Active: home, Crumbs: append([]web.Crumb{{Text: "Training", Href: home}}, crumbs...)}
}

// listPage is a list of one kind, among the others.
type listPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Sub    moj.SubNavigation
	Views  []part.Link // ways to look at the list
	Shown  string      // the one that is looked at
	Lede   string
	Table  part.Table
	Paging part.Paging
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

// arrange sorts a list that stands on one page as its address says.
func (p *listPage) arrange(v visit.Visit) {
	p.Table.Arrange(part.Paging{Path: v.R.URL.Path, Query: v.R.URL.Query()})
}

// lists is the lists of training, in order.
var lists = []struct{ text, href string }{{"Sessions", home}, {"Refreshers due", "/training/due"}, {"Courses", "/training/courses"}, {"Manuals", "/training/manuals"}, {"Providers", "/training/providers"}, {"Trainers", "/training/trainers"}}

func newList(v visit.Visit, title, here string) *listPage {
	p := &listPage{Page: web.Page{Title: title, Active: home, Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Caption: "Training", Title: title}, Sub: moj.SubNavigation{Label: "Training"}}
	for _, l := range lists {
		p.Sub.Items = append(p.Sub.Items, moj.NavItem{Text: l.text, Href: v.Bar.Link(l.href), Active: l.href == here})
	}
	return p
}

// onePage is a page about one thing: what it is, and tables under it.
type onePage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	List   govuk.SummaryList
	Tables []section
	Words  []string // what learners said
	Stop   *stop
}

// section is a table under a heading.
type section struct {
	Heading part.Heading
	Lede    string
	Table   part.Table
}

// stop is a button that ends something, with what then happens.
type stop struct{ Action, Button, Says string }

// add adds a row to the summary; none for no value.
func (p *onePage) add(key, value string) {
	if value != "" {
		p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
	}
}

// link adds a row that leads somewhere.
func (p *onePage) link(key, text, href string) {
	if text != "" {
		p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: part.Link{Text: text, Href: href}.Render()}})
	}
}

func secondary(text, href string) govuk.Button {
	return govuk.Button{Text: text, Href: href, Classes: "govuk-button--secondary"}
}

// formPage is what the pages with a form have in common.
type formPage struct {
	web.Page
	Head   part.Head
	Button string
	Back   string
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return web.Number(n) + " " + many
}
