package schemeweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/scheme"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type listQuery struct {
	Show string `form:"show" max:"10"`
	Sort string `form:"sort" max:"10"`
}

type listPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Sub   moj.SubNavigation
	CSV   string
	Table part.Table
}

// list is the register: the highest score first.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	p := &listPage{Page: web.Page{Title: "Risks of the scheme", Active: "/risks", Past: v.Bar.Past()}, Bar: v.Bar, CSV: v.Bar.Link("/risks.csv"),
		Head: part.Head{Title: "Risks of the scheme", Text: "What may happen to the scheme, who owns it, and what is done about it. The score is likelihood times impact, from 1 to 25."}}
	state, empty := scheme.Open, "No risk is open. Enter one when it is found."
	if q.Show == "closed" {
		state, empty = scheme.Closed, "No risk has been closed."
	}
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]scheme.RiskVersion, error) {
		return h.Scheme.Risks(tx, v.Who, state, q.Sort, v.When)
	})
	if err != nil {
		return err
	}
	if v.Who.Can(authz.KeepRisks) && !p.Past {
		p.Head.Actions = []govuk.Button{{Text: "Enter a risk", Href: "/risks/enter"}}
	}
	p.Sub = moj.SubNavigation{Label: "Risks by state", Items: []moj.NavItem{{Text: "Open", Href: v.Bar.Link("/risks"), Active: state == scheme.Open}, {Text: "Closed", Href: v.Bar.Link("/risks?show=closed"), Active: state == scheme.Closed}}}
	sort := part.Paging{Path: "/risks", Query: r.URL.Query()}.Sort
	p.Table = part.Table{Caption: "Risks", RowHeaders: true, Empty: empty, Columns: []part.Column{sort("Number", "number"), {Text: "Risk"}, sort("Score", "score"), {Text: "Owner"}, {Text: "What is done"}, sort("Review by", "review")}}
	today := clock.DayOf(v.When.At)
	for _, x := range all {
		k := &x.State
		p.Table.Rows = append(p.Table.Rows, part.Row{Ended: k.State == scheme.Closed, Cells: []part.Cell{{Text: k.Number, Href: v.Bar.Link(url(x.ID)), Nowrap: true}, {Text: k.Title, Sub: k.Effect}, {Status: level(k, true), Nowrap: true}, {Text: k.Owner}, {Text: k.Action}, reviewCell(k, today)}})
	}
	return v.Show(h.page, w, "risks.html", p)
}

// level is the score of a risk, as a state.
func level(k *scheme.Risk, plain bool) part.Status {
	kind := map[string]part.Kind{"Low": part.InForce, "Medium": part.Due, "High": part.NotInForce}[k.Level()]
	return part.Status{Kind: kind, Text: k.Level() + ", " + strconv.Itoa(k.Score()), Plain: plain}
}

func reviewCell(k *scheme.Risk, today clock.Day) part.Cell {
	switch {
	case k.State == scheme.Closed:
		return part.Cell{}
	case k.Review < today:
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.NotInForce, Text: k.Review.Short(), Plain: true}, Sub: "Overdue"}
	case k.Review <= today.AddDays(30):
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.Due, Text: k.Review.Short(), Plain: true}}
	}
	return part.DayCell(k.Review)
}

// onePage is one risk with its past.
type onePage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Here    string
	List    govuk.SummaryList
	History part.Table
	Turn    string // what may be done with its state: "close" or "reopen"
	Form    turnForm
}

type turnForm struct {
	Note string `form:"note" label:"Reason" max:"1000" text:"lines"`
}

func (h *Handlers) onePage(v visit.Visit) (*onePage, error) {
	p := &onePage{Bar: v.Bar, Here: url(of(v.R))}
	err := h.DB.Read(v.R.Context(), func(tx *db.Tx) error {
		x, err := h.Scheme.Risk(tx, v.Who, of(v.R), v.When)
		if err != nil {
			return err
		}
		all, err := h.Scheme.RiskHistory(tx, v.Who, of(v.R), false)
		p.fill(v, x, all)
		return err
	})
	return p, err
}

func (p *onePage) fill(v visit.Visit, x scheme.RiskVersion, all []scheme.RiskVersion) {
	k := &x.State
	p.Page = web.Page{Title: k.Number + ": " + k.Title, Active: "/risks", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Risks", Href: "/risks"}, {Text: k.Number}}}
	p.Head = part.Head{Caption: k.Number, Title: k.Title, Statuses: []part.Status{level(k, false)}}
	if k.State == scheme.Closed {
		p.Head.Statuses = []part.Status{{Kind: part.Ended, Text: "Closed"}}
	}
	add := func(key, value string) {
		if value != "" {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	add("What it would do", k.Effect)
	add("Owner", k.Owner)
	add("Likelihood", scheme.Likelihoods[k.Likelihood-1]+" ("+strconv.Itoa(k.Likelihood)+" of 5)")
	add("Impact", scheme.Impacts[k.Impact-1]+" ("+strconv.Itoa(k.Impact)+" of 5)")
	add("What is done", k.Action)
	if k.State == scheme.Open {
		add("Review by", k.Review.Long())
	}
	add("Note", k.Note)
	add("Last changed by", k.By+", "+clock.Moment(k.At))
	p.History = part.Table{Caption: "How it was judged", RowHeaders: true, Columns: []part.Column{{Text: "Day"}, {Text: "Score"}, {Text: "Owner"}, {Text: "Note"}, {Text: "By"}}}
	for i := len(all) - 1; i >= 0; i-- {
		o := &all[i].State
		if all[i].From.After(v.When.At) {
			continue
		}
		p.History.Rows = append(p.History.Rows, part.Row{Cells: []part.Cell{{Text: clock.DayOf(all[i].From).Short(), Sub: o.State.Title(), Nowrap: true}, {Status: level(o, true)}, {Text: o.Owner}, {Text: o.Note}, {Text: o.By}}})
	}
	if p.Past || !v.Who.Can(authz.KeepRisks) {
		return
	}
	p.Turn = "reopen"
	if k.State == scheme.Open {
		p.Turn = "close"
		p.Head.Actions = []govuk.Button{{Text: "Review it", Href: url(x.ID) + "/review"}}
	}
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, err := h.onePage(v)
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "risk.html", p)
}

// turnNow closes an open risk, and opens a closed one again.
func (h *Handlers) turnNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.onePage(visit.At(r, h.Clock))
	if err != nil {
		return err
	}
	done := map[string]string{"close": "risk.closed", "reopen": "risk.reopened"}[p.Turn]
	if p.Form, err = web.Form[turnForm](r); err == nil {
		do := h.Scheme.Reopen
		if p.Turn == "close" {
			do = h.Scheme.Close
		}
		err = do(r.Context(), account.Actor(r.Context()), of(r), p.Form.Note)
	}
	if err != nil {
		return h.page.Again(w, r, "risk.html", p, err)
	}
	return web.SeeOther(w, r, url(of(r)), done)
}

type riskForm struct {
	Title      string    `form:"title" label:"What may happen" max:"200"`
	Effect     string    `form:"effect" label:"What it would do" max:"1000" text:"lines"`
	Owner      string    `form:"owner" label:"Owner" max:"100"`
	Likelihood string    `form:"likelihood" label:"Likelihood" max:"1"`
	Impact     string    `form:"impact" label:"Impact" max:"1"`
	Action     string    `form:"action" label:"What is done" max:"1000" text:"lines"`
	Review     clock.Day `form:"review" label:"Review by"`
	Note       string    `form:"note" label:"What the review found" max:"1000" text:"lines"`
}

func (f riskForm) judged() scheme.Judged {
	l, _ := strconv.Atoi(f.Likelihood) // what is no number is none of the five
	i, _ := strconv.Atoi(f.Impact)
	return scheme.Judged{Title: f.Title, Effect: f.Effect, Owner: f.Owner, Action: f.Action, Note: f.Note, Likelihood: l, Impact: i, Review: f.Review}
}

// riskPage is a risk entered, or reviewed.
type riskPage struct {
	web.Page
	Head                 part.Head
	Likelihoods, Impacts []govuk.Choice
	Button, Back         string
	Reviews              bool
	Form                 riskForm
}

func newRiskPage(title, button, back string) *riskPage {
	return &riskPage{Head: part.Head{Title: title}, Button: button, Back: back, Likelihoods: scale(scheme.Likelihoods), Impacts: scale(scheme.Impacts),
		Page: web.Page{Title: title, Active: "/risks", Crumbs: []web.Crumb{{Text: "Risks", Href: "/risks"}, {Text: title}}}}
}

func scale(words []string) []govuk.Choice {
	var out []govuk.Choice
	for i, w := range words {
		out = append(out, govuk.Choice{Value: strconv.Itoa(i + 1), Text: strconv.Itoa(i+1) + " " + w})
	}
	return out
}

func (h *Handlers) enter(w http.ResponseWriter, r *http.Request) error {
	return h.page.Render(w, r, "form.html", newRiskPage("Enter a risk", "Enter it", "/risks"))
}

func (h *Handlers) enterNow(w http.ResponseWriter, r *http.Request) (err error) {
	p, to := newRiskPage("Enter a risk", "Enter it", "/risks"), ""
	if p.Form, err = web.Form[riskForm](r); err == nil {
		made, wrong := h.Scheme.Enter(r.Context(), account.Actor(r.Context()), p.Form.judged())
		to, err = url(made), wrong
	}
	if err != nil {
		return h.page.Again(w, r, "form.html", p, err)
	}
	return web.SeeOther(w, r, to, "risk.entered")
}

func (h *Handlers) reviewPage(r *http.Request) (*riskPage, error) {
	v, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (scheme.RiskVersion, error) {
		return h.Scheme.Risk(tx, account.Actor(r.Context()), of(r), register.Now(h.Clock.Now()))
	})
	if err != nil {
		return nil, err
	}
	k := &v.State
	if !k.Can("risk.review") {
		return nil, visit.Unsent(r, fault.New(fault.Conflict, "%s is closed. Open it again first.", k.Number))
	}
	p := newRiskPage("Review "+k.Number, "Record the review", url(v.ID))
	p.Reviews = true
	p.Form = riskForm{Title: k.Title, Effect: k.Effect, Owner: k.Owner, Likelihood: strconv.Itoa(k.Likelihood), Impact: strconv.Itoa(k.Impact), Action: k.Action}
	return p, nil
}

func (h *Handlers) review(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "form.html", p)
}

func (h *Handlers) reviewNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reviewPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[riskForm](r); err == nil {
		err = h.Scheme.Review(r.Context(), account.Actor(r.Context()), of(r), p.Form.judged())
	}
	if err != nil {
		return h.page.Again(w, r, "form.html", p, err)
	}
	return web.SeeOther(w, r, url(of(r)), "risk.reviewed")
}
