package schemeweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/db"
	"watchword/internal/scheme/monitor"
	"watchword/internal/sheet"
	"watchword/internal/veil"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// Questions is the address of the voluntary questions, before the ticket.
const Questions = "/equality/"

// questionView is one question on the form.
type questionView struct {
	Code, Ask string
	Choices   []govuk.Choice
}

type questionsPage struct {
	web.Page
	Least, Fewest int
	Items         []questionView
}

func newQuestionsPage() *questionsPage {
	p := &questionsPage{Page: web.Page{Title: "Questions about equality"}, Least: monitor.Least, Fewest: veil.Fewest}
	for i := range monitor.Questions {
		q := &monitor.Questions[i]
		v := questionView{Code: q.Code, Ask: q.Ask}
		for _, a := range q.Options() {
			v.Choices = append(v.Choices, govuk.Choice{Value: a.Code, Text: a.Title})
		}
		p.Items = append(p.Items, v)
	}
	return p
}

// unkept tells browsers and whoever stands between to keep nothing of the page, and to tell
// nobody where it was left from.
func unkept(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
}

// questions is the form. Who opens it is not asked: the ticket says that they may.
func (h *Handlers) questions(w http.ResponseWriter, r *http.Request) error {
	unkept(w)
	if err := h.Monitor.Open(account.Actor(r.Context()).Force, r.PathValue("ticket")); err != nil {
		return visit.Unsent(r, err)
	}
	return h.public.Render(w, r, "questions.html", newQuestionsPage())
}

// questionsNow counts the answers. Of who sent them it hands on the force alone.
func (h *Handlers) questionsNow(w http.ResponseWriter, r *http.Request) error {
	unkept(w)
	form, err := web.Form[struct {
		Age         string `form:"age" max:"20"`
		Disability  string `form:"disability" max:"20"`
		Gender      string `form:"gender" max:"20"`
		Marriage    string `form:"marriage" max:"20"`
		Pregnancy   string `form:"pregnancy" max:"20"`
		Race        string `form:"race" max:"20"`
		Religion    string `form:"religion" max:"20"`
		Sex         string `form:"sex" max:"20"`
		Orientation string `form:"orientation" max:"20"`
	}](r)
	if err == nil {
		if err := h.answers.Take(r); err != nil {
			return err
		}
		err = h.Monitor.Answer(r.Context(), account.Actor(r.Context()).Force, r.PathValue("ticket"), monitor.Answers{"age": form.Age, "disability": form.Disability, "gender": form.Gender,
			"marriage": form.Marriage, "pregnancy": form.Pregnancy, "race": form.Race, "religion": form.Religion, "sex": form.Sex, "orientation": form.Orientation})
	}
	if err != nil {
		return h.public.Again(w, r, "questions.html", newQuestionsPage(), err)
	}
	return web.SeeOther(w, r, "/equality-answered", "")
}

func (h *Handlers) answered(w http.ResponseWriter, r *http.Request) error {
	unkept(w)
	return h.public.Render(w, r, "answered.html", &web.Page{Title: "Thank you"})
}

// tableView is the answers to one question.
type tableView struct {
	Title, After string
	Alike        bool
	Table        part.Table
}

type monitoringPage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Keep    []part.Fact // the days of the bar
	Periods []govuk.Option
	CSV     string
	Says    string
	Empty   string
	Waits   string
	Tables  []tableView
}

func (h *Handlers) report(v visit.Visit) (monitor.Report, error) {
	return db.Find(v.R.Context(), h.DB, func(tx *db.Tx) (monitor.Report, error) { return h.Monitor.Report(tx, v.Who, v.When) })
}

// monitoring is what may be told of what applicants answered, one period at a time.
func (h *Handlers) monitoring(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	all, err := h.report(v)
	if err != nil {
		return err
	}
	p := &monitoringPage{Page: web.Page{Title: "Equality of applicants", Active: "/administration", Past: v.Bar.Past()}, Bar: v.Bar, CSV: v.Link("/equality-monitoring.csv"),
		Head:  part.Head{Title: "Equality of applicants", Text: "What people on their way into the scheme answered of themselves, voluntarily, so that the force can see whom it reaches (Equality Act 2010, s149). Nothing here is tied to a person or to a decision."},
		Empty: "Nothing can be told yet.",
		Waits: "Answers since " + all.Since.Long() + " are not told yet: a period is whole quarters that are over, in which at least " + strconv.Itoa(monitor.Least) + " people answered. That number is the program’s own choice. Who answered does not stand for all who applied."}
	for _, key := range []string{"as_at", "as_known"} {
		if x := r.URL.Query().Get(key); x != "" {
			p.Keep = append(p.Keep, part.Fact{Key: key, Value: x})
		}
	}
	chosen := 0
	for i := range all.Periods {
		x := &all.Periods[i]
		if x.From.String() == r.URL.Query().Get("period") {
			chosen = i
		}
		p.Periods = append(p.Periods, govuk.Option{Value: x.From.String(), Text: x.Title()})
	}
	if len(all.Periods) > 0 {
		x := &all.Periods[chosen]
		p.Periods[chosen].Selected = true
		p.Says = x.Title() + ": " + part.Number(x.Forms) + " answered"
		for _, t := range x.Tables {
			p.Tables = append(p.Tables, tableOf(t))
		}
	}
	return v.Show(h.page, w, "monitoring.html", p)
}

func tableOf(t monitor.Table) tableView {
	out := tableView{Title: t.Question.Title, After: t.Question.After, Alike: t.Alike, Table: part.Table{Caption: t.Question.Title, RowHeaders: true, Columns: []part.Column{{Text: "Answer"}, {Text: "People", Numeric: true}}}}
	for _, l := range t.Lines {
		n := part.Cell{Text: part.Number(l.N)}
		if l.Hidden {
			n = part.Cell{Text: "left out", Quiet: true}
		}
		out.Table.Rows = append(out.Table.Rows, part.Row{Cells: []part.Cell{{Text: l.Title}, n}})
	}
	return out
}

// monitoringCSV is every period that may be told, as a file.
func (h *Handlers) monitoringCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	all, err := h.report(v)
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "equality-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("From", "To", "Answered", "Question", "Answer", "People")
	for _, p := range all.Periods {
		for _, t := range p.Tables {
			for _, l := range t.Lines {
				n := strconv.Itoa(l.N)
				if l.Hidden {
					n = "left out"
				}
				out.Line(p.From.String(), p.To.String(), strconv.Itoa(p.Forms), t.Question.Title, l.Title, n)
			}
		}
	}
	return out.End()
}
