// Package schemeweb is the pages of the scheme's risk register.
//
// Read Doors, then risks.go.
package schemeweb

import (
	"embed"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/scheme"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB     *db.DB
	Clock  clock.Clock
	Scheme *scheme.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"risk.entered":  "The risk is in the register.",
		"risk.reviewed": "The review is recorded. What it said before stays in its history.",
		"risk.closed":   "The risk is closed.",
		"risk.reopened": "The risk is open again. Review it.",
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
	{"GET /risks", authz.ReadRisks, (*Handlers).list},
	{"GET /risks.csv", authz.ReadRisks, (*Handlers).listCSV},
	{"GET /risks/enter", authz.KeepRisks, (*Handlers).enter},
	{"POST /risks/enter", authz.KeepRisks, (*Handlers).enterNow},
	{"GET /risks/{risk}", authz.ReadRisks, (*Handlers).one},
	{"GET /risks/{risk}/review", authz.KeepRisks, (*Handlers).review},
	{"POST /risks/{risk}/review", authz.KeepRisks, (*Handlers).reviewNow},
	{"POST /risks/{risk}/turn", authz.KeepRisks, (*Handlers).turnNow},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		mux.Handle(d.Pattern, h.page.Handle(func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }))
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

// show renders a page that has an as-at bar.
func (h *Handlers) show(w http.ResponseWriter, v visit, name string, p web.Paged) error {
	if v.wrong != nil {
		return h.page.Again(w, v.r, name, p, v.wrong)
	}
	return h.page.Render(w, v.r, name, p)
}

func of(r *http.Request) id.Risk { return id.Risk(r.PathValue("risk")) }

func url[T ~string](of T) string { return "/risks/" + string(of) }

// listCSV is the register as a file.
func (h *Handlers) listCSV(w http.ResponseWriter, r *http.Request) error {
	v := h.visit(r)
	if v.wrong != nil {
		return v.wrong
	}
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]scheme.RiskVersion, error) {
		return h.Scheme.Risks(tx, v.who, "", "number", v.when)
	})
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", "text/csv; charset=utf-8")
	head.Set("Content-Disposition", `attachment; filename="risks-`+clock.DayOf(v.when.At).String()+`.csv"`)
	head.Set("Cache-Control", "no-store")
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write([]string{"\ufeffNumber", "State", "Risk", "Effect", "Owner", "Likelihood", "Impact", "Score", "Action", "Review by", "Reviewed"}) // who reads has gone; there is nobody to tell
	for _, x := range all {
		k := &x.State
		row := []string{k.Number, string(k.State), k.Title, k.Effect, k.Owner, strconv.Itoa(k.Likelihood), strconv.Itoa(k.Impact), strconv.Itoa(k.Score()), k.Action, k.Review.String(), k.Reviewed.String()}
		for i, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				row[i] = "'" + c
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	return nil
}

// unsent makes a conflict that comes before a form was sent the page of a refusal.
func unsent(r *http.Request, err error) error {
	if f := fault.Of(err); f != nil && f.Kind == fault.Conflict && r.Method != http.MethodPost {
		return &fault.Fault{Kind: fault.Refused, Message: f.Message}
	}
	return err
}
