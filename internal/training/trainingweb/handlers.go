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
	"strings"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
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

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
}

// Doors is every address of these pages.
var Doors = []Door{
	{"GET /training/sessions", authz.ReadTraining, (*Handlers).sessions},
	{"GET /training/sessions/plan", authz.KeepTraining, (*Handlers).plan},
	{"POST /training/sessions/plan", authz.KeepTraining, (*Handlers).planNow},
	{"GET /training/sessions/{session}", authz.ReadTraining, (*Handlers).session},
	{"GET /training/sessions/{session}/change", authz.KeepTraining, (*Handlers).plan},
	{"POST /training/sessions/{session}/change", authz.KeepTraining, (*Handlers).planNow},
	{"GET /training/sessions/{session}/call-off", authz.KeepTraining, (*Handlers).callOff},
	{"POST /training/sessions/{session}/call-off", authz.KeepTraining, (*Handlers).callOffNow},
	{"GET /training/sessions/{session}/book", authz.BookTraining, (*Handlers).book},
	{"POST /training/sessions/{session}/book", authz.BookTraining, (*Handlers).bookNow},
	{"GET /training/sessions/{session}/results", authz.RecordTraining, (*Handlers).results},
	{"POST /training/sessions/{session}/results", authz.RecordTraining, (*Handlers).resultsNow},
	{"GET /training/places/{place}", authz.ReadTraining, (*Handlers).place},
	{"POST /training/places/{place}/give-up", authz.BookTraining, (*Handlers).giveUpNow},
	{"GET /training/places/{place}/result", authz.RecordTraining, (*Handlers).result},
	{"POST /training/places/{place}/result", authz.RecordTraining, (*Handlers).resultNow},
	{"GET /training/places/{place}/certificate", authz.ReadTraining, (*Handlers).certificate},
	{"GET /training/places/{place}/certificate.pdf", authz.ReadTraining, (*Handlers).certificatePDF},
	{"GET /training/courses", authz.ReadTraining, (*Handlers).courses},
	{"GET /training/courses/add", authz.KeepTraining, (*Handlers).setCourse},
	{"POST /training/courses/add", authz.KeepTraining, (*Handlers).setCourseNow},
	{"GET /training/courses/{course}", authz.ReadTraining, (*Handlers).course},
	{"GET /training/courses/{course}/change", authz.KeepTraining, (*Handlers).setCourse},
	{"POST /training/courses/{course}/change", authz.KeepTraining, (*Handlers).setCourseNow},
	{"POST /training/courses/{course}/end", authz.KeepTraining, (*Handlers).endCourseNow},
	{"GET /training/providers", authz.ReadTraining, (*Handlers).providers},
	{"GET /training/providers/add", authz.ApproveTraining, (*Handlers).approve},
	{"POST /training/providers/add", authz.ApproveTraining, (*Handlers).approveNow},
	{"GET /training/providers/{provider}", authz.ReadTraining, (*Handlers).provider},
	{"GET /training/providers/{provider}/change", authz.ApproveTraining, (*Handlers).approve},
	{"POST /training/providers/{provider}/change", authz.ApproveTraining, (*Handlers).approveNow},
	{"GET /training/providers/{provider}/close", authz.ApproveTraining, (*Handlers).closing},
	{"POST /training/providers/{provider}/close", authz.ApproveTraining, (*Handlers).closeNow},
	{"GET /training/trainers", authz.ReadTraining, (*Handlers).trainers},
	{"GET /training/trainers/add", authz.ApproveTraining, (*Handlers).setTrainer},
	{"POST /training/trainers/add", authz.ApproveTraining, (*Handlers).setTrainerNow},
	{"GET /training/trainers/{trainer}", authz.ReadTraining, (*Handlers).trainer},
	{"GET /training/trainers/{trainer}/change", authz.ApproveTraining, (*Handlers).setTrainer},
	{"POST /training/trainers/{trainer}/change", authz.ApproveTraining, (*Handlers).setTrainerNow},
	{"GET /training/trainers/{trainer}/qualify", authz.ApproveTraining, (*Handlers).qualify},
	{"POST /training/trainers/{trainer}/qualify", authz.ApproveTraining, (*Handlers).qualifyNow},
	{"GET /training/trainers/{trainer}/end", authz.ApproveTraining, (*Handlers).endTrainer},
	{"POST /training/trainers/{trainer}/end", authz.ApproveTraining, (*Handlers).endTrainerNow},
	{"GET /training/trainers/{trainer}/evidence/{n}", authz.KeepTraining, (*Handlers).evidenceFile},
	{"GET /training/manuals", authz.ReadTraining, (*Handlers).manuals},
	{"GET /training/manuals/add", authz.KeepTraining, (*Handlers).publish},
	{"POST /training/manuals/add", authz.KeepTraining, (*Handlers).publishNow},
	{"GET /training/manuals/{manual}", authz.ReadTraining, (*Handlers).manual},
	{"GET /training/manuals/{manual}/publish", authz.KeepTraining, (*Handlers).publish},
	{"POST /training/manuals/{manual}/publish", authz.KeepTraining, (*Handlers).publishNow},
	{"GET /training/manuals/{manual}/files/{n}", authz.ReadTraining, (*Handlers).manualFile},
	{"GET /training/due", authz.ReadTraining, (*Handlers).due},
	{"GET /my-training", authz.OwnTraining, (*Handlers).own},
	{"GET /my-training/999", authz.OwnTraining, (*Handlers).rule},
	{"POST /my-training/999", authz.OwnTraining, (*Handlers).ruleNow},
	{"GET /my-training/places/{place}/review", authz.OwnTraining, (*Handlers).review},
	{"POST /my-training/places/{place}/review", authz.OwnTraining, (*Handlers).reviewNow},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		serve := func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }
		if strings.HasPrefix(d.Pattern, "POST /training/manuals/") || strings.HasSuffix(d.Pattern, "/qualify") && strings.HasPrefix(d.Pattern, "POST ") {
			mux.Handle(d.Pattern, h.page.Upload(blob.DocumentBytes+(1<<20), serve)) // with a file
			continue
		}
		mux.Handle(d.Pattern, h.page.Handle(serve))
	}
}

// visit is one reading of a page.
type visit struct {
	r     *http.Request
	who   authz.Actor
	bar   part.AsAt
	when  register.When
	wrong error // what is wrong with the days of the as-at bar, if anything
}

func (h *Handlers) visit(r *http.Request) visit {
	v := visit{r: r, who: account.Actor(r.Context())}
	v.bar, v.wrong = web.AsAt(r, h.Clock.Now())
	v.when.At, v.when.Known = v.bar.Instants()
	return v
}

func (v visit) today() clock.Day { return clock.DayOf(v.when.At) }

// may reports whether something may be changed here and now.
func (v visit) may(p authz.Permission) bool { return !v.bar.Past() && v.who.Can(p) }

// show renders a page that has an as-at bar.
func (h *Handlers) show(w http.ResponseWriter, v visit, name string, p web.Paged) error {
	if v.wrong != nil {
		return h.page.Again(w, v.r, name, p, v.wrong)
	}
	return h.page.Render(w, v.r, name, p)
}

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

func (h *Handlers) read(r *http.Request, f func(tx *db.Tx) error) error {
	return h.DB.Read(r.Context(), f)
}

func who(r *http.Request) authz.Actor { return account.Actor(r.Context()) }

// unsent is an error as it is told to who only came to a page, and has sent nothing that
// might have changed meanwhile.
func unsent(r *http.Request, err error) error {
	if f := fault.Of(err); f != nil && f.Kind == fault.Conflict && r.Method != http.MethodPost {
		return &fault.Fault{Kind: fault.Refused, Message: f.Message, Reasons: f.Reasons}
	}
	return err
}

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

// lists is the lists of training, in order.
var lists = []struct{ text, href string }{{"Sessions", home}, {"Refreshers due", "/training/due"}, {"Courses", "/training/courses"}, {"Manuals", "/training/manuals"}, {"Providers", "/training/providers"}, {"Trainers", "/training/trainers"}}

func newList(v visit, title, here string) *listPage {
	p := &listPage{Page: web.Page{Title: title, Active: home, Past: v.bar.Past()}, Bar: v.bar, Head: part.Head{Caption: "Training", Title: title}, Sub: moj.SubNavigation{Label: "Training"}}
	for _, l := range lists {
		p.Sub.Items = append(p.Sub.Items, moj.NavItem{Text: l.text, Href: v.bar.Link(l.href), Active: l.href == here})
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
