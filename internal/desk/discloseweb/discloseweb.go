// Package discloseweb is the pages and files of what the force publishes of its scheme: its
// statistics, the list of grants and withdrawals with the proof of each, and for the office
// the answers to what people ask under the Freedom of Information Act.
//
// Read Doors, then decisions.go.
package discloseweb

import (
	"embed"
	"net/http"
	"net/url"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk/disclose"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

//go:embed public
var public embed.FS

//go:embed office
var office embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	Clock    clock.Clock
	Disclose *disclose.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	public *web.Pages
	page   *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, public: site.Public(public, "public/*.html", nil), page: site.Office(office, "office/*.html", nil)}
}

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.To("GET /statistics", api.Anyone, (*Handlers).statistics),
	visit.To("GET /statistics.csv", api.Anyone, (*Handlers).statisticsCSV),
	visit.To("GET /decisions", api.Anyone, (*Handlers).decisions),
	visit.To("GET /decisions.csv", api.Anyone, (*Handlers).decisionsCSV),
	visit.To("GET /decisions.json", api.Anyone, (*Handlers).decisionsJSON),
	visit.To("GET /decisions/{place}/proof", api.Anyone, (*Handlers).proof),
	visit.To("GET /answers", authz.ReadFigures, (*Handlers).answers),
	visit.To("GET /answers/{question}", authz.ReadFigures, (*Handlers).answer),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func force(r *http.Request) id.Force { return account.From(r.Context()).Force.ID }

// onDay is the day of the address; clock.NoDay for now.
func onDay(r *http.Request) (clock.Day, error) {
	day, wrong := web.ParseDay("On this day", r.URL.Query().Get("as_at"))
	if wrong != "" {
		return day, fault.In("as_at", "%s", wrong)
	}
	return day, nil
}

// asked is what a page or file for a day is asked for.
type asked struct {
	AsAt clock.Day
}

type statisticsPage struct {
	web.Page
	Day    string
	Form   asked
	CSV    string
	Tables []tableView
}

type tableView struct {
	Title, Says string
	Table       part.Table
}

// statistics is the figures of the scheme, for a day.
func (h *Handlers) statistics(w http.ResponseWriter, r *http.Request) error {
	p := &statisticsPage{Page: web.Page{Title: "Statistics", Active: "/register"}, CSV: "/statistics.csv"}
	day, err := onDay(r)
	if err != nil {
		return h.public.Again(w, r, "statistics.html", p, err)
	}
	got, err := h.Disclose.Statistics(r.Context(), force(r), day)
	if err != nil {
		return err
	}
	p.Day, p.Form.AsAt = got.Day.Long(), got.Day
	if day != clock.NoDay {
		p.CSV += "?as_at=" + url.QueryEscape(day.String())
	}
	for _, t := range got.Tables {
		p.Tables = append(p.Tables, tableView{t.Title, t.Says, tableOf(t)})
	}
	return h.public.Render(w, r, "statistics.html", p)
}

func tableOf(t disclose.Table) part.Table {
	out := part.Table{Caption: t.Title, RowHeaders: true, Columns: []part.Column{{Text: t.Of}}, Empty: "There is nothing to count on this day."}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, part.Column{Text: c.Title, Numeric: true})
	}
	row := func(l disclose.Line, strong bool) part.Row {
		x := part.Row{Cells: []part.Cell{{Text: l.Title, Strong: strong}}}
		for _, f := range l.Figures {
			if f.Hidden {
				x.Cells = append(x.Cells, part.Cell{Text: "Not shown", Quiet: true})
			} else {
				x.Cells = append(x.Cells, part.Cell{Text: part.Number(f.N), Strong: strong})
			}
		}
		return x
	}
	for _, l := range t.Lines {
		out.Rows = append(out.Rows, row(l, false))
	}
	if t.Total != nil && len(t.Lines) > 0 {
		out.Rows = append(out.Rows, row(*t.Total, true))
	}
	return out
}

// statisticsCSV is the same in one file, a figure to a line.
func (h *Handlers) statisticsCSV(w http.ResponseWriter, r *http.Request) error {
	day, err := onDay(r)
	if err != nil {
		return err
	}
	got, err := h.Disclose.Statistics(r.Context(), force(r), day)
	if err != nil {
		return err
	}
	download(w, "text/csv; charset=utf-8", "accreditation-statistics", got.Day, "csv")
	out := sheet.To(w)
	out.Line("as at", "table", "code", "line", "counted", "figure")
	for _, t := range got.Tables {
		lines := t.Lines
		if t.Total != nil {
			lines = append(lines[:len(lines):len(lines)], *t.Total)
		}
		for _, l := range lines {
			for i, f := range l.Figures {
				out.Line(got.Day.String(), t.Title, l.Code, l.Title, strings.ToLower(t.Columns[i].Title), f.String())
			}
		}
	}
	return out.End()
}

// download names a file after its day.
func download(w http.ResponseWriter, kind, name string, day clock.Day, ext string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", web.Attachment(name+"-"+day.String()+"."+ext))
}

type answersPage struct {
	web.Page
	Head  part.Head
	Day   string
	Form  asked
	Items []questionView
}

type questionView struct{ Title, Asks, CSV, Exact string }

// answers is what people ask, each answered by a file.
func (h *Handlers) answers(w http.ResponseWriter, r *http.Request) error {
	p := &answersPage{Page: web.Page{Title: "Answers under the Freedom of Information Act", Active: "/administration"}}
	p.Head = part.Head{Title: p.Title, Text: "What people ask of powers and persons, each answered by a file in one press. The law gives 20 working days."}
	day, err := onDay(r)
	if err != nil {
		return h.page.Again(w, r, "answers.html", p, err)
	}
	p.Form.AsAt, p.Day = day, "today"
	query := ""
	if day != clock.NoDay {
		p.Day, query = day.Long(), "as_at="+url.QueryEscape(day.String())
	} else {
		p.Form.AsAt = clock.DayOf(h.Clock.Now())
	}
	for _, q := range disclose.Questions {
		at := "/answers/" + q.Code + ".csv?" + query
		p.Items = append(p.Items, questionView{q.Title, q.Asks, strings.TrimSuffix(at, "?"), at + map[bool]string{true: "&", false: ""}[query != ""] + "exact=yes"})
	}
	return h.page.Render(w, r, "answers.html", p)
}

func (h *Handlers) answer(w http.ResponseWriter, r *http.Request) error {
	code, ok := strings.CutSuffix(r.PathValue("question"), ".csv")
	if !ok {
		return fault.New(fault.NotFound, "There is no such page.")
	}
	day, err := onDay(r)
	if err != nil {
		return err
	}
	got, err := h.Disclose.Answer(r.Context(), account.Actor(r.Context()), code, day, r.URL.Query().Get("exact") == "yes")
	if err != nil {
		return err
	}
	download(w, "text/csv; charset=utf-8", "answer-"+got.Code, got.Day, "csv")
	w.Header().Set("Cache-Control", "no-store")
	return got.Write(w)
}
