package factoryweb

import (
	"context"
	"html/template"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/print"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// recalls is what was asked back, employer by employer.
func (h *Handlers) recalls(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	p := &recallsPage{Page: page(who, "Asked back", web.Crumb{Text: "Asked back"}), Head: part.Head{Title: "Cards and badges asked back"},
		Table: part.Table{Caption: "Employers of whom cards or badges were asked back", RowHeaders: true, Empty: "Nothing is asked back. Cards are asked back by themselves when an accreditation ends.",
			Columns: []part.Column{{Text: "Employer"}, {Text: "Remind by"}, {Text: "Reminded", Under: "Last"}, {Text: "To come back", Numeric: true}, {Text: "To destroy", Numeric: true}, {Text: "Missing", Numeric: true}}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		f, err := h.Areas.Force(tx, who.Force)
		if err != nil {
			return err
		}
		all, err := h.Factory.Recalls(tx, who)
		if err != nil {
			return err
		}
		orgs, err := h.Orgs.All(tx, who.Force, h.now())
		if err != nil {
			return err
		}
		names := map[id.Org]string{}
		p.Orgs = []govuk.Option{{Text: "Choose an employer"}}
		for _, o := range orgs {
			names[id.Org(o.ID)] = o.State.Name
			p.Orgs = append(p.Orgs, govuk.Option{Value: o.ID, Text: o.State.Name})
		}
		today := clock.DayOf(h.now().At)
		for i := range all {
			p.Table.Rows = append(p.Table.Rows, recallRow(&all[i], names[all[i].Org], f.Settings.ChaseDays, today))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if to := id.Org(r.URL.Query().Get("org")); id.Valid(to) {
		http.Redirect(w, r, "/card-recalls/"+string(to), http.StatusSeeOther)
		return nil
	}
	return visit.Show(h.page, w, r, "recalls.html", p)
}

type recallsPage struct {
	web.Page
	Head  part.Head
	Orgs  []govuk.Option
	Table part.Table
}

// Listing is the list as it is saved.
func (p *recallsPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

func recallRow(x *factory.Recalled, name string, every int, today clock.Day) part.Row {
	times, last := x.Reminded()
	reminded := part.Cell{Text: "Never", Quiet: true}
	if times > 0 {
		reminded = part.Cell{Text: part.Count(times, "time", "times"), Sub: "last " + last.Short()}
	}
	due := part.Cell{}
	switch d := x.Due(every); {
	case d == clock.NoDay:
		reminded = part.Cell{}
	case d <= today:
		due.Status = part.Status{Kind: part.Due, Text: d.Short(), Plain: true}
	default:
		due = part.DayCell(d)
	}
	return part.Row{Ended: x.Count(factory.ToComeBack)+x.Count(factory.ToDestroy) == 0, Cells: []part.Cell{{Text: name, Href: "/card-recalls/" + string(x.Org)}, due, reminded, {Text: part.Number(x.Count(factory.ToComeBack))}, {Text: part.Number(x.Count(factory.ToDestroy))},
		{Text: part.Number(x.Count(factory.Missing))}}}
}

// recallPage is what was asked back of one employer: for the office to settle, for the
// employer to see.
type recallPage struct {
	web.Page
	Head     part.Head
	Figures  part.Figures
	Here     string
	Office   bool
	Reports  bool
	InUse    int // cards that could be asked back
	Chases   bool
	Items    part.Table
	Acts     []govuk.Choice
	Destroys bool
	Letters  part.Table
	Form     recallForm
	org      id.Org
}

type recallForm struct {
	Cards   []string `form:"thing" max:"64"`
	What    string   `form:"what" max:"20"`
	Why     string   `form:"why" label:"Reason" max:"500" text:"lines"`
	How     string   `form:"how" label:"How they were destroyed" max:"200"`
	Witness string   `form:"witness" label:"Witness" max:"120"`
	Recall  string   `form:"recall" label:"Reason" max:"500" text:"lines"`
}

var outKinds = map[factory.OutState]part.Kind{factory.ToComeBack: part.Due, factory.ToDestroy: part.Waiting, factory.Missing: part.NotInForce}

func (h *Handlers) recallPage(r *http.Request) (*recallPage, error) {
	who, of := account.Actor(r.Context()), id.Org(r.PathValue("org"))
	p := &recallPage{org: of, Here: "/card-recalls/" + string(of), Office: who.Can(authz.IssueCard)}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Factory.RecalledOf(tx, who, of)
		if err != nil {
			return err
		}
		name, err := h.orgName(tx, who.Force, of)
		if err != nil {
			return err
		}
		title := "Asked back of " + name
		p.Page = page(who, title, web.Crumb{Text: "Asked back", Href: "/card-recalls"}, web.Crumb{Text: name})
		p.Head = part.Head{Title: title, Links: []part.Link{{Text: name, Href: "/organisations/" + string(of)}}}
		p.Figures.Items = []part.Figure{{Number: part.Number(x.Count(factory.ToComeBack)), Text: "to come back"}, {Number: part.Number(x.Count(factory.ToDestroy)), Text: "came back, to be destroyed"},
			{Number: part.Number(x.Count(factory.Missing)), Text: "missing"}}
		if err := h.items(tx, who, p, &x); err != nil {
			return err
		}
		p.acts(&x)
		if p.Office {
			inUse, _, err := h.Cards.List(tx, who, card.Query{Org: of, State: card.Held, Limit: 200})
			if err != nil {
				return err
			}
			for _, c := range inUse {
				if c.State.Recalled == clock.NoDay {
					p.InUse++
				}
			}
			_, last := x.Reminded()
			p.Chases = x.Count(factory.ToComeBack) > 0 && last < clock.DayOf(h.now().At)
		}
		letters, err := h.Factory.Chasers(tx, who, of)
		p.Letters = letterTable(letters)
		return err
	})
	return p, err
}

// items is the table of what was asked back.
func (h *Handlers) items(tx *db.Tx, who authz.Actor, p *recallPage, x *factory.Recalled) error {
	of := make([]id.Person, len(x.Items))
	for i := range x.Items {
		of[i] = x.Items[i].Person
	}
	people, err := h.names(tx, who.Force, of)
	if err != nil {
		return err
	}
	p.Items = part.Table{Caption: "Cards and badges asked back", Empty: "Nothing is asked back of this employer.", Columns: []part.Column{{Text: "Choose"}, {Text: "What"}, {Text: "Person"}, {Text: "Asked back"}, {Text: "Reminded"}, {Text: "Now"}}}
	for i := range x.Items {
		o := &x.Items[i]
		what, value, href := "Card "+o.Number, "card:"+string(o.Card), "/cards/"+string(o.Card)
		if o.Badge != "" {
			what, value, href = "Badge "+o.Number, "badge:"+string(o.Badge), "/badges/"+string(o.Badge)
		}
		reminded := part.Cell{Text: "Never", Quiet: true}
		if o.Chased > 0 {
			reminded = part.Cell{Text: part.Count(o.Chased, "time", "times"), Sub: "last " + o.ChasedOn.Short()}
		}
		p.Items.Rows = append(p.Items.Rows, part.Row{Ended: o.State == factory.Missing, Cells: []part.Cell{tick("thing", value, what, false), {Text: what, Href: href, Nowrap: true},
			{Text: people[o.Person].Name(), Sub: o.AP}, {Text: o.Recalled.Short(), Nowrap: true, Sub: o.Why}, reminded, status(outKinds[o.State], o.Title)}})
	}
	return nil
}

// acts is what can be recorded of what was chosen.
func (p *recallPage) acts(x *factory.Recalled) {
	add := func(value, text, hint string) {
		p.Acts = append(p.Acts, govuk.Choice{Value: value, Text: text, Hint: govuk.Hint{Text: hint}})
	}
	back, destroy, missing := x.Count(factory.ToComeBack), x.Count(factory.ToDestroy), x.Count(factory.Missing)
	if p.Office && back+missing > 0 {
		add("returned", "They came back", "They are in the scheme office’s hands")
	}
	if back > 0 {
		add("lost", "They are lost", "Say when and where they were last seen")
		add("stolen", "They were stolen", "Say when and where")
	}
	if p.Office && destroy > 0 {
		add("destroyed", "They were destroyed", "Cards that came back. Say how, and who saw it")
		p.Destroys = true
	}
}

func letterTable(all []factory.ChaserVersion) part.Table {
	t := part.Table{Caption: "Reminders", RowHeaders: true, Empty: "The employer has not been reminded.", Columns: []part.Column{{Text: "Letter"}, {Text: "Told by e-mail"}}}
	for _, v := range all {
		c := &v.State
		told := part.Cell{Text: part.Count(c.Emails, "contact", "contacts"), Sub: "of " + part.Count(len(c.Lines), "thing", "things")}
		if c.Emails == 0 {
			told = part.Cell{Text: "Nobody", Sub: "Send the letter by post"}
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: "Reminder " + part.Number(c.N), Href: "/card-chasers/" + v.ID, Sub: c.Day.Short() + ", " + c.By, Nowrap: true}, told}})
	}
	return t
}

func (h *Handlers) recall(w http.ResponseWriter, r *http.Request) error {
	p, err := h.recallPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "recall.html", p)
}

// recallForms does what a form of the page asks for.
func (h *Handlers) recallForms(w http.ResponseWriter, r *http.Request, done string, act func(ctx context.Context, who authz.Actor, p *recallPage) error) error {
	p, err := h.recallPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[recallForm](r); err == nil {
		err = act(r.Context(), account.Actor(r.Context()), p)
	}
	if err != nil {
		return h.page.Again(w, r, "recall.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, done)
}

// recallNow asks back every card in use of the employer.
func (h *Handlers) recallNow(w http.ResponseWriter, r *http.Request) error {
	return h.recallForms(w, r, "recall.made", func(ctx context.Context, who authz.Actor, p *recallPage) error {
		if p.Form.Recall == "" {
			return fault.In("recall", "Say why. The employer and the holders read it")
		}
		_, err := h.Cards.Recall(ctx, who, card.Recall{Org: p.org, Why: p.Form.Recall})
		return err
	})
}

func (h *Handlers) chaseNow(w http.ResponseWriter, r *http.Request) error {
	return h.recallForms(w, r, "recall.chased", func(ctx context.Context, who authz.Actor, p *recallPage) error {
		_, err := h.Factory.Chase(ctx, who, p.org)
		return err
	})
}

func (h *Handlers) settleNow(w http.ResponseWriter, r *http.Request) error {
	return h.recallForms(w, r, "recall.settled", func(ctx context.Context, who authz.Actor, p *recallPage) error {
		s := factory.Settlement{What: p.Form.What, Why: p.Form.Why, How: p.Form.How, Witness: p.Form.Witness}
		for _, x := range p.Form.Cards {
			s.Add(x)
		}
		return h.Factory.Settle(ctx, who, p.org, s)
	})
}

type letterPage struct {
	web.Page
	Document template.HTML
	PDF      string
}

// letter is a reminder as print renders it.
func (h *Handlers) letter(r *http.Request) (v factory.ChaserVersion, d print.Document, err error) {
	who := account.Actor(r.Context())
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if v, err = h.Factory.FindChaser(tx, who, id.Chaser(r.PathValue("chaser")), h.now()); err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, who.Force)
		c := &v.State
		d = print.Document{Style: print.Letter, Title: c.Title(), Force: f.Name, Scheme: "Community Safety Accreditation Scheme", Date: c.Day.Long(), Made: v.From, To: append([]string{c.Name}, c.Address...), Foot: f.Name + ", Community Safety Accreditation Scheme"}
		for _, x := range c.Paragraphs() {
			d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain(x)})
		}
		t := print.Table{Caption: "To come back", Columns: []print.Column{{Title: "What", Share: 3}, {Title: "AP number", Share: 2}, {Title: "Person", Share: 4}, {Title: "Asked back", Share: 2}}}
		for _, l := range c.Lines {
			t.Rows = append(t.Rows, []string{l.What, l.AP, l.Name, l.Recalled.Short()})
		}
		d.Blocks = append(d.Blocks, t)
		if len(c.Reply) > 0 {
			list := print.List{}
			for _, x := range c.Reply {
				list.Items = append(list.Items, print.Plain(x))
			}
			d.Blocks = append(d.Blocks, print.Heading{Level: 2, Text: "Send them to"}, list)
		}
		d.Blocks = append(d.Blocks, print.Paragraph{Text: print.Plain(c.By + ", for the " + f.Settings.ChiefOfficer)})
		return err
	})
	return v, d, err
}

func (h *Handlers) chaser(w http.ResponseWriter, r *http.Request) error {
	v, d, err := h.letter(r)
	if err != nil {
		return err
	}
	p := &letterPage{PDF: "/card-chasers/" + v.ID + "/letter.pdf"}
	if p.Document, err = d.HTML(); err != nil {
		return err
	}
	p.Page = page(account.Actor(r.Context()), v.State.Title(), web.Crumb{Text: "Asked back", Href: "/card-recalls"}, web.Crumb{Text: v.State.Name, Href: "/card-recalls/" + string(v.State.Org)}, web.Crumb{Text: "Reminder " + part.Number(v.State.N)})
	return h.page.Render(w, r, "letter.html", p)
}

func (h *Handlers) chaserPDF(w http.ResponseWriter, r *http.Request) error {
	v, d, err := h.letter(r)
	if err != nil {
		return err
	}
	pdf, err := d.PDF()
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", "reminder-"+v.ID+".pdf", pdf)
}
