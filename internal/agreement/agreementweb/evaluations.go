package agreementweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// everyEvaluation is every organisation with a protocol or an evaluation: when the work
// together was last evaluated, what is open of it, and when it is due again.
func (h *Handlers) everyEvaluation(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &tablePage{Page: web.Page{Title: "Evaluations", Active: "/agreements", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: "Evaluations"}}}, Bar: v.Bar,
		Head: part.Head{Title: "Evaluations"}, Lede: "The parties of a protocol evaluate their work together, counted from the day it came into force or from the last evaluation."}
	p.Table = part.Table{Caption: "Organisations and their evaluations", RowHeaders: true, Empty: "No organisation has a protocol in force. Evaluations fall due from the day one is.",
		Columns: []part.Column{{Text: "Organisation"}, {Text: "Last held"}, {Text: "Next due by"}, {Text: "Actions"}}}
	today := clock.DayOf(v.When.At)
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := h.Liaison.EveryEvaluation(tx, v.Who, v.When)
		if err != nil {
			return err
		}
		orgs, err := h.Orgs.AsAt(tx, v.Who, v.When)
		slices.SortStableFunc(orgs, func(a, b org.Version) int {
			return cmp.Compare(cmp.Or(all[id.Org(a.ID)].Due, 1<<30), cmp.Or(all[id.Org(b.ID)].Due, 1<<30))
		})
		for _, o := range orgs {
			if x, ok := all[id.Org(o.ID)]; ok {
				p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: o.State.Name, Href: v.Bar.Link("/organisations/" + o.ID + "/evaluations")}, heldCell(x.Last), dueCell(x.Due, today), openActions(&x, today)}})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "table.html", p)
}

func heldCell(last clock.Day) part.Cell {
	if last == clock.NoDay {
		return part.Cell{Text: "Never", Quiet: true}
	}
	return part.DayCell(last)
}

func openActions(x *liaison.Evaluations, today clock.Day) part.Cell {
	open, late := x.OpenActions(today)
	switch {
	case late > 0:
		return part.Cell{Status: part.Status{Kind: part.NotInForce, Text: strconv.Itoa(late) + " overdue", Plain: true}, Sub: strconv.Itoa(open) + " open"}
	case open > 0:
		return part.Cell{Text: strconv.Itoa(open) + " open"}
	}
	return part.Cell{Text: "None open", Quiet: true}
}

// evaluations is the evaluations with one organisation.
func (h *Handlers) evaluations(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &tablePage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Liaison.Evaluations(tx, v.Who, with(r), v.When)
		if err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, v.Who.Force, with(r), v.When)
		if err != nil {
			return err
		}
		p.Page = common(&o, "Evaluations with "+o.State.Name, "Evaluations", "/evaluations", "")
		p.Page.Past = v.Bar.Past()
		p.Head = part.Head{Caption: o.State.Name, Title: "Evaluations of the work together"}
		p.Lede = "No protocol is in force, so none falls due."
		today := clock.DayOf(v.When.At)
		if x.Due != clock.NoDay {
			p.Lede = "The parties evaluate their work together every " + months(x.Months) + " (joint operating protocol, clause 4.1)."
			p.Head.Statuses = []part.Status{dueStatus("Next evaluation", x.Due, today)}
		}
		if !p.Past && x.Due != clock.NoDay && h.Agreements.May(tx, v.Who, authz.KeepLiaison, with(r)) == nil {
			p.Head.Actions = []govuk.Button{{Text: "Record an evaluation", Href: "/organisations/" + o.ID + "/evaluations/record"}}
		}
		p.Table = part.Table{Caption: "Evaluations", RowHeaders: true, Empty: "No evaluation has been recorded. Record the first once it has been held.",
			Columns: []part.Column{{Text: "Day"}, {Text: "What was found"}, {Text: "Actions"}}}
		for _, e := range x.All {
			one := liaison.Evaluations{All: []liaison.EvaluationVersion{e}}
			acts := part.Cell{Text: "None", Quiet: true}
			if len(e.State.Actions) > 0 {
				acts = openActions(&one, today)
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: e.State.Day.Short(), Href: v.Bar.Link("/evaluations/" + e.ID), Nowrap: true}, {Text: firstLine(e.State.Found)}, acts}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "table.html", p)
}

// firstLine is how a text begins, for a line of a table.
func firstLine(text string) string {
	line, _, more := strings.Cut(text, "\n")
	if words := []rune(line); len(words) > 120 {
		line, more = strings.TrimRight(string(words[:119]), " ,.;"), true
	}
	if more {
		line += " …"
	}
	return line
}

// evaluationPage is one evaluation.
type evaluationPage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	List    govuk.SummaryList
	Found   []string
	Actions []actionLine
	Here    string
	Adds    bool // the reader may add an action
	Sides   []govuk.Choice
	Form    actionForm
}

// actionLine is one action, which the reader may say is done if At is not empty.
type actionLine struct {
	What, Sub string
	Status    part.Status
	At        string
}

type actionForm struct {
	What  string         `form:"what" label:"What is to be done" max:"400"`
	Side  agreement.Side `form:"side" max:"20"`
	Owner string         `form:"owner" label:"Who sees to it" max:"200"`
	Due   clock.Day      `form:"due" label:"Last day in time"`
}

func (h *Handlers) evaluationPage(r *http.Request, v visit.Visit) (*evaluationPage, error) {
	p := &evaluationPage{Bar: v.Bar, Here: "/evaluations/" + r.PathValue("evaluation")}
	return p, h.DB.Read(r.Context(), func(tx *db.Tx) error {
		e, err := h.Liaison.Evaluation(tx, v.Who, id.Evaluation(r.PathValue("evaluation")), v.When)
		if err != nil {
			return err
		}
		x := &e.State
		o, err := h.Orgs.Any(tx, v.Who.Force, x.Org, v.When)
		if err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, v.Who.Force)
		if err != nil {
			return err
		}
		p.Page = common(&o, "Evaluation with "+o.State.Name+", "+x.Day.Short(), "Evaluations", "/evaluations", x.Day.Short())
		p.Page.Past = v.Bar.Past()
		p.Head = part.Head{Caption: "The work together with " + o.State.Name, Title: "Evaluation of " + x.Day.Long()}
		add := func(key, value string) { p.List.Rows = append(p.List.Rows, told(key, value)...) }
		add("For the police", x.OfForce)
		add("For "+o.State.Name, x.OfOrg)
		add("Last changed by", x.Last.By+", "+clock.Moment(x.Last.At))
		p.Found = paragraphs(x.Found)
		keeps := !p.Past && h.Agreements.May(tx, v.Who, authz.KeepLiaison, x.Org) == nil
		if keeps {
			p.Adds = true
			p.Head.Actions = []govuk.Button{{Text: "Correct what is recorded", Href: p.Here + "/correct", Classes: "govuk-button--secondary"}}
			p.Sides = []govuk.Choice{{Value: string(agreement.OfForce), Text: f.Name}, {Value: string(agreement.OfOrg), Text: o.State.Name}}
		}
		for i, a := range x.Actions {
			party := f.Name
			if a.Side == agreement.OfOrg {
				party = o.State.Name
			}
			l := actionLine{What: a.What, Sub: a.Owner + ", " + party, Status: near("Do it", a.Due, clock.DayOf(v.When.At))}
			if a.Done != clock.NoDay {
				l.Status = part.Status{Kind: part.InForce, Text: "Done " + a.Done.Short(), Plain: true}
				l.Sub += ". Recorded by " + a.By
				if a.Note != "" {
					l.Sub += ": " + a.Note
				}
			} else if keeps && liaison.MayDo(v.Who, a.Side) {
				l.At = strconv.Itoa(i)
			}
			p.Actions = append(p.Actions, l)
		}
		return nil
	})
}

func (h *Handlers) evaluation(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, err := h.evaluationPage(r, v)
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "evaluation.html", p)
}

func (h *Handlers) actionNow(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, err := h.evaluationPage(r, v)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[actionForm](r); err == nil {
		err = h.Liaison.AddAction(r.Context(), v.Who, id.Evaluation(r.PathValue("evaluation")), liaison.Action{What: p.Form.What, Side: p.Form.Side, Owner: p.Form.Owner, Due: p.Form.Due})
	}
	if err != nil {
		return h.page.Again(w, r, "evaluation.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, "evaluation.action")
}

type doneForm struct {
	Action int    `form:"action"`
	Note   string `form:"note" label:"Note" max:"2000"`
}

func (h *Handlers) doneNow(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form[doneForm](r)
	if err == nil {
		err = h.Liaison.Done(r.Context(), account.Actor(r.Context()), id.Evaluation(r.PathValue("evaluation")), f.Action, f.Note)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/evaluations/"+r.PathValue("evaluation"), "evaluation.done")
}

type evaluateForm struct {
	Day     clock.Day `form:"day" label:"Day of the evaluation"`
	OfForce string    `form:"of_force" label:"Who took part for the police" max:"2000" text:"lines"`
	OfOrg   string    `form:"of_org" label:"Who took part for the organisation" max:"2000" text:"lines"`
	Found   string    `form:"found" label:"What was found" max:"40000" text:"lines"`
}

// evaluatePage records an evaluation, or corrects what is recorded.
type evaluatePage struct {
	web.Page
	Head    part.Head
	OrgName string
	Button  string
	Back    string
	Form    evaluateForm
	org     id.Org
	of      id.Evaluation
}

func (h *Handlers) evaluatePage(r *http.Request) (*evaluatePage, error) {
	p := &evaluatePage{org: with(r), of: id.Evaluation(r.PathValue("evaluation")), Button: "Record the evaluation"}
	who, title := account.Actor(r.Context()), "Record an evaluation"
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if p.of != "" {
			e, err := h.Liaison.Evaluation(tx, who, p.of, h.now())
			if err != nil {
				return err
			}
			x := &e.State
			p.org, p.Form = x.Org, evaluateForm{Day: x.Day, OfForce: x.OfForce, OfOrg: x.OfOrg, Found: x.Found}
			title, p.Button = "Correct the evaluation", "Keep the correction"
		}
		if err := h.Agreements.May(tx, who, authz.KeepLiaison, p.org); err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, who.Force, p.org, h.now())
		if err != nil {
			return err
		}
		p.OrgName = o.State.Name
		p.Page = common(&o, title, "Evaluations", "/evaluations", title)
		p.Head = part.Head{Caption: o.State.Name, Title: title}
		return nil
	})
	p.Back = "/organisations/" + string(p.org) + "/evaluations"
	if p.of != "" {
		p.Back = "/evaluations/" + string(p.of)
	}
	return p, err
}

func (h *Handlers) evaluate(w http.ResponseWriter, r *http.Request) error {
	p, err := h.evaluatePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "evaluate.html", p)
}

func (h *Handlers) evaluateNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.evaluatePage(r)
	if err != nil {
		return err
	}
	var of id.Evaluation
	if p.Form, err = web.Form[evaluateForm](r); err == nil {
		of, err = h.Liaison.Evaluate(r.Context(), account.Actor(r.Context()), p.of, liaison.Evaluation{Org: p.org, Day: p.Form.Day, OfForce: p.Form.OfForce, OfOrg: p.Form.OfOrg, Found: p.Form.Found})
	}
	if err != nil {
		return h.page.Again(w, r, "evaluate.html", p, err)
	}
	return web.SeeOther(w, r, "/evaluations/"+string(of), "evaluation.recorded")
}
