// Package reviewweb is the pages of reviews of powers: the cycle over all organisations, that
// of one, and one review from the question to the letter.
//
// Read Doors, then list.go, one.go and lines.go, the two forms that go line by line.
package reviewweb

import (
	"embed"
	"html/template"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/print"
	"watchword/internal/review"
	"watchword/internal/web"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB      *db.DB
	Clock   clock.Clock
	Reviews *review.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"review.opened":   "The review is open. The organisation is asked.",
		"review.answered": "Your answer is with the delegate. You can change it until it is decided.",
		"review.decided":  "It is decided, and the organisation is written to. What was removed has ended for its people.",
		"review.off":      "The review is called off, and nothing changes by it.",
	})}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /power-reviews", authz.ReadReviews, (*Handlers).list),
	visit.To("GET /power-reviews.csv", authz.ReadReviews, (*Handlers).listCSV),
	visit.To("GET /organisations/{org}/power-reviews", authz.ReadReviews, (*Handlers).ofOrg),
	visit.To("POST /organisations/{org}/power-reviews", authz.KeepReviews, (*Handlers).openNow),
	visit.To("GET /power-reviews/{review}", authz.ReadReviews, (*Handlers).one),
	visit.To("GET /power-reviews/{review}/lines.csv", authz.ReadReviews, (*Handlers).oneCSV),
	visit.To("GET /power-reviews/{review}/answer", authz.AnswerReviews, (*Handlers).answer),
	visit.To("POST /power-reviews/{review}/answer", authz.AnswerReviews, (*Handlers).answerNow),
	visit.To("GET /power-reviews/{review}/decide", authz.DecideOrg, (*Handlers).decide),
	visit.To("POST /power-reviews/{review}/decide", authz.DecideOrg, (*Handlers).decideNow),
	visit.To("GET /power-reviews/{review}/call-off", authz.KeepReviews, (*Handlers).callOff),
	visit.To("POST /power-reviews/{review}/call-off", authz.KeepReviews, (*Handlers).callOffNow),
	visit.To("GET /power-reviews/{review}/letter", authz.ReadReviews, (*Handlers).letter),
	visit.To("GET /power-reviews/{review}/letter.pdf", authz.ReadReviews, (*Handlers).letterPDF),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func of(r *http.Request) id.PowerReview { return id.PowerReview(r.PathValue("review")) }

func url[T ~string](of T) string { return "/power-reviews/" + string(of) }

func orgURL[T ~string](of T) string { return "/organisations/" + string(of) }

// openNow opens a review of an organisation.
func (h *Handlers) openNow(w http.ResponseWriter, r *http.Request) error {
	made, err := h.Reviews.Open(r.Context(), account.Actor(r.Context()), id.Org(r.PathValue("org")))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, url(made), "review.opened")
}

// letterPage is the letter of the decision, to be read on the page.
type letterPage struct {
	web.Page
	Document  template.HTML
	PDF, Back string
}

func (h *Handlers) document(v visit.Visit) (print.Document, error) {
	return db.Find(v.R.Context(), h.DB, func(tx *db.Tx) (print.Document, error) {
		return h.Reviews.Letter(tx, v.Who, of(v.R), v.When)
	})
}

func (h *Handlers) letter(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	d, err := h.document(v)
	if err != nil {
		return err
	}
	p := &letterPage{Page: web.Page{Title: d.Title, Active: "/organisations", Past: v.Bar.Past()}, PDF: v.Link(url(of(r)) + "/letter.pdf"), Back: v.Link(url(of(r)))}
	if p.Document, err = d.HTML(); err != nil {
		return err
	}
	return h.page.Render(w, r, "letter.html", p)
}

func (h *Handlers) letterPDF(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	d, err := h.document(v)
	if err != nil {
		return err
	}
	pdf, err := d.PDF()
	if err != nil {
		return err
	}
	return web.SendPDF(w, "review-of-powers.pdf", pdf)
}
