package reformweb

import (
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/reform"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// onePage is one change: what is known of it, what it would do, and what is left to do.
type onePage struct {
	web.Page
	Bar       part.AsAt
	Head      part.Head
	Here      string
	List      govuk.SummaryList
	HasImpact bool
	Heading   string
	Impact    impact
	CanKeep   bool
	Cards     []part.Link // still to be made again
	Papers    []part.Link // agreements still to be changed
	Done      bool        // it was carried out, and nothing is left
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar, Here: url(of(r))}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Reforms.Find(tx, v.Who, of(r), v.When)
		if err != nil {
			return err
		}
		p.fill(v, x)
		if p.Past || x.State.State != reform.CarriedOut {
			return nil
		}
		left, err := h.Reforms.Left(tx, v.Who, x)
		for _, t := range left.Cards {
			p.Cards = append(p.Cards, part.Link{Text: t.CardNumber + ", AP number " + t.Number, Href: "/people/" + string(t.Person)})
		}
		for _, o := range left.Agreements {
			p.Papers = append(p.Papers, part.Link{Text: strings.Join(o.Agreements, ", ") + ", " + o.Name, Href: "/agreements?org=" + string(o.Org)})
		}
		p.Done = len(p.Cards) == 0 && len(p.Papers) == 0
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

func (p *onePage) fill(v visit.Visit, x reform.Version) {
	r := &x.State
	p.Page = web.Page{Title: r.Number + ": " + r.Title(), Active: "/changes", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Changes of the law", Href: "/changes"}, {Text: r.Number}}}
	p.Head = part.Head{Caption: r.Number, Title: r.Title(), Text: r.What, Statuses: []part.Status{status(r)}}
	add := func(key, value string) {
		if value != "" {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	day := func(d clock.Day) string {
		if d == clock.NoDay {
			return ""
		}
		return d.Long()
	}
	add("First day", day(r.Day))
	if r.Retrain {
		add("Training anew", "Counts from "+day(r.Trained))
	}
	add("Read in", r.Source)
	add("Instrument", r.Instrument)
	add("Watched by", r.Who)
	add("Look again by", day(r.Look))
	if r.By != "" {
		add("Put forward by", r.By)
	}
	if r.Decided != "" {
		add("Carried out by", r.Decided+", "+clock.Moment(r.DecidedAt))
	}
	add("Because", r.Why)
	add("Last changed by", r.Last.By+", "+clock.Moment(r.Last.At))
	if r.Impact != nil {
		p.HasImpact, p.Impact = true, view(r.Change, *r.Impact)
		p.Heading = "What it would do, as known " + clock.Moment(r.Impact.At)
		if r.State == reform.CarriedOut {
			p.Heading = "What it did"
		}
		p.Impact.CSV, p.Impact.PDF = v.Bar.Link(url(x.ID)+"/persons.csv"), v.Bar.Link(url(x.ID)+"/preview.pdf")
	}
	if p.Past {
		return
	}
	p.CanKeep = v.Who.Can(authz.KeepReforms) && r.Can("reform.keep") && r.Day != clock.NoDay
	for _, a := range actList {
		if v.Who.Can(a.needs) && r.Can(a.verb) {
			b := govuk.Button{Text: a.offer, Href: url(x.ID) + "/" + a.path}
			if len(p.Head.Actions) > 0 {
				b.Classes = "govuk-button--secondary"
			}
			p.Head.Actions = append(p.Head.Actions, b)
		}
	}
	if v.Who.Can(authz.KeepReforms) && r.Can("reform.note") {
		p.Head.Links = append(p.Head.Links, part.Link{Text: "Note what is known", Href: url(x.ID) + "/note"})
	}
}

func (h *Handlers) keepNow(w http.ResponseWriter, r *http.Request) error {
	if err := h.Reforms.Keep(r.Context(), account.Actor(r.Context()), of(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, url(of(r)), "reform.kept")
}

// kept is the preview that was kept with the change of the address.
func (h *Handlers) kept(r *http.Request) (reform.Version, error) {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return reform.Version{}, v.Wrong
	}
	x, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (reform.Version, error) { return h.Reforms.Find(tx, v.Who, of(r), v.When) })
	if err == nil && x.State.Impact == nil {
		err = fault.New(fault.NotFound, "No preview of this change was kept.")
	}
	return x, err
}

func (h *Handlers) personsCSV(w http.ResponseWriter, r *http.Request) error {
	x, err := h.kept(r)
	if err != nil {
		return err
	}
	return h.persons(w, r, strings.ToLower(x.State.Number)+"-persons", *x.State.Impact)
}

func (h *Handlers) pdf(w http.ResponseWriter, r *http.Request) error {
	x, err := h.kept(r)
	if err != nil {
		return err
	}
	return h.printed(w, r, strings.ToLower(x.State.Number), x.State.Number, x.State.Change, *x.State.Impact)
}

// anAct is one act on a change, on a page of its own.
type anAct struct {
	path, verb, offer, title, button, done, says string
	needs                                        authz.Permission
	field, label, hint                           string
	warns                                        bool
}

var actList = []anAct{
	{path: "propose", verb: "reform.propose", needs: authz.KeepReforms, offer: "Put it before the delegate", title: "Put it before the delegate", button: "Put it before the delegate", done: "reform.proposed",
		says: "It is law now. Somebody else than you carries it out.", field: "instrument", label: "Which instrument makes it law?", hint: "Its number, or the section of the Act. It stands in the letters"},
	{path: "carry-out", verb: "reform.carry-out", needs: authz.CarryOutReforms, offer: "Carry it out", title: "Carry it out", button: "Carry it out and send the letters", done: "reform.carried-out",
		says: "What it does is worked out anew as you sign. It cannot be taken back; another change can follow it.", field: "typed_name", label: "Type your name to sign", warns: true},
	{path: "send-back", verb: "reform.send-back", needs: authz.CarryOutReforms, offer: "Send it back", title: "Send it back", button: "Send it back", done: "reform.sent-back",
		says: "The scheme office reads your reason.", field: "why", label: "Why is it not carried out?"},
	{path: "drop", verb: "reform.drop", needs: authz.KeepReforms, offer: "Drop it", title: "Take it off the watch list", button: "Take it off", done: "reform.dropped",
		says: "What was noted stays to be read.", field: "why", label: "Why did it not come about?", warns: true},
}

func acting(path string, f func(*Handlers, http.ResponseWriter, *http.Request, anAct) error) func(*Handlers, http.ResponseWriter, *http.Request) error {
	for _, a := range actList {
		if a.path == path {
			return visit.For(a, f)
		}
	}
	panic("reformweb: no act " + path)
}

type actForm struct {
	Instrument string `form:"instrument" label:"Instrument" max:"300"`
	TypedName  string `form:"typed_name" label:"Name" max:"100"`
	Why        string `form:"why" label:"Reason" max:"1000" text:"lines"`
}

type actPage struct {
	web.Page
	Head                      part.Head
	Says, Button, Back        string
	Sentences                 []string
	Field, Label, Hint, Value string
	Long, Warns               bool
	Form                      actForm
}

func (h *Handlers) actPage(r *http.Request, a anAct) (*actPage, error) {
	x, err := h.find(r)
	if err != nil {
		return nil, err
	}
	c := &x.State
	if !c.Can(a.verb) {
		return nil, visit.Unsent(r, fault.New(fault.Conflict, "%s is %s, so this cannot be done.", c.Number, strings.ToLower(c.State.Title())))
	}
	p := &actPage{Head: part.Head{Caption: c.Number + ", " + c.Title(), Title: a.title}, Says: a.says, Button: a.button, Back: url(x.ID), Field: a.field, Label: a.label, Hint: a.hint, Long: a.field == "why", Warns: a.warns,
		Page: web.Page{Title: a.title + ": " + c.Number, Active: "/changes", Crumbs: []web.Crumb{{Text: "Changes of the law", Href: "/changes"}, {Text: c.Number, Href: url(x.ID)}, {Text: a.title}}}}
	if a.path == "carry-out" {
		v := visit.At(r, h.Clock)
		i, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (reform.Impact, error) { return h.Reforms.Preview(tx, v.Who, c.Change) })
		if err != nil {
			return nil, err
		}
		p.Sentences = i.Sentences(c.Change)
	}
	return p, nil
}

func (h *Handlers) act(w http.ResponseWriter, r *http.Request, a anAct) error {
	p, err := h.actPage(r, a)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "act.html", p)
}

func (h *Handlers) actNow(w http.ResponseWriter, r *http.Request, a anAct) error {
	p, err := h.actPage(r, a)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[actForm](r); err == nil {
		ctx, who, f := r.Context(), account.Actor(r.Context()), p.Form
		switch a.path {
		case "propose":
			err = h.Reforms.Propose(ctx, who, of(r), f.Instrument)
		case "carry-out":
			err = h.Reforms.CarryOut(ctx, who, of(r), f.TypedName)
		case "send-back":
			err = h.Reforms.SendBack(ctx, who, of(r), f.Why)
		default:
			err = h.Reforms.Drop(ctx, who, of(r), f.Why)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "act.html", p, err)
	}
	return web.SeeOther(w, r, url(of(r)), a.done)
}
