package factoryweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

var badgeTabs = []tab{{"", "All", "No badge has been issued. Record a delivery under Stock, then issue one."}, {"issued", "Issued", "Nobody has a badge."}, {"recalled", "To come back", "No badge is asked back."},
	{"lost", "Lost", "No badge is lost."}, {"stolen", "Stolen", "No badge is stolen."}, {"in-stock", "Back in stock", "No badge has come back."}, {"destroyed", "Destroyed", "No badge was destroyed."}}

var badgeKinds = map[factory.BadgeState]part.Kind{factory.Issued: part.InForce, factory.InStock: part.Waiting, factory.BadgeLost: part.NotInForce, factory.BadgeStolen: part.NotInForce, factory.Scrapped: part.Ended}

func badgeStatus(b *factory.Badge) part.Status {
	if b.State == factory.Issued && b.Recalled != clock.NoDay {
		return part.Status{Kind: part.Due, Text: "Asked back " + b.Recalled.Short()}
	}
	return part.Status{Kind: badgeKinds[b.State], Text: b.State.Title() + " since " + b.Last.On().Short()}
}

// badges is the badges that were issued at least once.
func (h *Handlers) badges(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	who := account.Actor(r.Context())
	p := &listPage{Page: page(who, "Badges", web.Crumb{Text: "Badges"}), Head: part.Head{Title: "Badges"}, Query: form, Finds: true,
		Lede:  "The badge that the Secretary of State specified, worn on the chest. Nobody may use a power without it.",
		Table: part.Table{Caption: "Badges", RowHeaders: true, Columns: []part.Column{{Text: "Badge"}, {Text: "Person", Under: "AP number"}, {Text: "Employer"}, {Text: "Now"}}}}
	p.Tabs, p.Table.Empty = tabs("Badges by state", "/badges", form.Show, badgeTabs)
	q := factory.BadgeQuery{State: factory.BadgeState(form.Show), Text: form.Text, After: form.After, Limit: visit.Size(r, 50)}
	if form.Show == "recalled" {
		q.State, q.Recalled = "", true
	}
	if form.Text != "" {
		p.Table.Empty = "No badge matches."
	}
	if who.Can(authz.IssueCard) {
		p.Head.Actions = []govuk.Button{{Text: "Issue a badge", Href: "/badges/issue"}}
		p.Head.Links = []part.Link{{Text: "Stock", Href: "/card-stock"}}
	}
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		vs, next, err := h.Factory.ListBadges(tx, who, q)
		if err != nil {
			return err
		}
		if next != "" {
			p.Next = web.With(r.URL.RequestURI(), "after", next)
		}
		p.Table.Rows, err = h.badgeRows(tx, who, vs)
		return err
	})
	if err != nil {
		return err
	}
	return visit.Show(h.page, w, r, "list.html", p)
}

func (h *Handlers) badgeRows(tx *db.Tx, who authz.Actor, vs []factory.BadgeVersion) ([]part.Row, error) {
	var of []id.Person
	for _, v := range vs {
		if v.State.Person != "" {
			of = append(of, v.State.Person)
		}
	}
	people, err := h.names(tx, who.Force, of)
	if err != nil {
		return nil, err
	}
	orgs := map[id.Org]string{"": ""}
	var rows []part.Row
	for i := range vs {
		b := &vs[i].State
		if _, known := orgs[b.Org]; !known {
			if orgs[b.Org], err = h.orgName(tx, who.Force, b.Org); err != nil {
				return nil, err
			}
		}
		person := part.Cell{Text: "Nobody", Quiet: true}
		if b.Person != "" {
			person = part.Cell{Text: people[b.Person].Name(), Href: "/people/" + string(b.Person), Sub: b.AP}
		}
		rows = append(rows, part.Row{Cells: []part.Cell{{Text: b.Serial, Href: "/badges/" + vs[i].ID, Nowrap: true}, person, {Text: orgs[b.Org]}, {Status: badgeStatus(b)}}})
	}
	return rows, nil
}

type issuePage struct {
	web.Page
	Head part.Head
	Left string
	Form issueForm
}

type issueForm struct {
	Number string `form:"number" label:"AP number" max:"30"`
	Serial string `form:"serial" label:"Serial number" max:"30"`
}

func (h *Handlers) issuePage(r *http.Request) (*issuePage, error) {
	who := account.Actor(r.Context())
	p := &issuePage{Page: page(who, "Issue a badge", web.Crumb{Text: "Badges", Href: "/badges"}, web.Crumb{Text: "Issue a badge"}), Head: part.Head{Title: "Issue a badge"}}
	p.Form.Number = r.URL.Query().Get("number")
	shelf, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (factory.Shelf, error) { return h.Factory.Shelf(tx, who) })
	p.Left = part.Count(shelf.Badges, "badge is", "badges are") + " in stock."
	return p, err
}

func (h *Handlers) issue(w http.ResponseWriter, r *http.Request) error {
	p, err := h.issuePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "issue.html", p)
}

func (h *Handlers) issueNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.issuePage(r)
	if err != nil {
		return err
	}
	var made id.Badge
	if p.Form, err = web.Form[issueForm](r); err == nil {
		made, err = h.Factory.IssueBadgeTo(r.Context(), account.Actor(r.Context()), p.Form.Number, p.Form.Serial)
	}
	if err != nil {
		return h.page.Again(w, r, "issue.html", p, err)
	}
	return web.SeeOther(w, r, "/badges/"+string(made), "badge.issued")
}

// badgePage is one badge, and what may become of it.
type badgePage struct {
	web.Page
	Head     part.Head
	Acts     []govuk.Choice
	Destroys bool
	History  moj.Timeline
	Form     badgeForm
}

type badgeForm struct {
	What    string `form:"what" max:"20"`
	Why     string `form:"why" label:"Reason" max:"500" text:"lines"`
	Witness string `form:"witness" label:"Witness" max:"120"`
}

// badgeActs is what may become of a badge, in the order in which people choose.
var badgeActs = []struct{ verb, text, hint string }{{"return", "It came back", "It is in stock again"}, {"lost", "It is lost", ""}, {"stolen", "It is stolen", "Report the theft to the police as well"},
	{"recall", "It is asked back", "The employer is told to send it back"}, {"destroy", "It was destroyed", "Worn out or broken. A witness is needed"}}

func (h *Handlers) badgePage(r *http.Request) (*badgePage, error) {
	who, of := account.Actor(r.Context()), id.Badge(r.PathValue("badge"))
	p := &badgePage{}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		v, err := h.Factory.FindBadge(tx, who, of, h.now())
		if err != nil {
			return err
		}
		b := &v.State
		p.Page = page(who, "Badge "+b.Serial, web.Crumb{Text: "Badges", Href: "/badges"}, web.Crumb{Text: b.Serial})
		p.Head = part.Head{Title: "Badge " + b.Serial, Statuses: []part.Status{badgeStatus(b)}}
		if b.Person != "" {
			people, err := h.names(tx, who.Force, []id.Person{b.Person})
			if err != nil {
				return err
			}
			employer, err := h.orgName(tx, who.Force, b.Org)
			if err != nil {
				return err
			}
			name := people[b.Person].Name()
			p.Head.Text, p.Head.Links = name+", "+b.AP+", "+employer, []part.Link{{Text: name, Href: "/people/" + string(b.Person)}}
		}
		for _, a := range badgeActs {
			if b.State.Can("badge."+a.verb) && (who.Can(authz.IssueCard) || a.verb == "lost" || a.verb == "stolen") && !(a.verb == "recall" && b.Recalled != clock.NoDay) {
				p.Acts = append(p.Acts, govuk.Choice{Value: a.verb, Text: a.text, Hint: govuk.Hint{Text: a.hint}})
				p.Destroys = p.Destroys || a.verb == "destroy"
			}
		}
		if !who.Can(authz.IssueCard) {
			return nil
		}
		history, err := h.Factory.BadgeHistory(tx, who, of, false)
		p.History = badgeLife(history)
		return err
	})
	return p, err
}

// badgeLife is a badge's life, the latest first.
func badgeLife(history []factory.BadgeVersion) moj.Timeline {
	t := moj.Timeline{}
	for i, v := range history {
		b := &v.State
		title, text := b.State.Title(), b.Why
		if i > 0 && history[i-1].State.State == b.State {
			switch before := &history[i-1].State; {
			case b.Chased > before.Chased:
				title, text = "The employer was reminded", ""
			case b.Recalled != before.Recalled && b.Recalled != clock.NoDay:
				title, text = "Asked back", ""
			default:
				title, text = "Not asked back any more", ""
			}
		}
		if b.AP != "" && title == factory.Issued.Title() {
			text = "To " + b.AP
		}
		if b.Witness != "" {
			text += ", witnessed by " + b.Witness
		}
		t.Items = append([]moj.Event{{Title: title, When: clock.Local(v.From).Format("2 Jan 2006, 15:04"), At: v.From, Byline: b.Last.By, Text: text}}, t.Items...)
	}
	return t
}

func (h *Handlers) badge(w http.ResponseWriter, r *http.Request) error {
	p, err := h.badgePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "badge.html", p)
}

func (h *Handlers) badgeNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.badgePage(r)
	if err != nil {
		return err
	}
	of := id.Badge(r.PathValue("badge"))
	if p.Form, err = web.Form[badgeForm](r); err == nil {
		err = fault.In("what", "Choose what became of it")
		if p.Form.What != "chase" && p.Form.What != "issue" {
			err = h.Factory.ChangeBadges(r.Context(), account.Actor(r.Context()), factory.BadgeChange{Verb: p.Form.What, Badges: []id.Badge{of}, Why: p.Form.Why, Witness: p.Form.Witness})
		}
	}
	if err != nil {
		return h.page.Again(w, r, "badge.html", p, err)
	}
	return web.SeeOther(w, r, "/badges/"+string(of), "badge.changed")
}
